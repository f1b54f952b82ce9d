//! How programs begin, and shapes of several steps in which collectors have been found wrong.

use super::generator::{Generator, name};
use super::state::{Kind, Ref};
use super::values::Operand;
use crate::program::{Argument, Expression, Key, Statement, Value};

type Shape = fn(&mut Generator) -> bool;

const SHAPES: [(Shape, u8); 22] = [
    (Generator::watched_ring, 14),
    (Generator::ring, 6),
    (Generator::self_containing, 5),
    (Generator::untracking, 4),
    (Generator::fall, 3),
    (Generator::last_words, 6),
    (Generator::saved_garbage, 3),
    (Generator::frozen_garbage, 3),
    (Generator::old_and_young, 5),
    (Generator::mirrored, 1),
    (Generator::waiting, 6),
    (Generator::watchers, 8),
    (Generator::stale_watcher, 5),
    (Generator::eager, 6),
    (Generator::attribute_dict, 5),
    (Generator::crowd, 4),
    (Generator::refilled, 4),
    (Generator::emptied, 4),
    (Generator::kept_words, 4),
    (Generator::outlived, 5),
    (Generator::copied_by_way_of_itself, 2),
    (Generator::crowded_set, 2),
];

impl Generator {
    pub(super) fn shape(&mut self) -> bool {
        let weights = SHAPES.map(|(_, weight)| weight);
        SHAPES[self.dice.weighted(&weights)].0(self)
    }

    /// The first steps: thresholds, the list that bodies use, and a heap that is empty, full, old, frozen or fragmented.
    pub(super) fn write_prelude(&mut self) {
        if !self.options.judged && self.dice.percent(40) {
            let thresholds = self.thresholds();
            self.safe(Statement::SetThreshold(thresholds));
        }
        let kept = self.state.create(Kind::List);
        self.state.expose(kept);
        let list = Operand { value: Value::List(Vec::new()), object: kept, is_sure: true };
        let index = self.kept();
        self.bind_operand(index, list);
        match self.dice.weighted(&[4, 3, 3, 1, 2]) {
            0 => {}
            1 => self.fill(),
            2 => {
                self.fill();
                self.age(2);
            }
            3 => {
                self.fill();
                self.safe(Statement::Freeze);
            }
            _ => self.fragment(),
        }
    }

    /// Binds most names.
    fn fill(&mut self) {
        for index in 0..self.kept() {
            let operand = match self.dice.weighted(&[5, 4, 2]) {
                0 => self.instance(),
                1 => {
                    let count = self.dice.between(0, 2);
                    self.display(count)
                }
                _ => self.literal_value(),
            };
            self.bind_operand(index, operand);
        }
    }

    /// Up to that many collections, so that what there is gets old.
    fn age(&mut self, most: usize) {
        for _ in 0..self.dice.between(1, most) {
            let generation = self.dice.pick(&[None, Some(0), Some(1)]);
            self.safe(Statement::Collect(generation));
        }
    }

    /// Many objects, then holes among them.
    fn fragment(&mut self) {
        let target = self.target();
        let list = self.list(0);
        self.bind_operand(target, list);
        let count = self.dice.pick(&[6, 12, 30]);
        let item = if self.dice.percent(50) { self.instance() } else { self.list(0) };
        self.repeated(count, Statement::Append(name(target), item.value));
        if !self.is_sure(target) {
            return;
        }
        let hole = self.dice.pick(&[0, 1, -1]);
        let holes = self.dice.between(1, count / 2);
        self.repeated(holes, Statement::DeleteItem(name(target), Key::Int(hole)));
        let object = self.state.bound(target);
        if let Some(list) = self.state.object_mut(object) {
            (holes..count).for_each(|_| list.append(item.object));
        }
    }
}

/// Parts of shapes.
impl Generator {
    /// One of the other steps, now and then, so that shapes meet.
    pub(super) fn interrupt(&mut self) {
        if self.dice.percent(25) {
            let is_written = match self.dice.below(4) {
                0 => self.show(),
                1 => self.delete(),
                2 => self.collect(),
                _ => self.bind_instance(),
            };
            debug_assert!(is_written || !self.program.main.is_empty(), "the prelude has a step");
        }
    }

