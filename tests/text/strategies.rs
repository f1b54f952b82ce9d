//! Strategies for valid programs, and for texts that are nearly programs.

use std::num::{NonZeroU8, NonZeroU16};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use twinheap::program::{
    Argument, Attribute, Body, Class, ClassId, Expression, Finalizer, Function, FunctionId,
    Generations, Geometry, Key, Literal, Moments, Name, Program, Slots, Statement, Step,
    VALUE_DEPTH_MAX, Value, Zeal,
};

const NAMES: [&str; 8] = ["x", "y", "z", "w", "self", "node", "_hidden", "p0"];
const ATTRIBUTES: [&str; 5] = ["a", "b", "next", "_c", "x"];
const DEFINITIONS_MAX: u16 = 3;

/// Any valid program, not normalized.
pub(crate) fn programs() -> impl Strategy<Value = Program> {
    (
        (select(Geometry::ALL.to_vec()), proptest::option::of(zeals())),
        Just(NAMES.map(String::from).to_vec()).prop_shuffle(),
        Just(ATTRIBUTES.map(String::from).to_vec()).prop_shuffle(),
        vec(classes(), usize::from(DEFINITIONS_MAX)),
        vec(functions(), usize::from(DEFINITIONS_MAX)),
        vec(steps(), 0..12),
    )
        .prop_map(|((geometry, zeal), names, attributes, classes, functions, main)| {
            let class =
                |(index, class): (usize, Class)| Class { name: format!("C{index}"), ..class };
            let classes = classes.into_iter().enumerate().map(class).collect();
            let function = |(index, function): (usize, Function)| Function {
                name: format!("f{index}"),
                ..function
            };
            let functions = functions.into_iter().enumerate().map(function).collect();
            Program { geometry, zeal, names, attributes, classes, functions, main }
        })
}

fn zeals() -> impl Strategy<Value = Zeal> {
    let moments = prop_oneof![
        any::<NonZeroU8>().prop_map(Moments::Every),
        any::<NonZeroU16>().prop_map(Moments::Once),
        (any::<NonZeroU8>(), any::<u16>())
            .prop_map(|(one_in, seed)| Moments::Random { one_in, seed }),
    ];
    (moments, select(Generations::ALL.to_vec()), any::<bool>())
        .prop_map(|(moments, generations, verified)| Zeal { moments, generations, verified })
}

fn classes() -> impl Strategy<Value = Class> {
    let slots = (subsequence(all_attributes(), 0..=3), any::<bool>())
        .prop_map(|(attributes, weakref)| Slots { attributes, weakref });
    let finalizer = name().prop_flat_map(|receiver| {
        body(vec![receiver]).prop_map(move |body| Finalizer { receiver, body })
    });
    (proptest::option::of(slots), proptest::option::of(finalizer))
        .prop_map(|(slots, finalizer)| Class { name: String::new(), slots, finalizer })
}

fn functions() -> impl Strategy<Value = Function> {
    subsequence(all_names(), 0..=3).prop_flat_map(|parameters| {
        (body(parameters.clone()), proptest::option::of(name())).prop_map(move |(body, returns)| {
            Function { name: String::new(), parameters: parameters.clone(), body, returns }
        })
    })
}

fn body(parameters: Vec<Name>) -> impl Strategy<Value = Body> {
    (subsequence(all_names(), 0..=2), vec(steps(), 0..5)).prop_map(move |(mut globals, steps)| {
        globals.retain(|name| !parameters.contains(name));
        Body { globals, steps }
    })
}

fn steps() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => statements().prop_map(Step::Plain),
        1 => statements().prop_map(Step::Guarded),
        1 => (any::<u32>(), statements()).prop_map(|(count, inner)| Step::Repeated(count, inner)),
    ]
}

fn statements() -> impl Strategy<Value = Statement> {
    prop_oneof![
        4 => (name(), expressions()).prop_map(|(x, right)| Statement::Bind(x, right)),
        4 => updates(),
        2 => collector_statements(),
        2 => vec(arguments(), 0..4).prop_map(Statement::Print),
    ]
}

fn updates() -> impl Strategy<Value = Statement> {
    use Statement as S;
    prop_oneof![
        (function(), vec(value(), 0..3)).prop_map(|(f, values)| S::Call(f, values)),
        (name(), value()).prop_map(|(x, v)| S::Augment(x, v)),
        (name(), key(), value()).prop_map(|(x, k, v)| S::SetItem(x, k, v)),
        (name(), attribute(), value()).prop_map(|(x, a, v)| S::SetAttribute(x, a, v)),
        (name(), value()).prop_map(|(x, v)| S::Append(x, v)),
        (name(), any::<i64>(), value()).prop_map(|(x, i, v)| S::Insert(x, i, v)),
        (name(), value()).prop_map(|(x, v)| S::Extend(x, v)),
        name().prop_map(S::Clear),
        name().prop_map(S::Delete),
        (name(), key()).prop_map(|(x, k)| S::DeleteItem(x, k)),
        (name(), attribute()).prop_map(|(x, a)| S::DeleteAttribute(x, a)),
    ]
}

