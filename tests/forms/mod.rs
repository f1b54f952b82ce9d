//! What tests of the ways to make programs share: the forms of the syntax, and the rules of its text.

use std::collections::BTreeSet;

use twinheap::program::{
    Argument, Body, Expression, Generations, Geometry, Key, Literal, Moments, Name, Program,
    Statement, Step, VALUE_DEPTH_MAX, Value,
};

/// Names every variant of an enum. A variant that is added does not compile until it is listed.
macro_rules! forms {
    ($function:ident, $all:ident, $enum:ident: $($variant:ident),+ $(,)?) => {
        const $all: &[&str] = &[$(concat!(stringify!($enum), "::", stringify!($variant))),+];

        fn $function(value: &$enum) -> &'static str {
            match value {
                $($enum::$variant { .. } => concat!(stringify!($enum), "::", stringify!($variant)),)+
            }
        }
    };
}

forms!(step_form, STEPS, Step: Plain, Guarded, Repeated);
forms!(statement_form, STATEMENTS, Statement:
    Bind, Call, Augment, SetItem, SetAttribute, Append, Insert, Extend, Clear, Delete, DeleteItem,
    DeleteAttribute, Collect, Enable, Disable, SetThreshold, Freeze, Unfreeze, SaveAll,
    ClearGarbage, Print);
forms!(expression_form, EXPRESSIONS, Expression:
    Value, Item, Attribute, Pop, Referent, Copy, DeepCopy, Add, Call, WeakReference);
forms!(value_form, VALUES, Value: Name, Literal, List, Tuple, Dict, Set, New);
forms!(literal_form, LITERALS, Literal: None, Bool, Int, Float, Text);
forms!(argument_form, ARGUMENTS, Argument:
    Literal, Name, Attribute, Item, Is, Equal, TypeName, Len, ReferenceCount, SameId, IdDifference,
    IsDead, Collect, Counts, Thresholds, IsEnabled, IsTracked, IsFinalized, GarbageLen, FreezeCount,
    Collections, ReferentsLen, InGeneration);
forms!(geometry_form, GEOMETRIES, Geometry: Production, Tiny, Odd, Small);
forms!(moments_form, MOMENTS, Moments: Every, Once, Random);
forms!(generations_form, GENERATIONS, Generations: Full, Young, Middle, InTurn);

/// What tables and bodies may have.
const SHAPES: [&str; 8] = [
    "verified",
    "slots",
    "no slots",
    "weakref slot",
    "finalizer",
    "return",
    "global",
    "parameters",
];

/// Every form there is.
pub(crate) fn all() -> BTreeSet<&'static str> {
    [
        STEPS,
        STATEMENTS,
        EXPRESSIONS,
        VALUES,
        LITERALS,
        ARGUMENTS,
        GEOMETRIES,
        MOMENTS,
        GENERATIONS,
        &SHAPES,
    ]
    .concat()
    .into_iter()
    .collect()
}

/// Adds the forms of a program to `met`.
pub(crate) fn collect(program: &Program, met: &mut BTreeSet<&'static str>) {
    met.insert(geometry_form(&program.geometry));
    if let Some(zeal) = program.zeal {
        met.insert(moments_form(&zeal.moments));
        met.insert(generations_form(&zeal.generations));
        met.extend(zeal.verified.then_some("verified"));
    }
    for class in &program.classes {
        met.insert(if class.slots.is_some() { "slots" } else { "no slots" });
        if class.slots.as_ref().is_some_and(|slots| slots.weakref) {
            met.insert("weakref slot");
        }
        if let Some(finalizer) = &class.finalizer {
            met.insert("finalizer");
            body(&finalizer.body, met);
        }
    }
    for function in &program.functions {
        body(&function.body, met);
        if function.returns.is_some() {
            met.insert("return");
        }
        if !function.parameters.is_empty() {
            met.insert("parameters");
        }
    }
    steps(&program.main, met);
}

fn body(body: &Body, met: &mut BTreeSet<&'static str>) {
    if !body.globals.is_empty() {
        met.insert("global");
    }
    steps(&body.steps, met);
}

fn steps(steps: &[Step], met: &mut BTreeSet<&'static str>) {
    for step in steps {
        met.insert(step_form(step));
        met.insert(statement_form(step.statement()));
        parts(step.statement(), &mut |part| match part {
            Part::Expression(expression) => drop(met.insert(expression_form(expression))),
            Part::Argument(argument) => {
                met.insert(argument_form(argument));
                if let Argument::Literal(literal) = argument {
                    met.insert(literal_form(literal));
                }
            }
            Part::Value(value, _) => {
                met.insert(value_form(value));
                if let Value::Literal(literal) = value {
                    met.insert(literal_form(literal));
                }
            }
            Part::Key(_) | Part::Name(_) => {}
        });
    }
}

