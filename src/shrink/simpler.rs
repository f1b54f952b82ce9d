//! Simpler forms of steps and values. Whether one is smaller is not decided here: what is not will not be run.

use std::num::NonZeroU16;

use super::block::{replaced, spots};
use crate::program::{
    Argument, Expression, Key, Literal, Moments, Part, Program, Statement, Step, Value, Zeal,
};

/// The plainest value: shared by the whole interpreter, so that it has neither a count nor a death.
const ZERO: Value = Value::Literal(Literal::Int(0));

/// Every program with less zeal, then with one step in a simpler form.
pub(super) fn simpler(program: &Program) -> Vec<Program> {
    let less = zeals(program.zeal).into_iter();
    let mut candidates: Vec<_> = less.map(|zeal| Program { zeal, ..program.clone() }).collect();
    for (block, index) in spots(program) {
        let forms = steps(&block.steps(program)[index]).into_iter();
        candidates.extend(forms.map(|step| replaced(program, (block, index), step)));
    }
    candidates
}

/// Every form of `step` that is simpler in one place, the simplest first.
pub(super) fn steps(step: &Step) -> Vec<Step> {
    let mut simpler = Vec::new();
    let statement = step.statement();
    match step {
        Step::Plain(_) => {}
        Step::Guarded(_) => simpler.push(Step::Plain(statement.clone())),
        Step::Repeated(count, _) => {
            simpler.push(Step::Plain(statement.clone()));
            let counts =
                lower(i64::from(*count)).into_iter().filter_map(|count| count.try_into().ok());
            simpler.extend(counts.map(|count: u32| Step::Repeated(count, statement.clone())));
        }
    }
    let again = |statement| match step {
        Step::Plain(_) => Step::Plain(statement),
        Step::Guarded(_) => Step::Guarded(statement),
        Step::Repeated(count, _) => Step::Repeated(*count, statement),
    };
    simpler.extend(whole_statements(statement).into_iter().map(again));
    simpler.push(all_plain(step));
    simpler.extend(inner(step));
    simpler
}

/// The step with all its values plain at once: where two have to be the same one, neither can be replaced alone.
fn all_plain(step: &Step) -> Step {
    let mut step = step.clone();
    step.parts(&mut |part| {
        if let Part::Value(value) = part {
            *value = ZERO;
        }
    });
    step
}

/// Less zeal, the least first: none, one collection of everything at one of the first allocations, no checks.
fn zeals(zeal: Option<Zeal>) -> Vec<Option<Zeal>> {
    const ALLOCATIONS_TRIED: u16 = 16;
    let Some(zeal) = zeal else { return Vec::new() };
    let last = match zeal.moments {
        Moments::Once(number) => number.get().min(ALLOCATIONS_TRIED + 1) - 1,
        Moments::Every(_) | Moments::Random { .. } => ALLOCATIONS_TRIED,
    };
    let once = (1..=last).filter_map(NonZeroU16::new).map(Moments::Once).map(Zeal::at);
    let verified = once.clone().map(|once| Zeal { verified: true, ..once });
    let unverified = zeal.verified.then_some(Zeal { verified: false, ..zeal });
    let verified = verified.filter(|_| zeal.verified);
    let whole = once.chain(verified).chain(unverified).map(Some);
    [None].into_iter().chain(whole).collect()
}

/// The step with one of its values or keys simpler.
fn inner(step: &Step) -> Vec<Step> {
    let mut simpler = Vec::new();
    for (index, value) in parts_of(step, &value_part).into_iter().enumerate() {
        let candidates = values(&value).into_iter();
        simpler.extend(candidates.map(|value| with_part(step, index, value, &value_part)));
    }
    for (index, key) in parts_of(step, &key_part).into_iter().enumerate() {
        let candidates = keys(&key).into_iter();
        simpler.extend(candidates.map(|key| with_part(step, index, key, &key_part)));
    }
    simpler
}

fn value_part(part: Part<'_>) -> Option<&mut Value> {
    match part {
        Part::Value(value) => Some(value),
        _ => None,
    }
}

fn key_part(part: Part<'_>) -> Option<&mut Key> {
    match part {
        Part::Key(key) => Some(key),
        _ => None,
    }
}

