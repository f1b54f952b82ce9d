//! Steps that bind or unbind a name.

use super::generator::{Generator, name, number};
use super::state::{Kind, PARTS, Ref};
use super::values::{Operand, key};
use crate::program::{Expression, FunctionId, Key, Statement, Value};

/// The longest list that a step may add to another: what is doubled stays short.
const SUM_LEN_MAX: u8 = 12;

impl Generator {
    /// Binds a target, and writes the step.
    pub(super) fn bind(&mut self, expression: Expression, object: Ref, is_sure: bool) -> bool {
        let target = self.target();
        self.bind_to(target, expression, object, is_sure)
    }

    pub(super) fn bind_to(
        &mut self,
        target: usize,
        expression: Expression,
        object: Ref,
        is_sure: bool,
    ) -> bool {
        self.write(Statement::Bind(name(target), expression), is_sure);
        // Where the step may have raised, the name may still be bound to what it was.
        let is_certain = is_sure || self.state.bound(target) != Ref::ABSENT;
        self.state.bind(target, if is_certain { object } else { Ref::ABSENT });
        true
    }

    pub(super) fn bind_operand(&mut self, target: usize, operand: Operand) -> bool {
        self.bind_to(target, Expression::Value(operand.value), operand.object, operand.is_sure)
    }

    pub(super) fn bind_value(&mut self) -> bool {
        let operand = if self.dice.percent(50) { self.literal_value() } else { self.any_name() };
        self.bind(Expression::Value(operand.value), operand.object, operand.is_sure)
    }

    pub(super) fn bind_display(&mut self) -> bool {
        let count = self.dice.between(0, 3);
        let operand = self.display(count);
        self.bind(Expression::Value(operand.value), operand.object, operand.is_sure)
    }

    pub(super) fn bind_instance(&mut self) -> bool {
        let operand = self.instance();
        self.bind(Expression::Value(operand.value), operand.object, true)
    }

    pub(super) fn bind_item(&mut self) -> bool {
        let is_fit = |kind| matches!(kind, Kind::Tuple | Kind::List | Kind::Dict);
        let Some(index) = self.find(is_fit) else { return false };
        let Some((key, part)) = self.any_item(index) else { return false };
        let is_sure = self.has_sure_parts(index);
        self.bind(Expression::Item(name(index), key), part, is_sure)
    }

    /// The key of an item that the container bound to that name has, and the item.
    pub(super) fn any_item(&mut self, index: usize) -> Option<(Key, Ref)> {
        let object = *self.state.object(self.state.bound(index));
        if object.kind == Kind::Dict {
            let part = object.any_part(&mut self.dice)?;
            return Some((key(part), object.part(part)));
        }
        let len = usize::from(object.len).min(PARTS);
        if len == 0 {
            return None;
        }
        let item = self.dice.below(len);
        let is_from_end = usize::from(object.len) <= PARTS && self.dice.percent(30);
        let end = if is_from_end { i64::from(object.len) } else { 0 };
        Some((Key::Int(i64::from(number(item)) - end), object.part(item)))
    }

    pub(super) fn bind_attribute(&mut self) -> bool {
        let Some(index) = self.find(Kind::is_instance) else { return false };
        let object = *self.state.object(self.state.bound(index));
        let Some(part) = object.any_part(&mut self.dice) else { return false };
        let is_sure = self.has_sure_parts(index);
        let attribute = crate::program::Attribute(number(part));
        self.bind(Expression::Attribute(name(index), attribute), object.part(part), is_sure)
    }

    /// Nothing is added to itself without bound: lists and tuples are short, numbers and texts grow by a literal.
    pub(super) fn bind_sum(&mut self) -> bool {
        let is_fit =
            |kind: Kind| kind.is_number() || matches!(kind, Kind::Text | Kind::List | Kind::Tuple);
        let Some(left) = self.find(is_fit) else { return false };
        let object = *self.state.object(self.state.bound(left));
        let right = match object.kind {
            Kind::List | Kind::Tuple => {
                if object.is_opaque || object.len > SUM_LEN_MAX {
                    return false;
                }
                let count = self.dice.between(1, 2);
                if object.kind == Kind::List { self.list(count) } else { self.tuple(count) }
            }
            Kind::Text => self.literal_of(Kind::Text),
            _ => self.literal_of(Kind::Int),
        };
        let is_sure = self.is_sure(left) && right.is_sure;
        let sum = self.sum(&object, right.object);
        self.bind(Expression::Add(Value::Name(name(left)), right.value), sum, is_sure)
    }

