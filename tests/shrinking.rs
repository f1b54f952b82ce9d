//! How well programs are shrunk, on heaps that are wrong on purpose: as short as the shortest program known, with few runs, and
//! without changing what they show. `benches/benches/shrinking.rs` measures the same with many more programs, and the time.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod wrong;

use std::rc::Rc;

use twinheap::heaps::{self, Settings};
use twinheap::lockstep::{Checking, Divergence, Lockstep};
use twinheap::program::Program;
use twinheap::shrink::{EXECUTIONS_MAX, Shrinker, Shrunk};
use twinheap::source::{self, Options};

use wrong::Wrong;

/// How many programs are shrunk for each wrong heap.
const PROGRAMS: usize = 6;
/// Any number does.
const SEED: u64 = 7;

/// The steps of the shortest program known that shows what is wrong.
fn shortest_known(wrong: Wrong) -> Option<usize> {
    match wrong {
        Wrong::AliasDenied | Wrong::LiveReportedDead | Wrong::Panic => Some(1),
        Wrong::CountOffByOne
        | Wrong::WeakReferenceKept
        | Wrong::CallbackOrder
        | Wrong::GenerationOrder
        | Wrong::KeyErrorAsIndexError => Some(2),
        Wrong::FinalizerTwice | Wrong::CycleLeaked => Some(4),
        Wrong::Abort | Wrong::EndlessLoop | Wrong::PanicWhenGuarded => None,
    }
}

fn settings() -> Settings {
    Settings { steps_max: 20_000, ..Settings::default() }
}

fn pair(wrong: Wrong) -> Lockstep {
    let oracle = Box::new(|| heaps::by_name("model").unwrap());
    let subject = Box::new(move || wrong::canary(&wrong.name()).unwrap());
    Lockstep::new(oracle, subject, Checking::Steps)
}

fn run(pair: &mut Lockstep, program: &Program) -> Option<Divergence> {
    pair.run(&Rc::new(program.clone()), &settings()).err().map(|one| *one)
}

/// The first programs that show what is wrong, each with what it shows and what it is shrunk to.
fn shrink_first(pair: &mut Lockstep) -> Vec<(Divergence, Shrunk)> {
    let mut shrunk = Vec::new();
    for index in 0.. {
        let program = source::program(SEED, index, &Options::default()).normalized();
        let Some(divergence) = run(pair, &program) else { continue };
        let mut shrinker = Shrinker::new(|program: &Program| run(pair, program), EXECUTIONS_MAX);
        shrunk.push((divergence.clone(), shrinker.shrink(program, divergence)));
        if shrunk.len() == PROGRAMS {
            break;
        }
    }
    shrunk
}

fn shortest(shrunk: &Shrunk) -> &Program {
    shrunk.resembling.as_ref().map_or(&shrunk.program, |shown| &shown.program)
}

#[test]
fn results_are_as_short_as_known_and_show_what_they_were_shrunk_for() {
    // The wrong heaps that panic would fill the output.
    std::panic::set_hook(Box::new(|_| {}));
    let mut executions = Vec::new();
    let (mut at_minimum, mut failures) = (0, Vec::new());
    for wrong in Wrong::ALL {
        let Some(known) = shortest_known(wrong) else { continue };
        for (divergence, shrunk) in shrink_first(&mut pair(wrong)) {
            let again = run(&mut pair(wrong), &shrunk.program).unwrap();
            if !shrunk.stable || again.signature != divergence.signature {
                failures.push(format!("{wrong:?} became {}:\n{}", again.signature, shrunk.program));
            }
            let steps = shortest(&shrunk).steps();
            if steps < known || steps * 4 > known * 5 {
                failures.push(format!("{wrong:?}: {steps} for {known}\n{}", shortest(&shrunk)));
            }
            at_minimum += usize::from(steps == known);
            executions.push(shrunk.executions);
        }
    }
    _ = std::panic::take_hook();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(at_minimum * 20 >= executions.len() * 19, "{at_minimum} of {}", executions.len());
    executions.sort_unstable();
    let median = executions[executions.len() / 2];
    assert!(median <= 500, "{median} runs");
}
