//! Reading and binding names.

use super::super::ExceptionKind;
use super::super::subject::Subject;
use super::machine::Machine;
use super::scopes::{Frame, Place, Slot};
use super::unwind::{Result, Unwind, raise};
use crate::program::Name;

impl<S: Subject> Machine<S> {
    pub(super) fn read(&self, frame: &Frame<'_, S>, name: Name) -> Result<S::Ref, S> {
        self.slot(frame, name).get().ok_or_else(|| self.unbound(frame, name))
    }

    pub(super) fn bind(&self, frame: &Frame<'_, S>, name: Name, reference: S::Ref) {
        match frame.scope.place(name) {
            // The evaluation stack keeps its reference until the dict of globals has released the old value.
            Place::Global => {
                self.slot(frame, name).set(Some(reference.clone()));
                drop(reference);
            }
            Place::Local(_) => self.slot(frame, name).set(Some(reference)),
        }
    }

    pub(super) fn unbind(&self, frame: &Frame<'_, S>, name: Name) -> Result<(), S> {
        match self.slot(frame, name).take() {
            Some(reference) => {
                drop(reference);
                Ok(())
            }
            None => Err(self.unbound(frame, name)),
        }
    }

    fn slot<'a>(&'a self, frame: &'a Frame<'_, S>, name: Name) -> &'a Slot<S> {
        match frame.scope.place(name) {
            Place::Global => &self.globals[usize::from(name.0)],
            Place::Local(slot) => &frame.locals[slot],
        }
    }

    fn unbound(&self, frame: &Frame<'_, S>, name: Name) -> Unwind<S> {
        let spelling = self.spelling(name);
        match frame.scope.place(name) {
            Place::Global => {
                raise(ExceptionKind::NameError, format!("name '{spelling}' is not defined"))
            }
            Place::Local(_) => raise(
                ExceptionKind::UnboundLocalError,
                format!(
                    "cannot access local variable '{spelling}' where it is not associated with a value"
                ),
            ),
        }
    }
}
