//! `print`: what a program can show.

use crate::code::{Argument, Value, Variable};
use crate::evaluate::{Result, raise};
use crate::heap::Model;
use crate::object::{Body, List, Ref, Shared};

/// What stands for a number that no two runs of Python agree on.
const UNSPECIFIED: &str = "?";

/// An argument once it is evaluated.
enum Shown {
    /// An object, at this place of the evaluation stack.
    Operand(usize),
    Text(String),
}

impl Model {
    /// All arguments are evaluated first, then written (`builtin_print`).
    pub(crate) fn print(&mut self, arguments: &[Argument]) -> Result<()> {
        let base = self.stack.len();
        let mut shown = Vec::new();
        for argument in arguments {
            let before = self.stack.len();
            let text = self.argument(argument)?;
            shown.push(text.map_or(Shown::Operand(before), Shown::Text));
        }
        for (index, argument) in shown.into_iter().enumerate() {
            if index > 0 {
                self.trace.output.push(' ');
            }
            match argument {
                Shown::Operand(place) => self.write_str(self.stack[place])?,
                Shown::Text(text) => self.trace.output.push_str(&text),
            }
        }
        self.trace.output.push('\n');
        let operands = self.stack.split_off(base);
        self.drop_all(operands);
        Ok(())
    }

    /// Evaluates an argument to a text, or onto the stack.
    fn argument(&mut self, argument: &Argument) -> Result<Option<String>> {
        match argument {
            Argument::Value(value) => self.push(value)?,
            Argument::Attribute(variable, attribute) => {
                self.push_variable(*variable)?;
                let value = self.attribute(self.top(0), *attribute);
                let value = self.consume_for(value)?;
                self.stack.push(value);
            }
            Argument::Item(variable, key) => {
                self.push_variable(*variable)?;
                let item = self.item(self.top(0), key);
                let item = self.consume(1, item)?;
                self.stack.push(item);
            }
            _ => return self.told(argument).map(Some),
        }
        Ok(None)
    }

    /// What an argument says of one or two values.
    fn told(&mut self, argument: &Argument) -> Result<String> {
        match argument {
            Argument::Is(left, right) | Argument::SameId(left, right) => {
                self.compare(left, right, |_, left, right| Ok(truth(left == right)))
            }
            Argument::Equal(left, right) => {
                self.compare(left, right, |model, left, right| Ok(truth(model.equal(left, right)?)))
            }
            Argument::IdDifference(left, right) => {
                self.compare(left, right, |_, left, right| Ok(id_difference(left, right)))
            }
            Argument::TypeName(value) => {
                self.about(value, |model, operand| Ok(model.type_name(operand)))
            }
            Argument::Len(value) => self.about(value, Self::length),
            Argument::ReferenceCount(value) => self.reference_count(value),
            Argument::IsDead(variable) => Ok(truth(self.is_dead(*variable)?)),
            Argument::IsTracked(value) => self.about(value, |model, operand| {
                let id = operand.id();
                Ok(truth(id.is_some_and(|id| model.object(id).list.is_some())))
            }),
            Argument::IsFinalized(_) if !self.profile.has_is_finalized => {
                raise("AttributeError", "module 'gc' has no attribute 'is_finalized'")
            }
            Argument::IsFinalized(value) => self.about(value, |model, operand| {
                Ok(truth(operand.id().is_some_and(|id| model.object(id).finalized)))
            }),
            Argument::ReferentsLen(value) => self.about(value, Self::referents_len),
            Argument::InGeneration(value, generation) => self.about(value, |model, operand| {
                Ok(truth(model.is_in_generation(operand, *generation)?))
            }),
            _ => Ok(self.told_of_collector(argument)),
        }
    }

