//! What a program made the heaps do: named behaviours, counted.

use super::divergence::Place;
use super::side::Side;
use crate::heaps::{Event, Outcome};
use crate::program::{Argument, Program, Statement};

/// The behaviours that a program, or a campaign, reached.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reach {
    /// How many steps were executed, those in functions, finalizers and repetitions included.
    pub steps: u64,
    counts: [u64; Mark::ALL.len()],
}

/// A behaviour worth reaching. Each is counted once a main step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// A step raised and the program ended.
    Raised,
    /// An exception in a finalizer or callback was ignored.
    Ignored,
    /// A function's body ran.
    Called,
    /// A finalizer ran because the last reference went.
    Finalized,
    /// A finalizer ran in a step in which a collection ended.
    FinalizedInCollection,
    /// An object was finalized and lives on.
    Resurrected,
    /// A weak reference was cleared.
    WeakReferenceCleared,
    /// A weak reference's callback ran.
    Callback,
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
    /// A collection started by itself.
    Automatic,
    /// A collection found what it could not reclaim.
    Uncollectable,
    /// `gc.garbage` was not empty.
    Garbage,
    /// The permanent generation was not empty.
    Frozen,
    /// A step reclaimed ten objects or more.
    Cascade,
    /// A step reclaimed more objects than dealloc nests in CPython (50).
    DeepCascade,
    /// The limit of steps cut the program short.
    Limit,
    /// An allocation was made to fail; noted by whoever sees the subject, the oracle has no allocator.
    MemoryError,
    /// Objects were left because finalizers went on resurrecting.
    Leftover,
}

impl Mark {
    /// Every mark, in order.
    pub const ALL: [Self; 22] = [
        Self::Raised,
        Self::Ignored,
        Self::Called,
        Self::Finalized,
        Self::FinalizedInCollection,
        Self::Resurrected,
        Self::WeakReferenceCleared,
        Self::Callback,
        Self::Callbacks,
        Self::CollectedYoungest,
        Self::CollectedMiddle,
        Self::CollectedOldest,
        Self::CollectedNothing,
        Self::Automatic,
        Self::Uncollectable,
        Self::Garbage,
        Self::Frozen,
        Self::Cascade,
        Self::DeepCascade,
        Self::Limit,
        Self::MemoryError,
        Self::Leftover,
    ];

    /// In words: `finalizer in a collection`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Raised => "uncaught exception",
            Self::Ignored => "ignored exception",
            Self::Called => "function called",
            Self::Finalized => "finalizer",
            Self::FinalizedInCollection => "finalizer in a collection",
            Self::Resurrected => "resurrection",
            Self::WeakReferenceCleared => "weak reference cleared",
            Self::Callback => "callback",
            Self::Callbacks => "several callbacks at once",
            Self::CollectedYoungest => "garbage in generation 0",
            Self::CollectedMiddle => "garbage in generation 1",
            Self::CollectedOldest => "garbage in generation 2",
            Self::CollectedNothing => "collection without garbage",
            Self::Automatic => "automatic collection",
            Self::Uncollectable => "uncollectable",
            Self::Garbage => "gc.garbage",
            Self::Frozen => "frozen objects",
            Self::Cascade => "ten deaths at once",
            Self::DeepCascade => "fifty deaths at once",
            Self::Limit => "cut short by the step limit",
            Self::MemoryError => "injected MemoryError",
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

    /// Every behaviour with its count, those never reached included.
    pub fn marks(&self) -> impl Iterator<Item = (Mark, u64)> {
        Mark::ALL.into_iter().zip(self.counts)
    }

    /// Counts `times` more.
    pub fn add_mark(&mut self, mark: Mark, times: u64) {
        self.counts[mark as usize] += times;
    }

    /// Adds what another program reached.
    pub fn add(&mut self, other: &Self) {
        self.steps += other.steps;
        for (count, more) in self.counts.iter_mut().zip(other.counts) {
            *count += more;
        }
    }

    /// Notes what a stage reached, as the oracle saw it.
    pub(super) fn note(&mut self, place: Place, program: &Program, oracle: &Side) {
        let mut noted = [false; Mark::ALL.len()];
        let mut mark = |mark: Mark, reached: bool| noted[mark as usize] |= reached;
        let trace = &oracle.trace;
        mark(Mark::Raised, matches!(oracle.outcome, Outcome::Raised(_)));
        mark(Mark::Limit, oracle.outcome == Outcome::Limit);
        mark(Mark::Ignored, !trace.ignored.is_empty());
        mark(Mark::Cascade, trace.died.len() >= 10);
        mark(Mark::DeepCascade, trace.died.len() > 50);
        mark(Mark::Leftover, oracle.left > 0);
        mark(Mark::Frozen, oracle.observation.frozen().next().is_some());
        mark(Mark::Garbage, oracle.observation.has_garbage());
        let callbacks = trace.events.iter().filter(|event| matches!(event, Event::Callback(_)));
        mark(Mark::Callbacks, callbacks.count() > 1);
        let collected = trace.events.iter().any(|event| matches!(event, Event::Collected { .. }));
        for event in &trace.events {
            note_event(*event, collected, &mut mark);
            if let Event::Finalized(id) = *event {
                mark(Mark::Resurrected, oracle.observation.kind(id).is_some());
            }
        }
        mark(Mark::Automatic, collected && starts_no_collection(place, program, trace));
        for (count, noted) in self.counts.iter_mut().zip(noted) {
            *count += u64::from(noted);
        }
    }
}

fn note_event(event: Event, collected: bool, mark: &mut impl FnMut(Mark, bool)) {
    match event {
        Event::Finalized(_) if collected => mark(Mark::FinalizedInCollection, true),
        Event::Finalized(_) => mark(Mark::Finalized, true),
        Event::Entered(_) => mark(Mark::Called, true),
        Event::Callback(_) => mark(Mark::Callback, true),
        Event::Cleared(_) => mark(Mark::WeakReferenceCleared, true),
        Event::Collected { generation, collected, uncollectable } => {
            mark(Mark::CollectedYoungest, generation == 0 && collected > 0);
            mark(Mark::CollectedMiddle, generation == 1 && collected > 0);
            mark(Mark::CollectedOldest, generation == 2 && collected > 0);
            mark(Mark::CollectedNothing, collected == 0);
            mark(Mark::Uncollectable, uncollectable > 0);
        }
    }
}

/// Whether nothing in this step asked for a collection: neither the step nor a body that it ran.
fn starts_no_collection(place: Place, program: &Program, trace: &crate::heaps::Trace) -> bool {
    let Place::Step(index) = place else { return false };
    let asks = match program.main[index].statement() {
        Statement::Collect(_) => true,
        Statement::Print(arguments) => {
            arguments.iter().any(|argument| matches!(argument, Argument::Collect(_)))
        }
        _ => false,
    };
    let runs_code = trace
        .events
        .iter()
        .any(|event| matches!(event, Event::Finalized(_) | Event::Entered(_) | Event::Callback(_)));
    !asks && !runs_code
}
