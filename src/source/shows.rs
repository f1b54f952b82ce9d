//! Prints: what Python code can see of the heap.

use super::generator::{Generator, name, number};
use super::state::{Kind, Ref};
use crate::program::{Argument, Attribute, Literal, Statement, Value};

/// How deep a container is looked into before it is printed or compared.
const PLAIN_DEPTH_MAX: usize = 3;

/// An argument, and whether its evaluation cannot raise.
type Shown = Option<(Argument, bool)>;
type Show = fn(&mut Generator) -> Shown;

const SHOWS: [(Show, u8); 19] = [
    (Generator::show_literal, 2),
    (Generator::show_name, 6),
    (Generator::show_attribute, 4),
    (Generator::show_item, 4),
    (Generator::show_identity, 6),
    (Generator::show_same_id, 2),
    (Generator::show_equality, 4),
    (Generator::show_id_difference, 1),
    (Generator::show_type, 4),
    (Generator::show_len, 4),
    (Generator::show_count, 10),
    (Generator::show_is_dead, 8),
    (Generator::show_tracked, 7),
    (Generator::show_finalized, 5),
    (Generator::show_referents, 3),
    (Generator::show_generation, 4),
    (Generator::show_collect, 3),
    (Generator::show_garbage, 3),
    (Generator::show_collector, 8),
];

impl Generator {
    pub(super) fn show(&mut self) -> bool {
        let weights = SHOWS.map(|(_, weight)| weight);
        let count = self.dice.between(1, 3);
        let mut arguments = Vec::with_capacity(count);
        let mut is_sure = true;
        for _ in 0..count {
            let (show, _) = SHOWS[self.dice.weighted(&weights)];
            if let Some((argument, sure)) = show(self) {
                arguments.push(argument);
                is_sure &= sure;
            }
        }
        !arguments.is_empty() && self.write(Statement::Print(arguments), is_sure)
    }

    fn show_literal(&mut self) -> Shown {
        Some((Argument::Literal(self.literal().0), true))
    }

    /// A name of such a kind as a value.
    fn shown(&mut self, is_fit: impl Fn(Kind) -> bool) -> Option<(Value, bool)> {
        let index = self.find(is_fit)?;
        Some((Value::Name(name(index)), self.is_sure(index)))
    }

    /// Something whose text contains no address.
    fn show_name(&mut self) -> Shown {
        let index = self.find(|kind| kind.is_atom() || kind.is_container())?;
        self.is_plain(index).then(|| (Argument::Name(name(index)), self.is_sure(index)))
    }

    /// Whether what the name is bound to has a short text without addresses, and is compared without recursion. What
    /// finalizers and callbacks change may have been given anything.
    fn is_plain(&self, index: usize) -> bool {
        let object = self.state.bound(index);
        let is_atom = self.state.object(object).kind.is_atom();
        (is_atom && !self.state.is_volatile(index))
            || (self.has_sure_parts(index) && self.state.is_plain(object, PLAIN_DEPTH_MAX))
    }

    fn is_plain_part(&self, index: usize, part: Ref) -> bool {
        self.has_sure_parts(index) && self.state.is_plain(part, PLAIN_DEPTH_MAX)
    }

    fn show_attribute(&mut self) -> Shown {
        let index = self.find(Kind::is_instance)?;
        let object = *self.state.object(self.state.bound(index));
        let part = object.any_part(&mut self.dice)?;
        let attribute = Argument::Attribute(name(index), Attribute(number(part)));
        self.is_plain_part(index, object.part(part)).then_some((attribute, true))
    }

    fn show_item(&mut self) -> Shown {
        let index = self.find(|kind| matches!(kind, Kind::Tuple | Kind::List | Kind::Dict))?;
        let (key, part) = self.any_item(index)?;
        self.is_plain_part(index, part).then(|| (Argument::Item(name(index), key), true))
    }

