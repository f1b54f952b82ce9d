//! What a program can reach, without what only a collection could change.

use std::collections::{BTreeMap, BTreeSet};

use super::reader::{Object, objects_of, reference};
use super::{Id, Kind, Observation, Reference, Section};
use crate::program::Program;

/// The part of an observation that the names lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reachable {
    /// What each name is bound to, then each object: its kind, its value, and how many references there are to it other than
    /// from objects that nothing leads to. Neither where the collector has it nor the garbage that refers to it.
    pub lines: Vec<String>,
    /// Whether a weak reference leads from them to garbage, which a collection clears, or from garbage to them, which is the one
    /// that the program gets when it asks for another: the program can see whether there was a collection.
    pub sees_garbage: bool,
}

impl Observation {
    /// What the names lead to.
    #[must_use]
    pub fn named(&self, program: &Program) -> Reachable {
        let names: Vec<Reference> = self
            .sections()
            .filter(|(section, _)| matches!(section, Section::Name(_)))
            .flat_map(|(_, words)| words.iter().map(|&word| reference(word)))
            .collect();
        let objects: BTreeMap<Id, Object<'_>> = self.objects().collect();
        let reached = reached_from(objects_of(names.iter().copied()), &objects);
        let mut from_garbage: BTreeMap<Id, u32> = BTreeMap::new();
        self.visit_edges(|holder, held| {
            if !reached.contains(&holder) {
                *from_garbage.entry(held).or_default() += 1;
            }
        });
        let line = |id: &Id| {
            let object = objects.get(id)?;
            let count = object.count - from_garbage.get(id).copied().unwrap_or(0);
            Some(format!(
                "{id} is {} {}, {count}",
                object.kind_name(program),
                object.value(program)
            ))
        };
        let bindings = names.iter().zip(&program.names);
        let bindings = bindings.map(|(bound, name)| format!("{name} = {bound}"));
        let weak = objects.iter().filter(|(_, object)| object.kind == Kind::WeakReference);
        let leads_over = |(id, object): (&Id, &Object<'_>)| match object.content.first() {
            Some(&word) => match reference(word) {
                Reference::Object(referent) => reached.contains(id) != reached.contains(&referent),
                Reference::Unbound | Reference::Shared(_) => false,
            },
            None => false,
        };
        let sees_garbage = weak.into_iter().any(leads_over);
        let lines = bindings.chain(reached.iter().filter_map(line)).collect();
        Reachable { lines, sees_garbage }
    }
}

fn reached_from(mut pending: Vec<Id>, objects: &BTreeMap<Id, Object<'_>>) -> BTreeSet<Id> {
    let mut reached = BTreeSet::new();
    while let Some(id) = pending.pop() {
        if reached.insert(id)
            && let Some(object) = objects.get(&id)
        {
            pending.extend(objects_of(object.references()));
        }
    }
    reached
}
