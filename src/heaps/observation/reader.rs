//! Reads an observation's words back as what they say.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    END, Id, KEY_INT, Kind, ObjectState, Observation, Part as Place, Reference, Section, Word,
    text_words,
};
use crate::program::{Attribute, ClassId, Key, Literal, Part, Program};

/// An object's section, decoded as far as every kind is alike.
#[derive(Debug, Clone, Copy)]
pub(super) struct Object<'a> {
    pub(super) kind: Kind,
    pub(super) count: u32,
    pub(super) finalized: bool,
    pub(super) weak_references: &'a [u32],
    /// What it holds; its shape depends on the kind.
    pub(super) content: &'a [u32],
}

const KINDS: [Kind; 10] = [
    Kind::Int,
    Kind::Float,
    Kind::Text,
    Kind::Tuple,
    Kind::List,
    Kind::Dict,
    Kind::Set,
    Kind::Instance,
    Kind::WeakReference,
    Kind::Frame,
];

impl<'a> Object<'a> {
    /// Nothing if the words are not an object's, which only a heap that writes sections out of order brings about.
    pub(super) fn read(words: &'a [u32]) -> Option<Self> {
        let [_, kind, count, finalized, rest @ ..] = words else { return None };
        let end = rest.iter().position(|&word| word == END)?;
        Some(Self {
            kind: *KINDS.get(*kind as usize)?,
            count: *count,
            finalized: *finalized != 0,
            weak_references: &rest[..end],
            content: &rest[end + 1..],
        })
    }

    /// The strong references that it holds, in order.
    pub(super) fn references(&self) -> Vec<Reference> {
        let mut references = Vec::new();
        self.visit_references(|reference| references.push(reference));
        references
    }

    fn visit_references(&self, mut visit: impl FnMut(Reference)) {
        let mut words = self.content;
        match self.kind {
            Kind::Int | Kind::Float | Kind::Text | Kind::WeakReference => {}
            Kind::Tuple | Kind::List | Kind::Set | Kind::Frame => {
                words.iter().for_each(|&word| visit(reference(word)));
            }
            Kind::Dict => {
                while let Some((_, value)) = take_item(&mut words) {
                    visit(reference(value));
                }
            }
            Kind::Instance => {
                let (dict, attributes) = instance_parts(words);
                dict.into_iter().for_each(&mut visit);
                attributes.chunks_exact(2).for_each(|pair| visit(reference(pair[1])));
            }
        }
    }

    /// Its kind, an instance's class in place of `instance`.
    pub(super) fn kind_name(&self, program: &Program) -> String {
        match (self.kind, self.content.first()) {
            (Kind::Instance, Some(&class)) => program
                .classes
                .get(class as usize)
                .map_or_else(|| format!("instance of class {class}"), |class| class.name.clone()),
            _ => self.kind.name().to_owned(),
        }
    }

    /// Its value as Python would write it, its items as objects.
    pub(super) fn value(&self, program: &Program) -> String {
        let items = |open: &str, close: &str| {
            let items: Vec<_> =
                self.content.iter().map(|&word| reference(word).to_string()).collect();
            format!("{open}{}{close}", items.join(", "))
        };
        match self.kind {
            Kind::Int => int(self.content).to_string(),
            Kind::Float => {
                #[expect(clippy::cast_possible_truncation, reason = "a float's bits are 64")]
                let bits = int(self.content) as u64;
                format!("{:?}", f64::from_bits(bits))
            }
            Kind::Text => text(self.content, program),
            Kind::Tuple => items("(", ")"),
            Kind::List => items("[", "]"),
            Kind::Set => items("{", "}"),
            Kind::Frame => items("frame of ", ""),
            Kind::Dict => dict(self.content, program),
            Kind::Instance => instance(self.content, program),
            Kind::WeakReference => weak_reference(self.content, program),
        }
    }
}

impl Observation {
    /// Every section, in order.
    pub(super) fn sections(&self) -> impl Iterator<Item = (Section, &[u32])> {
        let names = self.words_of(Place::Names).chunks_exact(1);
        let names = (0..).zip(names).map(|(number, word)| (Section::Name(number), word));
        let generations = (0..4).map(|generation| {
            (Section::Generation(generation), self.words_of(Place::Generation(generation)))
        });
        let objects = (0..self.objects.len()).map(|index| {
            let words = self.object_words(index);
            (Section::Object(Id(words[0])), words)
        });
        names
            .chain([(Section::Collector, self.words_of(Place::Collector))])
            .chain(generations)
            .chain([(Section::Garbage, self.words_of(Place::Garbage))])
            .chain(objects)
    }

