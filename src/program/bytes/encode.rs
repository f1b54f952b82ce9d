//! [`Program`] to bytes.

use std::fmt;

use super::super::syntax::{
    Argument, Body, Class, Expression, Function, FunctionId, Key, Literal, Name, Program,
    Statement, Step, VALUE_DEPTH_MAX, Value,
};
use super::header::{Header, Lengths};
use super::op::{DEFAULT, Op};
use super::record::{Record, Stance, is_printable};
use super::{
    ATTRIBUTES_MAX, CLASSES_MAX, FUNCTIONS_MAX, ITEMS_MAX, NAMES_MAX, PARAMETERS_MAX,
    PRINT_ARGUMENTS_MAX, REPETITIONS_MAX, TEXT_MAX, THRESHOLD_MAX,
};

/// What of a program the byte form cannot hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    what: &'static str,
    found: usize,
    most: usize,
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, found, most } = self;
        write!(f, "{what}: {found}, and the byte form holds at most {most}")
    }
}

impl std::error::Error for Limit {}

impl Program {
    /// The bytes from which [`Program::from_bytes`] makes this program, names aside: they are spelt anew.
    ///
    /// # Errors
    /// Where the program exceeds one of the limits in [`super`], or breaks a rule of its syntax that the bytes rely on:
    /// an empty set display, a text that is not printable ASCII, a float that is not finite.
    pub fn to_bytes(&self) -> Result<Vec<u8>, Limit> {
        let lengths = Lengths {
            names: within("names", self.names.len(), NAMES_MAX)?,
            attributes: within("attributes", self.attributes.len(), ATTRIBUTES_MAX)?,
            classes: within("classes", self.classes.len(), CLASSES_MAX)?,
            functions: within("functions", self.functions.len(), FUNCTIONS_MAX)?,
        };
        let header = Header::write(self.geometry, lengths, self.zeal);
        let mut encoder = Encoder { bytes: header.to_vec() };
        for (index, class) in self.classes.iter().enumerate() {
            encoder.class(byte(index), class)?;
        }
        for (index, function) in self.functions.iter().enumerate() {
            encoder.function(byte(index), function)?;
        }
        encoder.push(Op::Main, Record::default());
        encoder.steps(&self.main)?;
        Ok(encoder.bytes)
    }
}

struct Encoder {
    bytes: Vec<u8>,
}

/// The operand that takes what was pushed last.
const PUSHED: u8 = u8::MAX;
/// The operand of a new instance of class 0.
const NEW: u8 = 128;

impl Encoder {
    fn push(&mut self, op: Op, mut record: Record) {
        record.0[0] = DEFAULT.opcode(op).expect("every record has a default opcode");
        self.bytes.extend(record.0);
    }

    fn class(&mut self, index: u8, class: &Class) -> Result<(), Limit> {
        let mut record = Record::default().with_operand(0, index);
        if let Some(slots) = &class.slots {
            let count = within("slots", slots.attributes.len(), ATTRIBUTES_MAX)?;
            record = record.with_flags(1 | u8::from(slots.weakref) << 1 | byte(count) << 4);
            for (slot, attribute) in slots.attributes.iter().enumerate() {
                record = record.with_byte(slot, number(attribute.0));
            }
        }
        let Some(finalizer) = &class.finalizer else {
            self.push(Op::Class, record);
            return Ok(());
        };
        self.push(Op::Class, record.with_flags(4).with_operand(1, number(finalizer.receiver.0)));
        self.body(&finalizer.body)
    }

    fn function(&mut self, index: u8, function: &Function) -> Result<(), Limit> {
        let count = within("parameters", function.parameters.len(), PARAMETERS_MAX)?;
        let mut record = Record::default().with_operand(0, index).with_flags(byte(count));
        for (parameter, name) in function.parameters.iter().enumerate() {
            record = record.with_byte(parameter, number(name.0));
        }
        if let Some(name) = function.returns {
            record = record.with_flags(8).with_operand(1, number(name.0));
        }
        self.push(Op::Function, record);
        self.body(&function.body)
    }

