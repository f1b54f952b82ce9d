//! Values: names, literals, displays, new instances, with what they are believed to be.

use super::generator::{Generator, name, number};
use super::state::{Kind, Ref};
use crate::program::{ClassId, Key, Literal, Value};

/// A value of the text, the object that it is, and whether its evaluation cannot raise.
#[derive(Debug)]
pub(super) struct Operand {
    pub(super) value: Value,
    pub(super) object: Ref,
    pub(super) is_sure: bool,
}

/// The keys of dicts, in the order of their number.
pub(super) fn key(index: usize) -> Key {
    match index {
        0 => text_key("k"),
        1 => text_key("m"),
        2 => Key::Int(0),
        3 => Key::Int(1000),
        4 => text_key("key"),
        _ => Key::Int(-1),
    }
}

fn text_key(text: &str) -> Key {
    Key::Text(String::from(text))
}

impl Generator {
    /// A value to store: mostly a name.
    pub(super) fn value(&mut self) -> Operand {
        match self.dice.weighted(&[62, 14, 14, 10]) {
            0 => self.any_name(),
            1 => self.instance(),
            2 => self.literal_value(),
            _ => {
                let count = self.dice.between(0, 2);
                self.display(count)
            }
        }
    }

    /// A name that is bound, or `None`.
    pub(super) fn any_name(&mut self) -> Operand {
        match self.find(|kind| !matches!(kind, Kind::Absent | Kind::Deep)) {
            Some(index) => self.named(index),
            None => sure(Value::Literal(Literal::None), Ref::CONSTANT),
        }
    }

    pub(super) fn named(&self, index: usize) -> Operand {
        Operand {
            value: Value::Name(name(index)),
            object: self.state.bound(index),
            is_sure: self.is_sure(index),
        }
    }

    pub(super) fn instance(&mut self) -> Operand {
        if self.classes.is_empty() {
            return sure(Value::List(Vec::new()), self.state.create(Kind::List));
        }
        let class = self.dice.below(self.classes.len());
        self.instance_of(class)
    }

    pub(super) fn instance_of(&mut self, class: usize) -> Operand {
        let kind = Kind::Instance(u8::try_from(class).unwrap_or(u8::MAX));
        sure(Value::New(ClassId(number(class))), self.state.create(kind))
    }

    pub(super) fn literal_value(&mut self) -> Operand {
        let (literal, object) = self.literal();
        sure(Value::Literal(literal), object)
    }

    pub(super) fn literal(&mut self) -> (Literal, Ref) {
        match self.dice.below(12) {
            0..3 => (Literal::Int(self.dice.pick(&[0, 1, 2, -5, 256])), Ref::SMALL_INT),
            3..6 => (Literal::Int(self.dice.pick(&[257, 1000, -6, 1 << 40])), Ref::INT),
            6 | 7 => (Literal::Float(self.dice.pick(&[0.5, 2.5, -1.0])), Ref::FLOAT),
            8 | 9 => {
                let text = self.dice.pick(&["text", "a", "some", "b c"]);
                (Literal::Text(String::from(text)), Ref::TEXT)
            }
            10 => (Literal::Bool(true), Ref::CONSTANT),
            _ => (Literal::None, Ref::CONSTANT),
        }
    }

    /// A list, tuple, dict or set of that many items; a set has at least one.
    pub(super) fn display(&mut self, count: usize) -> Operand {
        match self.dice.weighted(&[10, 6, 6, 3]) {
            0 => self.list(count),
            1 => self.tuple(count),
            2 => self.dict(count),
            _ => self.set(count.max(1)),
        }
    }

    /// An item of a display: no display of its own.
    fn item(&mut self) -> Operand {
        match self.dice.weighted(&[70, 15, 15]) {
            0 => self.any_name(),
            1 => self.instance(),
            _ => self.literal_value(),
        }
    }

    pub(super) fn list(&mut self, count: usize) -> Operand {
        let object = self.state.create(Kind::List);
        let (items, is_sure) = self.items(object, count);
        Operand { value: Value::List(items), object, is_sure }
    }

    /// A tuple of literals is a constant, and so is the empty one.
    pub(super) fn tuple(&mut self, count: usize) -> Operand {
        let object = self.state.create(Kind::Tuple);
        let (items, is_sure) = self.items(object, count);
        let is_constant = items.iter().all(|item| matches!(item, Value::Literal(_)));
        let object = if is_constant { Ref::CONSTANT } else { object };
        Operand { value: Value::Tuple(items), object, is_sure }
    }

    fn items(&mut self, object: Ref, count: usize) -> (Vec<Value>, bool) {
        let mut items = Vec::with_capacity(count);
        let mut is_sure = true;
        for _ in 0..count {
            let item = self.item();
            is_sure &= item.is_sure;
            if let Some(display) = self.state.object_mut(object) {
                display.append(item.object);
            }
            items.push(item.value);
        }
        (items, is_sure)
    }

    pub(super) fn dict(&mut self, count: usize) -> Operand {
        let object = self.state.create(Kind::Dict);
        let mut items = Vec::with_capacity(count);
        let mut is_sure = true;
        for _ in 0..count {
            let index = self.dice.below(super::state::PARTS);
            let item = self.item();
            is_sure &= item.is_sure;
            if let Some(dict) = self.state.object_mut(object) {
                dict.parts[index] = item.object;
            }
            items.push((key(index), item.value));
        }
        Operand { value: Value::Dict(items), object, is_sure }
    }

    /// Numbers, and one item of another kind. More than one of those would stand in an order of the interpreter's own.
    pub(super) fn set(&mut self, count: usize) -> Operand {
        let object = self.state.create(Kind::Set);
        let numbers = if self.options.judged { count - 1 } else { self.dice.below(count) };
        let mut items = Vec::with_capacity(count);
        let mut is_sure = true;
        for index in 0..count {
            let item =
                if index < numbers { self.set_number() } else { self.set_item_of_any_kind() };
            let kind = self.state.object(item.object).kind;
            is_sure &= item.is_sure && kind != Kind::Weak;
            if let Some(set) = self.state.object_mut(object) {
                set.append(item.object);
            }
            items.push(item.value);
        }
        Operand { value: Value::Set(items), object, is_sure }
    }

    fn set_number(&mut self) -> Operand {
        match self.find(Kind::is_number) {
            Some(index) if self.dice.percent(50) => self.named(index),
            _ => sure(Value::Literal(Literal::Int(self.dice.pick(&[1, 2, 300]))), Ref::INT),
        }
    }

    fn set_item_of_any_kind(&mut self) -> Operand {
        let is_hashable =
            |kind: Kind| kind.is_instance() || kind == Kind::Weak || kind == Kind::Text;
        match self.find(is_hashable) {
            Some(index) => self.named(index),
            None => self.set_number(),
        }
    }
}

fn sure(value: Value, object: Ref) -> Operand {
    Operand { value, object, is_sure: true }
}
