//! Classes, finalizers, callbacks and functions: what runs behind the main block's back.
//!
//! What each body does is a few actions, drawn from those that its kind can take.

use super::generator::{ClassTraits, Generator, name, number};
use crate::program::{
    Argument, Attribute, Body, Class, ClassId, Expression, Finalizer, Function, FunctionId, Key,
    Literal, Name, Slots, Statement, Step, Value,
};

/// A body on the way.
#[derive(Debug, Default)]
pub(super) struct Lines {
    body: Body,
    /// Some line may raise, and nothing guards it.
    is_raising: bool,
}

impl Lines {
    fn plain(&mut self, statement: Statement) {
        self.body.steps.push(Step::Plain(statement));
    }

    fn guarded(&mut self, statement: Statement) {
        self.body.steps.push(Step::Guarded(statement));
    }

    fn global(&mut self, name: Name) {
        if !self.body.globals.contains(&name) {
            self.body.globals.push(name);
        }
    }
}

/// Something that a body does with its receiver or first parameter.
type Action = fn(&mut Generator, &mut Lines, Name);

const OF_FINALIZERS: [(Action, u8); 17] = [
    (Generator::look_at_instance, 10),
    (Generator::look_at_weak_reference, 6),
    (Generator::look_at_attribute, 5),
    (Generator::cut_attribute, 8),
    (Generator::meddle_with_attribute, 4),
    (Generator::resurrect, 8),
    (Generator::keep, 7),
    (Generator::keep_in_container, 4),
    (Generator::link_container, 5),
    (Generator::link_instance, 4),
    (Generator::collect_within, 5),
    (Generator::refer_weakly, 5),
    (Generator::drop_root, 6),
    (Generator::clear_kept, 3),
    (Generator::call_other, 4),
    (Generator::freeze_within, 1),
    (Generator::fail, 2),
];

const OF_CALLBACKS: [(Action, u8); 10] = [
    (Generator::look_at_own_weak_reference, 10),
    (Generator::look_at_weak_reference, 6),
    (Generator::resurrect, 3),
    (Generator::keep, 5),
    (Generator::keep_in_container, 4),
    (Generator::collect_within, 5),
    (Generator::drop_root, 8),
    (Generator::clear_kept, 5),
    (Generator::call_other, 3),
    (Generator::fail, 2),
];

const OF_FUNCTIONS: [(Action, u8); 9] = [
    (Generator::look_at_anything, 8),
    (Generator::make_locals, 8),
    (Generator::change_parameter, 6),
    (Generator::rebind_parameter, 4),
    (Generator::keep, 4),
    (Generator::link_container, 4),
    (Generator::collect_within, 5),
    (Generator::drop_root, 2),
    (Generator::call_other, 4),
];

impl Generator {
    pub(super) fn write_bodies(&mut self) {
        self.classes = self.draw_classes();
        self.callbacks = self.dice.weighted(&[1, 4, 3]);
        let functions = self.callbacks + self.dice.weighted(&[4, 4, 2]);
        for index in 0..functions {
            let function = self.function(index);
            self.program.functions.push(function);
        }
        for index in 0..self.classes.len() {
            let class = self.class(index);
            self.program.classes.push(class);
        }
    }

    /// The first class has no finalizer: bodies make instances of it.
    fn draw_classes(&mut self) -> Vec<ClassTraits> {
        let all = (1 << self.attributes) - 1;
        let count = self.dice.weighted(&[1, 4, 6, 5, 3]);
        (0..count)
            .map(|index| {
                let has_slots = self.dice.percent(30);
                let some = self.dice.pick(&[1, 2, 3, 3, all, all]);
                ClassTraits {
                    attributes: if has_slots { some } else { all },
                    has_slots,
                    weak: !has_slots || self.dice.percent(65),
                    finalizer: index > 0 && self.dice.percent(70),
                    sees: None,
                }
            })
            .collect()
    }

