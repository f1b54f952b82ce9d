//! The model's own proofs, step after step: its counts are those of the graph, under every version's rules.
//!
//! With debug assertions, as tests are built, the collector also asserts in each collection that what it keeps is what the
//! definition of reachability as a set gives.

use std::rc::Rc;

use twinheap::heaps::{Heap, ModelHeap, Outcome, Settings, Trace, Version};
use twinheap::program::Program;
use twinheap::source::{self, Options};

const SEED: u64 = 2;
const PROGRAMS: u64 = 10_000;
const VERSIONS: [Version; 8] = [
    Version::V3_8,
    Version::V3_9,
    Version::V3_10,
    Version::V3_11,
    Version::V3_12,
    Version::V3_13,
    Version::V3_14,
    Version::V3_15,
];

#[test]
fn counts_equal_the_graph_after_every_step_under_every_version() {
    if !cfg!(debug_assertions) {
        eprintln!("without debug assertions, the definition of reachability is not asserted");
    }
    let mut model = ModelHeap::default();
    for index in 0..PROGRAMS {
        let options = Options { judged: index % 2 == 0, ..Options::default() };
        let program = Rc::new(source::program(SEED, index, &options));
        for version in VERSIONS {
            let settings = Settings { version, steps_max: 20_000, ..Settings::default() };
            if let Err(found) = audit_steps(&mut model, &program, &settings) {
                panic!("program {index} under {version:?}: {found}\n{program}");
            }
        }
    }
}

fn audit_steps(
    model: &mut ModelHeap,
    program: &Rc<Program>,
    settings: &Settings,
) -> Result<(), String> {
    let mut trace = Trace::default();
    model.start(program, settings);
    model.audit()?;
    for index in 0..program.main.len() {
        let outcome = model.step(index, &mut trace);
        model.audit()?;
        if outcome != Outcome::Done {
            break;
        }
    }
    model.finish(&mut trace);
    model.audit()
}