    fn show_identity(&mut self) -> Shown {
        let (left, is_left_sure) = self.shown(|kind| kind != Kind::Absent)?;
        if self.dice.percent(20) {
            return Some((Argument::Is(left, Value::Literal(Literal::None)), is_left_sure));
        }
        let (right, is_right_sure) = self.shown(|kind| kind != Kind::Absent)?;
        Some((Argument::Is(left, right), is_left_sure && is_right_sure))
    }

    fn show_same_id(&mut self) -> Shown {
        let (left, is_left_sure) = self.shown(|kind| kind != Kind::Absent)?;
        let (right, is_right_sure) = self.shown(|kind| kind != Kind::Absent)?;
        Some((Argument::SameId(left, right), is_left_sure && is_right_sure))
    }

    fn show_equality(&mut self) -> Shown {
        let is_fit = |kind: Kind| kind.is_atom() || kind.is_container() || kind.is_instance();
        let (left, right) = (self.find(is_fit)?, self.find(is_fit)?);
        let is_short = |index| self.state.kind(index).is_instance() || self.is_plain(index);
        let is_sure = self.is_sure(left) && self.is_sure(right);
        (is_short(left) && is_short(right) && is_sure)
            .then(|| (Argument::Equal(Value::Name(name(left)), Value::Name(name(right))), true))
    }

    /// Only where the addresses have nothing to do with it.
    fn show_id_difference(&mut self) -> Shown {
        let (value, is_sure) = self.shown(|kind| kind == Kind::SmallInt)?;
        is_sure.then(|| (Argument::IdDifference(value.clone(), value), true))
    }

    fn show_type(&mut self) -> Shown {
        let (value, is_sure) = self.shown(|kind| kind != Kind::Absent)?;
        Some((Argument::TypeName(value), is_sure))
    }

    fn show_len(&mut self) -> Shown {
        let (value, is_sure) = self.shown(|kind| kind.is_container() || kind == Kind::Text)?;
        Some((Argument::Len(value), is_sure))
    }

    /// What constants' counts are is the interpreter's own affair, and so is that of what may be one.
    fn show_count(&mut self) -> Shown {
        let is_judged = self.options.judged;
        let (value, is_sure) =
            self.shown(|kind| kind.is_collected() || (!is_judged && kind == Kind::Deep))?;
        (is_sure || !is_judged).then_some((Argument::ReferenceCount(value), is_sure))
    }

    fn show_is_dead(&mut self) -> Shown {
        let index = self.find(|kind| kind == Kind::Weak)?;
        Some((Argument::IsDead(name(index)), self.is_sure(index)))
    }

    fn show_tracked(&mut self) -> Shown {
        let (value, is_sure) = self.shown(Kind::is_collected)?;
        (is_sure || !self.options.judged).then_some((Argument::IsTracked(value), is_sure))
    }

    fn show_finalized(&mut self) -> Shown {
        let (value, is_sure) = self.shown(|kind| kind.is_instance() || kind == Kind::Unknown)?;
        Some((Argument::IsFinalized(value), is_sure))
    }

    fn show_referents(&mut self) -> Shown {
        let (value, is_sure) = self.shown(Kind::is_container)?;
        Some((Argument::ReferentsLen(value), is_sure))
    }

    fn show_generation(&mut self) -> Shown {
        let is_fit = |kind: Kind| kind.is_instance() || kind == Kind::Weak;
        let (value, is_sure) = self.shown(is_fit)?;
        let generation = self.dice.pick(&[0, 1, 2]);
        Some((Argument::InGeneration(value, generation), is_sure))
    }

    fn show_collect(&mut self) -> Shown {
        Some((Argument::Collect(self.generation()), true))
    }

    fn show_garbage(&mut self) -> Shown {
        Some((Argument::GarbageLen, true))
    }

    /// The interpreter's own objects are among what most of these count.
    fn show_collector(&mut self) -> Shown {
        if self.options.judged {
            return Some((Argument::GarbageLen, true));
        }
        let argument = match self.dice.below(5) {
            0 => Argument::Thresholds,
            1 => Argument::IsEnabled,
            2 => Argument::FreezeCount,
            3 => Argument::Collections(self.dice.pick(&[0, 1, 2])),
            _ => Argument::Counts,
        };
        Some((argument, true))
    }
}