    fn class(&mut self, index: usize) -> Class {
        const NAMES: [&str; 4] = ["C0", "C1", "C2", "C3"];
        let traits = self.classes[index];
        let attributes = (0..self.attributes).filter(|part| traits.attributes >> part & 1 == 1);
        let slots = traits.has_slots.then(|| Slots {
            attributes: attributes.map(|part| Attribute(number(part))).collect(),
            weakref: traits.weak,
        });
        let finalizer = traits.finalizer.then(|| {
            let receiver = name(self.receiver());
            let count = self.dice.between(0, 4);
            self.seen = None;
            let mut lines = self.lines(&OF_FINALIZERS, count, receiver);
            self.classes[index].sees = self.seen;
            // What a finalizer sees is what tells most collectors apart.
            if !lines.is_raising && self.dice.percent(60) {
                self.look_at_instance(&mut lines, receiver);
            }
            Finalizer { receiver, body: lines.body }
        });
        Class { name: String::from(NAMES[index]), slots, finalizer }
    }

    /// The first functions are callbacks of one parameter, which is a weak reference.
    fn function(&mut self, index: usize) -> Function {
        const NAMES: [&str; 4] = ["f0", "f1", "f2", "f3"];
        let is_callback = index < self.callbacks;
        let first = name(self.parameter(0));
        let count = self.dice.between(1, 3);
        let (parameters, lines) = if is_callback {
            let mut lines = self.lines(&OF_CALLBACKS, count, first);
            if !lines.is_raising && self.dice.percent(60) {
                self.look_at_own_weak_reference(&mut lines, first);
            }
            (vec![first], lines)
        } else {
            let parameters = self.dice.between(0, 3);
            let parameters: Vec<_> =
                (0..parameters).map(|index| name(self.parameter(index))).collect();
            let subject = parameters.first().copied();
            (parameters, self.function_lines(subject, count))
        };
        self.raising |= u8::from(is_callback || lines.is_raising) << index;
        let returns =
            (!is_callback && !parameters.is_empty() && self.dice.percent(60)).then_some(first);
        Function { name: String::from(NAMES[index]), parameters, body: lines.body, returns }
    }

    /// Without a parameter there is only a collection to do.
    fn function_lines(&mut self, subject: Option<Name>, count: usize) -> Lines {
        match subject {
            Some(subject) => self.lines(&OF_FUNCTIONS, count, subject),
            None => {
                let mut lines = Lines::default();
                self.collect_within(&mut lines, name(self.local(0)));
                lines
            }
        }
    }

    fn lines<const N: usize>(
        &mut self,
        actions: &[(Action, u8); N],
        count: usize,
        subject: Name,
    ) -> Lines {
        let weights = actions.map(|(_, weight)| weight);
        let mut lines = Lines::default();
        for _ in 0..count {
            let (action, _) = actions[self.dice.weighted(&weights)];
            action(self, &mut lines, subject);
        }
        lines
    }
}

/// Looking around.
impl Generator {
    fn look_at_instance(&mut self, lines: &mut Lines, subject: Name) {
        let value = || Value::Name(subject);
        let what = match self.dice.below(3) {
            0 => Argument::ReferenceCount(value()),
            1 => Argument::IsFinalized(value()),
            _ => Argument::IsTracked(value()),
        };
        lines.plain(Statement::Print(vec![tag("del"), Argument::TypeName(value()), what]));
    }

    fn look_at_own_weak_reference(&mut self, lines: &mut Lines, subject: Name) {
        let count = Argument::ReferenceCount(Value::Name(subject));
        lines.plain(Statement::Print(vec![tag("ref"), Argument::IsDead(subject), count]));
    }

    /// Any global: guarded, since it may be something else.
    fn look_at_weak_reference(&mut self, lines: &mut Lines, _subject: Name) {
        let global = self.target();
        self.seen = Some(global);
        lines.guarded(Statement::Print(vec![tag("see"), Argument::IsDead(name(global))]));
    }

