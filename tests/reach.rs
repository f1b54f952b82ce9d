//! Every goal is reached by the engine that is to be sure of it; the one of sweeps has a test of its own.

mod cases;

use std::rc::Rc;

use twinheap::campaign::{Bench, Tally};
use twinheap::goals::{Engine, Reached};
use twinheap::heaps::{self, Settings};
use twinheap::source::{self, Options};

const SEED: u64 = 1;
const PROGRAMS: u64 = 20_000;
/// As in a campaign: of so many programs, one goes through its allocation failures.
const FAULTS_EVERY: u64 = 16;
/// In how many steps cases are cut short at most.
const CUT_STEPS_MAX: u64 = 32;

/// The goals that `engine` is to reach and has not.
fn missed(reached: &Reached, engine: Engine) -> Vec<&'static str> {
    reached.missed().filter(|goal| goal.engine == engine).map(|goal| goal.name).collect()
}

#[test]
fn random_programs_reach_every_goal() {
    let mut bench = Bench::new(heaps::by_name, heaps::registry::SUBJECT).unwrap();
    let mut tally = Tally::default();
    for index in 0..PROGRAMS {
        let options = Options { judged: index % 2 == 0, ..Options::default() };
        let program = Rc::new(source::program(SEED, index, &options).normalized());
        bench.lockstep(&program, &mut tally).unwrap();
        if index % FAULTS_EVERY == FAULTS_EVERY - 1 {
            bench.faults(&program, &mut tally).unwrap();
        }
        if missed(&tally.reach, Engine::Check).is_empty() {
            return;
        }
    }
    let missed = missed(&tally.reach, Engine::Check);
    panic!("the source has to be widened until it reaches {missed:?}");
}

#[test]
fn the_corpus_reaches_what_random_programs_do_not() {
    let mut lockstep = cases::lockstep();
    let mut reached = Reached::default();
    for case in cases::all() {
        for steps_max in (0..CUT_STEPS_MAX).chain([u64::MAX]) {
            let settings = Settings { steps_max, ..Settings::default() };
            match lockstep.run(&case.program, &settings) {
                Ok(reach) => reached.add(&reach.goals),
                Err(divergence) => panic!("{}:\n{divergence}", case.path.display()),
            }
        }
    }
    assert_eq!(missed(&reached, Engine::Corpus), [""; 0], "a case is wanting");
}
