//! What the campaign and its worker processes say to each other: a JSON value a line.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::sweep::Swept;
use crate::explore::{Bounds, Move, Transition};
use crate::goals::Reached;
use crate::heaps::{Memory, Violation};
use crate::lockstep::Divergence;

/// How the programs of a campaign are made and compared; sent to a worker first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    /// The start of the random source.
    pub seed: u64,
    /// About how many steps a program has.
    pub steps: u32,
    /// The name of the geometry of all programs; none for one drawn for each.
    pub geometry: Option<String>,
    /// The heap that is tested; see [`crate::heaps::registry`].
    pub subject: String,
    /// The memory of all programs; none for pools, and now and then another that is drawn.
    pub memory: Option<Memory>,
    /// The Pythons that judge the model.
    pub judges: Vec<PathBuf>,
}

impl Setting {
    /// Programs of about 32 steps in every geometry, on pools, under no judge.
    #[must_use]
    pub fn of(subject: &str) -> Self {
        Self {
            seed: 0,
            steps: 32,
            geometry: None,
            subject: subject.to_owned(),
            memory: None,
            judges: Vec::new(),
        }
    }
}

/// What a worker is asked to do. It answers each with one [`Reply`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Request {
    /// Generate and compare the programs `first` to `first + count - 1`.
    Range {
        /// The first program's number.
        first: u64,
        /// How many.
        count: u64,
    },
    /// Run the program of that text with every allocation request failing in turn, in every manner.
    Sweep {
        /// The program.
        text: String,
    },
    /// Run one comparison on the program of that text.
    One {
        /// Which comparison.
        check: Check,
        /// The program.
        text: String,
    },
    /// Make every move of the states that some paths lead to.
    Expand {
        /// What moves there are.
        bounds: Bounds,
        /// The moves that lead to each state.
        paths: Vec<Vec<Move>>,
    },
    /// Say which moves a state has.
    Moves {
        /// What moves there are.
        bounds: Bounds,
        /// The moves that lead to it.
        path: Vec<Move>,
    },
    /// Generate calls of the allocator alone, and hold it to its laws.
    Calls {
        /// The number of these calls.
        index: u64,
    },
}

/// A comparison that a program goes through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// The model and the subject, step by step.
    Lockstep,
    /// The same with each allocation request failing in turn.
    Faults,
    /// The same with that memory.
    Memory(Memory),
    /// Each heap with itself, on the program and on the program changed at that place in ways that have no meaning.
    Metamorphic(usize),
    /// The model and the judge of that number.
    Judge(usize),
}

/// What a worker answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// A range is done.
    Range {
        /// What its programs came to.
        tally: Tally,
        /// Those that showed a divergence, in order.
        found: Vec<Found>,
    },
    /// The one comparison is done.
    One(Option<Divergence>),
    /// The sweep is done, or has come to a divergence.
    Swept {
        /// What it came to.
        swept: Swept,
        /// The first divergence.
        divergence: Option<Divergence>,
    },
    /// The moves were made.
    Expanded(Vec<Expansion>),
    /// The moves that there are.
    Moves(Vec<Move>),
    /// The calls were made; the law that was broken, if one was.
    Calls(Option<Violation>),
    /// The worker cannot do what it is asked, and says why.
    Refused(String),
}

/// What the moves of one state came to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Expansion {
    /// In the order of the moves.
    pub transitions: Vec<Transition>,
    /// The programs that showed a divergence.
    pub found: Vec<Found>,
    /// The sums.
    pub tally: Tally,
}

/// A program that showed a divergence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// The program's number.
    pub index: u64,
    /// The comparison that showed it.
    pub check: Check,
    /// The program.
    pub text: String,
    /// What it showed.
    pub divergence: Divergence,
}

/// A program over which a judge was lost, but not again: a fresh one judged it, or could not be started.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JudgeLoss {
    /// The program's number.
    pub index: u64,
    /// The interpreter: `CPython 3.11.7`.
    pub judge: String,
    /// How it ended, or for how long it was silent.
    pub cause: String,
    /// The program.
    pub text: String,
}

/// The sums of a campaign.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally {
    /// Programs generated and run.
    pub programs: u64,
    /// Of these, those that collect at allocations out of zeal.
    pub zealous_programs: u64,
    /// Steps executed by the oracle in lockstep, those in functions, finalizers and repetitions included.
    pub steps: u64,
    /// Allocation requests that were made to fail.
    pub faults: u64,
    /// Changes without meaning after which a heap was compared with itself.
    pub changes: u64,
    /// Such changes that the program could notice: nothing was compared.
    pub noticeable_changes: u64,
    /// Programs that were run once more with memory drawn for them.
    pub memory_programs: u64,
    /// Programs compared with a real interpreter, once for each.
    pub judged_programs: u64,
    /// Main steps compared with a real interpreter.
    pub judged_steps: u64,
    /// Programs over which a judge was lost.
    pub judge_losses: Vec<JudgeLoss>,
    /// How often each goal was reached.
    pub reach: Reached,
    /// How often each allowed difference applied.
    pub allowed: BTreeMap<String, u64>,
}

impl Tally {
    /// Adds the sums of others.
    pub fn add(&mut self, other: &Self) {
        self.programs += other.programs;
        self.zealous_programs += other.zealous_programs;
        self.steps += other.steps;
        self.faults += other.faults;
        self.memory_programs += other.memory_programs;
        self.changes += other.changes;
        self.noticeable_changes += other.noticeable_changes;
        self.judged_programs += other.judged_programs;
        self.judged_steps += other.judged_steps;
        self.judge_losses.extend(other.judge_losses.iter().cloned());
        self.reach.add(&other.reach);
        for (name, count) in &other.allowed {
            *self.allowed.entry(name.clone()).or_default() += count;
        }
    }
}