    fn look_at_attribute(&mut self, lines: &mut Lines, subject: Name) {
        let (local, attribute) = (name(self.local(0)), self.any_attribute());
        lines.guarded(Statement::Bind(local, Expression::Attribute(subject, attribute)));
        let value = || Value::Name(local);
        let what = vec![Argument::TypeName(value()), Argument::IsFinalized(value())];
        lines.guarded(Statement::Print(what));
    }

    fn look_at_anything(&mut self, lines: &mut Lines, subject: Name) {
        let value = Value::Name(subject);
        // The count of a constant is the interpreter's own affair.
        let what = if self.options.judged {
            Argument::TypeName(value)
        } else {
            Argument::ReferenceCount(value)
        };
        lines.plain(Statement::Print(vec![tag("call"), what]));
    }
}

/// Changing what is there.
impl Generator {
    fn cut_attribute(&mut self, lines: &mut Lines, subject: Name) {
        let attribute = self.any_attribute();
        lines.guarded(if self.dice.percent(60) {
            Statement::SetAttribute(subject, attribute, none())
        } else {
            Statement::DeleteAttribute(subject, attribute)
        });
    }

    /// Changes what the instance holds, which others may hold too.
    fn meddle_with_attribute(&mut self, lines: &mut Lines, subject: Name) {
        self.is_meddled = true;
        let (local, attribute) = (name(self.local(1)), self.any_attribute());
        lines.guarded(Statement::Bind(local, Expression::Attribute(subject, attribute)));
        let other = self.any_attribute();
        lines.guarded(match self.dice.below(4) {
            0 => Statement::SetAttribute(local, other, none()),
            1 => Statement::DeleteAttribute(local, other),
            2 => Statement::Clear(local),
            _ => Statement::Append(local, Value::Name(subject)),
        });
    }

    fn resurrect(&mut self, lines: &mut Lines, subject: Name) {
        let saved = self.saved();
        self.state.volatile |= 1 << saved;
        lines.global(name(saved));
        lines.plain(Statement::Bind(name(saved), Expression::Value(Value::Name(subject))));
    }

    fn keep(&mut self, lines: &mut Lines, subject: Name) {
        lines.guarded(Statement::Append(name(self.kept()), Value::Name(subject)));
    }

    fn keep_in_container(&mut self, lines: &mut Lines, subject: Name) {
        let value = Value::Name(subject);
        let container = match self.dice.below(3) {
            0 => Value::List(vec![value]),
            1 => Value::Tuple(vec![value]),
            _ => Value::Dict(vec![(Key::Text(String::from("k")), value)]),
        };
        lines.guarded(Statement::Append(name(self.kept()), container));
    }

    /// A new list that holds itself and the instance, which holds it.
    fn link_container(&mut self, lines: &mut Lines, subject: Name) {
        let (local, attribute) = (name(self.local(0)), self.any_attribute());
        let list = Value::List(vec![Value::Name(subject)]);
        lines.plain(Statement::Bind(local, Expression::Value(list)));
        if self.dice.percent(50) {
            lines.plain(Statement::Append(local, Value::Name(local)));
        }
        lines.guarded(Statement::SetAttribute(subject, attribute, Value::Name(local)));
    }

    fn link_instance(&mut self, lines: &mut Lines, subject: Name) {
        let (local, attribute) = (name(self.local(0)), self.any_attribute());
        lines.plain(Statement::Bind(local, Expression::Value(Value::New(ClassId(0)))));
        lines.guarded(Statement::SetAttribute(local, attribute, Value::Name(subject)));
        lines.guarded(Statement::SetAttribute(subject, attribute, Value::Name(local)));
    }