/// Copies of all parts of one sort, in order.
fn parts_of<T: Clone>(step: &Step, sort: &dyn Fn(Part<'_>) -> Option<&mut T>) -> Vec<T> {
    let mut found = Vec::new();
    step.clone().parts(&mut |part| found.extend(sort(part).map(|part| part.clone())));
    found
}

/// The step with the part of that index replaced.
fn with_part<T>(
    step: &Step,
    index: usize,
    new: T,
    sort: &dyn Fn(Part<'_>) -> Option<&mut T>,
) -> Step {
    let (mut step, mut new, mut met) = (step.clone(), Some(new), 0);
    step.parts(&mut |part| {
        let Some(place) = sort(part) else { return };
        if met == index
            && let Some(new) = new.take()
        {
            *place = new;
        }
        met += 1;
    });
    step
}

/// Other statements in its place.
fn whole_statements(statement: &Statement) -> Vec<Statement> {
    match statement {
        Statement::Bind(name, expression) => expressions(expression)
            .into_iter()
            .map(|simpler| Statement::Bind(*name, simpler))
            .collect(),
        Statement::Insert(name, _, value) => vec![Statement::Append(*name, value.clone())],
        Statement::Collect(Some(_)) => vec![Statement::Collect(None)],
        Statement::SetThreshold(thresholds) => lower_thresholds(*thresholds),
        Statement::Print(arguments) => prints(arguments),
        _ => Vec::new(),
    }
}

fn expressions(expression: &Expression) -> Vec<Expression> {
    let values = match expression {
        Expression::Value(_) => return Vec::new(),
        Expression::WeakReference(value, Some(_)) => {
            return vec![
                Expression::Value(value.clone()),
                Expression::WeakReference(value.clone(), None),
            ];
        }
        Expression::Item(name, _)
        | Expression::Attribute(name, _)
        | Expression::Pop(name)
        | Expression::Referent(name) => vec![Value::Name(*name)],
        Expression::Copy(value)
        | Expression::DeepCopy(value)
        | Expression::WeakReference(value, None) => vec![value.clone()],
        Expression::Add(left, right) => vec![left.clone(), right.clone()],
        Expression::Call(_, arguments) => arguments.clone(),
    };
    [ZERO].into_iter().chain(values).map(Expression::Value).collect()
}

fn prints(arguments: &[Argument]) -> Vec<Statement> {
    if arguments.len() < 2 {
        return Vec::new();
    }
    without_one(arguments).into_iter().map(Statement::Print).collect()
}

fn lower_thresholds(thresholds: [u32; 3]) -> Vec<Statement> {
    let mut simpler = Vec::new();
    for index in 0..3 {
        for value in lower(i64::from(thresholds[index])) {
            let mut candidate = thresholds;
            candidate[index] = value.try_into().unwrap_or(0);
            simpler.push(Statement::SetThreshold(candidate));
        }
    }
    simpler
}

/// Every value that is simpler than `value` in one place, the simplest first.
fn values(value: &Value) -> Vec<Value> {
    match value {
        Value::Literal(literal) => literals(literal).into_iter().map(Value::Literal).collect(),
        Value::Name(_) => vec![ZERO],
        Value::New(_) => vec![ZERO, Value::List(Vec::new()), Value::Set(vec![ZERO])],
        Value::List(items) => displays(items, Value::List),
        Value::Tuple(items) => {
            let mut simpler = displays(items, Value::Tuple);
            simpler.push(Value::List(items.clone()));
            simpler
        }
        Value::Set(items) => {
            let mut simpler = displays(items, Value::Set);
            simpler.retain(|value| *value != Value::Set(Vec::new()));
            simpler.push(Value::List(items.clone()));
            simpler
        }
        Value::Dict(items) => dicts(items),
    }
}

fn displays(items: &[Value], display: fn(Vec<Value>) -> Value) -> Vec<Value> {
    let mut simpler = vec![ZERO];
    simpler.extend(items.iter().cloned());
    simpler.extend(without_one(items).into_iter().map(display));
    for (index, item) in items.iter().enumerate() {
        for item in values(item) {
            let mut items = items.to_vec();
            items[index] = item;
            simpler.push(display(items));
        }
    }
    simpler
}

fn dicts(items: &[(Key, Value)]) -> Vec<Value> {
    let mut simpler = vec![ZERO];
    simpler.extend(items.iter().map(|(_, value)| value.clone()));
    simpler.extend(without_one(items).into_iter().map(Value::Dict));
    for (index, (key, value)) in items.iter().enumerate() {
        let values = values(value).into_iter().map(|value| (key.clone(), value));
        let keys = keys(key).into_iter().map(|key| (key, value.clone()));
        for item in values.chain(keys) {
            let mut items = items.to_vec();
            items[index] = item;
            simpler.push(Value::Dict(items));
        }
    }
    simpler.push(Value::List(items.iter().map(|(_, value)| value.clone()).collect()));
    simpler
}

/// `items` without each of them in turn, the last first.
fn without_one<T: Clone>(items: &[T]) -> Vec<Vec<T>> {
    let shorter = (0..items.len()).rev().map(|index| {
        let mut items = items.to_vec();
        items.remove(index);
        items
    });
    shorter.collect()
}

fn literals(literal: &Literal) -> Vec<Literal> {
    let zero = Literal::Int(0);
    match literal {
        Literal::None | Literal::Bool(_) => vec![zero],
        Literal::Int(value) => lower(*value).into_iter().map(Literal::Int).collect(),
        Literal::Float(_) => vec![zero],
        Literal::Text(text) => {
            let texts = shorter(text).into_iter().map(Literal::Text);
            [zero].into_iter().chain(texts).collect()
        }
    }
}

fn keys(key: &Key) -> Vec<Key> {
    match key {
        Key::Int(value) => lower(*value).into_iter().map(Key::Int).collect(),
        Key::Text(text) => {
            [Key::Int(0)].into_iter().chain(shorter(text).into_iter().map(Key::Text)).collect()
        }
    }
}

fn shorter(text: &str) -> Vec<String> {
    let half = text.get(..text.len() / 2).unwrap_or_default();
    let one_less = text.get(..text.len().saturating_sub(1)).unwrap_or_default();
    let mut shorter = vec![half.to_owned(), one_less.to_owned()];
    shorter.retain(|short| short.len() < text.len());
    shorter.dedup();
    shorter
}

/// Numbers nearer to 0, the nearest first: 0, a half, three quarters, …, one less. So the least that will do is found in few
/// runs wherever it lies.
pub(crate) fn lower(value: i64) -> Vec<i64> {
    let gaps = std::iter::successors(Some(value), |gap| Some(gap / 2)).take_while(|gap| *gap != 0);
    gaps.map(|gap| value - gap).collect()
}
