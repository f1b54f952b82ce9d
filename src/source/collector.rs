//! Steps that speak to the collector, make weak references, or repeat.

use super::generator::{Generator, name, number};
use super::state::{Kind, Ref};
use super::values::Operand;
use crate::program::{Argument, Expression, FunctionId, Literal, Statement, Value};

/// From how many repetitions on a chain is too deep to be looked into.
const CHAIN_SHALLOW_MAX: usize = 12;

impl Generator {
    pub(super) fn collect(&mut self) -> bool {
        let generation = self.generation();
        if self.dice.percent(50) {
            self.safe(Statement::Print(vec![Argument::Collect(generation)]))
        } else {
            self.safe(Statement::Collect(generation))
        }
    }

    pub(super) fn generation(&mut self) -> Option<u8> {
        self.dice.pick(&[None, None, Some(0), Some(0), Some(1), Some(2)])
    }

    pub(super) fn steer_collector(&mut self) -> bool {
        let statement = match self.dice.weighted(&[3, 2, 5, 3, 3, 3, 2, 2]) {
            // Collections that nobody asked for come at different times in each interpreter.
            0 if self.options.judged => Statement::Disable,
            0 => Statement::Enable,
            1 => Statement::Disable,
            2 => Statement::SetThreshold(self.thresholds()),
            3 => Statement::Freeze,
            4 => Statement::Unfreeze,
            5 => Statement::SaveAll(false),
            6 => Statement::SaveAll(true),
            _ => Statement::ClearGarbage,
        };
        self.safe(statement)
    }

    /// Small ones, so that collections come every few steps; the first is 0, none at all, under a judge.
    pub(super) fn thresholds(&mut self) -> [u32; 3] {
        let first = self.dice.pick(&[0, 1, 1, 2, 3, 5, 10, 700]);
        let second = self.dice.pick(&[0, 1, 2, 3, 10]);
        let third = self.dice.pick(&[0, 1, 2, 10]);
        [if self.options.judged { 0 } else { first }, second, third]
    }

    /// `x = weakref.ref(…)`, mostly with a callback; then often stored where it outlives the name.
    pub(super) fn weak_reference(&mut self) -> bool {
        let Some(index) = self.weak_target() else { return false };
        let target = self.target();
        self.weak_reference_to(index, target);
        if self.dice.percent(40) {
            let value = self.named(target);
            self.store(value);
        }
        true
    }

    /// A name bound to what can be weakly referenced.
    pub(super) fn weak_target(&mut self) -> Option<usize> {
        let classes = &self.classes;
        self.state.find(&mut self.dice, |kind| match kind {
            Kind::Instance(class) => {
                classes.get(usize::from(class)).is_some_and(|class| class.weak)
            }
            kind => kind == Kind::Set,
        })
    }

    pub(super) fn weak_reference_to(&mut self, index: usize, target: usize) -> bool {
        let callback = self.callback();
        let referent = self.named(index);
        let object = self.state.create_of(Kind::Weak, [referent.object]);
        let expression = Expression::WeakReference(referent.value, callback);
        self.bind_to(target, expression, object, referent.is_sure)
    }

    /// A function of one parameter, most often.
    fn callback(&mut self) -> Option<FunctionId> {
        let function = self.dice.below(self.callbacks);
        (self.callbacks > 0 && self.dice.percent(70)).then(|| FunctionId(number(function)))
    }

    /// Puts a value into a container or an instance.
    pub(super) fn store(&mut self, value: Operand) -> bool {
        if self.dice.percent(50)
            && let Some(index) = self.find(Kind::is_instance)
        {
            return self.set_attribute_of(index, value);
        }
        match self.find(|kind| kind == Kind::List) {
            Some(index) => self.append_to(index, value),
            None => false,
        }
    }

