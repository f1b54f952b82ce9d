//! The heap side by side with the allocators and collectors that it races.
//!
//! A *race* is a list of heats. A *heat* is one workload; its *entrants* are the peers, each in a process of its own, so that
//! what one does to memory is not seen by another, and a crash ends one only. The processes take turns, round by round, so that
//! whatever else the machine does falls on all of them.

pub mod alloc;
mod choices;
pub mod clock;
pub mod effort;
pub mod gc;
pub mod python;
pub mod race;
pub mod races;
pub mod report;
pub mod resident;
pub mod worker;

/// Why a peer does not run a workload, in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unavailable(pub String);

impl Unavailable {
    /// The reason as it stands.
    pub fn because(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }
}

/// What a peer is to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Our heap.
    Subject,
    /// One that we want to beat.
    Peer,
    /// Does less than is asked for: nothing can be expected to be faster.
    Floor,
}

/// What a figure is of, and in what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    /// What it is of; empty if that is plain.
    pub name: &'static str,
    /// Its unit.
    pub unit: &'static str,
}

/// What a round came to.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Answer {
    /// In the order of the heat's columns.
    pub figures: Vec<f64>,
    /// What was read from memory, added up: the same for every peer that keeps what is written to it.
    pub checksum: u64,
}

/// Does a workload once.
pub type Round = Box<dyn FnMut() -> Answer>;
