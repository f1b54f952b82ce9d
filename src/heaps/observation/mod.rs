//! What can be seen of a heap between two steps, as words that compare fast and can be explained.
//!
//! Nothing here is an address: objects are named by the order of their creation.

mod contract;
mod difference;
mod kept;
mod reachable;
mod reader;

use std::fmt;

pub use contract::Contract;
pub use difference::{Aspect, Difference, difference};
pub use kept::Kept;
pub use reachable::Reachable;
use serde::{Deserialize, Serialize};

use crate::program::Key;

/// An object, by the order of its creation since the program started: `o0`, `o1`, …
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Id(pub u32);

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "o{}", self.0)
    }
}

/// What a reference points at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reference {
    /// Nothing: an unbound name, a cleared weak reference.
    Unbound,
    /// An object that was created.
    Object(Id),
    /// An object that is always there.
    Shared(Shared),
}

/// A [`Reference`] as an observation has it: heaps that keep one with each object write it without another look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word(pub(super) u32);

/// An object that is always there, and whose count means nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shared {
    /// `None`
    None,
    /// `False`, `True`
    Bool(bool),
    /// −5 to 256 (to 1024 in 3.15).
    Int(i16),
    /// `''`
    EmptyText,
    /// A text of one character.
    Character(u8),
    /// `()`
    EmptyTuple,
}

/// What an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is Python's kind of that name")]
pub enum Kind {
    Int,
    Float,
    Text,
    Tuple,
    List,
    Dict,
    Set,
    Instance,
    WeakReference,
    Frame,
}

/// What every object has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ObjectState {
    /// Its name.
    pub id: Id,
    /// What it is.
    pub kind: Kind,
    /// How many references point at it.
    pub count: u32,
    /// Whether its finalizer has run.
    pub finalized: bool,
}

/// The collector's numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CollectorState {
    /// `gc.isenabled()`
    pub enabled: bool,
    /// Whether `DEBUG_SAVEALL` is set.
    pub save_all: bool,
    /// `gc.get_count()`
    pub counts: [u32; 3],
    /// `gc.get_threshold()`
    pub thresholds: [u32; 3],
    /// Survivors of the last full collection.
    pub long_lived_total: u32,
    /// Objects that have come into the oldest generation since.
    pub long_lived_pending: u32,
    /// `gc.get_stats()`: collections, collected, uncollectable of each generation.
    pub statistics: [[u32; 3]; 3],
}

/// Everything that can be seen of a heap after a step. Sections, in order: names, collector, generations 0 to 2 and the
/// permanent one, `gc.garbage`, then each live object in the order of creation.
///
/// Lockstep begins it under the joint contract; a heap then writes it through the methods below, each section whole and
/// in order. What the contract leaves out is written as nothing.
///
/// Two are equal where the words are, and the places at which sections and objects begin.
#[derive(Debug, Clone)]
pub struct Observation {
    contract: Contract,
    words: Vec<u32>,
    /// Where each part but the objects ends, in the order of [`Part`].
    ends: [u32; Part::COUNT],
    /// Where each object begins.
    objects: Vec<u32>,
}

/// What stands before the objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Names,
    Collector,
    Generation(u8),
    Garbage,
}

impl Part {
    const COUNT: usize = 7;

