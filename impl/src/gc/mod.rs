//! The cycle collector: three generations, as in CPython 3.11.
//!
//! It knows objects. Each tracked object stands in one list: of a generation, or of the permanent objects, which no
//! collection looks at. Lists are dense arrays in the order of tracking. A collection of generation g looks at the generations
//! up to g: see the `collect` module for its stages. What holds between two operations, and `check` asserts under the same
//! number:
//!
//! - G1: a tracked object is in the one list that its header names, at the index that its header says; no object is marked
//!   as being examined, and the list of unreachable objects is empty.
//! - G8: an object that collections untrack, and that is untracked, references no tracked object, other than through kinds
//!   that count as never to be tracked.
//! - G9: no collection is under way.

mod collect;
mod scan;
mod trigger;

use std::cell::{Cell, RefCell};
use std::fmt;

use crate::object::header::List;
use crate::object::{Hooks, Object};
use crate::planted::{Bug, planted};

/// A generation of the collector.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Generation {
    /// 0, where new objects are.
    Young,
    /// 1, where an object is that survived one collection.
    Middle,
    /// 2, whose collection is a full one.
    Old,
}

/// Where the collector has a tracked object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Membership {
    /// In a generation.
    Generation(Generation),
    /// Among the objects that [`crate::Heap::freeze`] took out of the collector's sight.
    Permanent,
    /// In the hands of the collection under way.
    Collection,
}

/// What the collections of a generation came to, explicit and automatic ones (`gc.get_stats()`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Statistics {
    /// How many there were.
    pub collections: u64,
    /// Objects found unreachable, and weak references freed by their own callback.
    pub collected: u64,
    /// Objects found unreachable that could not be reclaimed: none, since no kind has a legacy finalizer.
    pub uncollectable: u64,
}

impl Generation {
    /// Every generation, the youngest first.
    pub const ALL: [Self; 3] = [Self::Young, Self::Middle, Self::Old];

    /// Its number, 0 to 2.
    #[must_use]
    pub const fn number(self) -> usize {
        self as usize
    }

    pub(crate) const fn list(self) -> List {
        match self {
            Self::Young => List::Young,
            Self::Middle => List::Middle,
            Self::Old => List::Old,
        }
    }

    /// Where its survivors go.
    fn older(self) -> Self {
        match self {
            Self::Young if planted(Bug::YoungBecomesOld) => Self::Old,
            Self::Middle if planted(Bug::MiddleStaysMiddle) => Self::Middle,
            Self::Young => Self::Middle,
            Self::Middle | Self::Old => Self::Old,
        }
    }
}

impl Membership {
    pub(crate) const fn of(list: List) -> Option<Self> {
        match list {
            List::Young => Some(Self::Generation(Generation::Young)),
            List::Middle => Some(Self::Generation(Generation::Middle)),
            List::Old => Some(Self::Generation(Generation::Old)),
            List::Permanent => Some(Self::Permanent),
            List::Unreachable | List::Pending => Some(Self::Collection),
            List::Untracked => None,
        }
    }
}

/// The collector's numbers and switches.
pub(crate) struct Collector<H: Hooks> {
    /// Whether allocations may start collections at all.
    pub(crate) automatic: bool,
    pub(crate) enabled: Cell<bool>,
    pub(crate) collecting: Cell<bool>,
    /// `gc.DEBUG_SAVEALL`: unreachable objects are kept in `garbage` instead of being cleared.
    pub(crate) save_all: Cell<bool>,
    /// Generation 0: allocations less deallocations of collected kinds since its last collection, at least 0. The others:
    /// collections of the next younger generation since their own last one.
    pub(crate) counts: [Cell<u32>; 3],
    pub(crate) thresholds: [Cell<u32>; 3],
    /// Survivors of the last full collection.
    pub(crate) long_lived_total: Cell<usize>,
    /// Objects that came into the oldest generation since.
    pub(crate) long_lived_pending: Cell<usize>,
    pub(crate) statistics: [Cell<Statistics>; 3],
    pub(crate) garbage: RefCell<Vec<Object<H>>>,
}

impl<H: Hooks> Collector<H> {
    pub(crate) fn new(automatic: bool, thresholds: [u32; 3]) -> Self {
        Self {
            automatic,
            enabled: Cell::new(true),
            collecting: Cell::new(false),
            save_all: Cell::new(false),
            counts: Default::default(),
            thresholds: thresholds.map(Cell::new),
            long_lived_total: Cell::new(0),
            long_lived_pending: Cell::new(0),
            statistics: Default::default(),
            garbage: RefCell::default(),
        }
    }

    /// An object of a collected kind was freed.
    pub(crate) fn count_deallocation(&self) {
        let count = &self.counts[0];
        let wrapped = planted(Bug::DeallocationWraps).then(|| count.get().wrapping_sub(1));
        count.set(wrapped.unwrap_or(count.get().saturating_sub(1)));
    }

    /// Empties the list of garbage, then drops its objects, the last one first.
    pub(crate) fn clear_garbage(&self) {
        let mut garbage = self.garbage.take();
        while let Some(object) = garbage.pop() {
            drop(object);
        }
    }
}

impl<H: Hooks> fmt::Debug for Collector<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "collector with counts {:?}", self.counts)
    }
}

#[cfg(test)]
mod tests;
