//! `print`: what a program can show.

use crate::code::{Argument, Fact};
use crate::evaluate::{Done, Result, raise};
use crate::heap::Model;
use crate::object::{Id, Kind, PERMANENT, SHARED};

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
                    let depth_max = self.limits.recursion_max.saturating_sub(self.frames.len() + 1);
                    match self.words.str(self, self.stack[operand], depth_max) {
                        Some(text) => self.trace.output.push_str(&text),
                        None => return self.too_deep(" while getting the repr of an object"),
                    }
                    operand += 1;
                }
            }
        }
        self.trace.output.push('\n');
        self.consume(self.stack.len() - base, Ok(None))
    }

    /// What an argument says of its operands, or of the collector.
    fn tell(&mut self, fact: Fact, operands: &[Id]) -> Result<String> {
        let first = operands.first().copied().unwrap_or(SHARED);
        let (object, gc) = (self.object(first), &self.collector);
        Ok(match fact {
            Fact::Is => truth(first == operands[1]),
            Fact::Equal => truth(self.equal(first, operands[1])?),
            Fact::IdDifference => self.id_difference(first, operands[1]),
            Fact::IsNone => truth(first == SHARED),
            Fact::TypeName => self.words.type_name(self, first),
            Fact::Len => match self.len_of(first) {
                Some(length) => length.to_string(),
                None => {
                    let kind = self.words.full_type_name(self, first);
                    return raise("TypeError", format!("object of type '{kind}' has no len()"));
                }
            },
            // The references, with the one that is passed (rule 1.6). Those of shared objects and constants depend on the
            // interpreter.
            Fact::ReferenceCount(_) if first >= SHARED || self.constants.contains(&first) => {
                UNSPECIFIED.to_owned()
            }
            Fact::ReferenceCount(local) => {
                let borrowed = local && !self.profile.local_argument_counted;
                (object.count - usize::from(borrowed)).to_string()
            }
            Fact::IsTracked => truth(object.list.is_some()),
            Fact::IsFinalized => truth(object.finalized),
            Fact::ReferentsLen => self.referents_len(first).to_string(),
            Fact::InGeneration(generation) => truth(self.is_in_generation(first, generation)?),
            Fact::Collect(generation) => self.collect(generation).to_string(),
            Fact::Counts => triple(gc.counts),
            Fact::Thresholds => triple(gc.thresholds),
            Fact::IsEnabled => truth(gc.enabled),
            Fact::GarbageLen => gc.garbage.len().to_string(),
            Fact::FreezeCount => gc.lists[PERMANENT].len().to_string(),
            Fact::Collections(generation) => gc.statistics[generation][0].to_string(),
        })
    }

    /// `len(gc.get_referents(x))`: what its traversal visits; an instance's class is one, a weak reference's callback, and the
    /// keys of a dict that had one that is no text (`dict_traverse`).
    fn referents_len(&self, id: Id) -> usize {
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
    fn is_in_generation(&mut self, operand: Id, generation: usize) -> Result<bool> {
        for id in self.collector.lists[generation].clone() {
            if id == operand || self.equal(id, operand)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Small integers lie side by side in one table, 32 bytes each; other addresses are not modelled.
    fn id_difference(&self, left: Id, right: Id) -> String {
        match (self.kind(left), self.kind(right)) {
            _ if left == right => "0".to_owned(),
            (Kind::Int(low), Kind::Int(high)) if left >= SHARED && right >= SHARED => {
                (32 * (low - high)).to_string()
            }
            _ => UNSPECIFIED.to_owned(),
        }
    }
}

fn truth(value: bool) -> String {
    if value { "True" } else { "False" }.to_owned()
}

fn triple([first, second, third]: [u32; 3]) -> String {
    format!("({first}, {second}, {third})")
}