    fn sum(&mut self, left: &super::state::Object, right: Ref) -> Ref {
        match left.kind {
            Kind::List | Kind::Tuple => {
                let right = *self.state.object(right);
                let sum = self.state.create(left.kind);
                if let Some(sum) = self.state.object_mut(sum) {
                    *sum = *left;
                    let len = usize::from(right.len).min(PARTS);
                    right.parts[..len].iter().for_each(|&item| sum.append(item));
                    // What is in a constant tuple is not followed.
                    sum.is_opaque = right.kind == Kind::Constant;
                }
                sum
            }
            Kind::Text => Ref::TEXT,
            Kind::Float => Ref::FLOAT,
            _ => Ref::INT,
        }
    }

    pub(super) fn literal_of(&mut self, kind: Kind) -> Operand {
        use crate::program::Literal;
        let (literal, object) = if kind == Kind::Text {
            (Literal::Text(String::from(self.dice.pick(&["a", "text"]))), Ref::TEXT)
        } else {
            (Literal::Int(self.dice.pick(&[1, 7, 1000])), Ref::INT)
        };
        Operand { value: Value::Literal(literal), object, is_sure: true }
    }

    /// Nothing deep is copied deep, and no more than a few times: a copy stored in what is copied doubles it.
    pub(super) fn bind_copy(&mut self) -> bool {
        let Some(index) = self.find(|kind| kind.is_collected() || kind.is_atom()) else {
            return false;
        };
        let original = self.named(index);
        let object = *self.state.object(original.object);
        let is_deep = self.copies_left > 0 && self.dice.percent(40);
        let copy = if object.kind.is_atom() || object.kind == Kind::Weak {
            original.object
        } else {
            let copy = self.state.create(object.kind);
            if let Some(copy) = self.state.object_mut(copy) {
                *copy = object;
                copy.is_opaque |= is_deep;
            }
            copy
        };
        let expression = if is_deep {
            self.copies_left -= 1;
            Expression::DeepCopy(original.value)
        } else {
            Expression::Copy(original.value)
        };
        self.bind(expression, copy, original.is_sure)
    }

    pub(super) fn call(&mut self) -> bool {
        if self.program.functions.is_empty() {
            return false;
        }
        let function = self.dice.below(self.program.functions.len());
        let count = self.program.functions[function].parameters.len();
        let arguments: Vec<_> = (0..count).map(|_| self.value()).collect();
        let is_raising = self.raising >> function & 1 == 1;
        let is_sure = !is_raising && arguments.iter().all(|argument| argument.is_sure);
        arguments.iter().for_each(|argument| self.state.expose(argument.object));
        let arguments = arguments.into_iter().map(|argument| argument.value).collect();
        let function_id = FunctionId(number(function));
        if self.dice.percent(40) {
            return self.write(Statement::Call(function_id, arguments), is_sure);
        }
        let returns = self.program.functions[function].returns;
        let result = if returns.is_some() { Ref::UNKNOWN } else { Ref::CONSTANT };
        self.bind(Expression::Call(function_id, arguments), result, is_sure)
    }

    /// Objects that the collector knows go first.
    pub(super) fn delete(&mut self) -> bool {
        let is_fit = |kind: Kind| kind.is_collected() || kind == Kind::Deep;
        let found = self.find(is_fit).or_else(|| self.find(|kind| kind != Kind::Absent));
        let Some(index) = found else { return false };
        index != self.kept() && self.delete_name(index)
    }

    pub(super) fn delete_name(&mut self, index: usize) -> bool {
        let is_sure = self.is_sure(index);
        self.state.bind(index, Ref::ABSENT);
        let statement = if self.dice.percent(75) {
            Statement::Delete(name(index))
        } else {
            self.state.bind(index, Ref::CONSTANT);
            let none = Value::Literal(crate::program::Literal::None);
            return self.safe(Statement::Bind(name(index), Expression::Value(none)));
        };
        self.write(statement, is_sure)
    }

    /// `x = w()`: `None` where the referent is gone.
    pub(super) fn referent(&mut self) -> bool {
        let Some(index) = self.find(|kind| kind == Kind::Weak) else { return false };
        let referent = self.state.object(self.state.bound(index)).parts[0];
        let object = if self.state.is_bound(referent) { referent } else { Ref::UNKNOWN };
        let is_sure = self.is_sure(index);
        self.bind(Expression::Referent(name(index)), object, is_sure)
    }
}