fn collector_statements() -> impl Strategy<Value = Statement> {
    use Statement as S;
    let threshold = || 0..=i32::MAX.unsigned_abs();
    prop_oneof![
        proptest::option::of(generation()).prop_map(S::Collect),
        [threshold(), threshold(), threshold()].prop_map(S::SetThreshold),
        any::<bool>().prop_map(S::SaveAll),
        select(vec![S::Enable, S::Disable, S::Freeze, S::Unfreeze, S::ClearGarbage]),
    ]
}

fn expressions() -> impl Strategy<Value = Expression> {
    use Expression as E;
    prop_oneof![
        4 => value().prop_map(E::Value),
        1 => (name(), key()).prop_map(|(x, k)| E::Item(x, k)),
        1 => (name(), attribute()).prop_map(|(x, a)| E::Attribute(x, a)),
        1 => name().prop_map(E::Pop),
        1 => name().prop_map(E::Referent),
        1 => value().prop_map(E::Copy),
        1 => value().prop_map(E::DeepCopy),
        1 => (value(), value()).prop_map(|(left, right)| E::Add(left, right)),
        1 => (function(), vec(value(), 0..3)).prop_map(|(f, values)| E::Call(f, values)),
        1 => (value(), proptest::option::of(function()))
            .prop_map(|(v, callback)| E::WeakReference(v, callback)),
    ]
}

fn arguments() -> impl Strategy<Value = Argument> {
    use Argument as A;
    prop_oneof![
        literal().prop_map(A::Literal),
        name().prop_map(A::Name),
        (name(), attribute()).prop_map(|(x, a)| A::Attribute(x, a)),
        (name(), key()).prop_map(|(x, k)| A::Item(x, k)),
        (value(), value()).prop_map(|(left, right)| A::Is(left, right)),
        (value(), value()).prop_map(|(left, right)| A::Equal(left, right)),
        (value(), value()).prop_map(|(left, right)| A::SameId(left, right)),
        (value(), value()).prop_map(|(left, right)| A::IdDifference(left, right)),
        name().prop_map(A::IsDead),
        looks_at_a_value(),
        proptest::option::of(generation()).prop_map(A::Collect),
        generation().prop_map(A::Collections),
        (value(), generation()).prop_map(|(v, g)| A::InGeneration(v, g)),
        select(vec![A::Counts, A::Thresholds, A::IsEnabled, A::GarbageLen, A::FreezeCount]),
    ]
}

fn looks_at_a_value() -> impl Strategy<Value = Argument> {
    let looks: Vec<fn(Value) -> Argument> = vec![
        Argument::TypeName,
        Argument::Len,
        Argument::ReferenceCount,
        Argument::IsTracked,
        Argument::IsFinalized,
        Argument::ReferentsLen,
    ];
    (select(looks), value()).prop_map(|(look, value)| look(value))
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        name().prop_map(Value::Name),
        literal().prop_map(Value::Literal),
        (0..DEFINITIONS_MAX).prop_map(|class| Value::New(ClassId(class))),
    ];
    let depth = u32::try_from(VALUE_DEPTH_MAX).unwrap();
    leaf.prop_recursive(depth, 12, 3, |item| {
        prop_oneof![
            vec(item.clone(), 0..3).prop_map(Value::List),
            vec(item.clone(), 0..3).prop_map(Value::Tuple),
            vec((key(), item.clone()), 0..3).prop_map(Value::Dict),
            vec(item, 1..3).prop_map(Value::Set),
        ]
    })
}

fn literal() -> impl Strategy<Value = Literal> {
    prop_oneof![
        Just(Literal::None),
        any::<bool>().prop_map(Literal::Bool),
        integer().prop_map(Literal::Int),
        float().prop_map(Literal::Float),
        text().prop_map(Literal::Text),
    ]
}

fn integer() -> impl Strategy<Value = i64> {
    prop_oneof![3 => -6_i64..260, 1 => any::<i64>(), 1 => select(vec![i64::MIN, i64::MAX])]
}

/// Any finite float, and those around which CPython starts to write an exponent.
pub(crate) fn float() -> impl Strategy<Value = f64> {
    let turns = vec![0.0, -0.0, 1e-4, 9.999e-5, 1e15, 1e16, 1e17, f64::MAX, f64::MIN_POSITIVE];
    prop_oneof![any::<f64>().prop_filter("finite", |value| value.is_finite()), select(turns)]
}

/// Any text that a literal can have.
pub(crate) fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[ -~]{0,9}", "['\"\\\\ab]{0,5}"]
}