    /// Every live object, in the order of creation.
    pub(super) fn objects(&self) -> impl Iterator<Item = (Id, Object<'_>)> {
        (0..self.objects.len()).filter_map(|index| {
            let words = self.object_words(index);
            Object::read(words).map(|object| (Id(words[0]), object))
        })
    }

    /// The objects in the permanent generation, as far as the contract shows them.
    pub fn frozen(&self) -> impl Iterator<Item = Id> {
        self.words_of(Place::Generation(3)).iter().map(|&word| Id(word))
    }

    /// The live objects, in the order of creation.
    pub fn live(&self) -> impl Iterator<Item = Id> {
        self.objects.iter().map(|&start| Id(self.words[start as usize]))
    }

    /// What the names and `gc.garbage` refer to.
    #[must_use]
    pub fn roots(&self) -> Vec<Id> {
        let (names, garbage) = (self.words_of(Place::Names), self.words_of(Place::Garbage));
        objects_of(names.iter().chain(garbage).map(|&word| reference(word)))
    }

    /// What the roots reach, in increasing order.
    #[must_use]
    pub fn reachable(&self) -> BTreeSet<Id> {
        let graph: BTreeMap<Id, Vec<Id>> = self.graph().into_iter().collect();
        let mut reached = BTreeSet::new();
        let mut pending = self.roots();
        while let Some(id) = pending.pop() {
            if reached.insert(id) {
                pending.extend(graph.get(&id).into_iter().flatten());
            }
        }
        reached
    }

    /// For each live object, in order, the objects that it holds.
    #[must_use]
    pub fn graph(&self) -> Vec<(Id, Vec<Id>)> {
        self.objects().map(|(id, object)| (id, objects_of(object.references()))).collect()
    }

    /// Shows each reference from a live object to an object: the holder, then what it holds.
    pub fn visit_edges(&self, mut visit: impl FnMut(Id, Id)) {
        for (holder, object) in self.objects() {
            object.visit_references(|reference| {
                if let Reference::Object(held) = reference {
                    visit(holder, held);
                }
            });
        }
    }

    /// What is referenced although it is not live: by whom, if not by a name or `gc.garbage`.
    #[must_use]
    pub fn dangling(&self, is_gone: impl Fn(Id) -> bool) -> Option<(Option<Id>, Id)> {
        let (names, garbage) = (self.words_of(Place::Names), self.words_of(Place::Garbage));
        let roots = names.iter().chain(garbage).filter_map(|&word| match reference(word) {
            Reference::Object(id) => Some(id),
            Reference::Unbound | Reference::Shared(_) => None,
        });
        let root = roots.into_iter().find(|&id| is_gone(id));
        let mut dangling = root.map(|id| (None, id));
        self.visit_edges(|holder, held| {
            if dangling.is_none() && is_gone(held) {
                dangling = Some((Some(holder), held));
            }
        });
        dangling
    }

    /// The tracked objects, frozen ones aside, that nothing leads to from an object with more references than the others
    /// account for: a name, an operand, a local variable or a constant has those.
    #[must_use]
    pub fn unreachable(&self) -> Vec<Id> {
        let graph: BTreeMap<Id, Vec<Id>> = self.graph().into_iter().collect();
        let mut inside: BTreeMap<Id, u32> = BTreeMap::new();
        for held in graph.values().flatten() {
            *inside.entry(*held).or_default() += 1;
        }
        let is_root =
            |id: &Id, object: &Object<'_>| object.count > inside.get(id).copied().unwrap_or(0);
        let mut pending: Vec<Id> = self.frozen().collect();
        pending.extend(self.objects().filter(|(id, it)| is_root(id, it)).map(|(id, _)| id));
        let mut left = self.tracked();
        let mut reached = BTreeSet::new();
        while let Some(id) = pending.pop() {
            if reached.insert(id) {
                left.remove(&id);
                pending.extend(graph.get(&id).into_iter().flatten());
            }
        }
        left.into_iter().collect()
    }

    /// What the name of that number is bound to.
    #[must_use]
    pub fn binding(&self, number: u16) -> Reference {
        let words = self.words_of(Place::Names);
        words.get(usize::from(number)).map_or(Reference::Unbound, |&word| reference(word))
    }

