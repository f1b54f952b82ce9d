//! Shrinking by made-up failures.

use super::{EXECUTIONS_MAX, Shrinker, Shrunk};
use crate::lockstep::{Divergence, DivergenceKind, Phase, Place, Role, Signature};
use crate::program::{
    Argument, Body, Class, ClassId, Expression, Finalizer, Function, FunctionId, Geometry, Literal,
    Name, Program, Slots, Statement, Step, Value, Zeal,
};

fn divergence(kind: DivergenceKind, step: usize) -> Divergence {
    let (role, phase) = (Role::Part(String::new()), Phase::Mutation);
    let signature = Signature { kind, op: String::new(), role, phase };
    Divergence {
        place: Place::Step(step),
        text: String::new(),
        signature,
        sides: ["the oracle", "the subject"].map(str::to_owned),
        request: None,
        about: String::new(),
        expected: String::new(),
        found: String::new(),
        objects: Vec::new(),
    }
}

fn append(to: u16, value: Value) -> Step {
    Step::Plain(Statement::Append(Name(to), value))
}

fn collect() -> Step {
    Step::Plain(Statement::Collect(None))
}

fn is_append(step: &Step) -> bool {
    matches!(step.statement(), Statement::Append(..))
}

fn noisy() -> Program {
    let names = ["x", "y", "z"].map(str::to_owned).to_vec();
    let list = || Value::List(vec![Value::Name(Name(1)), Value::New(ClassId(1))]);
    let mut main = Vec::new();
    for round in 0..6 {
        main.push(Step::Guarded(Statement::Bind(Name(round % 3), Expression::Value(list()))));
        main.push(append(2, list()));
        main.push(Step::Repeated(100, Statement::Clear(Name(1))));
        main.push(collect());
    }
    let body = Body { globals: vec![Name(1)], steps: vec![collect(), collect()] };
    let finalizer = Finalizer { receiver: Name(0), body: body.clone() };
    let slots = Slots { attributes: vec![crate::program::Attribute(0)], weakref: true };
    let class = |name: &str| Class {
        name: name.to_owned(),
        slots: Some(slots.clone()),
        finalizer: Some(finalizer.clone()),
    };
    let function = Function {
        name: "g".to_owned(),
        parameters: vec![Name(0), Name(2)],
        body,
        returns: Some(Name(0)),
    };
    main.push(Step::Plain(Statement::Call(
        FunctionId(0),
        vec![list(), Value::Literal(Literal::Int(77))],
    )));
    Program {
        geometry: Geometry::Tiny,
        zeal: Zeal::from_text("collect at every 3rd allocation, verified"),
        names,
        attributes: vec!["k".to_owned()],
        classes: vec![class("A"), class("B")],
        functions: vec![function],
        main,
    }
}

fn shrink(run: impl FnMut(&Program) -> Option<Divergence>) -> Shrunk {
    let mut shrinker = Shrinker::new(run, EXECUTIONS_MAX);
    shrinker.shrink(noisy(), divergence(DivergenceKind::Observation, 24))
}

/// The place of the third append, where the failures below come.
fn third_append(program: &Program) -> Option<usize> {
    let mut appends = program.main.iter().enumerate().filter(|(_, step)| is_append(step));
    appends.nth(2).map(|(index, _)| index)
}

#[test]
fn only_the_steps_that_matter_stay() {
    let shrunk = shrink(|program| {
        third_append(program).map(|step| divergence(DivergenceKind::Observation, step))
    });
    let zero = || Value::Literal(Literal::Int(0));
    let expected = Program {
        names: vec!["a".to_owned()],
        main: vec![append(0, zero()), append(0, zero()), append(0, zero())],
        ..Program::default()
    };
    assert_eq!(shrunk.program, expected);
    assert!(shrunk.stable);
    assert!(shrunk.executions < 500, "{} executions", shrunk.executions);
}

