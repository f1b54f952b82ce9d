//! The state of a running program, and its main block.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::super::subject::Subject;
use super::super::{
    FINISH_ROUNDS_MAX, FailingRequests, Fault, Id, Observation, Outcome, Reference, Settings,
    Shared, Trace, Within,
};
use super::constants::Constants;
use super::hashing::Hashes;
use super::runtime::Runtime;
use super::scopes::{Frame, Scopes, Slot};
use super::unwind::{Result, Unwind};
use crate::program::{ClassId, Name, Program};

/// A program under way. All state is in cells, since the heap calls back in the middle of its operations; none is borrowed
/// while a reference is released or the heap may run code of the program.
pub(super) struct Machine<S: Subject> {
    pub(super) program: Rc<Program>,
    pub(super) settings: Settings,
    pub(super) scopes: Scopes,
    /// In the order of [`Program::names`].
    pub(super) globals: Vec<Slot<S>>,
    pub(super) constants: Constants<S>,
    pub(super) hashes: RefCell<Hashes>,
    /// The caller's, while a step runs.
    pub(super) trace: RefCell<Trace>,
    pub(super) steps: Cell<u64>,
    /// Whether the limit of steps was reached: no step runs any more.
    pub(super) stopped: Cell<bool>,
    /// How deep calls are nested; the main block is 1.
    pub(super) depth: Cell<u32>,
    finalizers_run: Cell<u64>,
    /// What is under way.
    under_way: Cell<Within>,
    /// Last, so that it is dropped after all that refers into it.
    pub(super) heap: S,
}

impl<S: Subject> Machine<S> {
    pub(super) fn start(program: &Rc<Program>, settings: &Settings) -> Rc<Self> {
        let machine = Rc::new_cyclic(|weak| Self {
            program: Rc::clone(program),
            settings: settings.clone(),
            scopes: Scopes::new(program),
            globals: program.names.iter().map(|_| Slot::unbound()).collect(),
            constants: Constants::default(),
            hashes: RefCell::default(),
            trace: RefCell::default(),
            steps: Cell::new(0),
            stopped: Cell::new(false),
            depth: Cell::new(1),
            finalizers_run: Cell::new(0),
            under_way: Cell::new(Within::ANYTHING),
            heap: S::new(program, settings, Runtime(weak.clone())),
        });
        machine.constants.define(&machine.heap, program);
        machine.heap.begin();
        machine
    }

    /// Runs `action` with what happens written to `trace`.
    pub(super) fn recording<T>(&self, trace: &mut Trace, action: impl FnOnce() -> T) -> T {
        std::mem::swap(trace, &mut self.trace.borrow_mut());
        let result = action();
        std::mem::swap(trace, &mut self.trace.borrow_mut());
        trace.steps_executed = self.steps.get();
        trace.died.sort_unstable();
        result
    }

    pub(super) fn main_step(&self, index: usize) -> Outcome {
        let frame = Frame::new(self.scopes.main(), Vec::new());
        let result = self.step(&frame, &self.program.main[index]);
        let outcome = match result {
            Err(Unwind::Raised(raised)) => {
                let exception = raised.exception.clone();
                self.end_handler(*raised);
                Outcome::Raised(exception)
            }
            Ok(()) | Err(Unwind::Limit) => Outcome::Done,
        };
        if self.stopped.get() { Outcome::Limit } else { outcome }
    }

    pub(super) fn observe(&self, observation: &mut Observation) {
        observation.names(self.globals.iter().map(|slot| {
            slot.look(|bound| bound.map_or(Reference::Unbound.into(), |it| self.heap.word(it)))
        }));
        self.heap.observe(observation);
    }

    pub(super) fn finish(&self) -> usize {
        self.heap.end();
        self.globals.iter().for_each(|slot| slot.set(None));
        self.heap.clear_garbage();
        self.heap.unfreeze();
        self.heap.set_save_all(false);
        for _ in 0..FINISH_ROUNDS_MAX {
            let finalizers = self.finalizers_run.get();
            if self.heap.collect(2) == 0 && self.finalizers_run.get() == finalizers {
                break;
            }
        }
        self.constants.release();
        self.heap.objects_live()
    }

    /// Counts a step and returns its number.
    pub(super) fn begin_step(&self) -> Result<u64, S> {
        let number = self.steps.get();
        if self.stopped.get() || number >= self.settings.steps_max {
            self.stopped.set(true);
            return Err(Unwind::Limit);
        }
        self.steps.set(number + 1);
        Ok(number)
    }

    /// Does something in the course of something.
    pub(super) fn within<T>(&self, within: Within, action: impl FnOnce() -> T) -> T {
        let before = self.under_way.get();
        self.turn(before.and(within));
        let result = action();
        self.turn(before);
        result
    }

    /// A collection begins, or is over.
    pub(super) fn collecting(&self, begins: bool) {
        let (others, it) = (self.under_way.get(), Within::COLLECTION);
        self.turn(if begins { others.and(it) } else { others.without(it) });
    }

    fn turn(&self, within: Within) {
        self.under_way.set(within);
        self.heap.turn(within);
    }

    pub(super) fn finalizer_runs(&self) {
        self.finalizers_run.set(self.finalizers_run.get() + 1);
    }

    /// Whether an allocation request may be made to fail, so that steps have to reserve what they need.
    pub(super) fn requests_fail(&self) -> bool {
        matches!(
            self.settings.fault,
            Some(Fault::Requests(FailingRequests { reserving: true, .. }))
        )
    }

    /// Whether the step of that number fails because it failed elsewhere.
    pub(super) fn step_fails(&self, number: u64) -> bool {
        match &self.settings.fault {
            Some(Fault::Follow(failed)) => failed.steps.contains(&number),
            Some(Fault::Requests(_)) | None => false,
        }
    }

    pub(super) fn print(&self, text: &str) {
        self.trace.borrow_mut().output.push_str(text);
    }

    pub(super) fn spelling(&self, name: Name) -> &str {
        &self.program.names[usize::from(name.0)]
    }

    pub(super) fn class_name(&self, class: ClassId) -> &str {
        &self.program.classes[usize::from(class.0)].name
    }

    pub(super) fn none(&self) -> S::Ref {
        self.heap.shared(Shared::None)
    }

    /// The name of an object that was created.
    pub(super) fn id(&self, reference: &S::Ref) -> Option<Id> {
        match self.heap.reference(reference) {
            Reference::Object(id) => Some(id),
            Reference::Unbound | Reference::Shared(_) => None,
        }
    }

    /// `left is right`
    pub(super) fn same(&self, left: &S::Ref, right: &S::Ref) -> bool {
        self.heap.word(left) == self.heap.word(right)
    }
}
