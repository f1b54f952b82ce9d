//! Goals: what a test of a memory manager should have seen, each with how often it was.
//!
//! A goal is something that happens, maybe in the course of something else: [`GOALS`] is the table of all. Heaps count
//! [facts](Fact); this module knows which goals these reach.

mod reached;
mod table;
mod text;

pub use reached::Reached;
pub use table::GOALS;

use crate::heaps::{Fact, Happening, Within};

/// Something worth reaching.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Goal {
    /// What it is about.
    pub theme: Theme,
    /// In words: `resurrected in a callback`.
    pub name: &'static str,
    /// What has to happen.
    pub happening: Happening,
    /// What has to be under way, all of it, when that happens.
    pub within: Within,
    /// What is sure to reach it.
    pub engine: Engine,
}

impl Goal {
    /// Whether that fact reaches it.
    #[must_use]
    pub fn is_reached_by(&self, fact: Fact) -> bool {
        self.happening == fact.happening && fact.within.has(self.within)
    }
}

/// What is sure to reach a goal before long: tests make it keep its word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Random programs, as in `check`.
    Check,
    /// The cases of the corpus, as they are and cut short.
    Corpus,
    /// Cases of the corpus with every request for memory failing in turn.
    Sweep,
}

/// What goals are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Theme {
    /// Counts that reach zero, and finalizers.
    Death,
    /// Weak references and their callbacks.
    WeakReferences,
    /// When collections run, and where.
    Collections,
    /// What collections do with garbage.
    Garbage,
    /// What becomes reachable again.
    Resurrection,
    /// What collections do with survivors, and with what they do not look at.
    Survivors,
    /// Dicts, sets, copies.
    Containers,
    /// Calls, exceptions, limits.
    Calls,
    /// Pools, arenas, large blocks.
    Allocator,
    /// Requests for memory that fail.
    Failure,
}

impl Theme {
    /// Its heading.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Death => "death",
            Self::WeakReferences => "weak references",
            Self::Collections => "collections",
            Self::Garbage => "garbage",
            Self::Resurrection => "resurrection",
            Self::Survivors => "survivors",
            Self::Containers => "containers",
            Self::Calls => "calls",
            Self::Allocator => "allocator",
            Self::Failure => "failing memory",
        }
    }
}
