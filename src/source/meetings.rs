//! Shapes in which two mechanisms meet: a weak reference and an allocation that collects, a callback and a dying object, an
//! attribute and the dict that it moves into.

use super::generator::{Generator, name, number};
use super::state::{Kind, Ref};
use super::values::{Operand, key};
use crate::program::{Argument, Expression, Literal, Statement, Value};

/// From so many instances on, a class has no room left for the names of attributes that they share
/// (CPython 3.11, `SHARED_KEYS_MAX_SIZE` is 30).
const CROWD: [usize; 3] = [29, 30, 31];

impl Generator {
    /// An object with several weak references, one of which may go before it does.
    pub(super) fn watchers(&mut self) -> bool {
        let names = self.neighbours();
        let operand = match self.classes.iter().position(|class| class.finalizer && class.weak) {
            Some(class) if self.dice.percent(50) => self.instance_of(class),
            _ => self.instance(),
        };
        self.bind_operand(names[0], operand);
        if self.class_of(names[0]).is_none_or(|(_, class)| !class.weak) {
            return true;
        }
        let kept = self.kept();
        for _ in 0..self.dice.between(2, 3) {
            self.weak_reference_to(names[0], names[1]);
            let value = self.named(names[1]);
            self.append_to(kept, value);
        }
        if self.dice.percent(50) {
            self.weak_reference_to(names[0], names[2]);
            self.weak_reference_to(names[0], names[1]);
            self.unbind(&names[2..]);
        }
        self.interrupt();
        self.unbind(&names[..1]);
        true
    }

    /// A weak reference is made by an allocation that collects another one to the same object.
    pub(super) fn stale_watcher(&mut self) -> bool {
        let Some(referent) = self.weak_target().filter(|_| !self.options.judged) else {
            return false;
        };
        let Some(target) = self.outside(&[referent]) else { return false };
        self.weak_reference_to(referent, target);
        let watcher = self.named(target);
        let list = self.state.create_of(Kind::List, [watcher.object]);
        let value = Value::List(vec![watcher.value]);
        self.bind_to(target, Expression::Value(value), list, watcher.is_sure);
        self.link(target, target);
        self.safe(Statement::Enable);
        self.unbind(&[target]);
        let [first, second] = [self.dice.pick(&[1, 1, 2]), self.dice.pick(&[0, 1, 3])];
        self.safe(Statement::SetThreshold([first, second, 10]));
        self.weak_reference_to(referent, target)
    }

    /// Collections start at nearly every allocation, or would if they were not disabled.
    pub(super) fn eager(&mut self) -> bool {
        if self.options.judged {
            return false;
        }
        if self.dice.percent(40) {
            self.safe(Statement::Collect(None));
        }
        let is_enabled = self.dice.percent(70);
        self.safe(if is_enabled { Statement::Enable } else { Statement::Disable });
        let thresholds = [self.dice.pick(&[1, 2, 3]), self.dice.pick(&[0, 1]), 0];
        self.safe(Statement::SetThreshold(thresholds));
        if self.dice.percent(50) { self.chain() } else { self.append_repeatedly() }
    }

    /// An instance's attributes move into a dict, and a cycle leads through it.
    pub(super) fn attribute_dict(&mut self) -> bool {
        let names = self.neighbours();
        let operand = self.instance();
        self.bind_operand(names[0], operand);
        if self.class_of(names[0]).is_none() {
            return true;
        }
        if self.dice.percent(60) {
            let value = self.value();
            self.set_attribute_of(names[0], value);
        }
        let copied = self.named(names[0]);
        let copy = *self.state.object(copied.object);
        let object = self.state.create(copy.kind);
        if let Some(object) = self.state.object_mut(object) {
            *object = copy;
        }
        self.bind_to(names[1], Expression::Copy(copied.value), object, copied.is_sure);
        self.interrupt();
        let linked = self.dice.pick(&names[..2]);
        self.link(linked, linked);
        if self.dice.percent(70) {
            self.unbind(&names[..2]);
        }
        self.collect()
    }

