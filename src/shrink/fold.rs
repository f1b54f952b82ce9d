//! Fewer steps by longer ones: what a step binds or adds goes into the step that uses it.

use crate::program::{Expression, Key, Name, Part, Program, Statement, Step, Value};

/// How many items a display is given at most in place of a repeated step.
const ITEMS_MAX: u32 = 6;
/// How deep a display is nested at most in place of a repeated step.
const DEPTH_MAX: u32 = 6;

/// Every program in which one main step is folded into another: `a = []`, `b.append(a)` into `b.append([])`, and
/// `a = [x]`, `a.append(y)` into `a = [x, y]`.
pub(super) fn folded(program: &Program) -> Vec<Program> {
    let mut candidates = Vec::new();
    for (index, step) in program.main.iter().enumerate() {
        match step.statement() {
            Statement::Bind(name, Expression::Value(value)) => {
                candidates.push(inlined(program, index, *name, value));
                if let Step::Repeated(count @ 1..=DEPTH_MAX, _) = step {
                    candidates.extend(nested(program, index, (*name, value), *count));
                }
            }
            Statement::Append(name, value) => {
                let count = if let Step::Repeated(count, _) = step { *count } else { 1 };
                candidates.extend(displayed(
                    program,
                    index,
                    *name,
                    &vec![value.clone(); count.min(ITEMS_MAX) as usize],
                ));
            }
            Statement::Augment(name, Value::List(items))
            | Statement::Extend(name, Value::List(items)) => {
                candidates.extend(displayed(program, index, *name, items));
            }
            Statement::SetItem(name, key, value) => {
                let item = (key.clone(), value.clone());
                candidates.extend(displayed_item(program, index, *name, &item));
            }
            _ => {}
        }
    }
    candidates
}

/// Without the step at `index`, which binds `name`, and with `value` wherever a later step uses the name as a value;
/// nothing is left to unbind then.
fn inlined(program: &Program, index: usize, name: Name, value: &Value) -> Program {
    let mut program = program.clone();
    program.main.remove(index);
    let rest = program.main.split_off(index).into_iter();
    program.main.extend(rest.filter(|step| *step.statement() != Statement::Delete(name)));
    for step in &mut program.main[index..] {
        step.parts(&mut |part| {
            if let Part::Value(place) = part {
                replace(place, name, value);
            }
        });
    }
    program
}

/// Without the step at `index`, which binds `name` to a value of itself so many times, and with all of that where the name was
/// bound before: `a = []`, `for _ in range(2): a = [a]` as `a = [[[]]]`.
fn nested(
    program: &Program,
    index: usize,
    (name, value): (Name, &Value),
    count: u32,
) -> Option<Program> {
    let mut program = program.clone();
    program.main.remove(index);
    let place = display_before(&mut program, index, name)?;
    for _ in 0..count {
        let inner = place.clone();
        *place = value.clone();
        replace(place, name, &inner);
    }
    Some(program)
}

pub(super) fn replace(place: &mut Value, name: Name, value: &Value) {
    match place {
        Value::Name(other) if *other == name => *place = value.clone(),
        Value::List(items) | Value::Tuple(items) | Value::Set(items) => {
            items.iter_mut().for_each(|item| replace(item, name, value));
        }
        Value::Dict(items) => items.iter_mut().for_each(|(_, item)| replace(item, name, value)),
        Value::Name(_) | Value::Literal(_) | Value::New(_) => {}
    }
}

/// Without the step at `index`, which appends to `name`, and with the items in the display that the name was bound to.
fn displayed(program: &Program, index: usize, name: Name, values: &[Value]) -> Option<Program> {
    let mut program = program.clone();
    program.main.remove(index);
    match display_before(&mut program, index, name)? {
        Value::List(items) => items.extend_from_slice(values),
        _ => return None,
    }
    Some(program)
}

/// Without the step at `index`, which sets an item of `name`, and with the item in the display that the name was bound to.
fn displayed_item(
    program: &Program,
    index: usize,
    name: Name,
    item: &(Key, Value),
) -> Option<Program> {
    let mut program = program.clone();
    program.main.remove(index);
    match display_before(&mut program, index, name)? {
        Value::Dict(items) => items.push(item.clone()),
        _ => return None,
    }
    Some(program)
}

/// The value that `name` was last bound to before the step at `index`.
fn display_before(program: &mut Program, index: usize, name: Name) -> Option<&mut Value> {
    program.main[..index].iter_mut().rev().find_map(|step| match step {
        Step::Plain(Statement::Bind(bound, Expression::Value(value))) if *bound == name => {
            Some(value)
        }
        _ => None,
    })
}
