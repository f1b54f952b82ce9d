//! Objects of another kind, with what is done to them done in that kind's way: `x.a = y`, `x[0] = y` and `x.append(y)` all
//! make `x` hold `y`. A mistake seldom depends on which, and the plainer kind needs no class.

use crate::program::{
    Attribute, ClassId, Expression, Key, Literal, Name, Part, Program, Statement, Step, Value,
};

/// How an object holds others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    List,
    Dict,
    /// In the program's first attribute.
    Instance,
}

impl Shape {
    /// That of the object that a main step binds to `name` first.
    pub(super) fn of(program: &Program, name: Name) -> Option<Self> {
        program.main.iter().find_map(|step| match step.statement() {
            Statement::Bind(bound, Expression::Value(value)) if *bound == name => match value {
                Value::List(_) => Some(Self::List),
                Value::Dict(_) => Some(Self::Dict),
                Value::New(_) => Some(Self::Instance),
                Value::Name(_) | Value::Literal(_) | Value::Tuple(_) | Value::Set(_) => None,
            },
            _ => None,
        })
    }

    fn store(self, name: Name, value: &Value) -> Statement {
        match self {
            Self::List => Statement::Append(name, value.clone()),
            Self::Dict => Statement::SetItem(name, Key::Int(0), value.clone()),
            Self::Instance => Statement::SetAttribute(name, Attribute(0), value.clone()),
        }
    }

    fn load(self, name: Name) -> Expression {
        match self {
            Self::List | Self::Dict => Expression::Item(name, Key::Int(0)),
            Self::Instance => Expression::Attribute(name, Attribute(0)),
        }
    }

    fn delete(self, name: Name) -> Statement {
        match self {
            Self::List | Self::Dict => Statement::DeleteItem(name, Key::Int(0)),
            Self::Instance => Statement::DeleteAttribute(name, Attribute(0)),
        }
    }

    /// Changes what `step` does to the objects of these names to how it is done to this shape.
    pub(super) fn apply(self, step: &mut Step, is_meant: &dyn Fn(Name) -> bool) {
        let (Step::Plain(statement) | Step::Guarded(statement) | Step::Repeated(_, statement)) =
            step;
        match statement {
            Statement::Append(name, value)
            | Statement::Insert(name, _, value)
            | Statement::SetItem(name, _, value)
            | Statement::SetAttribute(name, _, value)
                if is_meant(*name) =>
            {
                *statement = self.store(*name, value);
            }
            Statement::Augment(name, Value::List(items))
            | Statement::Extend(name, Value::List(items))
                if is_meant(*name) && items.len() == 1 =>
            {
                *statement = self.store(*name, &items[0]);
            }
            Statement::Bind(
                _,
                expression
                @ (Expression::Item(..) | Expression::Attribute(..) | Expression::Pop(_)),
            ) => self.apply_load(expression, is_meant),
            Statement::DeleteItem(name, _) | Statement::DeleteAttribute(name, _)
                if is_meant(*name) =>
            {
                *statement = self.delete(*name);
            }
            _ => {}
        }
    }

    fn apply_load(self, expression: &mut Expression, is_meant: &dyn Fn(Name) -> bool) {
        let (Expression::Item(name, _) | Expression::Attribute(name, _) | Expression::Pop(name)) =
            expression
        else {
            return;
        };
        if is_meant(*name) {
            *expression = self.load(*name);
        }
    }
}

/// The programs in which every instance is a list, a dict or a set, and those in which every list and dict is the other.
pub(super) fn reshaped(program: &Program) -> Vec<Program> {
    let classes = u16::try_from(program.classes.len()).unwrap_or(u16::MAX);
    let set = Value::Set(vec![Value::Literal(Literal::Int(0))]);
    let as_sets = (0..classes).map(|class| {
        with_values(program, &|value| {
            if *value == Value::New(ClassId(class)) { Some(set.clone()) } else { None }
        })
    });
    let as_one_kind =
        [(Shape::List, Value::List(Vec::new())), (Shape::Dict, Value::Dict(Vec::new()))];
    let as_one_kind = as_one_kind.into_iter().flat_map(|(shape, empty)| {
        let of_instances = with_values(program, &|value| {
            if matches!(value, Value::New(_)) { Some(empty.clone()) } else { None }
        });
        let of_all = with_values(program, &|value| match value {
            Value::New(_) => Some(empty.clone()),
            Value::List(items) | Value::Set(items) => Some(display(shape, items.clone())),
            Value::Dict(items) => {
                Some(display(shape, items.iter().map(|(_, item)| item.clone()).collect()))
            }
            Value::Name(_) | Value::Literal(_) | Value::Tuple(_) => None,
        });
        [of_instances, of_all].map(|mut program| {
            for step in super::block::all_steps(&mut program) {
                shape.apply(step, &|_| true);
            }
            program
        })
    });
    as_sets.chain(as_one_kind).collect()
}

fn display(shape: Shape, items: Vec<Value>) -> Value {
    match shape {
        Shape::Dict => Value::Dict(
            items.into_iter().zip(0..).map(|(item, key)| (Key::Int(key), item)).collect(),
        ),
        Shape::List | Shape::Instance => Value::List(items),
    }
}

/// The program with its values replaced where `replace` has something else.
fn with_values(program: &Program, replace: &dyn Fn(&Value) -> Option<Value>) -> Program {
    let mut program = program.clone();
    program.parts(&mut |part| {
        if let Part::Value(value) = part {
            replace_in(value, replace);
        }
    });
    program
}

fn replace_in(value: &mut Value, replace: &dyn Fn(&Value) -> Option<Value>) {
    match value {
        Value::List(items) | Value::Tuple(items) | Value::Set(items) => {
            items.iter_mut().for_each(|item| replace_in(item, replace));
        }
        Value::Dict(items) => items.iter_mut().for_each(|(_, item)| replace_in(item, replace)),
        Value::Name(_) | Value::Literal(_) | Value::New(_) => {}
    }
    if let Some(other) = replace(value) {
        *value = other;
    }
}