enum Part<'a> {
    Expression(&'a Expression),
    Argument(&'a Argument),
    /// With the number of displays around it.
    Value(&'a Value, usize),
    Key(&'a Key),
    Name(Name),
}

fn parts<'a>(statement: &'a Statement, visit: &mut dyn FnMut(Part<'a>)) {
    match statement {
        Statement::Bind(name, expression) => {
            visit(Part::Name(*name));
            visit(Part::Expression(expression));
            expression_parts(expression, visit);
        }
        Statement::Call(_, arguments) => arguments.iter().for_each(|value| values(value, 0, visit)),
        Statement::SetItem(name, key, value) => {
            visit(Part::Name(*name));
            visit(Part::Key(key));
            values(value, 0, visit);
        }
        Statement::Augment(name, value)
        | Statement::SetAttribute(name, _, value)
        | Statement::Append(name, value)
        | Statement::Insert(name, _, value)
        | Statement::Extend(name, value) => {
            visit(Part::Name(*name));
            values(value, 0, visit);
        }
        Statement::DeleteItem(name, key) => {
            visit(Part::Name(*name));
            visit(Part::Key(key));
        }
        Statement::Clear(name) | Statement::Delete(name) | Statement::DeleteAttribute(name, _) => {
            visit(Part::Name(*name));
        }
        Statement::Print(arguments) => arguments.iter().for_each(|argument| {
            visit(Part::Argument(argument));
            argument_parts(argument, visit);
        }),
        Statement::Collect(_)
        | Statement::Enable
        | Statement::Disable
        | Statement::SetThreshold(_)
        | Statement::Freeze
        | Statement::Unfreeze
        | Statement::SaveAll(_)
        | Statement::ClearGarbage => {}
    }
}

fn expression_parts<'a>(expression: &'a Expression, visit: &mut dyn FnMut(Part<'a>)) {
    match expression {
        Expression::Value(value)
        | Expression::Copy(value)
        | Expression::DeepCopy(value)
        | Expression::WeakReference(value, _) => values(value, 0, visit),
        Expression::Item(name, key) => {
            visit(Part::Name(*name));
            visit(Part::Key(key));
        }
        Expression::Attribute(name, _) | Expression::Pop(name) | Expression::Referent(name) => {
            visit(Part::Name(*name));
        }
        Expression::Add(left, right) => {
            [left, right].into_iter().for_each(|value| values(value, 0, visit));
        }
        Expression::Call(_, arguments) => {
            arguments.iter().for_each(|value| values(value, 0, visit));
        }
    }
}

fn argument_parts<'a>(argument: &'a Argument, visit: &mut dyn FnMut(Part<'a>)) {
    match argument {
        Argument::Name(name) | Argument::Attribute(name, _) | Argument::IsDead(name) => {
            visit(Part::Name(*name));
        }
        Argument::Item(name, key) => {
            visit(Part::Name(*name));
            visit(Part::Key(key));
        }
        Argument::Is(left, right)
        | Argument::Equal(left, right)
        | Argument::SameId(left, right)
        | Argument::IdDifference(left, right) => {
            [left, right].into_iter().for_each(|value| values(value, 0, visit));
        }
        Argument::TypeName(value)
        | Argument::Len(value)
        | Argument::ReferenceCount(value)
        | Argument::IsTracked(value)
        | Argument::IsFinalized(value)
        | Argument::ReferentsLen(value)
        | Argument::InGeneration(value, _) => values(value, 0, visit),
        Argument::Literal(_)
        | Argument::Collect(_)
        | Argument::Counts
        | Argument::Thresholds
        | Argument::IsEnabled
        | Argument::GarbageLen
        | Argument::FreezeCount
        | Argument::Collections(_) => {}
    }
}

fn values<'a>(value: &'a Value, depth: usize, visit: &mut dyn FnMut(Part<'a>)) {
    visit(Part::Value(value, depth));
    match value {
        Value::Name(name) => visit(Part::Name(*name)),
        Value::List(items) | Value::Tuple(items) | Value::Set(items) => {
            items.iter().for_each(|item| values(item, depth + 1, visit));
        }
        Value::Dict(items) => items.iter().for_each(|(key, item)| {
            visit(Part::Key(key));
            values(item, depth + 1, visit);
        }),
        Value::Literal(_) | Value::New(_) => {}
    }
}

/// Checks that a program can be written down as a text that means the same.
pub(crate) fn assert_valid(program: &Program) {
    assert_spellings(program);
    for class in &program.classes {
        if let Some(slots) = &class.slots {
            assert_distinct(&slots.attributes);
            assert!(
                slots.attributes.iter().all(|slot| usize::from(slot.0) < program.attributes.len())
            );
        }
        if let Some(finalizer) = &class.finalizer {
            assert_body(program, &finalizer.body, &[finalizer.receiver]);
        }
    }
    for function in &program.functions {
        assert_body(program, &function.body, &function.parameters);
        assert!(function.returns.is_none_or(|name| usize::from(name.0) < program.names.len()));
    }
    program.main.iter().for_each(|step| assert_step(program, step));
}

fn assert_spellings(program: &Program) {
    let mut spellings: Vec<_> = program.names.iter().chain(&program.attributes).collect();
    spellings.extend(program.classes.iter().map(|class| &class.name));
    spellings.extend(program.functions.iter().map(|function| &function.name));
    assert_distinct(&spellings);
    for spelling in spellings {
        assert!(spelling.starts_with(|c: char| c.is_ascii_alphabetic()), "{spelling}");
        assert!(spelling.chars().all(|c| c.is_ascii_alphanumeric()), "{spelling}");
        let taken = ["as", "if", "in", "is", "or", "gc", "copy", "sys", "weakref", "print"];
        assert!(!taken.contains(&spelling.as_str()), "{spelling}");
    }
}

fn assert_body(program: &Program, body: &Body, parameters: &[Name]) {
    assert_distinct(parameters);
    assert_distinct(&body.globals);
    let in_table = |name: &Name| usize::from(name.0) < program.names.len();
    assert!(parameters.iter().chain(&body.globals).all(in_table));
    assert!(body.globals.iter().all(|name| !parameters.contains(name)));
    body.steps.iter().for_each(|step| assert_step(program, step));
}

fn assert_step(program: &Program, step: &Step) {
    parts(step.statement(), &mut |part| match part {
        Part::Value(value, depth) => assert_value(program, value, depth),
        Part::Key(Key::Text(text)) | Part::Argument(Argument::Literal(Literal::Text(text))) => {
            assert!(text.bytes().all(|byte| (b' '..=b'~').contains(&byte)));
        }
        Part::Argument(Argument::Literal(Literal::Float(value))) => assert!(value.is_finite()),
        Part::Argument(Argument::Attribute(_, attribute))
        | Part::Expression(Expression::Attribute(_, attribute)) => {
            assert!(usize::from(attribute.0) < program.attributes.len());
        }
        Part::Argument(
            Argument::Collections(generation)
            | Argument::InGeneration(_, generation)
            | Argument::Collect(Some(generation)),
        ) => assert!(*generation < 3),
        Part::Expression(
            Expression::Call(function, _) | Expression::WeakReference(_, Some(function)),
        ) => assert!(usize::from(function.0) < program.functions.len()),
        Part::Name(name) => assert!(usize::from(name.0) < program.names.len()),
        Part::Key(_) | Part::Argument(_) | Part::Expression(_) => {}
    });
    match step.statement() {
        Statement::Call(function, _) => {
            assert!(usize::from(function.0) < program.functions.len());
        }
        Statement::SetAttribute(_, attribute, _) | Statement::DeleteAttribute(_, attribute) => {
            assert!(usize::from(attribute.0) < program.attributes.len());
        }
        Statement::Collect(generation) => assert!(generation.is_none_or(|number| number < 3)),
        _ => {}
    }
}

fn assert_value(program: &Program, value: &Value, depth: usize) {
    match value {
        Value::Literal(Literal::Text(text)) => {
            assert!(text.bytes().all(|byte| (b' '..=b'~').contains(&byte)));
        }
        Value::Literal(Literal::Float(value)) => assert!(value.is_finite()),
        Value::Set(items) => assert!(!items.is_empty()),
        Value::New(class) => assert!(usize::from(class.0) < program.classes.len()),
        _ => {}
    }
    let is_display =
        matches!(value, Value::List(_) | Value::Tuple(_) | Value::Dict(_) | Value::Set(_));
    assert!(!is_display || depth < VALUE_DEPTH_MAX, "displays nest too deep");
}

fn assert_distinct<T: PartialEq + std::fmt::Debug>(items: &[T]) {
    for (index, item) in items.iter().enumerate() {
        assert!(!items[..index].contains(item), "{item:?} twice");
    }
}
