//! The byte form: total, and the identity on programs within its limits.

mod amount;
mod forms;

use std::collections::BTreeSet;
use std::num::{NonZeroU8, NonZeroU16};

use proptest::prelude::*;
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use twinheap::program::bytes::{
    HEADER_BYTES, ITEMS_MAX, NAMES_MAX, RECORD_BYTES, REPETITIONS_MAX, TEXT_MAX, THRESHOLD_MAX,
};
use twinheap::program::{
    Body, Class, Expression, Finalizer, Function, FunctionId, Generations, Geometry, Literal,
    Moments, Name, Program, Statement, Step, VALUE_DEPTH_MAX, Value, Zeal,
};

/// A random string: a header and up to 64 records, cut anywhere.
fn fill(random: &mut Xoshiro256PlusPlus, bytes: &mut Vec<u8>) {
    let draw = random.next_u64();
    bytes.resize((draw % (HEADER_BYTES + 64 * RECORD_BYTES) as u64) as usize, 0);
    random.fill_bytes(bytes);
    // Half of them have the default header, with which all families of records are on.
    if draw >> 63 == 0 {
        bytes.iter_mut().take(HEADER_BYTES).skip(1).for_each(|byte| *byte = 0);
    }
}

/// The program with the names of its decoded bytes.
fn respelt(program: &Program, decoded: &Program) -> Program {
    let mut respelt = program.clone();
    respelt.names.clone_from(&decoded.names);
    respelt.attributes.clone_from(&decoded.attributes);
    for (class, other) in respelt.classes.iter_mut().zip(&decoded.classes) {
        class.name.clone_from(&other.name);
    }
    for (function, other) in respelt.functions.iter_mut().zip(&decoded.functions) {
        function.name.clone_from(&other.name);
    }
    respelt
}

/// Checks the identity, up to the spelling of names.
fn assert_identity(program: &Program) {
    let decoded = Program::from_bytes(&program.to_bytes().expect("it is within the limits"));
    assert_eq!(decoded.names.len(), program.names.len());
    assert_eq!(decoded.attributes.len(), program.attributes.len());
    assert_eq!(decoded, respelt(program, &decoded));
}

fn main_only(statement: Statement) -> Program {
    Program {
        names: vec![String::from("x")],
        main: vec![Step::Plain(statement)],
        ..Program::default()
    }
}

fn bind(value: Value) -> Program {
    main_only(Statement::Bind(Name(0), Expression::Value(value)))
}

fn refusal(program: &Program) -> String {
    program.to_bytes().expect_err("it exceeds a limit").to_string()
}

/// Ten million strings: `TWINHEAP_CASES=10000000`.
#[test]
fn every_string_is_a_valid_program() {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(1);
    let mut bytes = Vec::new();
    for _ in 0..amount::cases(200_000) {
        fill(&mut random, &mut bytes);
        let program = Program::from_bytes(&bytes);
        assert!(program.main.len() <= 1 + bytes.len() / RECORD_BYTES);
        forms::assert_valid(&program);
    }
}

#[test]
fn bytes_of_a_decoded_program_decode_to_it() {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(2);
    let mut bytes = Vec::new();
    for _ in 0..amount::cases(100_000) {
        fill(&mut random, &mut bytes);
        let program = Program::from_bytes(&bytes);
        assert_identity(&program);
    }
}

#[test]
fn every_form_can_be_reached_from_random_bytes() {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(3);
    let mut bytes = Vec::new();
    let mut met = BTreeSet::new();
    for _ in 0..2_000 {
        fill(&mut random, &mut bytes);
        forms::collect(&Program::from_bytes(&bytes), &mut met);
    }
    let missing: Vec<_> = forms::all().difference(&met).copied().collect();
    assert!(missing.is_empty(), "never decoded: {missing:?}");
}

#[test]
fn empty_string_is_a_program_without_steps() {
    let program = Program::from_bytes(&[]);
    assert_eq!((program.main.len(), program.names.len()), (0, 8));
}

#[test]
fn empty_program_is_kept() {
    assert_identity(&Program::default());
}

/// Which record is removed decides what remains; the other statements stay as they are.
#[test]
fn statement_whose_record_is_removed_is_the_only_one_gone() {
    let statement = |index: u16| {
        Step::Guarded(Statement::Bind(Name(index), Expression::Value(Value::Name(Name(0)))))
    };
    let program = Program {
        names: (0..8).map(|index| format!("x{index}")).collect(),
        main: (0..8).map(statement).collect(),
        ..Program::default()
    };
    let bytes = program.to_bytes().unwrap();
    for removed in 0..8 {
        let mut shorter = bytes.clone();
        // The first record begins the main block.
        let start = HEADER_BYTES + (1 + removed) * RECORD_BYTES;
        shorter.drain(start..start + RECORD_BYTES);
        let mut expected = program.clone();
        expected.main.remove(removed);
        assert_eq!(Program::from_bytes(&shorter), expected);
    }
}

