//! `print`: what a program can show.

use crate::code::{Argument, Fact};
use crate::evaluate::{Done, Result, raise};
use crate::heap::Model;
use crate::object::{Kind, List, Ref, Shared};
use crate::value::truth;

/// What stands for a number that no two runs of Python agree on.
const UNSPECIFIED: &str = "?";

impl Model {
    /// All arguments are evaluated first, each to a text or onto the stack, then written (`builtin_print`).
    pub(crate) fn print(&mut self, arguments: &[Argument]) -> Done {
        let base = self.stack.len();
        let mut texts = Vec::new();
        for argument in arguments {
            let first = self.stack.len();
            self.operate_all(&argument.operands)?;
            let operands = self.stack[first..].to_vec();
            texts.push(match argument.fact {
                None => None,
                Some(fact) => {
                    let text = self.tell(fact, &operands);
                    Some(self.consume(operands.len(), text)?)
                }
            });
        }
        let mut operand = base;
        for (index, text) in texts.into_iter().enumerate() {
            self.trace.output.push_str(if index > 0 { " " } else { "" });
            match text {
                Some(text) => self.trace.output.push_str(&text),
                None => {
                    self.write_str(self.stack[operand])?;
                    operand += 1;
                }
            }
        }
        self.trace.output.push('\n');
        self.consume(self.stack.len() - base, Ok(None))
    }

    /// What an argument says of its operands, or of the collector.
    fn tell(&mut self, fact: Fact, operands: &[Ref]) -> Result<String> {
        let id = operands.first().and_then(|operand| operand.id());
        let object = id.map(|id| self.object(id));
        let gc = &self.collector;
        Ok(match fact {
            Fact::Is => truth(operands[0] == operands[1]),
            Fact::Equal => truth(self.equal(operands[0], operands[1])?),
            Fact::IdDifference => id_difference(operands[0], operands[1]),
            Fact::IsNone => truth(operands[0] == Ref::Shared(Shared::None)),
            Fact::TypeName => self.type_name(operands[0]),
            Fact::Len => match self.len_of(operands[0]) {
                Some(length) => length.to_string(),
                None => {
                    let kind = self.qualified_type_name(operands[0]);
                    return raise("TypeError", format!("object of type '{kind}' has no len()"));
                }
            },
            // The references, with the one that is passed (rule 1.6). Those of shared objects and constants depend on the
            // interpreter.
            Fact::ReferenceCount(local) => match object {
                Some(object) if !self.constants.contains(&operands[0]) => {
                    let borrowed = local && !self.profile.local_argument_counted;
                    (object.count - usize::from(borrowed)).to_string()
                }
                _ => UNSPECIFIED.to_owned(),
            },
            Fact::IsTracked => truth(object.is_some_and(|object| object.list.is_some())),
            Fact::IsFinalized => truth(object.is_some_and(|object| object.finalized)),
            Fact::ReferentsLen => id.map_or(0, |id| self.referents_len(id)).to_string(),
            Fact::InGeneration(generation) => {
                truth(self.is_in_generation(operands[0], generation)?)
            }
            Fact::Collect(generation) => self.collect(generation).to_string(),
            Fact::Counts => triple(gc.counts),
            Fact::Thresholds => triple(gc.thresholds),
            Fact::IsEnabled => truth(gc.enabled),
            Fact::GarbageLen => gc.garbage.len().to_string(),
            Fact::FreezeCount => gc.list(List::Permanent).len().to_string(),
            Fact::Collections(generation) => gc.statistics[generation][0].to_string(),
        })
    }

    /// `len(gc.get_referents(x))`: what its traversal visits; an instance's class is one, a weak reference's callback, and the
    /// keys of a dict that had one that is no text (`dict_traverse`).
    fn referents_len(&self, id: usize) -> usize {
        let object = self.object(id);
        let more = match object.kind {
            Kind::Instance(_) => usize::from(self.is_collected(&object.kind)),
            Kind::Weak(weak) => usize::from(weak.callback.is_some()),
            Kind::Dict(dict) if dict.general => object.slots.len(),
            _ => 0,
        };
        self.references(id).len() + more
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

fn triple([first, second, third]: [u32; 3]) -> String {
    format!("({first}, {second}, {third})")
}