    fn body(&mut self, body: &Body) -> Result<(), Limit> {
        for name in &body.globals {
            self.push(Op::Global, Record::default().with_operand(0, number(name.0)));
        }
        self.steps(&body.steps)
    }

    fn steps(&mut self, steps: &[Step]) -> Result<(), Limit> {
        for step in steps {
            let stance = match step {
                Step::Plain(_) => Stance::Plain,
                Step::Guarded(_) => Stance::Guarded,
                Step::Repeated(count, _) => Stance::Repeated(repetitions(*count)?),
            };
            let (op, record) = self.statement(step.statement())?;
            self.push(op, record.with_stance(stance));
        }
        Ok(())
    }
}

/// Each gives the record of a statement without its stance, after pushing the records of its parts.
impl Encoder {
    fn statement(&mut self, statement: &Statement) -> Result<(Op, Record), Limit> {
        let record = Record::default();
        let named = |name: Name| record.with_operand(0, number(name.0));
        Ok(match statement {
            Statement::Bind(name, expression) => self.expression(expression, named(*name))?,
            Statement::Call(function, arguments) => {
                let record = record.with_operand(0, number(function.0));
                (Op::Call, self.arguments(arguments, record)?)
            }
            Statement::Augment(name, value) => (Op::Augment, self.second(value, named(*name))?),
            Statement::SetItem(name, key, value) => {
                let record = self.second(value, named(*name))?;
                (Op::SetItem, record.with_key(checked_key(key)?))
            }
            Statement::SetAttribute(name, attribute, value) => {
                let record = self.second(value, named(*name))?;
                (Op::SetAttribute, record.with_operand(2, number(attribute.0)))
            }
            Statement::Append(name, value) => (Op::Append, self.second(value, named(*name))?),
            Statement::Insert(name, index, value) => {
                (Op::Insert, self.second(value, named(*name))?.with_integer(*index))
            }
            Statement::Extend(name, value) => (Op::Extend, self.second(value, named(*name))?),
            Statement::Clear(name) => (Op::Clear, named(*name)),
            Statement::Delete(name) => (Op::Delete, named(*name)),
            Statement::DeleteItem(name, key) => {
                (Op::DeleteItem, named(*name).with_key(checked_key(key)?))
            }
            Statement::DeleteAttribute(name, attribute) => {
                (Op::DeleteAttribute, named(*name).with_operand(1, number(attribute.0)))
            }
            Statement::Print(arguments) => self.print(arguments)?,
            Statement::Collect(_)
            | Statement::Enable
            | Statement::Disable
            | Statement::SetThreshold(_)
            | Statement::Freeze
            | Statement::Unfreeze
            | Statement::SaveAll(_)
            | Statement::ClearGarbage => collector(statement)?,
        })
    }

    fn expression(
        &mut self,
        expression: &Expression,
        record: Record,
    ) -> Result<(Op, Record), Limit> {
        let second = |operand: u16| record.with_operand(1, number(operand));
        Ok(match expression {
            Expression::Value(value) => (Op::Bind, self.second(value, record)?),
            Expression::Item(name, key) => {
                (Op::BindItem, second(name.0).with_key(checked_key(key)?))
            }
            Expression::Attribute(name, attribute) => {
                (Op::BindAttribute, second(name.0).with_operand(2, number(attribute.0)))
            }
            Expression::Pop(name) => (Op::BindPop, second(name.0)),
            Expression::Referent(name) => (Op::BindReferent, second(name.0)),
            Expression::Copy(value) => (Op::BindCopy, self.second(value, record)?),
            Expression::DeepCopy(value) => (Op::BindDeepCopy, self.second(value, record)?),
            Expression::Add(left, right) => {
                let record = self.second(left, record)?;
                (Op::BindAdd, record.with_operand(2, self.value(right)?))
            }
            Expression::Call(function, arguments) => {
                (Op::BindCall, self.arguments(arguments, second(function.0))?)
            }
            Expression::WeakReference(value, callback) => {
                let callback = callback.map_or(0, |FunctionId(function)| 128 + number(function));
                (Op::BindWeakReference, self.second(value, record)?.with_operand(2, callback))
            }
        })
    }

