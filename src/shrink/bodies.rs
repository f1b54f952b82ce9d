//! Plain bodies in place of longer ones: what finalizers and callbacks mostly do, in one step.

use crate::program::{
    Argument, Attribute, Body, Expression, Literal, Name, Program, Statement, Step, Value,
};

/// Every program in which one body does one plain thing: it prints; or it gives a finalizer's object an attribute, lets it hold
/// itself, alone or in a list, puts it into a list, or collects.
pub(super) fn plain(program: &Program) -> Vec<Program> {
    let mut candidates = Vec::new();
    let mut offer = |statement: Statement, change: &dyn Fn(&mut Program, Body)| {
        let mut candidate = program.clone();
        if candidate.attributes.is_empty() {
            candidate.attributes.push("a".to_owned());
        }
        change(&mut candidate, Body { globals: Vec::new(), steps: vec![Step::Plain(statement)] });
        candidates.push(candidate);
    };
    let print = || Statement::Print(vec![Argument::Literal(Literal::Int(0))]);
    for index in 0..program.functions.len() {
        offer(print(), &|program, body| program.functions[index].body = body);
    }
    for (index, class) in program.classes.iter().enumerate() {
        let Some(finalizer) = &class.finalizer else { continue };
        for statement in [print()].into_iter().chain(with_object(finalizer.receiver)) {
            offer(statement, &|program, body| {
                let finalizer = program.classes[index].finalizer.as_mut();
                finalizer.into_iter().for_each(|one| one.body = body.clone());
            });
        }
    }
    candidates
}

fn with_object(object: Name) -> [Statement; 5] {
    let hold = |value| Statement::SetAttribute(object, Attribute(0), value);
    let in_list = || Value::List(vec![Value::Name(object)]);
    [
        hold(Value::Literal(Literal::Int(0))),
        hold(Value::Name(object)),
        hold(in_list()),
        Statement::Bind(object, Expression::Value(in_list())),
        Statement::Collect(None),
    ]
}
