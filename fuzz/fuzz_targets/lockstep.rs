//! Any bytes are a program: runs it on the model and on impl, and panics where they differ.
#![no_main]

use std::cell::RefCell;
use std::rc::Rc;

use libfuzzer_sys::fuzz_target;
use twinheap::heaps::{self, Settings};
use twinheap::lockstep::{Checking, Lockstep, Maker};
use twinheap::program::Program;

/// Enough for every threshold, few enough for thousands of programs a second.
const STEPS_MAX: u64 = 10_000;

thread_local! {
    static PAIR: RefCell<Lockstep> =
        RefCell::new(Lockstep::new(maker("model"), maker("impl"), Checking::Steps));
}

fn maker(name: &'static str) -> Maker {
    Box::new(move || heaps::by_name(name).expect("both names are in the registry"))
}

fuzz_target!(|bytes: &[u8]| {
    let program = Rc::new(Program::from_bytes(bytes));
    let settings = Settings { steps_max: STEPS_MAX, ..Settings::default() };
    if let Err(divergence) = PAIR.with_borrow_mut(|pair| pair.run(&program, &settings)) {
        panic!("{}\n\n{program}", divergence.between("model", "impl"));
    }
});