    fn print(&mut self, arguments: &[Argument]) -> Result<(Op, Record), Limit> {
        within("print arguments", arguments.len(), PRINT_ARGUMENTS_MAX)?;
        for argument in arguments {
            self.argument(argument)?;
        }
        Ok((Op::Print, Record::default().exact()))
    }

    fn second(&mut self, value: &Value, record: Record) -> Result<Record, Limit> {
        Ok(record.with_operand(1, self.value(value)?))
    }

    fn arguments(&mut self, arguments: &[Value], mut record: Record) -> Result<Record, Limit> {
        let count = within("arguments of a call", arguments.len(), PARAMETERS_MAX)?;
        for (index, argument) in arguments.iter().enumerate() {
            record = record.with_byte(index, self.value(argument)?);
        }
        Ok(record.with_operand(2, 128 + byte(count)))
    }
}

/// Parts of statements.
impl Encoder {
    /// The operand that is this value, after pushing the records that make it.
    fn value(&mut self, value: &Value) -> Result<u8, Limit> {
        self.value_below(value, VALUE_DEPTH_MAX)
    }

    /// Displays in it may nest that deep yet.
    fn value_below(&mut self, value: &Value, depth: usize) -> Result<u8, Limit> {
        match value {
            Value::Name(name) => return Ok(number(name.0)),
            Value::New(class) => return Ok(NEW + number(class.0)),
            Value::Literal(literal) => {
                let record = Record::default().with_literal(0, checked(literal)?);
                self.push(Op::Literal, record);
            }
            Value::List(items) => self.display(Op::List, items, depth)?,
            Value::Tuple(items) => self.display(Op::Tuple, items, depth)?,
            Value::Set(items) => {
                not_empty("set displays of nothing", items.len())?;
                self.display(Op::Set, items, depth)?;
            }
            Value::Dict(items) => self.dict(items, depth)?,
        }
        Ok(PUSHED)
    }

    fn display(&mut self, op: Op, items: &[Value], depth: usize) -> Result<(), Limit> {
        let depth = deeper(depth)?;
        let count = within("items of a display", items.len(), ITEMS_MAX)?;
        let mut record = Record::default().with_operand(0, byte(count)).exact();
        for (index, item) in items.iter().enumerate() {
            record = record.with_item(index, self.value_below(item, depth)?);
        }
        self.push(op, record);
        Ok(())
    }

    fn dict(&mut self, items: &[(Key, Value)], depth: usize) -> Result<(), Limit> {
        let depth = deeper(depth)?;
        let count = within("items of a display", items.len(), ITEMS_MAX)?;
        for (key, value) in items {
            let record = Record::default().with_operand(0, self.value_below(value, depth)?);
            self.push(Op::Entry, record.with_key(checked_key(key)?));
        }
        self.push(Op::Dict, Record::default().with_operand(0, byte(count)).exact());
        Ok(())
    }

    fn argument(&mut self, argument: &Argument) -> Result<(), Limit> {
        let which = |which: u8| Record::default().with_operand(0, which);
        let first = |kind: u8, operand: u16| which(kind).with_operand(1, number(operand));
        let record = match argument {
            Argument::Literal(literal) => which(0).with_literal(1, checked(literal)?),
            Argument::Name(name) => first(1, name.0),
            Argument::Attribute(name, attribute) => {
                first(2, name.0).with_operand(2, number(attribute.0))
            }
            Argument::Item(name, key) => first(3, name.0).with_key(checked_key(key)?),
            Argument::Is(left, right) => self.pair(which(4), left, right)?,
            Argument::Equal(left, right) => self.pair(which(5), left, right)?,
            Argument::TypeName(value) => self.second(value, which(6))?,
            Argument::Len(value) => self.second(value, which(7))?,
            Argument::ReferenceCount(value) => self.second(value, which(8))?,
            Argument::SameId(left, right) => self.pair(which(9), left, right)?,
            Argument::IdDifference(left, right) => self.pair(which(10), left, right)?,
            Argument::IsDead(name) => first(11, name.0),
            Argument::Collect(generation) => which(12).with_generation(any(*generation)?),
            Argument::Counts => which(13),
            Argument::Thresholds => which(14),
            Argument::IsEnabled => which(15),
            Argument::IsTracked(value) => self.second(value, which(16))?,
            Argument::IsFinalized(value) => self.second(value, which(17))?,
            Argument::GarbageLen => which(18),
            Argument::FreezeCount => which(19),
            Argument::Collections(generation) => which(20).with_generation(one_of(*generation)?),
            Argument::ReferentsLen(value) => self.second(value, which(21))?,
            Argument::InGeneration(value, generation) => {
                self.second(value, which(22))?.with_generation(one_of(*generation)?)
            }
        };
        self.push(Op::Argument, record);
        Ok(())
    }