    fn refer_weakly(&mut self, lines: &mut Lines, subject: Name) {
        let local = name(self.local(0));
        let callbacks = self.callbacks;
        let callback = (callbacks > 0 && self.dice.percent(60))
            .then(|| FunctionId(number(self.dice.below(callbacks))));
        let reference = Expression::WeakReference(Value::Name(subject), callback);
        lines.guarded(Statement::Bind(local, reference));
        lines.guarded(Statement::Append(name(self.kept()), Value::Name(local)));
    }

    /// Unbinds a global of the main block.
    fn drop_root(&mut self, lines: &mut Lines, _subject: Name) {
        let global = self.target();
        self.state.volatile |= 1 << global;
        lines.global(name(global));
        if self.dice.percent(50) {
            lines.guarded(Statement::Delete(name(global)));
        } else {
            lines.plain(Statement::Bind(name(global), Expression::Value(none())));
        }
    }

    fn clear_kept(&mut self, lines: &mut Lines, _subject: Name) {
        let kept = name(self.kept());
        if self.dice.percent(50) {
            lines.guarded(Statement::Clear(kept));
        } else {
            lines.guarded(Statement::Bind(name(self.local(1)), Expression::Pop(kept)));
        }
    }
}

/// Doing something else.
impl Generator {
    fn collect_within(&mut self, lines: &mut Lines, _subject: Name) {
        let generation = self.generation();
        lines.plain(if self.dice.percent(60) {
            Statement::Print(vec![tag("gc"), Argument::Collect(generation)])
        } else {
            Statement::Collect(generation)
        });
    }

    fn freeze_within(&mut self, lines: &mut Lines, _subject: Name) {
        lines.plain(if self.dice.percent(70) { Statement::Freeze } else { Statement::Unfreeze });
    }

    /// A function that is there already, so of a lower number.
    fn call_other(&mut self, lines: &mut Lines, subject: Name) {
        let functions = &self.program.functions;
        let index = self.dice.below(functions.len());
        let Some(function) = functions.get(index) else { return };
        let arguments = vec![Value::Name(subject); function.parameters.len()];
        let call = Statement::Call(FunctionId(number(index)), arguments);
        if self.raising >> index & 1 == 1 && self.dice.percent(30) {
            lines.is_raising = true;
            lines.plain(call);
        } else {
            lines.guarded(call);
        }
    }

    /// Ends the body with an exception.
    fn fail(&mut self, lines: &mut Lines, subject: Name) {
        lines.is_raising = true;
        lines.plain(Statement::DeleteItem(subject, Key::Int(0)));
    }

    fn make_locals(&mut self, lines: &mut Lines, subject: Name) {
        let [first, second] = [0, 1].map(|index| name(self.local(index)));
        lines.plain(Statement::Bind(
            first,
            Expression::Value(Value::List(vec![Value::Name(subject)])),
        ));
        let pair = vec![Value::Name(first), Value::Name(subject)];
        lines.plain(Statement::Bind(second, Expression::Value(Value::Tuple(pair))));
    }

    fn change_parameter(&mut self, lines: &mut Lines, subject: Name) {
        let attribute = self.any_attribute();
        let value = match self.dice.below(3) {
            0 => Value::Name(subject),
            1 if !self.classes.is_empty() => Value::New(ClassId(0)),
            _ => Value::List(Vec::new()),
        };
        lines.guarded(if self.dice.percent(50) {
            Statement::SetAttribute(subject, attribute, value)
        } else {
            Statement::Append(subject, value)
        });
    }

    /// May drop the last reference to the argument.
    fn rebind_parameter(&mut self, lines: &mut Lines, subject: Name) {
        lines.plain(Statement::Bind(subject, Expression::Value(none())));
    }

    fn any_attribute(&mut self) -> Attribute {
        Attribute(number(self.dice.below(self.attributes)))
    }
}

fn none() -> Value {
    Value::Literal(Literal::None)
}

fn tag(text: &str) -> Argument {
    Argument::Literal(Literal::Text(String::from(text)))
}
