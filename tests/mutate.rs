//! Mutation: total, the same for the same seed, within the length asked for, and of use.

mod amount;

use proptest::collection::vec;
use proptest::prelude::*;
use twinheap::blocks::{BlockForm, BlockProgram};
use twinheap::graph::{Graph, GraphForm};
use twinheap::mutate::{Form, ProgramForm, Text, crossed, mutated};
use twinheap::program::Program;

/// Any bytes, or some of the form's own source.
fn inputs<F: Form + 'static>() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![vec(any::<u8>(), 0..600), any::<u64>().prop_map(|seed| F::fresh(usize::MAX, seed))]
}

/// Checks what is promised of the results of a form's mutations.
fn check<F: Form>(one: &[u8], other: &[u8], bytes_max: usize, seed: u64) {
    for result in [
        mutated::<F>(one, bytes_max, seed),
        crossed::<F>(one, other, bytes_max, seed),
        F::fresh(bytes_max, seed),
    ] {
        assert!(result.len() <= bytes_max, "{} bytes of {bytes_max}", result.len());
    }
    assert_eq!(mutated::<F>(one, bytes_max, seed), mutated::<F>(one, bytes_max, seed));
    assert_eq!(
        crossed::<F>(one, other, bytes_max, seed),
        crossed::<F>(one, other, bytes_max, seed)
    );
}

proptest! {
    #![proptest_config(amount::config(256))]

    #[test]
    fn programs_stay_within_their_length_and_follow_from_the_seed(
        one in inputs::<ProgramForm>(),
        other in inputs::<ProgramForm>(),
        bytes_max in 0_usize..3000,
        seed in any::<u64>(),
    ) {
        check::<ProgramForm>(&one, &other, bytes_max, seed);
        // Whatever comes out is a program that has a text.
        let program = Program::from_bytes(&crossed::<ProgramForm>(&one, &other, bytes_max, seed));
        prop_assert_eq!(program.validate(), Ok(()));
    }

    #[test]
    fn calls_and_graphs_stay_within_their_length_and_follow_from_the_seed(
        one in vec(any::<u8>(), 0..300),
        other in vec(any::<u8>(), 0..300),
        bytes_max in 0_usize..300,
        seed in any::<u64>(),
    ) {
        check::<BlockForm>(&one, &other, bytes_max, seed);
        check::<GraphForm>(&one, &other, bytes_max, seed);
    }

    #[test]
    fn texts_stay_within_their_length_and_follow_from_the_seed(
        one in vec(any::<u8>(), 0..300),
        other in vec(any::<u8>(), 0..300),
        bytes_max in 0_usize..2000,
        seed in any::<u64>(),
    ) {
        let mutated = Text::mutated(&one, bytes_max, seed);
        prop_assert!(mutated.len() <= bytes_max);
        prop_assert_eq!(&mutated, &Text::mutated(&one, bytes_max, seed));
        let crossed = Text::crossed(&one, &other, bytes_max, seed);
        prop_assert!(crossed.len() <= bytes_max);
        prop_assert_eq!(&crossed, &Text::crossed(&one, &other, bytes_max, seed));
    }
}

/// How many of 400 results of an edit satisfy something.
fn count(is_fit: impl Fn(&Program, &Program) -> bool) -> usize {
    let results = (0..400).filter(|&seed| {
        let parent = ProgramForm::fresh(4096, seed / 40);
        let child = mutated::<ProgramForm>(&parent, 4096, seed);
        is_fit(&Program::from_bytes(&parent), &Program::from_bytes(&child))
    });
    results.count()
}

#[test]
fn edits_make_programs_shorter_and_longer_and_other_ones_as_long() {
    assert!(count(|parent, child| child.main.len() < parent.main.len()) > 40);
    assert!(count(|parent, child| child.main.len() > parent.main.len()) > 40);
    assert!(count(|parent, child| child.main.len() == parent.main.len() && child != parent) > 40);
    assert!(count(|parent, child| child == parent) < 100);
}

#[test]
fn bodies_mostly_stay_as_they_are() {
    let bodies = |program: &Program| (program.classes.clone(), program.functions.clone());
    assert!(count(|parent, child| bodies(parent) == bodies(child)) > 120);
}

#[test]
fn geometry_is_toggled_now_and_then() {
    let toggled =
        count(|parent, child| parent.geometry != child.geometry && parent.main == child.main);
    assert!(toggled > 0);
}

#[test]
fn crossing_brings_steps_of_both() {
    let [one, other] = [1, 2].map(|seed| ProgramForm::fresh(4096, seed));
    let steps = |bytes: &[u8]| {
        let program = Program::from_bytes(bytes);
        program.main.iter().map(|step| program.written(step).to_string()).collect::<Vec<_>>()
    };
    let both = (0..100).filter(|&seed| {
        let child = steps(&crossed::<ProgramForm>(&one, &other, 4096, seed));
        let only = |mine: &[String], theirs: &[String]| {
            child.iter().any(|step| mine.contains(step) && !theirs.contains(step))
        };
        let (one, other) = (steps(&one), steps(&other));
        only(&one, &other) && only(&other, &one)
    });
    assert!(both.count() > 30);
}

#[test]
fn mutation_of_nothing_comes_from_the_source() {
    for seed in 0..20 {
        assert_eq!(mutated::<ProgramForm>(b"\n", 4096, seed), ProgramForm::fresh(4096, seed));
    }
}

#[test]
fn sources_of_calls_and_graphs_make_something_of_every_seed() {
    for seed in 0..200 {
        let calls = BlockProgram::from_bytes(&BlockForm::fresh(1024, seed));
        assert!(calls.calls.len() >= 8, "seed {seed}");
        let graph = Graph::from_bytes(&GraphForm::fresh(256, seed));
        assert!(graph.schedule.len() >= 3, "seed {seed}");
    }
}
