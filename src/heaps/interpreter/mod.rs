//! Runs programs on a heap that offers only primitive operations.
//!
//! It knows Python's evaluation order and the lifetimes of its operands (CPython 3.11, `Python/ceval.c`), its exceptions and
//! the parts of its library that programs use. It does not know how objects are laid out, counted or reclaimed.
//!
//! Limits of its own, each a `MemoryError` where CPython would go on: integers beyond 128 bits, sequences of more than
//! [`ITEMS_MAX`] items, comparing or printing more than [`VISITS_MAX`] objects in one operation.

mod addition;
mod calls;
mod constants;
mod copying;
mod demand;
mod equality;
mod expressions;
mod hashing;
mod machine;
mod methods;
mod names;
mod printing;
mod representation;
mod runtime;
mod scopes;
mod set_order;
mod statements;
mod unwind;
mod verify;

pub use runtime::Runtime;

use std::rc::Rc;

use super::subject::Subject;
use super::trace::Trace;
use super::{Contract, Fact, Heap, Observation, Outcome, Settings, Violation};
use crate::program::Program;
use machine::Machine;

/// How many items a sequence may have.
pub const ITEMS_MAX: usize = 1 << 24;

/// How many objects a comparison or a representation may visit: structures that share parts can unfold without end.
pub const VISITS_MAX: u64 = 1 << 24;

/// A [`Heap`] out of any [`Subject`].
pub struct Interpreter<S: Subject> {
    machine: Option<Rc<Machine<S>>>,
}

impl<S: Subject> Interpreter<S> {
    /// With no program loaded: [`Heap::start`] comes first.
    #[must_use]
    pub fn new() -> Self {
        Self { machine: None }
    }

    /// The subject of the program that runs, for what only its own heap knows.
    #[must_use]
    pub fn subject(&self) -> Option<&S> {
        self.machine.as_ref().map(|machine| &machine.heap)
    }

    fn machine(&self) -> &Machine<S> {
        self.machine.as_ref().expect("`start` loads a program first")
    }
}

impl<S: Subject> Default for Interpreter<S> {
    fn default() -> Self {
        Self::new()
    }
}

impl<S: Subject> std::fmt::Debug for Interpreter<S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Interpreter").finish_non_exhaustive()
    }
}

impl<S: Subject> Heap for Interpreter<S> {
    fn contract(&self) -> Contract {
        S::contract()
    }

    fn start(&mut self, program: &Rc<Program>, settings: &Settings) {
        // The old heap goes first: the new one may want its memory. Its program may have been left in the middle, with cycles
        // that would keep the heap's arenas.
        if let Some(machine) = self.machine.take()
            && machine.heap.objects_live() > 0
        {
            machine.finish();
        }
        self.machine = Some(Machine::start(program, settings));
    }

    fn step(&mut self, index: usize, trace: &mut Trace) -> Outcome {
        let machine = self.machine();
        machine.recording(trace, || machine.main_step(index))
    }

    fn observe(&self, observation: &mut Observation) {
        self.machine().observe(observation);
    }

    fn finish(&mut self, trace: &mut Trace) -> usize {
        let machine = self.machine();
        machine.recording(trace, || machine.finish())
    }

    fn check(&self) -> Result<(), Violation> {
        self.machine().heap.check()
    }

    fn failures(&self) -> Vec<(&'static str, u64)> {
        self.machine().heap.failures()
    }

    fn facts(&self, tell: &mut dyn FnMut(Fact, u64)) {
        self.machine().heap.facts(tell);
    }
}
