//! The random source: fixed by its seed, valid, and wide.

mod amount;
mod forms;

use std::collections::BTreeSet;

use proptest::prelude::*;
use twinheap::program::{Argument, Expression, Geometry, Name, Program, Statement, Step, Value};
use twinheap::property::programs;
use twinheap::source::{Options, program};

fn judged() -> Options {
    Options { judged: true, ..Options::default() }
}

fn statements(program: &Program) -> impl Iterator<Item = &Statement> {
    program.blocks().flatten().map(Step::statement)
}

fn arguments(program: &Program) -> impl Iterator<Item = &Argument> {
    statements(program)
        .filter_map(|statement| match statement {
            Statement::Print(arguments) => Some(arguments),
            _ => None,
        })
        .flatten()
}

#[test]
fn same_seed_and_index_give_the_same_program() {
    for index in 0..200 {
        let options = Options::default();
        assert_eq!(program(7, index, &options), program(7, index, &options));
    }
}

/// A change of this number is a change of what every seed means.
#[test]
fn seed_means_the_same_on_every_platform() {
    let hash = (0..1000).fold(0xcbf2_9ce4_8422_2325_u64, |hash, index| {
        let bytes = program(1, index, &Options::default()).to_bytes().unwrap();
        bytes
            .iter()
            .fold(hash, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
    });
    assert_eq!(format!("{hash:016x}"), "3f9803fb99de0eb7");
}

#[test]
fn programs_of_neighbouring_numbers_differ() {
    let options = Options::default();
    let programs: Vec<_> = (0..100).map(|index| program(0, index, &options)).collect();
    for (index, one) in programs.iter().enumerate() {
        assert!(!programs[..index].contains(one), "number {index} came before");
    }
    assert_ne!(program(0, 1, &options), program(1, 0, &options));
}

#[test]
fn every_form_appears_within_two_thousand_programs() {
    let mut met = BTreeSet::new();
    for index in 0..2_000 {
        forms::collect(&program(3, index, &Options::default()), &mut met);
    }
    let missing: Vec<_> = forms::all().difference(&met).copied().collect();
    assert!(missing.is_empty(), "never written: {missing:?}");
}

#[test]
fn length_and_geometry_are_those_asked_for() {
    for steps in [1, 8, 32, 100] {
        for index in 0..100 {
            let options = Options { steps, geometry: Some(Geometry::Odd), ..Options::default() };
            let program = program(5, index, &options);
            assert_eq!(program.geometry, Geometry::Odd);
            // The prelude and the last shape may run over.
            let len = program.main.len();
            assert!(
                len >= (steps as usize).div_ceil(2) && len <= steps as usize * 3 / 2 + 40,
                "{len}"
            );
        }
    }
}

fn assert_ends(statement: &Statement, callees: usize) {
    if let Statement::Call(function, _) = statement {
        assert!(usize::from(function.0) < callees);
    }
    let text = format!("{statement:?}");
    for (start, _) in text.match_indices("New(ClassId(") {
        assert!(text[start..].starts_with("New(ClassId(0"), "{text}");
    }
    let copies = matches!(
        statement,
        Statement::Bind(_, Expression::Copy(_) | Expression::DeepCopy(_) | Expression::Call(..))
    );
    assert!(!copies, "{text}");
}

proptest! {
    #![proptest_config(amount::config(3_000))]

    #[test]
    fn programs_are_valid_as_they_are_written(seed: u64, judged: bool) {
        forms::assert_valid(&program(seed, 0, &Options { judged, ..Options::default() }));
    }

    /// Calls go to lower numbers, and nothing that a body does makes an object with a finalizer.
    #[test]
    fn bodies_end(program: Program) {
        let functions = program.functions.iter().enumerate();
        let finalizers = program.classes.iter().filter_map(|class| class.finalizer.as_ref());
        let bodies = functions
            .map(|(index, function)| (index, &function.body))
            .chain(finalizers.map(|finalizer| (program.functions.len(), &finalizer.body)));
        for (callees, body) in bodies {
            for step in &body.steps {
                assert_ends(step.statement(), callees);
            }
        }
        assert!(program.classes.first().is_none_or(|class| class.finalizer.is_none()));
    }

    #[test]
    fn judged_programs_show_nothing_of_the_interpreter(program in programs(judged())) {
        for argument in arguments(&program) {
            assert!(!is_the_interpreters_own(argument), "{argument:?}");
        }
        for statement in statements(&program) {
            let collects_by_itself = match statement {
                Statement::Enable => true,
                Statement::SetThreshold(thresholds) => thresholds[0] != 0,
                _ => false,
            };
            assert!(!collects_by_itself, "{statement:?}");
        }
    }
}

fn is_the_interpreters_own(argument: &Argument) -> bool {
    match argument {
        Argument::Counts
        | Argument::FreezeCount
        | Argument::Collections(_)
        | Argument::IsEnabled
        | Argument::Thresholds => true,
        Argument::ReferenceCount(value)
        | Argument::IsTracked(value)
        | Argument::InGeneration(value, _) => !matches!(value, Value::Name(_)),
        Argument::IdDifference(left, right) => left != right,
        _ => false,
    }
}

/// Names that bodies bind are declared, or are their own.
#[test]
fn bodies_bind_globals_only_where_declared() {
    for index in 0..2_000 {
        let program = program(9, index, &Options::default());
        let globals = program.names.iter().take_while(|name| *name != "self").count();
        for function in &program.functions {
            let is_local = |name: &Name| usize::from(name.0) > globals;
            assert!(function.body.locals(&function.parameters).iter().all(is_local));
        }
    }
}
