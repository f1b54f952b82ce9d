//! What a heap may ask of the interpreter.

use std::rc::Weak;

use super::super::subject::Subject;
use super::super::{Event, Id, Violation};
use super::machine::Machine;
use crate::program::{ClassId, FunctionId};

/// Runs the bodies of finalizers and callbacks, and writes down what happens. A heap gets one when it is made.
///
/// All of it does nothing once the program is over.
pub struct Runtime<S: Subject>(pub(super) Weak<Machine<S>>);

impl<S: Subject> Runtime<S> {
    /// Runs the finalizer of `class` on `object`, and writes down [`Event::Finalized`] before. The heap calls it at most once
    /// for each object, marked as finalized already.
    pub fn finalize(&self, class: ClassId, object: &S::Ref) {
        if let Some(machine) = self.0.upgrade() {
            machine.finalize(class, object);
        }
    }

    /// Calls `function` with `weak_reference`, which has been cleared, and writes down [`Event::Callback`] before. The reference
    /// given becomes the argument.
    pub fn callback(&self, function: FunctionId, weak_reference: S::Ref) {
        if let Some(machine) = self.0.upgrade() {
            machine.callback(function, weak_reference);
        }
    }

    /// Writes down [`Event::Cleared`] or [`Event::Collected`]; the others are written by the interpreter. A collection is over
    /// when it is written down: the heap may be checked then.
    pub fn event(&self, event: Event) {
        if let Some(machine) = self.0.upgrade() {
            machine.trace.borrow_mut().events.push(event);
            if let Event::Collected { generation, .. } = event {
                machine.collecting(false);
                machine.verify_collection(generation);
            }
        }
    }

    /// A collection is about to begin: until it is written down or fails, [`Subject::facts`] are of its course.
    pub fn collecting(&self) {
        if let Some(machine) = self.0.upgrade() {
            machine.collecting(true);
        }
    }

    /// Writes down that a collection did not run because its working memory was made to fail: the one of that number, from 0.
    pub fn collection_failed(&self, number: u64) {
        if let Some(machine) = self.0.upgrade() {
            machine.collecting(false);
            machine.trace.borrow_mut().failed.collections.push(number);
        }
    }

    /// Writes down that the heap broke an invariant in the middle of a step.
    pub fn violated(&self, violation: Violation) {
        if let Some(machine) = self.0.upgrade() {
            machine.trace.borrow_mut().violation.get_or_insert(violation);
        }
    }

    /// Writes down that the memory of an object was given back.
    pub fn died(&self, id: Id) {
        if let Some(machine) = self.0.upgrade() {
            machine.trace.borrow_mut().died.push(id);
        }
    }
}

impl<S: Subject> Clone for Runtime<S> {
    fn clone(&self) -> Self {
        Self(Weak::clone(&self.0))
    }
}

impl<S: Subject> std::fmt::Debug for Runtime<S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Runtime").finish_non_exhaustive()
    }
}
