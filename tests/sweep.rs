//! Short cases of the corpus with every allocation request failing at every point of a collection, in worker processes.

#[expect(dead_code, reason = "other tests run cases in lockstep")]
mod cases;

use std::process::Command;

use twinheap::campaign::{self, Plan, Setting, Unwatched};
use twinheap::goals::Engine;
use twinheap::program::Program;

/// The whole corpus takes minutes: that is `twinheap sweep`. These are as many cases as a test has time for, with those that alone
/// reach some place.
const STEPS_MAX: u64 = 5;
const NEEDED: [&str; 9] = [
    "atoms_are_never_tracked",
    "a_list_doubled_until_its_block_is_large",
    "deleting_what_is_not_there_gives_a_dict",
    "objects_in_small_arenas",
    "dict_and_set_copies",
    "instance_copied_shallow",
    "the_copy_of_a_deep_copy_keeps_its_own_order",
    "frozen_objects_still_die_by_counting",
    "mixed_numbers_add",
];

#[test]
fn no_failure_makes_the_heaps_diverge_and_every_place_fails() {
    let is_needed = |name: &str| NEEDED.iter().any(|needed| name.contains(needed));
    let programs: Vec<Program> = cases::all()
        .into_iter()
        .filter(|case| {
            let is_short = campaign::steps(&case.program) <= STEPS_MAX;
            is_short || is_needed(&case.path.display().to_string())
        })
        .map(|case| (*case.program).clone())
        .collect();
    let (setting, silence_max) = (Setting::of("impl"), campaign::SILENCE_MAX);
    let plan = Plan { setting, programs: None, jobs: 2, silence_max };
    let spawn = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_twinheap"));
        command.arg("worker");
        command
    };
    let found = campaign::sweep(&plan, &programs, &spawn, &Unwatched).unwrap();
    assert_eq!(found.report.buckets, []);
    let missed: Vec<_> = found.swept.missed().collect();
    assert!(missed.is_empty(), "never failed: {missed:?}; sweep over a case that fails there");
    let missed: Vec<_> =
        found.swept.reach.missed().filter(|goal| goal.engine == Engine::Sweep).collect();
    assert!(missed.is_empty(), "not reached: {missed:?}; sweep over a case that does");
    assert!(found.swept.cases as usize == programs.len() && found.swept.runs > 10_000);
}
