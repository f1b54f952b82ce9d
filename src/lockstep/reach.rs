//! What a program made the heaps do: named behaviours, counted.

use super::side::Side;
use crate::heaps::{Event, Outcome};

/// The behaviours that a program, or a campaign, reached.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reach {
    /// How many steps were executed, those in functions, finalizers and repetitions included.
    pub steps: u64,
    counts: [u64; Mark::ALL.len()],
    /// What the oracle counted itself: behaviours by name, in its own order, which is the same for every program.
    oracle: Vec<(&'static str, u64)>,
}

/// A behaviour worth reaching that shows under any oracle. Each is counted once a main step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// A step raised and the program ended.
    Raised,
    /// A function's body ran.
    Called,
    /// A weak reference was cleared.
    WeakReferenceCleared,
    /// Several callbacks ran in one step.
    Callbacks,
    /// A collection of generation 0 reclaimed something.
    CollectedYoungest,
    /// A collection of generation 1 reclaimed something.
    CollectedMiddle,
    /// A collection of generation 2 reclaimed something.
    CollectedOldest,
    /// A collection found nothing.
    CollectedNothing,
    /// `gc.garbage` was not empty.
    Garbage,
    /// A step reclaimed ten objects or more.
    Cascade,
    /// The limit of steps cut the program short.
    Limit,
    /// Objects were left because finalizers went on resurrecting.
    Leftover,
}

impl Mark {
    /// Every mark, in order.
    pub const ALL: [Self; 12] = [
        Self::Raised,
        Self::Called,
        Self::WeakReferenceCleared,
        Self::Callbacks,
        Self::CollectedYoungest,
        Self::CollectedMiddle,
        Self::CollectedOldest,
        Self::CollectedNothing,
        Self::Garbage,
        Self::Cascade,
        Self::Limit,
        Self::Leftover,
    ];

    /// In words: `several callbacks at once`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Raised => "uncaught exception",
            Self::Called => "function called",
            Self::WeakReferenceCleared => "weak reference cleared",
            Self::Callbacks => "several callbacks at once",
            Self::CollectedYoungest => "garbage in generation 0",
            Self::CollectedMiddle => "garbage in generation 1",
            Self::CollectedOldest => "garbage in generation 2",
            Self::CollectedNothing => "collection without garbage",
            Self::Garbage => "gc.garbage",
            Self::Cascade => "ten deaths at once",
            Self::Limit => "cut short by the step limit",
            Self::Leftover => "objects left at the end",
        }
    }
}

impl Reach {
    /// How often a behaviour was reached.
    #[must_use]
    pub fn count(&self, mark: Mark) -> u64 {
        self.counts[mark as usize]
    }

    /// Every behaviour by name, those never reached included: for a [`Mark`] in how many main steps, for what the oracle counts
    /// itself ([`crate::heaps::Heap::marks`]) how often.
    pub fn behaviours(&self) -> impl Iterator<Item = (&'static str, u64)> {
        let marks = Mark::ALL.map(Mark::name).into_iter().zip(self.counts);
        marks.chain(self.oracle.iter().copied())
    }

    /// Adds what another program reached.
    pub fn add(&mut self, other: &Self) {
        self.steps += other.steps;
        for (count, more) in self.counts.iter_mut().zip(other.counts) {
            *count += more;
        }
        if self.oracle.is_empty() {
            self.oracle.clone_from(&other.oracle);
            return;
        }
        for ((_, count), (_, more)) in self.oracle.iter_mut().zip(&other.oracle) {
            *count += more;
        }
    }

    /// Notes what the oracle counted itself over a program that ended.
    pub(super) fn note_end(&mut self, oracle: &Side) {
        self.steps = oracle.trace.steps_executed;
        self.oracle = oracle.marks();
    }

    /// Notes what a stage reached, as the oracle saw it.
    pub(super) fn note(&mut self, oracle: &Side) {
        let mut noted = [false; Mark::ALL.len()];
        let mut mark = |mark: Mark, reached: bool| noted[mark as usize] |= reached;
        let trace = &oracle.trace;
        mark(Mark::Raised, matches!(oracle.outcome, Outcome::Raised(_)));
        mark(Mark::Limit, oracle.outcome == Outcome::Limit);
        mark(Mark::Cascade, trace.died.len() >= 10);
        mark(Mark::Leftover, oracle.left > 0);
        mark(Mark::Garbage, oracle.observation.has_garbage());
        let callbacks = trace.events.iter().filter(|event| matches!(event, Event::Callback(_)));
        mark(Mark::Callbacks, callbacks.count() > 1);
        for event in &trace.events {
            note_event(*event, &mut mark);
        }
        for (count, noted) in self.counts.iter_mut().zip(noted) {
            *count += u64::from(noted);
        }
    }
}

fn note_event(event: Event, mark: &mut impl FnMut(Mark, bool)) {
    match event {
        Event::Finalized(_) | Event::Callback(_) => {}
        Event::Entered(_) => mark(Mark::Called, true),
        Event::Cleared(_) => mark(Mark::WeakReferenceCleared, true),
        Event::Collected { generation, collected, .. } => {
            mark(Mark::CollectedYoungest, generation == 0 && collected > 0);
            mark(Mark::CollectedMiddle, generation == 1 && collected > 0);
            mark(Mark::CollectedOldest, generation == 2 && collected > 0);
            mark(Mark::CollectedNothing, collected == 0);
        }
    }
}
