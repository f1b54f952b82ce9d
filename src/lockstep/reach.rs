//! What a program made the heaps do.

use super::side::Side;
use crate::goals::Reached;
use crate::heaps::{Event, Happening, Outcome, StageFact};

/// What a program, or several, made the heaps do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reach {
    /// How many steps were executed, those in functions, finalizers and repetitions included.
    pub steps: u64,
    /// The goals that were reached.
    pub goals: Reached,
}

impl Reach {
    /// Adds what another program reached.
    pub fn add(&mut self, other: &Self) {
        self.steps += other.steps;
        self.goals.add(&other.goals);
    }

    /// Notes what the heaps counted themselves over a program that ended.
    pub(super) fn note_end(&mut self, oracle: &Side, subject: &Side) {
        self.steps = oracle.trace.steps_executed;
        for side in [oracle, subject] {
            side.facts(&mut |fact, count| self.goals.note(fact, count));
        }
    }

    /// Notes what shows of a stage, as the oracle saw it.
    pub(super) fn note(&mut self, oracle: &Side) {
        let trace = &oracle.trace;
        let callbacks = trace.events.iter().filter(|event| matches!(event, Event::Callback(_)));
        let facts = [
            (StageFact::Raised, matches!(oracle.outcome, Outcome::Raised(_))),
            (StageFact::Callbacks, callbacks.count() > 1),
            (StageFact::Garbage, oracle.observation.has_garbage()),
            (StageFact::Cascade, trace.died.len() >= 10),
            (StageFact::Leftover, oracle.left > 0),
        ];
        for (fact, _) in facts.into_iter().filter(|(_, holds)| *holds) {
            self.goals.note(Happening::from(fact).anywhere(), 1);
        }
    }
}