#[test]
fn a_smaller_program_with_another_failure_is_refused() {
    let shrunk = shrink(|program| {
        let step = third_append(program);
        let other = divergence(DivergenceKind::Panic, 0);
        Some(step.map_or(other, |step| divergence(DivergenceKind::Observation, step)))
    });
    assert_eq!(shrunk.divergence.signature.kind, DivergenceKind::Observation);
    assert_eq!(shrunk.program.main.len(), 3);
}

#[test]
fn what_a_body_needs_stays_with_what_calls_it() {
    let shrunk = shrink(|program| {
        let calls = |step: &Step| matches!(step.statement(), Statement::Call(..));
        let acts =
            program.functions.first().is_some_and(|function| !function.body.steps.is_empty());
        let index = program.main.iter().position(calls)?;
        acts.then(|| divergence(DivergenceKind::Observation, index))
    });
    let print = Statement::Print(vec![Argument::Literal(Literal::Int(0))]);
    let body = Body { globals: vec![], steps: vec![Step::Plain(print)] };
    let function = Function { name: "f0".to_owned(), body, ..Function::default() };
    let expected = Program {
        functions: vec![function],
        main: vec![Step::Plain(Statement::Call(FunctionId(0), vec![]))],
        ..Program::default()
    };
    assert_eq!(shrunk.program, expected);
}

#[test]
fn a_pair_that_needs_each_other_goes_together() {
    let shrunk = shrink(|program| {
        let appends = program.main.iter().filter(|step| is_append(step)).count();
        let last = program.main.iter().rposition(|step| *step == collect())?;
        (appends % 2 == 0).then(|| divergence(DivergenceKind::Observation, last))
    });
    assert_eq!(shrunk.program.main, [collect()]);
}

#[test]
fn a_failure_that_does_not_come_back_is_not_trusted() {
    let mut runs = 0;
    let mut shrinker = Shrinker::new(
        |_: &Program| {
            runs += 1;
            (runs < 5).then(|| divergence(DivergenceKind::Observation, 0))
        },
        10,
    );
    let shrunk = shrinker.shrink(noisy(), divergence(DivergenceKind::Observation, 24));
    assert!(!shrunk.stable);
    assert_eq!(shrunk.program, noisy());
}

#[test]
fn counts_go_down_to_what_is_needed() {
    let shrunk = shrink(|program| {
        let index = program
            .main
            .iter()
            .position(|step| matches!(step, Step::Repeated(count, _) if *count >= 13))?;
        Some(divergence(DivergenceKind::Observation, index))
    });
    assert!(matches!(shrunk.program.main.as_slice(), [Step::Repeated(13, _)]));
}

#[test]
fn what_is_used_once_is_folded_into_its_use() {
    let bind = |name, value| Step::Plain(Statement::Bind(Name(name), Expression::Value(value)));
    let list = |items: &[Value]| Value::List(items.to_vec());
    let names = ["x", "y"].map(str::to_owned).to_vec();
    let main = vec![bind(0, list(&[])), bind(1, list(&[])), append(0, Value::Name(Name(1)))];
    let program = Program { names, main, ..Program::default() };
    // Fails as long as a list in a list is made in any way.
    let run = |program: &Program| {
        let text = program.to_string();
        let lists = text.matches("= []").count();
        let apart = lists == 2 && ["append(y)", "append(b)"].iter().any(|line| text.contains(line));
        let folded = lists == 1 && text.contains("append([])");
        let last = program.main.len().checked_sub(1)?;
        (apart || folded || text.contains("[[]]"))
            .then(|| divergence(DivergenceKind::Observation, last))
    };
    let mut shrinker = Shrinker::new(run, EXECUTIONS_MAX);
    let shrunk = shrinker.shrink(program, divergence(DivergenceKind::Observation, 2));
    assert_eq!(shrunk.program.main, [bind(0, list(&[list(&[])]))]);
}