    fn pair(&mut self, record: Record, left: &Value, right: &Value) -> Result<Record, Limit> {
        let record = self.second(left, record)?;
        Ok(record.with_operand(2, self.value(right)?))
    }
}

/// The statements that speak only to the collector.
fn collector(statement: &Statement) -> Result<(Op, Record), Limit> {
    let record = Record::default();
    Ok(match statement {
        Statement::Collect(generation) => (Op::Collect, record.with_operand(0, any(*generation)?)),
        Statement::SetThreshold(thresholds) => {
            for &threshold in thresholds {
                within("threshold", threshold as usize, THRESHOLD_MAX as usize)?;
            }
            (Op::SetThreshold, record.with_thresholds(*thresholds))
        }
        Statement::SaveAll(on) => (Op::SaveAll, record.with_operand(0, u8::from(*on))),
        Statement::Enable => (Op::Enable, record),
        Statement::Disable => (Op::Disable, record),
        Statement::Freeze => (Op::Freeze, record),
        Statement::Unfreeze => (Op::Unfreeze, record),
        _ => (Op::ClearGarbage, record),
    })
}

fn within(what: &'static str, found: usize, most: usize) -> Result<usize, Limit> {
    if found <= most { Ok(found) } else { Err(Limit { what, found, most }) }
}

fn not_empty(what: &'static str, length: usize) -> Result<(), Limit> {
    within(what, usize::from(length == 0), 0).map(drop)
}

fn deeper(depth: usize) -> Result<usize, Limit> {
    let found = VALUE_DEPTH_MAX + 1;
    depth.checked_sub(1).ok_or(Limit { what: "depth of displays", found, most: VALUE_DEPTH_MAX })
}

fn repetitions(count: u32) -> Result<u32, Limit> {
    within("repetitions", count as usize, REPETITIONS_MAX as usize).map(|_| count)
}

fn one_of(generation: u8) -> Result<u8, Limit> {
    within("generation", usize::from(generation), 2).map(|_| generation)
}

/// A generation, or 3 for none in particular.
fn any(generation: Option<u8>) -> Result<u8, Limit> {
    generation.map_or(Ok(3), one_of)
}

fn checked(literal: &Literal) -> Result<&Literal, Limit> {
    match literal {
        Literal::Text(text) => checked_text(text)?,
        Literal::Float(value) => {
            within("floats not finite", usize::from(!value.is_finite()), 0)?;
        }
        Literal::None | Literal::Bool(_) | Literal::Int(_) => {}
    }
    Ok(literal)
}

fn checked_key(key: &Key) -> Result<&Key, Limit> {
    if let Key::Text(text) = key {
        checked_text(text)?;
    }
    Ok(key)
}

fn checked_text(text: &str) -> Result<(), Limit> {
    within("texts not printable", usize::from(!is_printable(text)), 0)?;
    within("characters of a text", text.len(), TEXT_MAX).map(drop)
}

/// A number below one of the limits, as a byte.
fn byte(number: usize) -> u8 {
    u8::try_from(number).expect("every limit is below 256")
}

/// An index into a table, as an operand.
fn number(index: u16) -> u8 {
    byte(usize::from(index))
}
