//! `copy.copy` and `copy.deepcopy` (`Lib/copy.py`). What that module makes for itself (memo, argument tuples) is not modelled.

use std::collections::BTreeMap;

use crate::code::Key;
use crate::evaluate::{Result, raise};
use crate::heap::{Mark, Model};
use crate::object::{Body, Dict, Id, Instance, List, Ref};
use crate::set::Table;

/// The copies made so far, by their originals; it holds each until the whole copy is made.
type Memo = BTreeMap<Id, Ref>;

/// What `RecursionError` says where the interpreter itself was called (`_Py_EnterRecursiveCall`).
const IN_CALL: &str = " while calling a Python object";

impl Model {
    /// Automatic collections wait while `Lib/copy.py` runs: what it allocates for itself would start them anywhere.
    pub(crate) fn copying<T>(&mut self, copy: impl FnOnce(&mut Self) -> T) -> T {
        let enabled = std::mem::replace(&mut self.collector.enabled, false);
        let result = copy(self);
        self.collector.enabled = enabled;
        result
    }

    /// `copy.copy(x)`: one more reference. Immutables are their own copies. The copy of a dict that is tracked
    /// is too, unless empty, whatever it holds (`PyDict_Copy`).
    pub(crate) fn copy(&mut self, original: Ref) -> Result<Ref> {
        self.nest(self.frames.len() + 2, "")?;
        Ok(self.shallow(original))
    }

    fn shallow(&mut self, original: Ref) -> Ref {
        let body = match self.body(original).cloned() {
            Some(Body::Instance(instance)) => return self.copy_instance(original, &instance),
            Some(Body::Set(table)) => {
                let mut copy = Table::default();
                copy.merge(&table);
                Body::Set(copy)
            }
            Some(body @ (Body::List(_) | Body::Dict(_))) => body,
            _ => {
                self.hold(original);
                return original;
            }
        };
        let Ref::Object(id) = original else { return original };
        self.references(id).into_iter().for_each(|item| self.hold(item));
        let was_tracked = self.object(id).list.is_some() && self.len_of(original) > Some(0);
        let copy = self.create(body);
        if let Ref::Object(copy) = copy
            && was_tracked
            && self.object(copy).list.is_none()
        {
            self.append(List::Generation(0), copy);
        }
        copy
    }

    /// An instance is made anew and given the other's state: its slots, or its `__dict__`, which both then have
    /// (`object.__reduce_ex__`, `copy._reconstruct`). The dict of the copy shares its class's keys if the other does.
    fn copy_instance(&mut self, original: Ref, instance: &Instance) -> Ref {
        let state = self.state(original);
        let copy = self.new_instance(instance.class);
        let Some(state) = state else { return copy };
        if self.code.classes[instance.class].slots.is_none() {
            let shares =
                self.materialise(original).and_then(|dict| self.dict_mut(dict).shares_keys_of);
            let dict = self.materialise(copy);
            if self.profile.instance_dicts_tracked {
                dict.into_iter().for_each(|dict| self.dict_mut(dict).shares_keys_of = shares);
            }
        }
        for (key, value) in state {
            self.hold(value);
            let old = self.store_attribute(copy, key, value);
            self.drop_all(old);
        }
        copy
    }

    /// The attributes of an instance in their order, asking for its `__dict__` on the way; nothing if there is no state.
    fn state(&mut self, original: Ref) -> Option<Vec<(Key, Ref)>> {
        let Some(Body::Instance(instance)) = self.body(original) else { return None };
        let entries = self.entries(original).unwrap_or_default();
        if let Some(slots) = &self.code.classes[instance.class].slots {
            let find = |&slot| entries.iter().find(|(key, _)| *key == Key::Attribute(slot));
            let state: Vec<_> = slots.iter().filter_map(find).cloned().collect();
            return (!state.is_empty()).then_some(state);
        }
        let state = entries.to_vec();
        if state.is_empty() && !self.profile.copy_makes_empty_dict {
            return None;
        }
        self.materialise(original);
        Some(state)
    }

    /// `copy.deepcopy(x)`: one more reference.
    pub(crate) fn deep_copy(&mut self, original: Ref) -> Result<Ref> {
        let mut memo = Memo::new();
        let result = self.deep(original, &mut memo, self.frames.len() + 2);
        if let Ok(copy) = result {
            self.hold(copy);
        }
        self.drop_all(memo.into_values());
        result
    }

