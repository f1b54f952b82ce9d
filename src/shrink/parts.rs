//! The parts of a statement that shrinking rewrites, to be changed in place.

use crate::program::{
    Argument, Attribute, ClassId, Expression, FunctionId, Key, Name, Program, Statement, Step,
    Value,
};

/// Every block's steps.
pub(super) fn all_steps(program: &mut Program) -> impl Iterator<Item = &mut Step> {
    let finalizers = program.classes.iter_mut().filter_map(|class| class.finalizer.as_mut());
    let bodies = finalizers.map(|finalizer| &mut finalizer.body.steps);
    let functions = program.functions.iter_mut().map(|function| &mut function.body.steps);
    bodies.chain(functions).chain([&mut program.main]).flatten()
}

pub(super) fn statement(step: &mut Step) -> &mut Statement {
    match step {
        Step::Plain(statement) | Step::Guarded(statement) | Step::Repeated(_, statement) => {
            statement
        }
    }
}

/// The values that a statement evaluates, outermost ones only.
pub(super) fn values(statement: &mut Statement) -> Vec<&mut Value> {
    match statement {
        Statement::Bind(_, expression) => expression_values(expression),
        Statement::Call(_, arguments) => arguments.iter_mut().collect(),
        Statement::Augment(_, value)
        | Statement::SetItem(_, _, value)
        | Statement::SetAttribute(_, _, value)
        | Statement::Append(_, value)
        | Statement::Insert(_, _, value)
        | Statement::Extend(_, value) => vec![value],
        Statement::Print(arguments) => arguments.iter_mut().flat_map(argument_values).collect(),
        _ => Vec::new(),
    }
}

fn expression_values(expression: &mut Expression) -> Vec<&mut Value> {
    match expression {
        Expression::Value(value)
        | Expression::Copy(value)
        | Expression::DeepCopy(value)
        | Expression::WeakReference(value, _) => vec![value],
        Expression::Add(left, right) => vec![left, right],
        Expression::Call(_, arguments) => arguments.iter_mut().collect(),
        Expression::Item(..)
        | Expression::Attribute(..)
        | Expression::Pop(_)
        | Expression::Referent(_) => Vec::new(),
    }
}

fn argument_values(argument: &mut Argument) -> Vec<&mut Value> {
    match argument {
        Argument::Is(left, right)
        | Argument::Equal(left, right)
        | Argument::SameId(left, right)
        | Argument::IdDifference(left, right) => vec![left, right],
        Argument::TypeName(value)
        | Argument::Len(value)
        | Argument::ReferenceCount(value)
        | Argument::IsTracked(value)
        | Argument::IsFinalized(value)
        | Argument::ReferentsLen(value)
        | Argument::InGeneration(value, _) => vec![value],
        _ => Vec::new(),
    }
}

/// The value itself and all inside it.
fn walk(value: &mut Value, visit: &mut dyn FnMut(&mut Value)) {
    visit(value);
    match value {
        Value::List(items) | Value::Tuple(items) | Value::Set(items) => {
            items.iter_mut().for_each(|item| walk(item, visit));
        }
        Value::Dict(items) => items.iter_mut().for_each(|(_, item)| walk(item, visit)),
        Value::Name(_) | Value::Literal(_) | Value::New(_) => {}
    }
}

/// Every name that the statement speaks of.
pub(super) fn names(statement: &mut Statement, visit: &mut dyn FnMut(&mut Name)) {
    for value in values(statement) {
        walk(value, &mut |value| {
            if let Value::Name(name) = value {
                visit(name);
            }
        });
    }
    match statement {
        Statement::Bind(name, expression) => {
            visit(name);
            match expression {
                Expression::Item(name, _)
                | Expression::Attribute(name, _)
                | Expression::Pop(name)
                | Expression::Referent(name) => visit(name),
                _ => {}
            }
        }
        Statement::Augment(name, _)
        | Statement::SetItem(name, ..)
        | Statement::SetAttribute(name, ..)
        | Statement::Append(name, _)
        | Statement::Insert(name, ..)
        | Statement::Extend(name, _)
        | Statement::Clear(name)
        | Statement::Delete(name)
        | Statement::DeleteItem(name, _)
        | Statement::DeleteAttribute(name, _) => visit(name),
        Statement::Print(arguments) => {
            for argument in arguments {
                match argument {
                    Argument::Name(name)
                    | Argument::Attribute(name, _)
                    | Argument::Item(name, _)
                    | Argument::IsDead(name) => visit(name),
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

/// Every attribute that the statement speaks of.
pub(super) fn attributes(statement: &mut Statement, visit: &mut dyn FnMut(&mut Attribute)) {
    match statement {
        Statement::Bind(_, Expression::Attribute(_, attribute))
        | Statement::SetAttribute(_, attribute, _)
        | Statement::DeleteAttribute(_, attribute) => visit(attribute),
        Statement::Print(arguments) => {
            for argument in arguments {
                if let Argument::Attribute(_, attribute) = argument {
                    visit(attribute);
                }
            }
        }
        _ => {}
    }
}

/// Every class that the statement makes an instance of.
pub(super) fn classes(statement: &mut Statement, visit: &mut dyn FnMut(&mut ClassId)) {
    for value in values(statement) {
        walk(value, &mut |value| {
            if let Value::New(class) = value {
                visit(class);
            }
        });
    }
}

/// The function that the statement calls or makes a callback.
pub(super) fn functions(statement: &mut Statement, visit: &mut dyn FnMut(&mut FunctionId)) {
    match statement {
        Statement::Call(function, _)
        | Statement::Bind(_, Expression::Call(function, _))
        | Statement::Bind(_, Expression::WeakReference(_, Some(function))) => visit(function),
        _ => {}
    }
}

/// The key outside any display.
pub(super) fn key(statement: &mut Statement) -> Option<&mut Key> {
    match statement {
        Statement::SetItem(_, key, _)
        | Statement::DeleteItem(_, key)
        | Statement::Bind(_, Expression::Item(_, key)) => Some(key),
        Statement::Print(arguments) => arguments.iter_mut().find_map(|argument| match argument {
            Argument::Item(_, key) => Some(key),
            _ => None,
        }),
        _ => None,
    }
}
