//! Zeal: both heaps collect at the same allocations, and what a collection leaves is checked at once.

mod cases;

use std::rc::Rc;

use twinheap::heaps::Settings;
use twinheap::program::{Program, Zeal};

/// Every sort of moment and of generations.
const ZEALS: [&str; 6] = [
    "collect at every allocation, verified",
    "collect at every 2nd allocation, generation 0, verified",
    "collect at every 3rd allocation, generations in turn, verified",
    "collect at the 4th allocation, generation 1, verified",
    "collect at random allocations, one in 3, seed 1, verified",
    "collect at random allocations, one in 2, seed 2, generations in turn, verified",
];

/// Longer cases allocate thousands of objects, each of which would cost a collection and a check of all.
const STEPS_MAX: u64 = 3_000;

#[test]
fn every_case_of_the_corpus_passes_lockstep_with_zeal() {
    let mut lockstep = cases::lockstep();
    let settings = Settings::default();
    let (mut runs, mut long) = (0, 0);
    for case in cases::all() {
        let path = case.path.display();
        let steps = lockstep.run(&case.program, &settings).map(|reach| reach.steps);
        if steps.unwrap_or_else(|divergence| panic!("{path}:\n{divergence}")) > STEPS_MAX {
            long += 1;
            continue;
        }
        for text in ZEALS {
            let zeal = Zeal::from_text(text);
            assert!(zeal.is_some(), "{text}");
            let program = Rc::new(Program { zeal, ..(*case.program).clone() });
            if let Err(divergence) = lockstep.run(&program, &settings) {
                panic!("{path} ({text}):\n{divergence}");
            }
            runs += 1;
        }
    }
    assert!(long <= 2 && runs > 1_500, "{runs} runs, {long} long cases left out");
}
