//! What happens somewhere else: collections asked for in place of thresholds and the other way round, steps moved into bodies
//! and out of them.

use super::block::{Block, Spot, spots, without};
use crate::program::{Expression, FunctionId, Literal, Program, Statement, Step, Value};

/// In how short a program steps are moved.
const STEPS_MAX: usize = 10;

/// The programs in which thresholds are not set, but some block collects; those in which nothing collects, but thresholds are
/// low; and those in which one step is done in another block.
pub(super) fn moved(program: &Program) -> Vec<Program> {
    let spots = spots(program);
    if spots.len() > STEPS_MAX {
        return Vec::new();
    }
    let mut candidates = Vec::new();
    for spot in spots {
        let step = &spot.0.steps(program)[spot.1];
        candidates.extend(elsewhere(program, spot, step));
        match step.statement() {
            Statement::SetThreshold(_) => {
                for generation in [None, Some(0)] {
                    let collect = Step::Plain(Statement::Collect(generation));
                    candidates.extend(elsewhere(program, spot, &collect));
                    let rest = without(program, &[spot]);
                    candidates.push(Block::Main.with(&rest, |steps| steps.push(collect)));
                }
            }
            Statement::Collect(_) => {
                let thresholds = Step::Plain(Statement::SetThreshold([1, 0, 0]));
                let rest = without(program, &[spot]);
                candidates.push(Block::Main.with(&rest, |steps| steps.insert(0, thresholds)));
            }
            _ => {}
        }
    }
    candidates
}

/// The program without calls of functions that do nothing, such as one whose only step was taken away.
fn without_idle_calls(program: &Program) -> Program {
    let is_idle = |function: &FunctionId| {
        let function = program.functions.get(usize::from(function.0));
        function.is_some_and(|one| one.body.steps.is_empty() && one.returns.is_none())
    };
    let mut program = program.clone();
    program.main.retain(
        |step| !matches!(step.statement(), Statement::Call(function, _) if is_idle(function)),
    );
    for step in &mut program.main {
        if let Step::Plain(Statement::Bind(_, expression)) = step
            && let Expression::Call(function, _) = &*expression
            && is_idle(function)
        {
            *expression = Expression::Value(Value::Literal(Literal::Int(0)));
        }
    }
    program
}

/// The programs without the step at that place, and with `step` at the start or the end of another block.
fn elsewhere(program: &Program, gone: Spot, step: &Step) -> Vec<Program> {
    let rest = without_idle_calls(&without(program, &[gone]));
    let others = Block::all(program).into_iter().filter(|block| *block != gone.0);
    let at_ends = |block: Block| {
        let first = block.with(&rest, |steps| steps.insert(0, step.clone()));
        let last = block.with(&rest, |steps| steps.push(step.clone()));
        [first, last]
    };
    others.flat_map(at_ends).collect()
}
