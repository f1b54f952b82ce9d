//! What holds for every program: both heaps agree, whatever memory there is; text and bytes are the program; candidates of the
//! shrinker are what they should be.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod amount;
#[expect(dead_code, reason = "other tests run the cases themselves")]
mod cases;

use std::collections::BTreeSet;
use std::panic;
use std::rc::Rc;

use proptest::prelude::*;
use proptest::sample::{Index, select};
use quickcheck::QuickCheck;
use twinheap::heaps::{Memory, Settings};
use twinheap::lockstep::{self, Divergence, Manner, operation};
use twinheap::metamorphic::{self, Relation};
use twinheap::program::Program;
use twinheap::property::programs;
use twinheap::shrink::Search;
use twinheap::source::Options;

fn settings() -> Settings {
    Settings { steps_max: 5_000, ..Settings::default() }
}

proptest! {
    #![proptest_config(amount::config(500))]

    #[test]
    fn model_and_heap_agree(program: Program) {
        cases::lockstep().run(&program.into(), &settings())?;
    }

    #[test]
    fn they_agree_on_long_programs(program in programs(Options { steps: 200, ..Options::default() })) {
        cases::lockstep().run(&program.into(), &settings())?;
    }

    #[test]
    fn they_agree_wherever_blocks_come_from(
        program: Program,
        memory in select(vec![Memory::SYSTEM, Memory::POOLED_GUARDED, Memory::SYSTEM_GUARDED]),
    ) {
        cases::lockstep().run(&program.into(), &Settings { memory, ..settings() })?;
    }

    #[test]
    fn they_agree_when_memory_runs_out(
        program: Program,
        first in 0..120_u64,
        manner in select(Manner::ALL.to_vec()),
    ) {
        let requests = manner.failing(first);
        lockstep::fail(&mut cases::lockstep(), &program.into(), &settings(), requests)?;
    }

    #[test]
    fn text_is_the_program(program: Program) {
        prop_assert_eq!(Program::parse("case.py", &program.to_string()), Ok(program));
    }

    #[test]
    fn bytes_are_the_program(program: Program, judged in programs(Options { judged: true, ..Options::default() })) {
        for program in [program, judged] {
            prop_assert_eq!(program.validate(), Ok(()));
            let mut decoded = Program::from_bytes(&program.to_bytes()?);
            // Names are spelt anew.
            decoded.names.clone_from(&program.names);
            decoded.attributes.clone_from(&program.attributes);
            prop_assert_eq!(decoded, program);
        }
    }
}

/// Whether one of many made-up mistakes shows in a program: a fourth of all programs show each.
fn shows(program: &Program, mistake: u64) -> bool {
    let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    program.to_string().bytes().fold(mistake, mix) >> 62 == 0
}

proptest! {
    #![proptest_config(amount::config(60))]

    #[test]
    fn candidates_are_valid_and_new_and_get_shorter(program: Program, mistake: u64) {
        let mut search = Search::new(program);
        let mut met = BTreeSet::new();
        while let Some(candidate) = search.candidate().cloned() {
            prop_assert_eq!(candidate.validate(), Ok(()));
            prop_assert!(candidate.steps() <= search.best().steps());
            let text = candidate.to_string();
            prop_assert_eq!(Program::parse("case.py", &text), Ok(candidate.clone()));
            prop_assert!(met.insert(text), "this was a candidate before: {candidate}");
            if shows(&candidate, mistake) {
                search.adopt();
                prop_assert_eq!(search.best(), &candidate);
            }
        }
    }

    #[test]
    fn a_step_that_fails_by_itself_is_left_alone(program: Program, place: Index) {
        let op = operation(place.get(&program.main));
        let mut search = Search::new(program.clone());
        while let Some(candidate) = search.candidate() {
            if candidate.main.iter().any(|step| operation(step) == op) {
                search.adopt();
            }
        }
        let best = search.best();
        prop_assert_eq!(best.main.len(), 1, "{}", best);
        // What the step may need: a function, and a class.
        prop_assert!(best.steps() <= 3, "{}", best);
    }
}

/// A change without meaning makes a difference to neither heap.
fn means_the_same_changed(program: Program, place: usize) -> Result<(), Box<Divergence>> {
    let program = Rc::new(program);
    for name in twinheap::heaps::registry::NAMES {
        let mut heap = twinheap::heaps::by_name(name).unwrap();
        for relation in Relation::ALL {
            metamorphic::compare(heap.as_mut(), &program, relation, place, &settings())?;
        }
    }
    Ok(())
}

#[test]
fn programs_mean_the_same_changed() {
    let cases = u64::from(amount::cases(200));
    let property = means_the_same_changed as fn(Program, usize) -> Result<(), Box<Divergence>>;
    QuickCheck::new().tests(cases).max_tests(cases).quickcheck(property);
}

#[test]
fn amounts_are_numbers_or_multiples() {
    assert_eq!(amount::scaled(400, "1000"), 1000);
    assert_eq!(amount::scaled(400, "50x"), 20_000);
    for text in ["", "0", "-1", "many", "x", "0x", "1e6", "9999999999", "99999999x"] {
        let panic = panic::catch_unwind(|| amount::scaled(400, text)).unwrap_err();
        let message: String = *panic.downcast().unwrap();
        assert!(message.starts_with(&format!("TWINHEAP_CASES is {text:?}: say")), "{message}");
    }
}
