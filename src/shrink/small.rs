//! The shortest programs there are, from the other end: an object is born, something holds it, it is let go, the collector
//! runs. A mistake that any short program shows is found here at once, wherever its first program came from.

use std::vec;

use super::pass::{Pass, Progress};
use super::size::{Size, plain};
use crate::program::{
    Attribute, Class, ClassId, Expression, FunctionId, Key, Literal, Name, Part, Program,
    Statement, Step, Value,
};

/// The object, and a second name.
const OBJECT: Name = Name(0);
const OTHER: Name = Name(1);
/// How often a step is repeated. The least that will do is found afterwards.
const COUNT: u32 = 8;

/// How many of the shortest programs there are are run.
const RUNS_MAX: u64 = 150;

/// These programs, the smallest first, until one is adopted or [`RUNS_MAX`] were run.
#[derive(Debug, Default)]
pub(super) struct Smallest {
    programs: Option<vec::IntoIter<Program>>,
    /// How many candidates of the search may be run when it ends.
    asked_max: u64,
}

impl Pass for Smallest {
    fn next(&mut self, progress: &Progress<'_>) -> Option<Program> {
        match &mut self.programs {
            Some(_) if progress.is_adopted || progress.asked_count >= self.asked_max => None,
            Some(programs) => programs.next(),
            programs => {
                self.asked_max = progress.asked_count + RUNS_MAX;
                programs.insert(sorted(progress).into_iter()).next()
            }
        }
    }
}

/// Those that are smaller than the best program, by size.
fn sorted(progress: &Progress<'_>) -> Vec<Program> {
    let plain = programs(progress.best).into_iter().map(|program| plain(&program));
    let mut sized: Vec<(Size, Program)> = plain
        .map(|program| (Size::of(&program), program))
        .filter(|(size, _)| size < progress.size)
        .collect();
    sized.sort_by(|one, other| one.0.cmp(&other.0));
    sized.into_iter().map(|(_, program)| program).collect()
}

/// Short programs with the classes and functions of `program`, and with its last step among the last ones.
fn programs(program: &Program) -> Vec<Program> {
    let frame = frame(program);
    let lasts = lasts(program);
    let mut programs = Vec::new();
    for life in births(&frame).iter().flat_map(|birth| lives(&frame, birth)) {
        for last in &lasts {
            let main: Vec<Step> = life.iter().chain(last).cloned().collect();
            let low: Vec<Step> = [thresholds()].into_iter().chain(main.clone()).collect();
            programs.extend([main, low].map(|main| Program { main, ..frame.clone() }));
        }
    }
    programs
}

/// What happens to an object before the last step: it is born, held and perhaps let go; or born and gone in one step, once or
/// often.
fn lives(frame: &Program, birth: &Value) -> Vec<Vec<Step>> {
    let born = bind(OBJECT, birth.clone());
    let let_go = bind(OBJECT, Value::Literal(Literal::Int(0)));
    let mut lives = Vec::new();
    for middle in middles(frame, birth) {
        let life = [vec![born.clone()], middle].concat();
        lives.extend([life.clone(), [life, vec![let_go.clone()]].concat()]);
    }
    let weak = callbacks(frame).into_iter().map(|callback| weak(OBJECT, birth, callback));
    for step in weak.chain([born]) {
        lives.push(vec![Step::Repeated(COUNT, step.statement().clone())]);
        lives.push(vec![step]);
    }
    lives
}

/// How a program ends: with the object's end, a collection, an allocation that may start one, or what the last step of
/// `program` does, once or often.
fn lasts(program: &Program) -> Vec<Option<Step>> {
    let last = program.main.last().map(|step| on_one_name(step.clone()));
    let often = last.as_ref().map(|step| Step::Repeated(COUNT, step.statement().clone()));
    let collect = Step::Plain(Statement::Collect(None));
    let allocation = bind(OTHER, Value::List(Vec::new()));
    vec![None, Some(collect), Some(allocation), last, often]
}

/// The program without its main block, and with the two names, an attribute and a class.
fn frame(program: &Program) -> Program {
    let mut frame = program.clone();
    frame.main.clear();
    for spelling in ["a", "b"].iter().skip(frame.names.len()) {
        frame.names.push((*spelling).to_owned());
    }
    if frame.attributes.is_empty() {
        frame.attributes.push("a".to_owned());
    }
    if frame.classes.is_empty() {
        frame.classes.push(Class { name: "C0".to_owned(), ..Class::default() });
    }
    frame
}

fn births(frame: &Program) -> Vec<Value> {
    let zero = Value::Literal(Literal::Int(0));
    let list = Value::List;
    let nested = list(vec![list(vec![]), list(vec![]), list(vec![list(vec![])])]);
    let mut births = vec![list(vec![]), nested, Value::Dict(vec![]), Value::Set(vec![zero])];
    let classes = u16::try_from(frame.classes.len()).unwrap_or(u16::MAX);
    births.extend((0..classes).map(|class| Value::New(ClassId(class))));
    births.extend((0..classes).map(|class| list(vec![Value::New(ClassId(class))])));
    births
}

/// What becomes of the object: nothing, it holds itself, it is in a list, a weak reference takes its place or stands beside it.
fn middles(frame: &Program, birth: &Value) -> Vec<Vec<Step>> {
    let object = Value::Name(OBJECT);
    let itself = match birth {
        Value::List(_) => Some(Statement::Append(OBJECT, object.clone())),
        Value::Dict(_) => Some(Statement::SetItem(OBJECT, Key::Int(0), object.clone())),
        Value::New(_) => Some(Statement::SetAttribute(OBJECT, Attribute(0), object.clone())),
        Value::Name(_) | Value::Literal(_) | Value::Tuple(_) | Value::Set(_) => None,
    };
    let itself = itself.map(Step::Plain);
    let mut middles = vec![Vec::new(), vec![bind(OTHER, Value::List(vec![object.clone()]))]];
    for callback in callbacks(frame) {
        let replaced = weak(OBJECT, &object, callback);
        middles.push(vec![replaced.clone()]);
        middles.push(vec![weak(OTHER, &object, callback), replaced.clone()]);
        middles.extend(itself.clone().map(|itself| vec![itself, replaced]));
    }
    if let Some(itself) = itself {
        middles.push(vec![Step::Repeated(COUNT, itself.statement().clone())]);
        middles.push(vec![itself]);
    }
    middles
}

/// No callback, and each function as one.
fn callbacks(frame: &Program) -> Vec<Option<FunctionId>> {
    let functions = u16::try_from(frame.functions.len()).unwrap_or(u16::MAX);
    [None].into_iter().chain((0..functions).map(|one| Some(FunctionId(one)))).collect()
}

fn weak(name: Name, referent: &Value, callback: Option<FunctionId>) -> Step {
    let expression = Expression::WeakReference(referent.clone(), callback);
    Step::Plain(Statement::Bind(name, expression))
}

fn bind(name: Name, value: Value) -> Step {
    Step::Plain(Statement::Bind(name, Expression::Value(value)))
}

fn thresholds() -> Step {
    Step::Plain(Statement::SetThreshold([1, 0, 0]))
}

/// The step with the object in place of every name.
fn on_one_name(mut step: Step) -> Step {
    step.parts(&mut |part| {
        if let Part::Name(name) = part {
            *name = OBJECT;
        }
    });
    step
}
