//! Exploration: small bounds are gone through whole, as the command line does it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::process::Command;

use twinheap::campaign::{self, Exploration, LeftOut, Plan, Setting, Unwatched};
use twinheap::explore::{Bounds, Feature};

fn explore(bounds: &Bounds, depth: Option<usize>) -> Exploration {
    let plan = Plan {
        setting: Setting::of("impl"),
        programs: None,
        jobs: 2,
        silence_max: campaign::SILENCE_MAX,
    };
    let spawn = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_twinheap"));
        command.arg("worker");
        command
    };
    let found = campaign::explore(&plan, bounds, depth, &spawn, &Unwatched).unwrap();
    assert_eq!(found.report.diverged, 0);
    found
}

fn bounds(objects: u8, fields: u8, names: u8, features: &[Feature]) -> Bounds {
    Bounds { objects, fields, names, features: features.to_vec() }
}

/// Counted by hand: nothing; one or both names bound to the object, each of two fields set or not; garbage, with at least
/// one field set.
#[test]
fn one_object_has_twelve_states() {
    let found = explore(&bounds(1, 2, 2, &[]), None);
    assert!(found.is_complete());
    assert_eq!(found.states.iter().sum::<u64>(), 1 + 2 * 4 + 3);
}

/// Both figures were counted by another program, over bit patterns and without a heap.
#[test]
fn renaming_is_no_difference() {
    let found = explore(&bounds(3, 2, 2, &[]), None);
    assert!(found.is_complete());
    assert_eq!((found.states.iter().sum::<u64>(), found.depth()), (3_212, 11));
}

#[test]
fn what_lies_deeper_is_said_to_be_left_out() {
    let found = explore(&bounds(2, 1, 2, &[]), Some(3));
    assert_eq!(found.depth(), 3);
    let at_the_depth = *found.states.last().unwrap();
    assert_eq!(found.left_out, LeftOut { states: at_the_depth, transitions: 0 });
    assert!(at_the_depth > 0);
}

#[test]
fn every_feature_adds_states_and_none_diverges() {
    let plain = explore(&bounds(2, 1, 2, &[]), None);
    for feature in Feature::ALL {
        let found = explore(&bounds(2, 1, 2, &[feature]), None);
        assert!(found.is_complete());
        assert!(found.transitions > plain.transitions, "{feature:?} adds no move");
    }
    let most = [Feature::Load, Feature::Weakref, Feature::Callback, Feature::Finalizer];
    assert!(explore(&bounds(2, 1, 2, &most), None).is_complete());
}
