//! The random source reaches every behaviour that the model names.

use std::collections::BTreeMap;
use std::rc::Rc;

use twinheap::heaps::{Fault, Heap, ModelHeap, Outcome, Settings, Trace};
use twinheap::program::Program;
use twinheap::source::{self, Options};

const SEED: u64 = 1;
const PROGRAMS: u64 = 20_000;
/// As in a campaign: of so many programs, one runs with a failure.
const FAULTS_EVERY: u64 = 16;

#[test]
fn every_mark_is_reached() {
    let mut model = ModelHeap::default();
    let mut reached = BTreeMap::new();
    for index in 0..PROGRAMS {
        let options = Options { judged: index % 2 == 0, ..Options::default() };
        let program = Rc::new(source::program(SEED, index, &options));
        let fault = (index % FAULTS_EVERY == 1).then(|| Fault::step(index % 31));
        let settings = Settings { steps_max: 20_000, fault, ..Settings::default() };
        run(&mut model, &program, &settings);
        for (name, count) in model.marks() {
            *reached.entry(name).or_insert(0) += count;
        }
    }
    let missed: Vec<_> = reached.iter().filter(|(_, count)| **count == 0).collect();
    assert!(missed.is_empty(), "the source has to be widened until it reaches {missed:?}");
}

fn run(model: &mut ModelHeap, program: &Rc<Program>, settings: &Settings) {
    let mut trace = Trace::default();
    model.start(program, settings);
    for index in 0..program.main.len() {
        if model.step(index, &mut trace) != Outcome::Done {
            break;
        }
    }
    model.finish(&mut trace);
}
