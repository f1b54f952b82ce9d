//! Shapes in which depth itself matters: comparisons that nest too deep, and deaths that have to wait.

use super::generator::{ClassTraits, Generator, name};
use super::state::{Kind, Ref};
use crate::program::{Argument, Expression, Statement, Value};

/// So many lists around an object, and its parts are just too deep for their deaths to nest (`PyTrash_UNWIND_LEVEL` is 50);
/// and the numbers around that.
const WRAPPED: [usize; 4] = [49, 48, 50, 98];

/// A deep copy takes two levels of calls for each list, of a thousand.
const TOO_DEEP: usize = 520;

impl Generator {
    /// Two containers that contain themselves are compared: as deep as calls may nest.
    pub(super) fn mirrored(&mut self) -> bool {
        let [left, right, _] = self.neighbours();
        let is_list = self.dice.percent(70);
        for index in [left, right] {
            let operand = if is_list { self.list(0) } else { self.dict(0) };
            self.bind_operand(index, operand);
            self.link(index, index);
        }
        self.interrupt();
        let [left, right] = [left, right].map(|index| Value::Name(name(index)));
        self.futile(Statement::Print(vec![Argument::Equal(left, right)]))
    }

    /// A tuple that contains itself by way of a list is copied deeply; or a list is that nests too deep for it.
    pub(super) fn copied_by_way_of_itself(&mut self) -> bool {
        let [tuple, list, copy] = self.neighbours();
        let operand = self.list(0);
        self.bind_operand(list, operand);
        if self.dice.percent(30) {
            let deep = self.state.create(Kind::Deep);
            self.state.bind(list, deep);
            let value = Value::List(vec![Value::Name(name(list))]);
            self.repeated(TOO_DEEP, Statement::Bind(name(list), Expression::Value(value)));
            self.risky(Statement::Bind(name(copy), Expression::DeepCopy(Value::Name(name(list)))));
            self.state.bind_perhaps(copy, Ref::UNKNOWN);
            self.unbind(&[list]);
            return true;
        }
        let inner = self.named(list);
        let object = self.state.create_of(Kind::Tuple, [inner.object]);
        self.state.expose(object);
        let value = Value::Tuple(vec![inner.value]);
        self.bind_to(tuple, Expression::Value(value), object, inner.is_sure);
        self.link(list, tuple);
        self.interrupt();
        self.risky(Statement::Bind(name(copy), Expression::DeepCopy(Value::Name(name(tuple)))));
        self.state.bind_perhaps(copy, Ref::UNKNOWN);
        self.unbind(&[tuple, list]);
        self.collect()
    }

    /// Two instances end a chain so long that their deaths wait: the finalizer of the one that dies first may look at a weak
    /// reference to the other.
    pub(super) fn waiting(&mut self) -> bool {
        let by_sight = |class: &ClassTraits| class.finalizer && class.sees.is_some();
        let seeing = self.classes.iter().position(by_sight);
        let Some(class) = seeing.or(self.classes.iter().position(|class| class.finalizer)) else {
            return false;
        };
        let names = self.neighbours();
        let [list, first, last] = names;
        let operands = [self.list(0), self.instance_of(class), self.instance()];
        for (index, operand) in names.into_iter().zip(operands) {
            self.bind_operand(index, operand);
        }
        let seen = self.classes[class].sees.filter(|seen| !names.contains(seen));
        if let Some(target) = seen.or_else(|| self.outside(&names)) {
            self.weak_reference_to(last, target);
        }
        self.link(list, first);
        self.link(list, last);
        self.unbind(&[first, last]);
        self.interrupt();
        self.wrap(list);
        self.unbind(&[list]);
        true
    }

    /// Puts what the name is bound to deep into lists.
    pub(super) fn wrap(&mut self, index: usize) {
        let count = self.dice.pick(&WRAPPED);
        self.chained += count;
        let deep = self.state.create(Kind::Deep);
        self.state.bind(index, deep);
        let value = Value::List(vec![Value::Name(name(index))]);
        self.repeated(count, Statement::Bind(name(index), Expression::Value(value)));
    }
}