    fn place(self) -> usize {
        match self {
            Self::Names => 0,
            Self::Collector => 1,
            Self::Generation(generation) => 2 + usize::from(generation),
            Self::Garbage => Self::COUNT - 1,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Section {
    Name(u16),
    Collector,
    Generation(u8),
    Garbage,
    Object(Id),
}

const UNBOUND: u32 = u32::MAX;
const SHARED: u32 = 1 << 31;
const END: u32 = u32::MAX - 1;
/// Where an object's section has its reference count.
const COUNT: usize = 2;
const KEY_INT: u32 = 0;
const KEY_TEXT: u32 = 1;

impl Default for Observation {
    fn default() -> Self {
        Self {
            contract: Contract::FULL,
            words: Vec::new(),
            ends: [0; Part::COUNT],
            objects: Vec::new(),
        }
    }
}

impl PartialEq for Observation {
    fn eq(&self, other: &Self) -> bool {
        self.words == other.words && self.ends == other.ends && self.objects == other.objects
    }
}

impl Observation {
    /// Empties it for another step under `contract`.
    pub fn begin(&mut self, contract: Contract) {
        self.contract = contract;
        self.words.clear();
        self.ends = [0; Part::COUNT];
        self.objects.clear();
    }

    /// What each name in [`crate::program::Program::names`] is bound to in the main block, in that order.
    pub fn names<R: Into<Word>>(&mut self, bound: impl IntoIterator<Item = R>) {
        self.references(bound);
        self.end(Part::Names);
    }

    /// The collector's numbers.
    pub fn collector(&mut self, state: &CollectorState) {
        self.words.extend_from_slice(&[u32::from(state.enabled), u32::from(state.save_all)]);
        if self.contract.thresholds {
            self.words.extend_from_slice(&state.counts);
            self.words.extend_from_slice(&state.thresholds);
            self.words.extend_from_slice(&[state.long_lived_total, state.long_lived_pending]);
            self.words.extend_from_slice(state.statistics.as_flattened());
        }
        self.end(Part::Collector);
    }

    /// The tracked objects of a generation, in the collector's order; 3 is the permanent one.
    pub fn generation(&mut self, generation: u8, objects: impl IntoIterator<Item = Id>) {
        if self.contract.generations {
            let start = self.words.len();
            self.words.extend(objects.into_iter().map(|id| id.0));
            if !self.contract.order {
                self.words[start..].sort_unstable();
            }
        }
        self.end(Part::Generation(generation));
    }

    /// The items of `gc.garbage`.
    pub fn garbage(&mut self, items: impl IntoIterator<Item = Reference>) {
        self.references(items);
        self.end(Part::Garbage);
    }

    /// A live object, with the weak references to it in list order. What it holds follows, by the methods below:
    ///
    /// | kind | words |
    /// |---|---|
    /// | int · float · text | [`Self::wide`] of the value · of its bits · [`Self::text`] |
    /// | tuple, list, set, frame | [`Self::reference`] for each item; a set in table order |
    /// | dict | for each item its key, [`Self::key`], and its value, [`Self::reference`] |
    /// | instance | [`Self::number`] of the class; with a dict of its own `number(1)` and `reference(dict)`, else `number(0)`; then for each attribute held inside the instance, in the order in which they are dropped, `number(attribute)` and `reference(value)` |
    /// | weak reference | `reference(referent)`, `number(callback + 1)` or `number(0)` without one |
    pub fn object(&mut self, object: ObjectState, weak_references: impl IntoIterator<Item = Id>) {
        self.objects.push(self.position());
        let count = if self.contract.reference_counts { object.count } else { 0 };
        let finalized = object.finalized && self.contract.finalizers;
        let start = [object.id.0, object.kind as u32, count, u32::from(finalized)];
        self.words.extend_from_slice(&start);
        if self.contract.weak_references {
            self.words.extend(weak_references.into_iter().map(|id| id.0));
        }
        self.words.push(END);
    }

    /// A reference that the object holds, or the target of a weak one; lists, tuples, sets: an item.
    #[inline]
    pub fn reference(&mut self, reference: impl Into<Word>) {
        self.words.push(reference.into().0);
    }

    /// References that the object holds, in order.
    #[inline]
    pub fn references<R: Into<Word>>(&mut self, references: impl IntoIterator<Item = R>) {
        self.words.extend(references.into_iter().map(|reference| reference.into().0));
    }

    /// A number that is part of the object's value: a class, an attribute, a callback's function, a character's code.
    #[inline]
    pub fn number(&mut self, number: u32) {
        self.words.push(number);
    }

    /// A larger number: an int's value, a float's bits.
    #[expect(clippy::cast_possible_truncation, reason = "split into words")]
    pub fn wide(&mut self, value: u128) {
        self.words.extend_from_slice(&[0, 32, 64, 96].map(|shift| (value >> shift) as u32));
    }

    /// A dict's key.
    pub fn key(&mut self, key: &Key) {
        match key {
            Key::Int(value) => self.int_key(*value),
            Key::Text(text) => self.text_key(text),
        }
    }

    /// A dict's key that is an integer.
    pub fn int_key(&mut self, value: i64) {
        self.words.push(KEY_INT);
        self.wide(i128::from(value).cast_unsigned());
    }

    /// A dict's key that is a text.
    pub fn text_key(&mut self, text: &str) {
        self.words.push(KEY_TEXT);
        self.text(text);
    }

    /// A text's value: its length and a hash of its bytes (FNV-1a).
    pub fn text(&mut self, text: impl AsRef<[u8]>) {
        self.words.extend_from_slice(&text_words(text.as_ref()));
    }

    /// Changes the reference counts already written: for heaps that are wrong on purpose, which test what finds them.
    pub fn edit_counts(&mut self, mut edit: impl FnMut(Id, u32) -> u32) {
        for &start in &self.objects {
            let object = &mut self.words[start as usize..];
            object[COUNT] = edit(Id(object[0]), object[COUNT]);
        }
    }

    /// Changes the order of a generation's objects already written: for heaps that are wrong on purpose.
    pub fn edit_generation(&mut self, generation: u8, edit: impl FnOnce(&mut [u32])) {
        let range = self.range(Part::Generation(generation));
        edit(&mut self.words[range]);
    }

    fn position(&self) -> u32 {
        u32::try_from(self.words.len()).unwrap_or(u32::MAX)
    }

    fn end(&mut self, part: Part) {
        self.ends[part.place()] = self.position();
    }

    /// Where a part's words stand. One that was not written is empty, with 0 as its end.
    fn range(&self, part: Part) -> std::ops::Range<usize> {
        let place = part.place();
        let start = self.ends[..place].iter().copied().max().unwrap_or(0);
        start as usize..self.ends[place].max(start) as usize
    }
}

/// A text as two words: its length and a hash of its bytes (FNV-1a, four bytes at a time).
fn text_words(text: &[u8]) -> [u32; 2] {
    let (fours, rest) = text.as_chunks::<4>();
    let words = fours.iter().map(|four| u32::from_le_bytes(*four));
    let hash = words
        .chain(rest.iter().map(|&byte| u32::from(byte)))
        .fold(0x811c_9dc5_u32, |hash, word| (hash ^ word).wrapping_mul(0x0100_0193).rotate_left(5));
    [u32::try_from(text.len()).unwrap_or(u32::MAX), hash]
}

impl From<Reference> for Word {
    #[inline]
    fn from(reference: Reference) -> Self {
        Self(match reference {
            Reference::Unbound => UNBOUND,
            Reference::Object(id) => id.0,
            Reference::Shared(shared) => SHARED | shared.word(),
        })
    }
}

impl From<Word> for Reference {
    fn from(Word(word): Word) -> Self {
        match word {
            UNBOUND => Self::Unbound,
            word if word & SHARED == 0 => Self::Object(Id(word)),
            word => Self::Shared(Shared::from_word(word & !SHARED)),
        }
    }
}

impl Shared {
    #[inline]
    fn word(self) -> u32 {
        match self {
            Self::None => 0,
            Self::Bool(value) => 1 + u32::from(value),
            Self::EmptyText => 3,
            Self::EmptyTuple => 4,
            Self::Character(code) => 0x100 + u32::from(code),
            Self::Int(value) => 0x1_0000 + u32::from(value.cast_unsigned()),
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "takes apart what `word` put together")]
    fn from_word(word: u32) -> Self {
        match word {
            0 => Self::None,
            1 | 2 => Self::Bool(word == 2),
            3 => Self::EmptyText,
            4 => Self::EmptyTuple,
            0x100..0x200 => Self::Character(word as u8),
            word => Self::Int((word as u16).cast_signed()),
        }
    }
}
