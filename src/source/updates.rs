//! Steps that change an object, and steps that raise on purpose.

use super::generator::{Generator, name, number};
use super::state::{Kind, Object, PARTS};
use super::values::key;
use crate::program::{Attribute, Expression, FunctionId, Key, Literal, Statement, Value};

/// The longest list that a step extends by another.
const EXTENDED_LEN_MAX: u8 = 24;

impl Generator {
    fn update(&mut self, index: usize, change: impl FnOnce(&mut Object)) {
        let object = self.state.bound(index);
        if let Some(object) = self.state.object_mut(object) {
            change(object);
        }
    }

    pub(super) fn set_item(&mut self) -> bool {
        let is_fit = |kind| matches!(kind, Kind::List | Kind::Dict);
        let Some(index) = self.find(is_fit) else { return false };
        let is_dict = self.state.kind(index) == Kind::Dict;
        let object = *self.state.object(self.state.bound(index));
        let len = if is_dict { PARTS } else { usize::from(object.len).min(PARTS) };
        if len == 0 {
            return false;
        }
        let item = self.dice.below(len);
        let key = if is_dict { key(item) } else { Key::Int(i64::from(number(item))) };
        let value = self.value();
        self.update(index, |object| object.parts[item] = value.object);
        let is_sure = if is_dict { self.is_sure(index) } else { self.has_sure_parts(index) };
        self.write(Statement::SetItem(name(index), key, value.value), is_sure && value.is_sure)
    }

    pub(super) fn set_attribute(&mut self) -> bool {
        let Some(index) = self.find(Kind::is_instance) else { return false };
        let value = self.value();
        self.set_attribute_of(index, value)
    }

    /// Sets some attribute that the instance takes.
    pub(super) fn set_attribute_of(&mut self, index: usize, value: super::values::Operand) -> bool {
        let Some((_, traits)) = self.class_of(index) else { return false };
        let start = self.dice.below(self.attributes);
        let mut attributes = (start..self.attributes).chain(0..start);
        let Some(attribute) = attributes.find(|part| traits.attributes >> part & 1 == 1) else {
            return false;
        };
        self.update(index, |object| object.parts[attribute] = value.object);
        let is_sure = self.is_sure(index) && value.is_sure;
        let attribute = Attribute(number(attribute));
        self.write(Statement::SetAttribute(name(index), attribute, value.value), is_sure)
    }

    pub(super) fn grow_list(&mut self) -> bool {
        let Some(index) = self.find(|kind| kind == Kind::List) else { return false };
        match self.dice.weighted(&[7, 2, 2]) {
            0 => {
                let value = self.value();
                self.append_to(index, value)
            }
            1 => {
                let value = self.value();
                let is_sure = self.is_sure(index) && value.is_sure;
                self.update(index, |list| list.insert_first(value.object));
                self.write(Statement::Insert(name(index), 0, value.value), is_sure)
            }
            _ => self.extend(index),
        }
    }

    pub(super) fn append_to(&mut self, index: usize, value: super::values::Operand) -> bool {
        let is_sure = self.is_sure(index) && value.is_sure;
        self.update(index, |list| list.append(value.object));
        self.write(Statement::Append(name(index), value.value), is_sure)
    }

    fn extend(&mut self, index: usize) -> bool {
        let Some(other) = self.find(|kind| matches!(kind, Kind::List | Kind::Tuple | Kind::Set))
        else {
            return false;
        };
        let added = *self.state.object(self.state.bound(other));
        let list = self.state.object(self.state.bound(index));
        if added.is_opaque || added.len.saturating_add(list.len) > EXTENDED_LEN_MAX {
            return false;
        }
        let is_sure = self.is_sure(index) && self.is_sure(other);
        let count = usize::from(added.len).min(PARTS);
        self.update(index, |list| added.parts[..count].iter().for_each(|&item| list.append(item)));
        self.write(Statement::Extend(name(index), Value::Name(name(other))), is_sure)
    }

    pub(super) fn shrink(&mut self) -> bool {
        match self.dice.weighted(&[4, 4, 3, 3]) {
            0 => self.pop(),
            1 => self.delete_item(),
            2 => self.delete_attribute(),
            _ => self.clear(),
        }
    }

    fn pop(&mut self) -> bool {
        let Some(index) = self.find(|kind| kind == Kind::List) else { return false };
        if self.state.object(self.state.bound(index)).len == 0 {
            return false;
        }
        let is_sure = self.has_sure_parts(index);
        let mut item = super::state::Ref::UNKNOWN;
        self.update(index, |list| item = list.pop());
        self.bind(Expression::Pop(name(index)), item, is_sure)
    }