    /// The object's state and how many weak references it has; nothing if it is not live.
    #[must_use]
    pub fn state(&self, id: Id) -> Option<(ObjectState, usize)> {
        let Object { kind, count, finalized, weak_references, .. } = self.object_of(id)?;
        Some((ObjectState { id, kind, count, finalized }, weak_references.len()))
    }

    /// The class of a live instance.
    #[must_use]
    pub fn class(&self, id: Id) -> Option<ClassId> {
        let object = self.object_of(id).filter(|object| object.kind == Kind::Instance)?;
        object.content.first().and_then(|&class| u16::try_from(class).ok()).map(ClassId)
    }

    /// The attributes that a live instance holds inside it.
    #[must_use]
    pub fn attributes(&self, id: Id) -> Vec<(Attribute, Reference)> {
        let object = self.object_of(id).filter(|object| object.kind == Kind::Instance);
        let words = object.map_or(&[][..], |object| instance_parts(object.content).1);
        let attribute = |word| Attribute(u16::try_from(word).unwrap_or(u16::MAX));
        words.chunks_exact(2).map(|pair| (attribute(pair[0]), reference(pair[1]))).collect()
    }

    /// What a live weak reference refers to, and whether it has a callback; nothing if it is no weak reference.
    #[must_use]
    pub fn weak_reference(&self, weak_reference: Reference) -> Option<(Reference, bool)> {
        let Reference::Object(id) = weak_reference else { return None };
        let object = self.object_of(id).filter(|object| object.kind == Kind::WeakReference)?;
        match object.content {
            [referent, callback] => Some((reference(*referent), *callback != 0)),
            _ => None,
        }
    }

    /// The tracked objects with their generations, in the collector's order.
    pub fn generations(&self) -> impl Iterator<Item = (u8, Id)> {
        self.sections()
            .filter_map(|(section, words)| match section {
                Section::Generation(generation) => {
                    Some(words.iter().map(move |&word| (generation, Id(word))))
                }
                _ => None,
            })
            .flatten()
    }

    /// The objects in some generation, the permanent one included.
    #[must_use]
    pub fn tracked(&self) -> BTreeSet<Id> {
        let generations = (0..4).flat_map(|number| self.words_of(Place::Generation(number)));
        generations.map(|&word| Id(word)).collect()
    }

    /// The elements of each live set, in table order.
    pub fn sets(&self) -> impl Iterator<Item = Vec<Reference>> {
        self.objects()
            .filter(|(_, object)| object.kind == Kind::Set)
            .map(|(_, set)| set.references())
    }

    /// What kind of object that is; nothing if it is not live.
    #[must_use]
    pub fn kind(&self, id: Id) -> Option<Kind> {
        self.object_of(id).map(|object| object.kind)
    }

    /// Whether `gc.garbage` has items.
    #[must_use]
    pub fn has_garbage(&self) -> bool {
        !self.words_of(Place::Garbage).is_empty()
    }

    /// The object in words: `list [o1, None], count 2`; nothing if it is not live.
    #[must_use]
    pub fn describe(&self, id: Id, program: &Program) -> Option<String> {
        self.object_of(id).map(|object| object.describe(program))
    }

    /// The spellings of the names that are bound to it.
    #[must_use]
    pub fn names_of(&self, id: Id, program: &Program) -> Vec<String> {
        let words = self.words_of(Place::Names);
        let names = program.names.iter().zip(words).filter(|(_, word)| **word == id.0);
        names.map(|(name, _)| name.clone()).collect()
    }

    /// Objects are written in the order of their names.
    fn object_of(&self, id: Id) -> Option<Object<'_>> {
        let found = self.objects.binary_search_by_key(&id.0, |&start| self.words[start as usize]);
        found.ok().and_then(|index| Object::read(self.object_words(index)))
    }

    fn words_of(&self, part: Place) -> &[u32] {
        &self.words[self.range(part)]
    }

    fn object_words(&self, index: usize) -> &[u32] {
        let end = self.objects.get(index + 1).map_or(self.words.len(), |&next| next as usize);
        &self.words[self.objects[index] as usize..end]
    }
}

pub(super) fn objects_of(references: impl IntoIterator<Item = Reference>) -> Vec<Id> {
    let objects = references.into_iter().filter_map(|reference| match reference {
        Reference::Object(id) => Some(id),
        Reference::Unbound | Reference::Shared(_) => None,
    });
    objects.collect()
}

