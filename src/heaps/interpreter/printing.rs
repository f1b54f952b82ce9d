//! `print` and what its arguments ask.

use super::super::subject::{Subject, View};
use super::super::{Reference, Shared};
use super::machine::Machine;
use super::scopes::Frame;
use super::unwind::{Operands, Result, Unwind, type_error};
use crate::program::{Argument, Value};

/// An argument that was evaluated.
enum Printed {
    /// The next of the operands.
    Operand,
    /// What a built-in function answered: no object of the program.
    Text(String),
}

/// How far apart small ints lie in memory, in bytes.
const INT_BYTES: i32 = 32;

impl<S: Subject> Machine<S> {
    /// `print(ARGUMENT, …)`: all arguments are evaluated before the first is written.
    pub(super) fn print_arguments(
        &self,
        frame: &Frame<'_, S>,
        arguments: &[Argument],
    ) -> Result<(), S> {
        let mut operands = Operands::with_capacity(arguments.len());
        let mut printed = Vec::with_capacity(arguments.len());
        for argument in arguments {
            printed.push(match self.operand(frame, argument)? {
                Some(operand) => {
                    operands.push(operand);
                    Printed::Operand
                }
                None => Printed::Text(self.answer(frame, argument)?),
            });
        }
        let operands = operands.take();
        let result = self.write(printed, &operands);
        drop(operands);
        result
    }

    fn write(&self, printed: Vec<Printed>, operands: &[S::Ref]) -> Result<(), S> {
        let mut operands = operands.iter();
        for (index, argument) in printed.into_iter().enumerate() {
            if index > 0 {
                self.print(" ");
            }
            let text = match argument {
                Printed::Operand => operands.next().map(|operand| self.displayed(operand)),
                Printed::Text(text) => Some(Ok(text)),
            };
            self.print(&text.unwrap_or_else(|| Ok(String::new()))?);
        }
        self.print("\n");
        Ok(())
    }

    /// The object that an argument names, if it does.
    fn operand(&self, frame: &Frame<'_, S>, argument: &Argument) -> Result<Option<S::Ref>, S> {
        Ok(Some(match argument {
            Argument::Literal(literal) => self.constants.literal(&self.heap, literal),
            Argument::Name(name) => self.read(frame, *name)?,
            Argument::Attribute(name, attribute) => self.attribute_of(frame, *name, *attribute)?,
            Argument::Item(name, key) => self.item(&self.read(frame, *name)?, key)?,
            _ => return Ok(None),
        }))
    }

    /// What the other arguments come to. The operands of a question are released once it is answered.
    fn answer(&self, frame: &Frame<'_, S>, argument: &Argument) -> Result<String, S> {
        let value = |value: &Value| self.value(frame, value);
        Ok(match argument {
            Argument::Is(left, right) => {
                let (left, right) = self.pair(frame, left, right)?;
                let same = self.same(&left, &right);
                drop(left);
                drop(right);
                truth(same)
            }
            Argument::Equal(left, right) => {
                let (left, right) = self.pair(frame, left, right)?;
                let equal = self.equal(&left, &right);
                drop(left);
                drop(right);
                truth(equal?)
            }
            Argument::SameId(left, right) => {
                let left = self.identity(frame, left)?;
                truth(left == self.identity(frame, right)?)
            }
            Argument::IdDifference(left, right) => {
                let left = self.identity(frame, left)?;
                id_difference(left, self.identity(frame, right)?)
            }
            Argument::TypeName(of) => match self.type_name(&value(of)?) {
                "weakref.ReferenceType" => "ReferenceType".into(),
                name => name.into(),
            },
            Argument::Len(of) => self.length(&value(of)?)?.to_string(),
            Argument::ReferenceCount(of) => self.count(&value(of)?),
            Argument::IsDead(name) => {
                let referent = self.referent(&self.read(frame, *name)?)?;
                let dead = self.same(&referent, &self.none());
                drop(referent);
                truth(dead)
            }
            Argument::IsTracked(of) => truth(self.heap.is_tracked(&value(of)?)),
            Argument::IsFinalized(of) => truth(self.heap.is_finalized(&value(of)?)),
            Argument::ReferentsLen(of) => self.heap.referents_len(&value(of)?).to_string(),
            Argument::InGeneration(of, generation) => {
                let of = value(of)?;
                let found = self.is_in(*generation, &of);
                drop(of);
                truth(found?)
            }
            _ => self.collector_answer(argument),
        })
    }

    /// What `gc` tells about itself.
    fn collector_answer(&self, argument: &Argument) -> String {
        let state = || self.heap.collector();
        match argument {
            Argument::Collect(generation) => self.heap.collect(generation.unwrap_or(2)).to_string(),
            Argument::Counts => triple(state().counts),
            Argument::Thresholds => triple(state().thresholds),
            Argument::IsEnabled => truth(state().enabled),
            Argument::GarbageLen => self.heap.garbage_len().to_string(),
            Argument::FreezeCount => self.heap.freeze_count().to_string(),
            Argument::Collections(generation) => {
                state().statistics[usize::from(*generation)][0].to_string()
            }
            _ => unreachable!("`operand` and `answer` handle the others"),
        }
    }

    fn pair(
        &self,
        frame: &Frame<'_, S>,
        left: &Value,
        right: &Value,
    ) -> Result<(S::Ref, S::Ref), S> {
        let left = self.value(frame, left)?;
        Ok((left, self.value(frame, right)?))
    }

    /// What stands in place of `id(VALUE)`; the value is released at once.
    fn identity(&self, frame: &Frame<'_, S>, value: &Value) -> Result<Reference, S> {
        Ok(self.heap.reference(&self.value(frame, value)?))
    }

    fn length(&self, of: &S::Ref) -> Result<usize, S> {
        match self.heap.view(of) {
            View::Text(text) => Ok(text.len()),
            View::Tuple | View::List | View::Dict | View::Set => Ok(self.heap.len(of)),
            _ => Err(self.no_length(of)),
        }
    }

    fn no_length(&self, of: &S::Ref) -> Unwind<S> {
        type_error(format!("object of type '{}' has no len()", self.type_name(of)))
    }

    /// `sys.getrefcount`, which means nothing for what the interpreter itself refers to.
    fn count(&self, of: &S::Ref) -> String {
        let shared = matches!(self.heap.reference(of), Reference::Shared(_));
        if shared || self.constants.contains(&self.heap, of) {
            return "?".into();
        }
        self.heap.reference_count(of).to_string()
    }

    /// `VALUE in gc.get_objects(generation)`: that compares, so an equal object is enough.
    fn is_in(&self, generation: u8, value: &S::Ref) -> Result<bool, S> {
        for object in self.heap.objects_in(generation) {
            if self.equal_items(&object, value)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn truth(value: bool) -> String {
    if value { "True".into() } else { "False".into() }
}

fn triple([first, second, third]: [u32; 3]) -> String {
    format!("({first}, {second}, {third})")
}

/// Only small ints lie where it is known.
fn id_difference(left: Reference, right: Reference) -> String {
    match (left, right) {
        (Reference::Shared(Shared::Int(left)), Reference::Shared(Shared::Int(right))) => {
            ((i32::from(left) - i32::from(right)) * INT_BYTES).to_string()
        }
        _ if left == right => "0".into(),
        _ => "?".into(),
    }
}
