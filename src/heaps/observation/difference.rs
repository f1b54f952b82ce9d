//! Says where two observations differ, in words.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::reader::{Object, reference};
use super::{Id, Kind, Observation, Reference, Section, Shared};
use crate::program::Program;

/// Where two observations differ, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What it is about: `name x`, `object o3`, `generation 1`, `collector`, `gc.garbage`.
    pub subject: String,
    /// Which side of it differs.
    pub aspect: Aspect,
    /// The object, where it is about one.
    pub object: Option<Id>,
    /// What the oracle has.
    pub expected: String,
    /// What the subject has.
    pub found: String,
}

/// Which side of a heap's state differs. Ordered from what explains most to what follows from other differences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aspect {
    /// An object is live in one heap only.
    Liveness,
    /// A name is bound to something else.
    Binding,
    /// An object is of another kind.
    Kind,
    /// An object has another value or holds other references.
    Content,
    /// An object has another reference count.
    ReferenceCount,
    /// An object has other weak references, or in another order.
    WeakReferences,
    /// An object's finalizer has run in one heap only.
    Finalized,
    /// `gc.garbage` has other items.
    Garbage,
    /// A generation has other objects.
    Generation,
    /// A generation has its objects in another order.
    GenerationOrder,
    /// The collector's numbers differ.
    Collector,
}

/// The most telling place where `found` differs from `expected`; nothing if they are equal.
///
/// Where the contract does not promise that objects die promptly, only what the names reach is compared.
#[must_use]
pub fn difference(
    expected: &Observation,
    found: &Observation,
    program: &Program,
) -> Option<Difference> {
    if expected == found {
        return None;
    }
    let (left, right) = (comparable(expected), comparable(found));
    let mut best: Option<Difference> = None;
    let mut offer = |difference: Difference| {
        if best.as_ref().is_none_or(|best| difference.aspect < best.aspect) {
            best = Some(difference);
        }
    };
    let (mut left, mut right) = (left.as_slice(), right.as_slice());
    while let Some(pair) = next_pair(&mut left, &mut right) {
        section_difference(pair, program).into_iter().for_each(&mut offer);
    }
    best
}

type Part<'a> = (Section, &'a [u32]);

/// The sections that count: all, or without promptness those of what is reachable.
fn comparable(observation: &Observation) -> Vec<Part<'_>> {
    if observation.contract.prompt {
        return observation.sections().collect();
    }
    let reachable = observation.reachable();
    let counts = |section: &Section| match section {
        Section::Object(id) => reachable.contains(id),
        Section::Generation(_) | Section::Collector => false,
        Section::Name(_) | Section::Garbage => true,
    };
    observation.sections().filter(|(section, _)| counts(section)).collect()
}

/// The same section of both; one side is nothing where only the other heap has it.
fn next_pair<'a>(
    left: &mut &[Part<'a>],
    right: &mut &[Part<'a>],
) -> Option<(Option<Part<'a>>, Option<Part<'a>>)> {
    let (take_left, take_right) = match (left.first(), right.first()) {
        (None, None) => return None,
        (Some(_), None) => (true, false),
        (None, Some(_)) => (false, true),
        (Some(one), Some(other)) => {
            (one.0.rank() <= other.0.rank(), other.0.rank() <= one.0.rank())
        }
    };
    let take = |side: &mut &[Part<'a>]| {
        let (first, rest) = side.split_first()?;
        *side = rest;
        Some(*first)
    };
    Some((if take_left { take(left) } else { None }, if take_right { take(right) } else { None }))
}

fn section_difference(
    (expected, found): (Option<Part<'_>>, Option<Part<'_>>),
    program: &Program,
) -> Option<Difference> {
    let (section, _) = expected.or(found)?;
    let words = (expected.map(|part| part.1), found.map(|part| part.1));
    if words.0 == words.1 {
        return None;
    }
    let tell = |words: Option<&[u32]>| {
        words.map_or_else(|| section.absent().to_owned(), |words| section.tell(words, program))
    };
    let object = match section {
        Section::Object(id) => Some(id),
        _ => None,
    };
    let [expected, found] = match (section, words) {
        (Section::Collector, (Some(expected), Some(found))) => collector(expected, found),
        _ => [tell(words.0), tell(words.1)],
    };
    Some(Difference {
        subject: section.name(program),
        aspect: section.aspect(words),
        object,
        expected,
        found,
    })
}

impl Section {
    /// The order of sections in an observation.
    fn rank(self) -> (u8, u32) {
        match self {
            Self::Name(number) => (0, u32::from(number)),
            Self::Collector => (1, 0),
            Self::Generation(generation) => (2, u32::from(generation)),
            Self::Garbage => (3, 0),
            Self::Object(id) => (4, id.0),
        }
    }

    fn name(self, program: &Program) -> String {
        match self {
            Self::Name(number) => {
                let name = program.names.get(usize::from(number)).map_or("?", String::as_str);
                format!("name {name}")
            }
            Self::Collector => "collector".to_owned(),
            Self::Generation(3) => "permanent generation".to_owned(),
            Self::Generation(generation) => format!("generation {generation}"),
            Self::Garbage => "gc.garbage".to_owned(),
            Self::Object(id) => format!("object {id}"),
        }
    }

    fn absent(self) -> &'static str {
        match self {
            Self::Object(_) => "not live",
            _ => "nothing written",
        }
    }

    fn aspect(self, words: (Option<&[u32]>, Option<&[u32]>)) -> Aspect {
        match (self, words) {
            (Self::Name(_), _) => Aspect::Binding,
            (Self::Collector, _) => Aspect::Collector,
            (Self::Garbage, _) => Aspect::Garbage,
            (Self::Generation(_), (Some(expected), Some(found))) => {
                if sorted(expected) == sorted(found) {
                    Aspect::GenerationOrder
                } else {
                    Aspect::Generation
                }
            }
            (Self::Generation(_), _) => Aspect::Generation,
            (Self::Object(_), (Some(expected), Some(found))) => {
                match (Object::read(expected), Object::read(found)) {
                    (Some(expected), Some(found)) => object_aspect(&expected, &found),
                    _ => Aspect::Content,
                }
            }
            (Self::Object(_), _) => Aspect::Liveness,
        }
    }

    fn tell(self, words: &[u32], program: &Program) -> String {
        let list = || {
            let items: Vec<_> = words.iter().map(|&word| reference(word).to_string()).collect();
            format!("[{}]", items.join(", "))
        };
        match self {
            Self::Name(_) => {
                words.first().map_or_else(String::new, |&word| reference(word).to_string())
            }
            Self::Collector => numbers(words).join("; "),
            Self::Generation(_) | Self::Garbage => list(),
            Self::Object(_) => Object::read(words)
                .map_or_else(|| "words out of order".to_owned(), |object| object.describe(program)),
        }
    }
}

