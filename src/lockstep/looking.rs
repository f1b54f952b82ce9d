//! After which steps the whole state is looked at.
//!
//! Outcomes, output, events and deaths are compared after every step, whatever is decided here. To write down a whole heap
//! takes time in proportion to the heap, so that a program of ten thousand steps would take a hundred million objects.
//! A long program is therefore looked at now and then; once a divergence is found it runs again, and every step is looked at
//! since the last look at which both agreed. A difference in the state alone that has gone at the next look is not seen.

use super::divergence::Place;
use crate::program::Program;

/// From how many main steps on a program is long.
const LONG_STEPS: usize = 1_000;
/// How many steps lie between two looks at a long program.
const STRIDE: usize = 100;

/// After which steps the whole state is looked at; after the last one that runs it always is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Looking {
    /// After each step whose number is a multiple of this one.
    Every(usize),
    /// After each step from the first to the last of these.
    Within(usize, usize),
}

impl Looking {
    pub(super) fn at(program: &Program) -> Self {
        Self::Every(if program.main.len() < LONG_STEPS { 1 } else { STRIDE })
    }

    pub(super) fn is_at(self, index: usize) -> bool {
        match self {
            Self::Every(stride) => (index + 1).is_multiple_of(stride),
            Self::Within(first, last) => (first..=last).contains(&index),
        }
    }

    /// How to look once more, when a divergence was found at `place`: at each step since the look before. Nothing where each
    /// step was looked at already.
    pub(super) fn closer(self, place: Place) -> Option<Self> {
        match (self, place) {
            (Self::Every(stride @ 2..), Place::Step(index)) => {
                Some(Self::Within(index.saturating_sub(stride), index))
            }
            _ => None,
        }
    }
}