/// The reference that [`Observation::reference`] wrote as this word.
pub(super) fn reference(word: u32) -> Reference {
    Word(word).into()
}

fn int(words: &[u32]) -> i128 {
    words.iter().rev().fold(0_u128, |value, &word| value << 32 | u128::from(word)).cast_signed()
}

/// The text itself, if the program spells it: as a literal, a key or an attribute. Only its length and hash were kept.
fn text(words: &[u32], program: &Program) -> String {
    let mut found =
        program.attributes.iter().find(|name| text_words(name.as_bytes()) == words).cloned();
    program.clone().parts(&mut |part| match part {
        Part::Literal(Literal::Text(text)) | Part::Key(Key::Text(text))
            if text_words(text.as_bytes()) == words =>
        {
            found = Some(text.clone());
        }
        _ => {}
    });
    match (found, words) {
        (Some(text), _) => format!("'{text}'"),
        (None, [length, hash]) => format!("a text of {length} characters (hash {hash:08x})"),
        (None, _) => "a text".to_owned(),
    }
}

/// Takes a dict's item off the front: the words of its key, and its value.
fn take_item<'a>(words: &mut &'a [u32]) -> Option<(&'a [u32], u32)> {
    let length = if *words.first()? == KEY_INT { 5 } else { 3 };
    let (item, rest) = words.split_at_checked(length + 1)?;
    *words = rest;
    Some((&item[..length], item[length]))
}

fn dict(mut words: &[u32], program: &Program) -> String {
    let mut items = Vec::new();
    while let Some((key, value)) = take_item(&mut words) {
        let key = match key {
            [KEY_INT, value @ ..] => int(value).to_string(),
            [_, value @ ..] => text(value, program),
            [] => String::new(),
        };
        items.push(format!("{key}: {}", reference(value)));
    }
    format!("{{{}}}", items.join(", "))
}

/// An instance's own dict, if it has one, and the words of its attributes.
fn instance_parts(words: &[u32]) -> (Option<Reference>, &[u32]) {
    match words {
        [_, 0, attributes @ ..] => (None, attributes),
        [_, _, dict, attributes @ ..] => (Some(reference(*dict)), attributes),
        _ => (None, &[]),
    }
}

fn instance(words: &[u32], program: &Program) -> String {
    let (dict, attributes) = instance_parts(words);
    let mut parts: Vec<String> = dict.iter().map(|dict| format!("__dict__ {dict}")).collect();
    parts.extend(attributes.chunks_exact(2).map(|pair| {
        let name = program.attributes.get(pair[0] as usize).map_or("?", String::as_str);
        format!(".{name} {}", reference(pair[1]))
    }));
    format!("({})", parts.join(", "))
}

fn weak_reference(words: &[u32], program: &Program) -> String {
    match words {
        [referent, 0] => format!("to {}", reference(*referent)),
        [referent, callback] => {
            let function = program.functions.get(*callback as usize - 1);
            let callback = function.map_or("?", |function| &function.name);
            format!("to {} with callback {callback}", reference(*referent))
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::heaps::Contract;

    /// `o0`, which a name refers to, and a ring of `o1` and `o2`, of which the first has so many references.
    fn ring(count: u32) -> Observation {
        let mut observation = Observation::default();
        observation.begin(Contract::FULL);
        observation.names([Reference::Object(Id(0))]);
        observation.generation(0, [0, 1, 2].map(Id));
        for (id, count, held) in [(0, 1, 0), (1, count, 2), (2, 1, 1)] {
            let state = ObjectState { id: Id(id), kind: Kind::List, count, finalized: false };
            observation.object(state, []);
            if id > 0 {
                observation.reference(Reference::Object(Id(held)));
            }
        }
        observation
    }

    #[test]
    fn a_ring_is_unreachable_unless_something_else_counts() {
        assert_eq!(ring(1).unreachable(), [Id(1), Id(2)]);
        assert_eq!(ring(2).unreachable(), []);
    }

    #[test]
    fn what_is_held_and_gone_is_dangling() {
        let observation = ring(1);
        assert_eq!(observation.dangling(|_| false), None);
        assert_eq!(observation.dangling(|id| id == Id(0)), Some((None, Id(0))));
        assert_eq!(observation.dangling(|id| id == Id(2)), Some((Some(Id(1)), Id(2))));
    }
}