    /// So many instances of a class that the second attribute of one has no place in their layout.
    pub(super) fn crowd(&mut self) -> bool {
        let is_wide = |class: &super::generator::ClassTraits| !class.has_slots;
        let Some(class) = self.classes.iter().position(is_wide) else { return false };
        let [crowd, index, other] = self.neighbours();
        let list = self.list(0);
        self.bind_operand(crowd, list);
        let count = self.dice.pick(&CROWD);
        let one = self.instance_of(class);
        if let Some(list) = self.state.object_mut(self.state.bound(crowd)) {
            (0..count).for_each(|_| list.append(Ref::UNKNOWN));
        }
        self.repeated(count, Statement::Append(name(crowd), one.value));
        let one = self.instance_of(class);
        self.bind_operand(index, one);
        for attribute in 0..2 {
            let value = if self.dice.percent(50) { self.named(index) } else { self.value() };
            let attribute = crate::program::Attribute(number(attribute));
            self.risky(Statement::SetAttribute(name(index), attribute, value.value));
        }
        self.unbind(&[index, other]);
        self.collect()
    }

    /// More elements than the smallest table has room for; then some are popped.
    pub(super) fn crowded_set(&mut self) -> bool {
        let [index, other, number] = self.neighbours();
        let one = Operand {
            value: Value::Literal(Literal::Int(7)),
            object: Ref::SMALL_INT,
            is_sure: true,
        };
        self.bind_operand(number, one);
        // With a name among them they are no constant of the text.
        let numbers =
            (0..self.dice.between(5, 9)).map(|value| Value::Literal(Literal::Int(1 << value)));
        let elements = [Value::Name(name(number))].into_iter().chain(numbers).collect();
        let object = self.state.create(Kind::Set);
        self.state.expose(object);
        let is_sure = self.is_sure(number);
        self.bind_to(index, Expression::Value(Value::Set(elements)), object, is_sure);
        for _ in 0..self.dice.between(0, 3) {
            self.bind_to(other, Expression::Pop(name(index)), Ref::INT, is_sure);
        }
        if self.dice.percent(50) {
            let copy = self.state.create(Kind::Set);
            self.state.expose(copy);
            let value = Value::Name(name(index));
            self.bind_to(other, Expression::Copy(value), copy, is_sure);
        }
        let printed = Argument::Name(name(other));
        self.write(Statement::Print(vec![printed]), is_sure)
    }

    /// A key is put into a dict after another one was removed.
    pub(super) fn refilled(&mut self) -> bool {
        let index = self.target();
        let dict = self.dict(2);
        self.bind_operand(index, dict);
        let keys = [0, 1, 2, 3];
        for part in [0, 1] {
            let value = self.value();
            self.store_item(index, part, value);
        }
        self.remove_item(index, 0);
        let part = self.dice.pick(&keys);
        let value = self.value();
        self.store_item(index, part, value);
        true
    }

    /// A dict holds a container no longer.
    pub(super) fn emptied(&mut self) -> bool {
        let index = self.target();
        let dict = self.dict(0);
        self.bind_operand(index, dict);
        let container = if self.dice.percent(50) { self.list(0) } else { self.named(index) };
        self.store_item(index, 0, container);
        if self.dice.percent(50) {
            self.remove_item(index, 0);
        } else {
            let atom = self.literal_value();
            self.store_item(index, 0, atom);
        }
        self.interrupt();
        self.collect();
        let is_sure = self.is_sure(index);
        self.write(Statement::Print(vec![Argument::IsTracked(Value::Name(name(index)))]), is_sure)
    }

    /// The list that finalizers append to is cleared, and what is in it has finalizers.
    pub(super) fn kept_words(&mut self) -> bool {
        let Some(class) = self.classes.iter().position(|class| class.finalizer) else {
            return false;
        };
        let kept = self.kept();
        for _ in 0..self.dice.between(1, 2) {
            let instance = self.instance_of(class);
            self.append_to(kept, instance);
        }
        self.interrupt();
        self.clear_name(kept)
    }

    fn store_item(&mut self, index: usize, part: usize, value: Operand) {
        let object = self.state.bound(index);
        if let Some(dict) = self.state.object_mut(object) {
            dict.parts[part] = value.object;
        }
        let is_sure = self.is_sure(index) && value.is_sure;
        self.write(Statement::SetItem(name(index), key(part), value.value), is_sure);
    }

    fn remove_item(&mut self, index: usize, part: usize) {
        let object = self.state.bound(index);
        if let Some(dict) = self.state.object_mut(object) {
            dict.parts[part] = Ref::ABSENT;
        }
        let is_sure = self.is_sure(index);
        self.write(Statement::DeleteItem(name(index), key(part)), is_sure);
    }
}
