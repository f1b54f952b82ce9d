//! Bodies in place of calls.

use super::block::Block;
use crate::program::{
    Expression, Function, FunctionId, Name, Part, Program, Statement, Step, Value,
};

/// Every program in which one call is replaced by what it does: parameters bound to the arguments, the body, and the result
/// bound where it is. Locals become variables of the block; they stay, or one of them is unbound.
pub(super) fn inlined(program: &Program) -> Vec<Program> {
    let mut candidates = Vec::new();
    for block in Block::all(program) {
        for (index, step) in block.steps(program).iter().enumerate() {
            let Some((called, arguments, result)) = call(step) else { continue };
            let Some(function) = program.functions.get(usize::from(called.0)) else { continue };
            let mut steps = spelled_out(function, arguments, result);
            if matches!(step, Step::Guarded(_)) {
                steps.iter_mut().for_each(guard);
            }
            let locals = function.body.locals(&function.parameters).into_iter();
            let unbound = locals
                .map(|name| [steps.clone(), vec![Step::Plain(Statement::Delete(name))]].concat());
            let unbound: Vec<Vec<Step>> = unbound.collect();
            candidates.extend([steps].into_iter().chain(unbound).map(|steps| {
                block.with(program, |block| drop(block.splice(index..=index, steps)))
            }));
        }
    }
    candidates
}

/// Every program in which one class has no finalizer, and what it did is done where a main step binds an instance.
pub(super) fn hoisted(program: &Program) -> Vec<Program> {
    let mut candidates = Vec::new();
    for (index, step) in program.main.iter().enumerate() {
        let Statement::Bind(name, Expression::Value(Value::New(class))) = step.statement() else {
            continue;
        };
        let mut candidate = program.clone();
        let class = candidate.classes.get_mut(usize::from(class.0));
        let Some(finalizer) = class.and_then(|class| class.finalizer.take()) else { continue };
        let mut steps = finalizer.body.steps;
        let renamed = |part: Part<'_>| {
            if let Part::Name(place) = part
                && *place == finalizer.receiver
            {
                *place = *name;
            }
        };
        steps.iter_mut().for_each(|step| step.parts(&mut { renamed }));
        candidate.main.splice(index + 1..index + 1, steps);
        candidates.push(candidate);
    }
    candidates
}

/// Every program that ends with what a body does in place of its last step, on the names of the main block.
pub(super) fn brought_out(program: &Program) -> Vec<Program> {
    let bodies = Block::all(program).into_iter().filter(|block| *block != Block::Main);
    let brought_out = |body: Block| {
        let steps = body.steps(program).to_vec();
        let rest = body.with(program, Vec::clear);
        Block::Main.with(&rest, |main| {
            main.pop();
            main.extend(steps);
        })
    };
    bodies.filter(|body| !body.steps(program).is_empty()).map(brought_out).collect()
}

fn guard(step: &mut Step) {
    if let Step::Plain(statement) = step {
        *step = Step::Guarded(statement.clone());
    }
}

fn call(step: &Step) -> Option<(FunctionId, &[Value], Option<Name>)> {
    match step.statement() {
        Statement::Call(function, arguments) => Some((*function, arguments, None)),
        Statement::Bind(name, Expression::Call(function, arguments)) => {
            Some((*function, arguments, Some(*name)))
        }
        _ => None,
    }
}

fn spelled_out(function: &Function, arguments: &[Value], result: Option<Name>) -> Vec<Step> {
    let bind = |name, value| Step::Plain(Statement::Bind(name, Expression::Value(value)));
    let parameters = function.parameters.iter().zip(arguments);
    let mut steps: Vec<Step> = parameters
        .filter(|(name, value)| **value != Value::Name(**name))
        .map(|(name, value)| bind(*name, value.clone()))
        .collect();
    steps.extend(function.body.steps.iter().cloned());
    if let (Some(result), Some(returned)) = (result, function.returns)
        && result != returned
    {
        steps.push(bind(result, Value::Name(returned)));
    }
    steps
}