    fn delete_item(&mut self) -> bool {
        let is_fit = |kind| matches!(kind, Kind::List | Kind::Dict);
        let Some(index) = self.find(is_fit) else { return false };
        let object = *self.state.object(self.state.bound(index));
        let is_sure = self.has_sure_parts(index);
        if object.kind == Kind::Dict {
            let Some(part) = object.any_part(&mut self.dice) else { return false };
            self.update(index, |dict| dict.parts[part] = super::state::Ref::ABSENT);
            return self.write(Statement::DeleteItem(name(index), key(part)), is_sure);
        }
        let len = usize::from(object.len).min(PARTS);
        if len == 0 {
            return false;
        }
        let item = self.dice.below(len);
        self.update(index, |list| list.remove(item));
        let key = Key::Int(i64::from(number(item)));
        self.write(Statement::DeleteItem(name(index), key), is_sure)
    }

    fn delete_attribute(&mut self) -> bool {
        let Some(index) = self.find(Kind::is_instance) else { return false };
        let object = *self.state.object(self.state.bound(index));
        let Some(part) = object.any_part(&mut self.dice) else { return false };
        let is_sure = self.has_sure_parts(index);
        self.update(index, |instance| instance.parts[part] = super::state::Ref::ABSENT);
        let attribute = Attribute(number(part));
        self.write(Statement::DeleteAttribute(name(index), attribute), is_sure)
    }

    fn clear(&mut self) -> bool {
        let is_fit = |kind| matches!(kind, Kind::List | Kind::Dict | Kind::Set);
        let Some(index) = self.find(is_fit) else { return false };
        self.clear_name(index)
    }

    pub(super) fn clear_name(&mut self, index: usize) -> bool {
        self.update(index, Object::clear);
        let is_sure = self.is_sure(index);
        self.write(Statement::Clear(name(index)), is_sure)
    }

    /// Rebinds a number, a text or a tuple; changes a list in place.
    pub(super) fn augment(&mut self) -> bool {
        let is_fit =
            |kind: Kind| kind.is_number() || matches!(kind, Kind::Text | Kind::List | Kind::Tuple);
        let Some(index) = self.find(is_fit) else { return false };
        let kind = self.state.kind(index);
        let right = match kind {
            Kind::List => self.list(1),
            Kind::Tuple => self.tuple(1),
            Kind::Text => self.literal_of(Kind::Text),
            _ => self.literal_of(Kind::Int),
        };
        let is_sure = self.is_sure(index) && right.is_sure;
        let added = self.state.object(right.object).parts[0];
        match kind {
            Kind::List => self.update(index, |list| list.append(added)),
            Kind::Tuple => {
                let mut sum = *self.state.object(self.state.bound(index));
                sum.append(added);
                let object = self.state.create(Kind::Tuple);
                self.state.bind(index, object);
                self.update(index, |tuple| *tuple = sum);
            }
            Kind::Text | Kind::Float => {}
            _ => self.state.bind(index, super::state::Ref::INT),
        }
        self.write(Statement::Augment(name(index), right.value), is_sure)
    }

    /// A step that raises, as far as is known: exceptions must leave everything as it was.
    pub(super) fn wild(&mut self) -> bool {
        let Some(index) = self.find(|kind| kind.is_atom() || kind == Kind::Tuple) else {
            return false;
        };
        let (wrong, value) = (name(index), self.any_name().value);
        let attribute = Attribute(number(self.dice.below(self.attributes)));
        let target = name(self.target());
        let bind = |expression| Statement::Bind(target, expression);
        let unhashable = Value::Set(vec![Value::List(vec![value.clone()])]);
        let statement = match self.dice.below(14) {
            0 => Statement::Append(wrong, value),
            1 => Statement::SetAttribute(wrong, attribute, value),
            2 => bind(Expression::Attribute(wrong, attribute)),
            3 => bind(Expression::WeakReference(Value::Name(wrong), None)),
            4 => bind(Expression::Item(wrong, Key::Int(1000))),
            5 => Statement::SetItem(wrong, Key::Int(0), value),
            6 => bind(Expression::Value(unhashable)),
            7 => bind(Expression::Pop(wrong)),
            8 => bind(Expression::Referent(wrong)),
            9 => bind(Expression::Add(Value::Dict(Vec::new()), value)),
            10 => Statement::DeleteItem(wrong, Key::Int(0)),
            11 => Statement::DeleteAttribute(wrong, attribute),
            12 => return self.call_wrongly(value),
            _ => match self.find(|kind| kind == Kind::Absent) {
                Some(unbound) => Statement::Delete(name(unbound)),
                None => Statement::Extend(wrong, Value::Literal(Literal::Int(1))),
            },
        };
        self.futile(statement)
    }

    /// With one argument too many.
    fn call_wrongly(&mut self, argument: Value) -> bool {
        if self.program.functions.is_empty() {
            return false;
        }
        let function = self.dice.below(self.program.functions.len());
        let count = self.program.functions[function].parameters.len() + 1;
        let arguments = vec![argument; count];
        self.futile(Statement::Call(FunctionId(number(function)), arguments))
    }
}