    /// Two or three neighbouring names.
    pub(super) fn neighbours(&mut self) -> [usize; 3] {
        let first = self.target();
        let count = self.kept();
        [first, (first + 1) % count, (first + 2) % count]
    }

    /// A new instance or container bound to the name; instances where the ring is to be watched.
    fn node(&mut self, index: usize, instances: bool) {
        let operand = match self.dice.weighted(&[if instances { 20 } else { 4 }, 3, 2]) {
            0 => self.instance(),
            1 => self.list(0),
            _ => self.dict(0),
        };
        self.bind_operand(index, operand);
    }

    /// Makes the first name's object refer to the second's.
    pub(super) fn link(&mut self, from: usize, to: usize) {
        let value = self.named(to);
        match self.state.kind(from) {
            Kind::Instance(_) => drop(self.set_attribute_of(from, value)),
            Kind::List => drop(self.append_to(from, value)),
            Kind::Dict => {
                let object = self.state.bound(from);
                if let Some(dict) = self.state.object_mut(object) {
                    dict.parts[0] = value.object;
                }
                let key = super::values::key(0);
                let is_sure = self.is_sure(from) && value.is_sure;
                self.write(Statement::SetItem(name(from), key, value.value), is_sure);
            }
            _ => {}
        }
    }

    pub(super) fn unbind(&mut self, names: &[usize]) {
        for &index in names {
            if self.state.bound(index) != Ref::ABSENT {
                self.delete_name(index);
            }
        }
    }

    /// Collections of rising generations, or a full one.
    fn collect_up(&mut self) {
        if self.dice.percent(50) {
            self.collect();
            return;
        }
        for generation in [0, 1, 2] {
            self.safe(Statement::Print(vec![Argument::Collect(Some(generation))]));
        }
    }

    fn build_ring(&mut self, instances: bool) -> ([usize; 3], usize) {
        let names = self.neighbours();
        let count = self.dice.between(2, 3);
        for &index in &names[..count] {
            self.node(index, instances);
        }
        for index in 0..count {
            self.link(names[index], names[(index + 1) % count]);
        }
        (names, count)
    }
}

impl Generator {
    /// Garbage in a ring, with two or more weak references, some of which die with it.
    fn watched_ring(&mut self) -> bool {
        let (names, count) = self.build_ring(true);
        let watchers = self.dice.between(2, 3);
        for _ in 0..watchers {
            let Some(target) = self.outside(&names) else { break };
            let watched = names[self.dice.below(count)];
            if self.class_of(watched).is_some_and(|(_, class)| class.weak) {
                self.weak_reference_to(watched, target);
                self.place(target, &names[..count]);
            }
        }
        if self.dice.percent(60) {
            self.age(2);
        }
        self.interrupt();
        self.unbind(&names[..count]);
        self.collect_up();
        true
    }

    /// A name that is none of these.
    pub(super) fn outside(&mut self, names: &[usize]) -> Option<usize> {
        let count = self.kept();
        let start = self.dice.below(count);
        (start..count).chain(0..start).find(|index| !names.contains(index))
    }

    /// Leaves a weak reference where it is, or puts it into the ring or into a list outside.
    fn place(&mut self, index: usize, ring: &[usize]) {
        match self.dice.weighted(&[3, 5, 4]) {
            0 => {}
            1 => {
                let node = self.dice.pick(ring);
                self.link(node, index);
            }
            _ => {
                let kept = self.kept();
                let value = self.named(index);
                self.append_to(kept, value);
                self.unbind(&[index]);
            }
        }
    }

    fn ring(&mut self) -> bool {
        let (names, count) = self.build_ring(false);
        if self.dice.percent(40) {
            self.age(2);
        }
        self.interrupt();
        self.unbind(&names[..count]);
        self.collect();
        true
    }

    fn self_containing(&mut self) -> bool {
        let index = self.target();
        self.node(index, false);
        self.link(index, index);
        self.interrupt();
        if self.dice.percent(70) {
            self.unbind(&[index]);
        }
        self.collect()
    }

