//! Fewer steps by longer ones: what a step binds or adds goes into the step that uses it.

use crate::program::{Expression, Name, Part, Program, Statement, Step, Value};

/// Every program in which one main step is folded into another: `a = []`, `b.append(a)` into `b.append([])`, and
/// `a = [x]`, `a.append(y)` into `a = [x, y]`.
pub(super) fn folded(program: &Program) -> Vec<Program> {
    let mut candidates = Vec::new();
    for (index, step) in program.main.iter().enumerate() {
        match step.statement() {
            Statement::Bind(name, Expression::Value(value)) => {
                candidates.push(inlined(program, index, *name, value));
            }
            Statement::Append(name, value) => {
                candidates.extend(displayed(program, index, *name, value));
            }
            _ => {}
        }
    }
    candidates
}

/// Without the step at `index`, which binds `name`, and with `value` wherever a later step uses the name as a value.
fn inlined(program: &Program, index: usize, name: Name, value: &Value) -> Program {
    let mut program = program.clone();
    program.main.remove(index);
    for step in &mut program.main[index..] {
        step.parts(&mut |part| {
            if let Part::Value(place) = part {
                replace(place, name, value);
            }
        });
    }
    program
}

fn replace(place: &mut Value, name: Name, value: &Value) {
    match place {
        Value::Name(other) if *other == name => *place = value.clone(),
        Value::List(items) | Value::Tuple(items) | Value::Set(items) => {
            items.iter_mut().for_each(|item| replace(item, name, value));
        }
        Value::Dict(items) => items.iter_mut().for_each(|(_, item)| replace(item, name, value)),
        Value::Name(_) | Value::Literal(_) | Value::New(_) => {}
    }
}

/// Without the step at `index`, which appends to `name`, and with the item in the display that the name was bound to.
fn displayed(program: &Program, index: usize, name: Name, value: &Value) -> Option<Program> {
    let mut program = program.clone();
    program.main.remove(index);
    let items = program.main[..index].iter_mut().rev().find_map(|step| match step {
        Step::Plain(Statement::Bind(bound, Expression::Value(Value::List(items))))
            if *bound == name =>
        {
            Some(items)
        }
        _ => None,
    })?;
    items.push(value.clone());
    Some(program)
}