#[test]
fn local_and_global_bodies_are_told_apart() {
    let body = |globals| Body {
        globals,
        steps: vec![Step::Plain(Statement::Bind(Name(0), Expression::Value(Value::Name(Name(1)))))],
    };
    let class = |globals| Class {
        finalizer: Some(Finalizer { receiver: Name(1), body: body(globals) }),
        ..Class::default()
    };
    let function = |globals| Function {
        parameters: vec![Name(1)],
        body: body(globals),
        ..Function::default()
    };
    assert_identity(&Program {
        names: ["x", "y"].map(String::from).to_vec(),
        classes: vec![class(vec![]), class(vec![Name(0)])],
        functions: vec![function(vec![]), function(vec![Name(0)])],
        ..Program::default()
    });
}

#[test]
fn extreme_values_are_kept() {
    let literals = [i64::MIN, -1, 0, 256, 257, i64::MAX].map(Literal::Int).into_iter();
    let floats = [-0.0, 0.0, f64::MAX, f64::MIN_POSITIVE, 5e-324, 0.1].map(Literal::Float);
    let texts = ["", "a", "12345678", "'\"\\ ~"].map(|text| Literal::Text(String::from(text)));
    for literal in literals.chain(floats).chain(texts) {
        assert_identity(&bind(Value::Literal(literal)));
    }
    assert_identity(&main_only(Statement::Print(vec![])));
    assert_identity(&main_only(Statement::SetThreshold([THRESHOLD_MAX, 0, 700])));
    let repeated = Step::Repeated(REPETITIONS_MAX, Statement::Clear(Name(0)));
    assert_identity(&Program { main: vec![repeated], ..bind(Value::List(vec![])) });
}

#[test]
fn display_as_deep_and_wide_as_may_be_is_kept() {
    let mut value = Value::Name(Name(0));
    for _ in 0..VALUE_DEPTH_MAX {
        let mut items = vec![Value::Name(Name(0)); ITEMS_MAX - 1];
        items.push(value);
        value = Value::List(items);
    }
    assert_identity(&bind(value));
}

#[test]
fn exceeded_limit_is_named() {
    let names = vec![String::from("x"); NAMES_MAX + 1];
    let many = Program { names, ..Program::default() };
    assert_eq!(refusal(&many), "names: 33, and the byte form holds at most 32");
    let text = Literal::Text("a".repeat(TEXT_MAX + 1));
    assert_eq!(
        refusal(&bind(Value::Literal(text))),
        "characters of a text: 9, and the byte form holds at most 8"
    );
    let wide = Value::List(vec![Value::Name(Name(0)); ITEMS_MAX + 1]);
    assert_eq!(refusal(&bind(wide)), "items of a display: 14, and the byte form holds at most 13");
    let mut deep = Value::List(vec![]);
    for _ in 0..VALUE_DEPTH_MAX {
        deep = Value::List(vec![deep]);
    }
    assert_eq!(refusal(&bind(deep)), "depth of displays: 9, and the byte form holds at most 8");
    let call = Statement::Call(FunctionId(0), vec![Value::Name(Name(0)); 5]);
    assert_eq!(
        refusal(&main_only(call)),
        "arguments of a call: 5, and the byte form holds at most 4"
    );
}

proptest! {
    #![proptest_config(amount::config(256))]

    /// Removing a record anywhere leaves a program, and no more steps than before.
    #[test]
    fn removed_record_adds_no_step(bytes in prop::collection::vec(any::<u8>(), 100..600), at: prop::sample::Index) {
        let records = (bytes.len() - HEADER_BYTES) / RECORD_BYTES;
        let start = HEADER_BYTES + at.index(records) * RECORD_BYTES;
        let mut shorter = bytes.clone();
        shorter.drain(start..start + RECORD_BYTES);
        let steps = |program: &Program| program.blocks().map(<[Step]>::len).sum::<usize>();
        let before = steps(&Program::from_bytes(&bytes));
        let after = steps(&Program::from_bytes(&shorter));
        prop_assert!(after <= before, "{before} steps became {after}");
    }

    #[test]
    fn zeal_is_kept(
        number: NonZeroU16, step: NonZeroU8, form in 0..3_usize, kind in 0..4_usize, verified: bool
    ) {
        let random = Moments::Random { one_in: step, seed: number.get() };
        let moments = [Moments::Every(step), Moments::Once(number), random][form];
        let zeal = Zeal { moments, generations: Generations::ALL[kind], verified };
        assert_identity(&Program { zeal: Some(zeal), ..Program::default() });
    }

    #[test]
    fn geometry_is_kept(number in 0..4_usize) {
        assert_identity(&Program { geometry: Geometry::ALL[number], ..Program::default() });
    }
}