    pub(super) fn repeat(&mut self) -> bool {
        match self.dice.weighted(&[5, 5, 4, 2, 2, 2]) {
            0 => self.chain(),
            1 => self.append_repeatedly(),
            2 => self.churn(),
            3 => {
                let count = self.dice.between(2, 4);
                let generation = self.generation();
                self.repeated(count, Statement::Collect(generation))
            }
            4 => self.count_up(),
            _ => self.call_repeatedly(),
        }
    }

    /// `x = [x]`, again and again.
    pub(super) fn chain(&mut self) -> bool {
        let count = self.dice.pick(&[2, 3, 5, 8, 12, 55, 120, 400]);
        let Some(index) = self.find(|kind| kind.is_collected() || kind == Kind::Deep) else {
            return false;
        };
        if !self.is_sure(index) || index >= self.kept() {
            return false;
        }
        let (inner, object) = (Value::Name(name(index)), self.state.bound(index));
        self.chained += count;
        let is_deep = self.chained > CHAIN_SHALLOW_MAX || self.state.kind(index) == Kind::Deep;
        let (kind, value) = match self.dice.below(3) {
            // What is too deep for the interpreter's own recursion is made of lists.
            1 if !is_deep => (Kind::Tuple, Value::Tuple(vec![inner])),
            2 if !self.options.judged => {
                (Kind::Dict, Value::Dict(vec![(super::values::key(0), inner)]))
            }
            _ => (Kind::List, Value::List(vec![inner])),
        };
        let link = if is_deep {
            self.state.create(Kind::Deep)
        } else {
            let link = self.state.create_of(kind, [object]);
            self.state.expose(link);
            link
        };
        self.state.bind(index, link);
        self.repeated(count, Statement::Bind(name(index), Expression::Value(value)))
    }

    /// Fills a list: pools and thresholds. Sometimes many.
    pub(super) fn append_repeatedly(&mut self) -> bool {
        let Some(index) = self.find(|kind| kind == Kind::List) else { return false };
        if !self.is_sure(index) {
            return false;
        }
        let count = self.dice.pick(&[3, 5, 9, 17, 40, 130]);
        let item = match self.dice.below(4) {
            0 => self.any_name(),
            1 => self.instance(),
            2 => self.tuple(1),
            _ => self.list(0),
        };
        if !item.is_sure {
            return false;
        }
        if let Some(list) = self.state.object_mut(self.state.bound(index)) {
            (0..count).for_each(|_| list.append(item.object));
        }
        self.repeated(count, Statement::Append(name(index), item.value))
    }

    /// Objects that are garbage at once.
    fn churn(&mut self) -> bool {
        let operand = if self.dice.percent(50) { self.instance() } else { self.list(1) };
        let target = self.target();
        let count = self.dice.pick(&[2, 3, 4, 8, 20]);
        if !operand.is_sure {
            return false;
        }
        self.state.bind(target, operand.object);
        self.repeated(count, Statement::Bind(name(target), Expression::Value(operand.value)))
    }

    fn count_up(&mut self) -> bool {
        let Some(index) = self.find(Kind::is_number) else { return false };
        if !self.is_sure(index) {
            return false;
        }
        if self.state.kind(index) != Kind::Float {
            self.state.bind(index, Ref::INT);
        }
        let count = self.dice.pick(&[3, 10, 300]);
        let one = Value::Literal(Literal::Int(1));
        self.repeated(count, Statement::Augment(name(index), one))
    }

    fn call_repeatedly(&mut self) -> bool {
        let function = self.dice.below(self.program.functions.len());
        let Some(callee) = self.program.functions.get(function) else { return false };
        let count = callee.parameters.len();
        let arguments: Vec<_> = (0..count).map(|_| self.any_name()).collect();
        let is_raising = self.raising >> function & 1 == 1;
        if is_raising || arguments.iter().any(|argument| !argument.is_sure) {
            return false;
        }
        arguments.iter().for_each(|argument| self.state.expose(argument.object));
        let arguments = arguments.into_iter().map(|argument| argument.value).collect();
        let times = self.dice.between(2, 4);
        self.repeated(times, Statement::Call(FunctionId(number(function)), arguments))
    }
}