    /// What an argument says of the collector.
    fn told_of_collector(&mut self, argument: &Argument) -> String {
        match argument {
            Argument::Collect(generation) => self.collect(*generation).to_string(),
            Argument::Counts => triple(self.collector.counts),
            Argument::Thresholds => triple(self.collector.thresholds),
            Argument::IsEnabled => truth(self.collector.enabled),
            Argument::GarbageLen => self.collector.garbage.len().to_string(),
            Argument::FreezeCount => self.collector.list(List::Permanent).len().to_string(),
            Argument::Collections(generation) => {
                self.collector.statistics[*generation][0].to_string()
            }
            other => unreachable!("{other:?} is about a value"),
        }
    }

    fn about(
        &mut self,
        value: &Value,
        tell: impl Fn(&mut Self, Ref) -> Result<String>,
    ) -> Result<String> {
        self.push(value)?;
        let text = tell(self, self.top(0));
        self.consume(1, text)
    }

    fn compare<T>(
        &mut self,
        left: &Value,
        right: &Value,
        compare: impl Fn(&mut Self, Ref, Ref) -> Result<T>,
    ) -> Result<T> {
        self.push(left)?;
        self.push(right)?;
        let result = compare(self, self.top(1), self.top(0));
        self.consume(2, result)
    }

    fn length(&mut self, operand: Ref) -> Result<String> {
        match self.len_of(operand) {
            Some(length) => Ok(length.to_string()),
            None => {
                let kind = self.qualified_type_name(operand);
                raise("TypeError", format!("object of type '{kind}' has no len()"))
            }
        }
    }

    /// `sys.getrefcount(x)`: the references, with the one that is passed (rule 1.6). Those of shared objects and constants depend
    /// on the interpreter.
    fn reference_count(&mut self, value: &Value) -> Result<String> {
        let local = matches!(value, Value::Variable(Variable::Local(..)));
        let uncounted = usize::from(local && !self.profile.local_argument_counted);
        self.about(value, |model, operand| {
            Ok(match operand {
                Ref::Object(id) if !model.constants.contains(&operand) => {
                    (model.object(id).count - uncounted).to_string()
                }
                _ => UNSPECIFIED.to_owned(),
            })
        })
    }

    fn is_dead(&mut self, variable: Variable) -> Result<bool> {
        self.push_variable(variable)?;
        let referent = self.referent(self.top(0));
        Ok(self.consume(1, referent)? == Ref::Shared(Shared::None))
    }

    /// `len(gc.get_referents(x))`: what its traversal visits; an instance's class is one, a weak reference's callback, and the
    /// keys of a dict that had one that is no text (`dict_traverse`).
    fn referents_len(&mut self, operand: Ref) -> Result<String> {
        let Ref::Object(id) = operand else { return Ok("0".to_owned()) };
        let own = self.references(id).len();
        let more = match &self.object(id).body {
            Body::Instance(_) => usize::from(self.is_collected(&self.object(id).body)),
            Body::Weak(weak) => usize::from(weak.callback.is_some()),
            Body::Dict(dict) if dict.general => dict.items.len(),
            _ => 0,
        };
        Ok((own + more).to_string())
    }

    /// `x in gc.get_objects(generation)`: an object that is the same or equal.
    fn is_in_generation(&mut self, operand: Ref, generation: usize) -> Result<bool> {
        for id in self.collector.list(List::Generation(generation)).to_vec() {
            if Ref::Object(id) == operand || self.equal(Ref::Object(id), operand)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Small integers lie side by side in one table, 32 bytes each; other addresses are not modelled.
fn id_difference(left: Ref, right: Ref) -> String {
    match (left, right) {
        (left, right) if left == right => "0".to_owned(),
        (Ref::Shared(Shared::Int(left)), Ref::Shared(Shared::Int(right))) => {
            (32 * (i32::from(left) - i32::from(right))).to_string()
        }
        _ => UNSPECIFIED.to_owned(),
    }
}

fn truth(value: bool) -> String {
    if value { "True" } else { "False" }.to_owned()
}

fn triple(numbers: [u32; 3]) -> String {
    let [first, second, third] = numbers;
    format!("({first}, {second}, {third})")
}