    /// The copy, held by the memo; what has no copy of its own is its own copy. `level` is how deep the call of
    /// `copy.deepcopy` nests; below it are the calls that `Lib/copy.py` makes for each kind.
    fn deep(&mut self, original: Ref, memo: &mut Memo, level: usize) -> Result<Ref> {
        self.nest(level, "")?;
        self.nest(level + 1, IN_CALL)?;
        let Ref::Object(id) = original else { return Ok(original) };
        if let Some(&copy) = memo.get(&id) {
            return Ok(copy);
        }
        match self.object(id).body.clone() {
            Body::List(items) => {
                let copy = self.remember(memo, id, Body::List(Vec::new()));
                self.nest(level + 2, IN_CALL)?;
                for item in items {
                    let item = self.deep(item, memo, level + 2)?;
                    self.hold(item);
                    self.extend_items(copy, item);
                }
                Ok(copy)
            }
            Body::Dict(dict) => {
                let copy = self.remember(memo, id, Body::Dict(Dict::default()));
                self.nest(level + 2, IN_CALL)?;
                for (key, value) in dict.items {
                    let value = self.deep(value, memo, level + 2)?;
                    self.hold(value);
                    copy.id().and_then(|copy| self.dict_insert(copy, key, value));
                }
                Ok(copy)
            }
            Body::Tuple { items, .. } => self.deep_tuple(original, &items, memo, level + 2),
            Body::Set(table) => {
                self.nest_reconstruction(level)?;
                let copies: Result<Vec<Ref>> =
                    table.items().map(|item| self.deep(item, memo, level + 5)).collect();
                let copies = copies?;
                let copy = self.remember(memo, id, Body::Set(Table::default()));
                copies.into_iter().try_for_each(|item| self.set_insert(copy, item))?;
                Ok(copy)
            }
            Body::Instance(instance) => self.deep_instance(original, &instance, memo, level),
            _ => Ok(original),
        }
    }

    /// Whether one more call fits.
    fn nest(&mut self, level: usize, doing: &str) -> Result<()> {
        if level <= self.limits.recursion_max {
            return Ok(());
        }
        self.mark(Mark::RecursionError);
        raise("RecursionError", format!("maximum recursion depth exceeded{doing}"))
    }

    /// The calls that ask an object for its state and make another of its class.
    fn nest_reconstruction(&mut self, level: usize) -> Result<()> {
        self.nest(level + 2, IN_CALL)?;
        self.nest(level + 3, "")?;
        self.nest(level + 4, IN_CALL)
    }

    fn remember(&mut self, memo: &mut Memo, original: Id, body: Body) -> Ref {
        let copy = self.create(body);
        let replaced = memo.insert(original, copy);
        self.drop_all(replaced);
        copy
    }

    /// A tuple whose items are their own copies is its own copy; copying an item may have copied the tuple (`_deepcopy_tuple`).
    fn deep_tuple(
        &mut self,
        original: Ref,
        items: &[Ref],
        memo: &mut Memo,
        level: usize,
    ) -> Result<Ref> {
        self.nest(level, "")?;
        let copies: Result<Vec<Ref>> =
            items.iter().map(|&item| self.deep(item, memo, level + 1)).collect();
        let (copies, Ref::Object(id)) = (copies?, original) else { return Ok(original) };
        if let Some(&copy) = memo.get(&id) {
            return Ok(copy);
        }
        if copies == items {
            return Ok(original);
        }
        copies.iter().for_each(|&item| self.hold(item));
        Ok(self.remember(memo, id, Body::Tuple { items: copies, constant: false }))
    }

    /// An instance is made, remembered, and given copies of the other's attributes; those of slots are a dict in a tuple. Its
    /// `__dict__` takes over the keys of the copied state, and no longer shares its class's (`dict.update` of an empty dict,
    /// `Objects/dictobject.c` `dict_merge`).
    fn deep_instance(
        &mut self,
        original: Ref,
        instance: &Instance,
        memo: &mut Memo,
        level: usize,
    ) -> Result<Ref> {
        let (state, Ref::Object(id)) = (self.state(original), original) else {
            return Ok(original);
        };
        self.nest_reconstruction(level)?;
        let copy = self.new_instance(instance.class);
        memo.insert(id, copy);
        let Some(state) = state else { return Ok(copy) };
        let has_slots = self.code.classes[instance.class].slots.is_some();
        let mut copies = Vec::new();
        for (key, value) in state {
            copies.push((key, self.deep(value, memo, level + if has_slots { 7 } else { 4 })?));
        }
        let dict = if has_slots { None } else { self.materialise(copy) };
        if let Some(dict) = dict.filter(|_| self.profile.instance_dicts_tracked) {
            self.dict_mut(dict).shares_keys_of = None;
        }
        for (key, value) in copies {
            self.hold(value);
            let old = self.store_attribute(copy, key, value);
            self.drop_all(old);
        }
        Ok(copy)
    }
}