fn object_aspect(expected: &Object<'_>, found: &Object<'_>) -> Aspect {
    if expected.kind != found.kind {
        Aspect::Kind
    } else if expected.content != found.content {
        Aspect::Content
    } else if expected.count != found.count {
        Aspect::ReferenceCount
    } else if expected.finalized != found.finalized {
        Aspect::Finalized
    } else {
        Aspect::WeakReferences
    }
}

fn sorted(words: &[u32]) -> Vec<u32> {
    let mut words = words.to_vec();
    words.sort_unstable();
    words
}

/// The collector's numbers, each with its name.
fn numbers(words: &[u32]) -> Vec<String> {
    let [enabled, save_all, numbers @ ..] = words else { return Vec::new() };
    let mut parts =
        vec![format!("enabled {}", *enabled != 0), format!("save all {}", *save_all != 0)];
    if let [a, b, c, x, y, z, total, pending, statistics @ ..] = numbers {
        parts.push(format!("counts [{a}, {b}, {c}]"));
        parts.push(format!("thresholds [{x}, {y}, {z}]"));
        parts.push(format!("long-lived {total} and {pending} pending"));
        for (generation, numbers) in statistics.chunks_exact(3).enumerate() {
            let [collections, collected, uncollectable] = [numbers[0], numbers[1], numbers[2]];
            parts.push(format!(
                "generation {generation}: {collections} collections, {collected} collected, \
                 {uncollectable} uncollectable"
            ));
        }
    }
    parts
}

/// Those of the collector's numbers that differ, on both sides.
fn collector(expected: &[u32], found: &[u32]) -> [String; 2] {
    let (expected, found) = (numbers(expected), numbers(found));
    let pairs: Vec<_> = expected.iter().zip(&found).filter(|(one, other)| one != other).collect();
    let expected: Vec<_> = pairs.iter().map(|pair| pair.0.as_str()).collect();
    let found: Vec<_> = pairs.iter().map(|pair| pair.1.as_str()).collect();
    [expected.join("; "), found.join("; ")]
}

impl Object<'_> {
    /// `list [o1, None], count 2, weak references [o5], finalized`
    pub(super) fn describe(&self, program: &Program) -> String {
        let mut text =
            format!("{} {}, count {}", self.kind_name(program), self.value(program), self.count);
        if !self.weak_references.is_empty() {
            let list: Vec<_> =
                self.weak_references.iter().map(|&word| Id(word).to_string()).collect();
            text += &format!(", weak references [{}]", list.join(", "));
        }
        if self.finalized {
            text += ", finalized";
        }
        text
    }
}

impl Aspect {
    /// In words: `reference count`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Liveness => "liveness",
            Self::Binding => "binding",
            Self::Kind => "kind",
            Self::Content => "content",
            Self::ReferenceCount => "reference count",
            Self::WeakReferences => "weak references",
            Self::Finalized => "finalized",
            Self::Garbage => "gc.garbage",
            Self::Generation => "generation",
            Self::GenerationOrder => "generation order",
            Self::Collector => "collector",
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: expected {}, found {}", self.subject, self.expected, self.found)
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unbound => f.write_str("unbound"),
            Self::Object(id) => id.fmt(f),
            Self::Shared(shared) => shared.fmt(f),
        }
    }
}

impl fmt::Display for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("None"),
            Self::Bool(value) => f.write_str(if *value { "True" } else { "False" }),
            Self::Int(value) => value.fmt(f),
            Self::EmptyText => f.write_str("''"),
            Self::Character(code) => write!(f, "{:?}", char::from(*code)),
            Self::EmptyTuple => f.write_str("()"),
        }
    }
}

impl Kind {
    /// Python's word for it: `list`, `weakref`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Int => "int",
            Self::Float => "float",
            Self::Text => "str",
            Self::Tuple => "tuple",
            Self::List => "list",
            Self::Dict => "dict",
            Self::Set => "set",
            Self::Instance => "instance",
            Self::WeakReference => "weakref",
            Self::Frame => "frame",
        }
    }
}