    /// Tuples and dicts of atoms leave the collector's sight.
    fn untracking(&mut self) -> bool {
        let [index, atom, _] = self.neighbours();
        let literal = self.literal_value();
        self.bind_operand(atom, literal);
        let value = self.named(atom);
        let is_tuple = self.dice.percent(50);
        let object =
            self.state.create_of(if is_tuple { Kind::Tuple } else { Kind::Dict }, [value.object]);
        let inner = value.value;
        let container = match (is_tuple, self.dice.percent(30)) {
            (true, false) => Value::Tuple(vec![inner]),
            (true, true) => Value::Tuple(vec![Value::Tuple(vec![inner])]),
            (false, _) => Value::Dict(vec![(super::values::key(0), inner)]),
        };
        let is_sure = value.is_sure;
        self.state.expose(object);
        self.bind_to(index, Expression::Value(container), object, is_sure);
        for _ in 0..2 {
            let tracked = Argument::IsTracked(Value::Name(name(index)));
            let is_sure = self.is_sure(index);
            self.write(Statement::Print(vec![tracked]), is_sure);
            let generation = self.generation();
            self.safe(Statement::Collect(generation));
        }
        true
    }

    /// A chain, dropped.
    fn fall(&mut self) -> bool {
        let index = self.target();
        let operand = if self.dice.percent(50) { self.instance() } else { self.list(0) };
        self.bind_operand(index, operand);
        self.chain();
        self.interrupt();
        self.unbind(&[index]);
        true
    }

    /// An instance with a finalizer dies, alone or in a cycle; what the finalizer saved dies again.
    fn last_words(&mut self) -> bool {
        let Some(class) = self.classes.iter().position(|class| class.finalizer) else {
            return false;
        };
        let [index, other, _] = self.neighbours();
        let operand = self.instance_of(class);
        self.bind_operand(index, operand);
        if self.dice.percent(60) {
            self.node(other, true);
            self.link(index, other);
            self.link(other, index);
            self.unbind(&[other]);
        }
        self.interrupt();
        self.unbind(&[index]);
        self.collect();
        let saved = self.saved();
        if self.state.is_volatile(saved) {
            self.risky(Statement::Delete(name(saved)));
            self.collect();
        }
        if self.dice.percent(40) {
            let kept = self.kept();
            self.clear_name(kept);
        }
        true
    }

    /// `gc.DEBUG_SAVEALL`: what would be reclaimed goes to `gc.garbage`.
    fn saved_garbage(&mut self) -> bool {
        self.safe(Statement::SaveAll(true));
        self.ring();
        self.safe(Statement::Print(vec![Argument::GarbageLen]));
        self.safe(Statement::SaveAll(false));
        self.interrupt();
        self.safe(Statement::ClearGarbage);
        self.collect()
    }

    fn frozen_garbage(&mut self) -> bool {
        let (names, count) = self.build_ring(false);
        self.safe(Statement::Freeze);
        self.unbind(&names[..count]);
        self.collect();
        self.interrupt();
        self.safe(Statement::Unfreeze);
        self.collect()
    }

    /// An old object that only young garbage holds, which dies of the clearing of that.
    fn outlived(&mut self) -> bool {
        let names = self.neighbours();
        let [old, young, _] = names;
        let class = self.classes.iter().position(|class| class.finalizer);
        let operand = match class {
            Some(class) if self.dice.percent(70) => self.instance_of(class),
            _ => self.instance(),
        };
        self.bind_operand(old, operand);
        let is_weak = self.class_of(old).is_some_and(|(_, class)| class.weak);
        if let Some(target) = self.outside(&names).filter(|_| is_weak) {
            self.weak_reference_to(old, target);
        }
        if self.dice.percent(20) {
            self.wrap(old);
        }
        self.age(2);
        self.node(young, false);
        self.link(young, young);
        self.link(young, old);
        self.interrupt();
        self.unbind(&[old, young]);
        self.safe(Statement::Collect(Some(0)))
    }

    /// Old garbage that holds young objects, or is held by young garbage.
    fn old_and_young(&mut self) -> bool {
        let (names, count) = self.build_ring(false);
        self.age(2);
        let Some(young) = self.outside(&names) else { return true };
        self.node(young, false);
        self.link(young, names[0]);
        if self.dice.percent(60) {
            self.link(names[0], young);
        }
        self.unbind(&names[..count]);
        self.interrupt();
        self.unbind(&[young]);
        self.collect_up();
        true
    }
}
