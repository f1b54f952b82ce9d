//! What lockstep needs of a heap, and the heaps that it knows.
//!
//! [`Heap`] is the port: it runs one program, a main step at a time, and can be looked at after each. The model has an
//! adapter of its own; every other heap implements a set of primitive operations and is driven by
//! the interpreter in this folder.

mod fact;
mod interpreter;
pub mod memory;
mod model;
mod observation;
pub mod registry;
mod schedule;
pub mod subject;
mod trace;
mod twinheap;

pub use self::twinheap::{Twinheap, store};
pub use fact::{Fact, Happening, Mark, Occasion, Point, StageFact, Within};
pub use interpreter::{ITEMS_MAX, Interpreter, Runtime, VISITS_MAX};
pub use memory::Memory;
pub use model::ModelHeap;
pub use observation::{
    Aspect, CollectorState, Contract, Difference, Id, Kept, Kind, ObjectState, Observation,
    Reachable, Reference, Shared, Word, difference,
};
pub use registry::by_name;
pub use schedule::Schedule;
pub use trace::{Event, Exception, ExceptionKind, Trace};
#[cfg(planted)]
pub use twinheap_impl::planted;

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use crate::program::Program;

/// A heap that runs a program in lockstep with another.
pub trait Heap {
    /// What this heap promises; lockstep compares what both heaps promise.
    fn contract(&self) -> Contract;

    /// Forgets all that came before and loads `program`: an empty heap, the program's classes and functions defined, one
    /// object for each constant of its text, in the order of [`Program::constants`].
    fn start(&mut self, program: &Rc<Program>, settings: &Settings);

    /// Runs the main step at `index`, and appends what is printed and what happens to `trace`.
    fn step(&mut self, index: usize, trace: &mut Trace) -> Outcome;

    /// Writes down everything that can be seen from outside.
    fn observe(&self, observation: &mut Observation);

    /// Ends the program: unbinds the names in the order of [`Program::names`], clears `gc.garbage`, unfreezes, resets the
    /// debug flags, then collects everything until a collection reclaims nothing and no finalizer runs (at most
    /// [`FINISH_ROUNDS_MAX`] times), and releases the constants. Returns how many objects are left: none, unless finalizers
    /// go on resurrecting or the step limit was hit.
    fn finish(&mut self, trace: &mut Trace) -> usize;

    /// Checks the heap's own numbered invariants.
    ///
    /// # Errors
    /// Says which invariant does not hold, and where.
    fn check(&self) -> Result<(), Violation>;

    /// The places in this heap where memory can be made to fail, each by name, with how often it failed since the program
    /// started.
    fn failures(&self) -> Vec<(&'static str, u64)> {
        Vec::new()
    }

    /// Tells what this heap has done since the program started, as far as it counts that: each fact with how often.
    fn facts(&self, tell: &mut dyn FnMut(Fact, u64)) {
        let _ = tell;
    }
}

/// How often [`Heap::finish`] collects at most.
pub const FINISH_ROUNDS_MAX: usize = 16;

/// How a program is run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Which Python's semantics.
    pub version: Version,
    /// Whether allocations may start collections. Off under a real interpreter as judge, whose own objects would shift them.
    pub automatic: bool,
    /// How many steps may run, those in functions, finalizers and repetitions included, before the program is cut short.
    pub steps_max: u64,
    /// How deep calls of functions, finalizers and callbacks may nest before `RecursionError`; the main block is level 1.
    pub recursion_max: u32,
    /// What is made to fail.
    pub fault: Option<Fault>,
    /// Where blocks come from and what guards them.
    pub memory: Memory,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            version: Version::V3_11,
            automatic: true,
            steps_max: 100_000,
            recursion_max: 1000,
            fault: None,
            memory: Memory::POOLED,
        }
    }
}

/// Injected failures of the allocator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Requests for memory fail. Only a heap with an allocator knows it, and says in the [`Trace`] what that came to.
    Requests(FailingRequests),
    /// What failed in another heap fails: how the oracle follows a subject whose allocations failed.
    Follow(Failed),
}

/// Which requests for memory fail, and who notices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailingRequests {
    /// The first one, counted from 0 and from the first step.
    pub first: u64,
    /// Whether all after it fail too.
    pub from_on: bool,
    /// Whether each step takes what it needs beforehand: then the step whose request fails raises `MemoryError` with nothing done.
    /// Otherwise memory is asked for in the middle of the heap's operations: the operation that fails is to leave everything as
    /// it was, and is done again, so that the program notices nothing. Either way a collection without working memory is left out.
    pub reserving: bool,
}

/// What failed for lack of memory.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Failed {
    /// The numbers of the steps that raised an injected `MemoryError`, from 0 in the order of execution.
    pub steps: Vec<u64>,
    /// The numbers of the collections that did not run, from 0 in the order in which they were to.
    pub collections: Vec<u64>,
}

impl Fault {
    /// The request of that number fails once, beforehand.
    #[must_use]
    pub fn request(first: u64) -> Self {
        Self::Requests(FailingRequests { first, from_on: false, reserving: true })
    }

    /// The step of that number raises `MemoryError` instead of being executed.
    #[must_use]
    pub fn step(step: u64) -> Self {
        Self::Follow(Failed { steps: vec![step], ..Failed::default() })
    }
}

impl Failed {
    /// Adds what failed later.
    pub fn extend(&mut self, later: &Self) {
        self.steps.extend(&later.steps);
        self.collections.extend(&later.collections);
    }
}

/// What a main step came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It was executed.
    Done,
    /// It raised an exception that nothing caught: a Python program would end here.
    Raised(Exception),
    /// [`Settings::steps_max`] was reached: the program is cut short, its remaining steps are not executed.
    Limit,
}

/// A heap broke a rule of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Violation {
    /// The invariant, as its module documents it: `alloc 6`, `gc 3`.
    pub invariant: String,
    /// What was found, and where.
    pub found: String,
}

/// A Python whose semantics the model knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
#[expect(missing_docs, reason = "each is the Python of that number")]
pub enum Version {
    V3_8,
    V3_9,
    V3_10,
    #[default]
    V3_11,
    V3_12,
    V3_13,
    V3_14,
    V3_15,
}