fn key() -> impl Strategy<Value = Key> {
    prop_oneof![integer().prop_map(Key::Int), text().prop_map(Key::Text)]
}

fn generation() -> impl Strategy<Value = u8> {
    0_u8..=2
}

fn name() -> impl Strategy<Value = Name> {
    select(all_names())
}

fn attribute() -> impl Strategy<Value = Attribute> {
    select(all_attributes())
}

fn function() -> impl Strategy<Value = FunctionId> {
    (0..DEFINITIONS_MAX).prop_map(FunctionId)
}

fn all_names() -> Vec<Name> {
    (0_u16..).take(NAMES.len()).map(Name).collect()
}

fn all_attributes() -> Vec<Attribute> {
    (0_u16..).take(ATTRIBUTES.len()).map(Attribute).collect()
}

/// Pieces of Python, from which soups are cooked and with which texts are spoiled.
pub(crate) const PIECES: &[&str] = &[
    " ",
    "    ",
    "\n",
    "\n    ",
    "\t",
    "\r\n",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    ";",
    ".",
    "=",
    "+=",
    "+",
    "-",
    "*",
    "**",
    "==",
    "->",
    ":=",
    "@",
    "\\",
    "\\\n",
    "#",
    "# geometry: tiny",
    "# zeal: collect at every 2nd allocation\n",
    "'",
    "\"",
    "'''",
    "f'",
    "b'",
    "{x!r:>{y}}",
    "x",
    "y",
    "C0",
    "f0",
    "gc",
    "gc.collect()",
    "copy",
    "error",
    "_",
    "__slots__",
    "__del__",
    "__weakref__",
    "print(",
    "len(",
    "id(x)",
    "type(x).__name__",
    "range(3)",
    "0",
    "1",
    "-1",
    "2.5",
    "1e999",
    "9223372036854775808",
    "0x",
    "0777",
    "1j",
    "None",
    "True",
    "class ",
    "def ",
    "del ",
    "try:",
    "except Exception as error:",
    "for _ in ",
    "global ",
    "return ",
    "pass",
    "import ",
    "from ",
    "lambda ",
    "yield ",
    "await ",
    "async ",
    "if ",
    "else ",
    "while ",
    "with ",
    "match ",
    "case ",
    "type ",
    "is ",
    "in ",
    "not ",
    "and ",
    "or ",
    "é",
    "\u{feff}",
    "\0",
    "…",
    "\u{c}",
];

/// Pieces of Python in no order at all.
pub(crate) fn soups() -> impl Strategy<Value = String> {
    vec(select(PIECES), 0..60).prop_map(|pieces| pieces.concat())
}

/// One change to a text.
#[derive(Debug, Clone)]
pub(crate) enum Mutation {
    DeleteLine(Index),
    DuplicateLine(Index),
    MoveLine(Index, Index),
    DeleteRange(Index, usize),
    Replace(Index, usize, &'static str),
}

/// A few changes to a text.
pub(crate) fn mutations() -> impl Strategy<Value = Vec<Mutation>> {
    let at = any::<Index>;
    let mutation = prop_oneof![
        at().prop_map(Mutation::DeleteLine),
        at().prop_map(Mutation::DuplicateLine),
        (at(), at()).prop_map(|(from, to)| Mutation::MoveLine(from, to)),
        (at(), 1_usize..12).prop_map(|(start, len)| Mutation::DeleteRange(start, len)),
        (at(), 0_usize..6, select(PIECES))
            .prop_map(|(start, len, piece)| Mutation::Replace(start, len, piece)),
    ];
    vec(mutation, 1..4)
}

/// `text` with `mutations` done to it, in order.
pub(crate) fn mutated(text: &str, mutations: &[Mutation]) -> String {
    mutations.iter().fold(text.to_owned(), |text, mutation| mutation.apply(&text))
}

impl Mutation {
    fn apply(&self, text: &str) -> String {
        if text.is_empty() {
            return String::new();
        }
        let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
        match self {
            Self::DeleteLine(at) => {
                lines.remove(at.index(lines.len()));
            }
            Self::DuplicateLine(at) => {
                let at = at.index(lines.len());
                lines.insert(at, lines[at]);
            }
            Self::MoveLine(from, to) => {
                let line = lines.remove(from.index(lines.len()));
                lines.insert(to.index(lines.len() + 1), line);
            }
            Self::DeleteRange(start, len) => return replaced(text, *start, *len, ""),
            Self::Replace(start, len, piece) => return replaced(text, *start, *len, piece),
        }
        lines.concat()
    }
}

fn replaced(text: &str, start: Index, len: usize, piece: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let start = start.index(characters.len());
    let end = characters.len().min(start + len);
    characters[..start]
        .iter()
        .copied()
        .chain(piece.chars())
        .chain(characters[end..].iter().copied())
        .collect()
}
