//! Steps and statements, in CPython's order: operands are evaluated, the heap is changed, then operands are released, the
//! value before the container.

use super::super::ExceptionKind;
use super::super::subject::{Subject, View};
use super::machine::Machine;
use super::scopes::Frame;
use super::unwind::{Result, Unwind, memory_error, raise};
use crate::program::{Attribute, Name, Statement, Step, Value};

impl<S: Subject> Machine<S> {
    pub(super) fn step(&self, frame: &Frame<'_, S>, step: &Step) -> Result<(), S> {
        match step {
            Step::Plain(statement) => self.execute(frame, statement),
            Step::Repeated(times, statement) => {
                (0..*times).try_for_each(|_| self.execute(frame, statement))
            }
            Step::Guarded(statement) => match self.execute(frame, statement) {
                Err(Unwind::Raised(raised)) => {
                    self.print(raised.exception.kind.name());
                    self.print("\n");
                    self.end_handler(*raised);
                    Ok(())
                }
                result => result,
            },
        }
    }

    /// Executes one step, unless it is the one that fails.
    fn execute(&self, frame: &Frame<'_, S>, statement: &Statement) -> Result<(), S> {
        let number = self.begin_step()?;
        let reserving = self.requests_fail();
        let fails = self.step_fails(number)
            || (reserving && self.heap.prepare(&self.demand(frame, statement)).is_err());
        if fails {
            self.trace.borrow_mut().failed.steps.push(number);
            return Err(memory_error());
        }
        let result = self.statement(frame, statement);
        if reserving {
            self.heap.settle();
        }
        result
    }

    fn statement(&self, frame: &Frame<'_, S>, statement: &Statement) -> Result<(), S> {
        match statement {
            Statement::Bind(name, expression) => {
                let value = self.expression(frame, expression)?;
                self.bind(frame, *name, value);
            }
            Statement::Call(function, arguments) => {
                drop(self.call(*function, self.values(frame, arguments)?.take())?);
            }
            Statement::Augment(name, value) => self.augment(frame, *name, value)?,
            Statement::SetItem(name, key, value) => {
                let value = self.value(frame, value)?;
                let container = self.read(frame, *name)?;
                let result = self.set_item(&container, key, value.clone());
                drop(value);
                drop(container);
                result?;
            }
            Statement::SetAttribute(name, attribute, value) => {
                self.assign_attribute(frame, *name, *attribute, value)?;
            }
            Statement::Delete(name) => self.unbind(frame, *name)?,
            Statement::DeleteItem(name, key) => {
                let container = self.read(frame, *name)?;
                self.delete_item(&container, key)?;
            }
            Statement::DeleteAttribute(name, attribute) => {
                let owner = self.read(frame, *name)?;
                self.remove_attribute(&owner, *attribute)?;
            }
            Statement::Print(arguments) => self.print_arguments(frame, arguments)?,
            Statement::Append(..)
            | Statement::Insert(..)
            | Statement::Extend(..)
            | Statement::Clear(_) => self.method(frame, statement)?,
            _ => self.collector_call(statement),
        }
        Ok(())
    }

    fn collector_call(&self, statement: &Statement) {
        match statement {
            Statement::Collect(generation) => {
                self.heap.collect(generation.unwrap_or(2));
            }
            Statement::Enable => self.heap.set_enabled(true),
            Statement::Disable => self.heap.set_enabled(false),
            Statement::SetThreshold(thresholds) => self.heap.set_thresholds(*thresholds),
            Statement::Freeze => self.heap.freeze(),
            Statement::Unfreeze => self.heap.unfreeze(),
            Statement::SaveAll(save_all) => self.heap.set_save_all(*save_all),
            Statement::ClearGarbage => self.heap.clear_garbage(),
            _ => unreachable!("`statement` handles the others"),
        }
    }

    /// `x += VALUE`
    fn augment(&self, frame: &Frame<'_, S>, name: Name, value: &Value) -> Result<(), S> {
        let left = self.read(frame, name)?;
        let right = self.value(frame, value)?;
        let result = self.add_in_place(&left, &right);
        drop(left);
        drop(right);
        self.bind(frame, name, result?);
        Ok(())
    }

    fn assign_attribute(
        &self,
        frame: &Frame<'_, S>,
        name: Name,
        attribute: Attribute,
        value: &Value,
    ) -> Result<(), S> {
        let value = self.value(frame, value)?;
        let owner = self.read(frame, name)?;
        let result = if self.takes_attribute(&owner, attribute) {
            drop(self.heap.set_attribute(&owner, attribute, value.clone()));
            Ok(())
        } else {
            Err(self.no_attribute(&owner, self.attribute_spelling(attribute)))
        };
        drop(value);
        drop(owner);
        result
    }

    /// `del y.a`
    fn remove_attribute(&self, owner: &S::Ref, attribute: Attribute) -> Result<(), S> {
        let spelling = self.attribute_spelling(attribute);
        if !self.takes_attribute(owner, attribute) {
            return Err(self.no_attribute(owner, spelling));
        }
        match self.heap.delete_attribute(owner, attribute) {
            Some(old) => drop(old),
            None if self.has_slots(owner) => {
                return Err(raise(ExceptionKind::AttributeError, spelling));
            }
            None => return Err(self.no_attribute(owner, spelling)),
        }
        Ok(())
    }

    /// Whether that attribute may be stored.
    pub(super) fn takes_attribute(&self, owner: &S::Ref, attribute: Attribute) -> bool {
        let View::Instance(class) = self.heap.view(owner) else { return false };
        let slots = &self.program.classes[usize::from(class.0)].slots;
        slots.as_ref().is_none_or(|slots| slots.attributes.contains(&attribute))
    }

    pub(super) fn has_slots(&self, owner: &S::Ref) -> bool {
        let View::Instance(class) = self.heap.view(owner) else { return false };
        self.program.classes[usize::from(class.0)].slots.is_some()
    }
}
