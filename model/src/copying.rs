//! `copy.copy` and `copy.deepcopy` (`Lib/copy.py`). What that module makes for itself (memo, argument tuples) is not modelled.

use std::collections::BTreeMap;

use crate::code::Key;
use crate::evaluate::{Result, raise};
use crate::heap::{Mark, Model};
use crate::object::{Body, Dict, Id, Instance, Ref};
use crate::set::Table;

/// How many calls of `Lib/copy.py` nest for one level of a list.
const CALLS_PER_LEVEL: usize = 2;

impl Model {
    /// `copy.copy(x)`: one more reference. Immutables are their own copies.
    pub(crate) fn copy(&mut self, original: Ref) -> Result<Ref> {
        match self.body(original).cloned() {
            Some(Body::List(items)) => {
                items.iter().for_each(|&item| self.hold(item));
                Ok(self.create(Body::List(items)))
            }
            Some(Body::Dict(dict)) => {
                dict.items.iter().for_each(|&(_, value)| self.hold(value));
                Ok(self.create(Body::Dict(dict)))
            }
            Some(Body::Set(table)) => {
                table.items().for_each(|item| self.hold(item));
                let mut copy = Table::default();
                copy.merge(&table);
                Ok(self.create(Body::Set(copy)))
            }
            Some(Body::Instance(instance)) => Ok(self.copy_instance(original, &instance)),
            _ => {
                self.hold(original);
                Ok(original)
            }
        }
    }

    /// An instance is made anew and given the other's state: its slots, or its `__dict__`, which both then have
    /// (`object.__reduce_ex__`, `copy._reconstruct`).
    fn copy_instance(&mut self, original: Ref, instance: &Instance) -> Ref {
        let class = instance.class;
        let state = self.state(original);
        let copy =
            self.create(Body::Instance(Instance { class, attributes: Vec::new(), dict: None }));
        if let Some(state) = state {
            if self.code.classes[class].slots.is_none() {
                self.materialise(copy);
            }
            for (attribute, value) in state {
                self.hold(value);
                let old = self.store_attribute(copy, class, attribute, value);
                self.drop_all(old);
            }
        }
        copy
    }

    /// The attributes of an instance in their order, asking for its `__dict__` on the way; nothing if there is no state.
    fn state(&mut self, original: Ref) -> Option<Vec<(usize, Ref)>> {
        let Some(Body::Instance(instance)) = self.body(original) else { return None };
        let class = instance.class;
        let own = instance.attributes.clone();
        if let Some(slots) = &self.code.classes[class].slots {
            let slot =
                |&slot: &usize| own.iter().find(|&&(attribute, _)| attribute == slot).copied();
            let state: Vec<_> = slots.iter().filter_map(slot).collect();
            return (!state.is_empty()).then_some(state);
        }
        let empty = own.is_empty()
            && self.instance_dict(original).is_none_or(
                |dict| matches!(&self.object(dict).body, Body::Dict(dict) if dict.items.is_empty()),
            );
        if empty && !self.profile.copy_makes_empty_dict {
            return None;
        }
        let dict = self.materialise(original)?;
        let Body::Dict(dict) = &self.object(dict).body else { return None };
        let attribute = |(key, value): &(Key, Ref)| match key {
            Key::Attribute(attribute) => Some((*attribute, *value)),
            _ => None,
        };
        Some(dict.items.iter().filter_map(attribute).collect())
    }

    /// `copy.deepcopy(x)`: one more reference.
    pub(crate) fn deep_copy(&mut self, original: Ref) -> Result<Ref> {
        let mut memo = BTreeMap::new();
        let result = self.deep(original, &mut memo, self.frames.len() + 2);
        if result.is_err() {
            self.mark(Mark::RecursionError);
        }
        self.drop_all(memo.into_values());
        result
    }

    /// `memo` holds each copy by its original.
    fn deep(&mut self, original: Ref, memo: &mut BTreeMap<Id, Ref>, depth: usize) -> Result<Ref> {
        let Ref::Object(id) = original else { return Ok(original) };
        if let Some(&copy) = memo.get(&id) {
            self.hold(copy);
            return Ok(copy);
        }
        if depth > self.limits.recursion_max {
            return raise("RecursionError", "maximum recursion depth exceeded");
        }
        let depth = depth + CALLS_PER_LEVEL;
        match self.object(id).body.clone() {
            Body::List(items) => {
                let copy = self.create(Body::List(Vec::new()));
                self.remember(memo, id, copy);
                self.deep_items(copy, &items, memo, depth)
            }
            Body::Dict(dict) => {
                let copy = self.create(Body::Dict(Dict::default()));
                self.remember(memo, id, copy);
                self.deep_values(copy, &dict, memo, depth)
            }
            Body::Tuple { items, .. } => self.deep_tuple(original, id, &items, memo, depth),
            Body::Set(table) => self.deep_set(id, &table, memo, depth),
            Body::Instance(instance) => {
                self.deep_instance(original, id, instance.class, memo, depth)
            }
            _ => {
                self.hold(original);
                Ok(original)
            }
        }
    }

    fn remember(&mut self, memo: &mut BTreeMap<Id, Ref>, original: Id, copy: Ref) {
        self.hold(copy);
        memo.insert(original, copy);
    }

    fn deep_items(
        &mut self,
        copy: Ref,
        items: &[Ref],
        memo: &mut BTreeMap<Id, Ref>,
        depth: usize,
    ) -> Result<Ref> {
        for &item in items {
            match self.deep(item, memo, depth) {
                Ok(item) => {
                    if let Some(Body::List(items)) =
                        copy.id().map(|id| &mut self.object_mut(id).body)
                    {
                        items.push(item);
                    }
                }
                Err(error) => {
                    self.drop_ref(copy);
                    return Err(error);
                }
            }
        }
        Ok(copy)
    }

    fn deep_values(
        &mut self,
        copy: Ref,
        dict: &Dict,
        memo: &mut BTreeMap<Id, Ref>,
        depth: usize,
    ) -> Result<Ref> {
        for (key, value) in &dict.items {
            match (self.deep(*value, memo, depth), copy) {
                (Ok(value), Ref::Object(id)) => {
                    self.dict_insert(id, key.clone(), value);
                }
                (Err(error), _) => {
                    self.drop_ref(copy);
                    return Err(error);
                }
                _ => {}
            }
        }
        Ok(copy)
    }

    /// A tuple whose items are their own copies is its own copy (`_deepcopy_tuple`).
    fn deep_tuple(
        &mut self,
        original: Ref,
        id: Id,
        items: &[Ref],
        memo: &mut BTreeMap<Id, Ref>,
        depth: usize,
    ) -> Result<Ref> {
        let mut copies = Vec::new();
        for &item in items {
            match self.deep(item, memo, depth + 1) {
                Ok(copy) => copies.push(copy),
                Err(error) => {
                    self.drop_all(copies);
                    return Err(error);
                }
            }
        }
        if let Some(&copy) = memo.get(&id) {
            self.drop_all(copies.into_iter().rev());
            self.hold(copy);
            return Ok(copy);
        }
        if copies == items {
            self.drop_all(copies);
            self.hold(original);
            return Ok(original);
        }
        let copy = self.tuple(copies);
        self.remember(memo, id, copy);
        Ok(copy)
    }

    /// A set is made anew from a list of copies (`set.__reduce__`).
    fn deep_set(
        &mut self,
        id: Id,
        table: &Table,
        memo: &mut BTreeMap<Id, Ref>,
        depth: usize,
    ) -> Result<Ref> {
        let mut copies = Vec::new();
        for item in table.items() {
            match self.deep(item, memo, depth + 2) {
                Ok(copy) => copies.push(copy),
                Err(error) => {
                    self.drop_all(copies);
                    return Err(error);
                }
            }
        }
        let copy = self.create(Body::Set(Table::default()));
        let mut table = Table::default();
        for item in copies {
            match self.hash(item)? {
                Some(hash) if !self.is_in(&table, hash, item) => table.add(hash, item),
                _ => self.drop_ref(item),
            }
        }
        if let Some(Body::Set(target)) = copy.id().map(|id| &mut self.object_mut(id).body) {
            *target = table;
        }
        self.remember(memo, id, copy);
        Ok(copy)
    }

    /// An instance is made, remembered, and given copies of the other's attributes. Its `__dict__` takes over the keys of the copied
    /// state, and no longer shares its class's (`dict.update` of an empty dict, `Objects/dictobject.c` `dict_merge`).
    fn deep_instance(
        &mut self,
        original: Ref,
        id: Id,
        class: usize,
        memo: &mut BTreeMap<Id, Ref>,
        depth: usize,
    ) -> Result<Ref> {
        let state = self.state(original);
        let copy =
            self.create(Body::Instance(Instance { class, attributes: Vec::new(), dict: None }));
        self.remember(memo, id, copy);
        let Some(state) = state else { return Ok(copy) };
        let mut copies = Vec::new();
        for (attribute, value) in state {
            match self.deep(value, memo, depth + 2) {
                Ok(value) => copies.push((attribute, value)),
                Err(error) => {
                    self.drop_all(copies.into_iter().map(|(_, value)| value));
                    self.drop_ref(copy);
                    return Err(error);
                }
            }
        }
        if self.code.classes[class].slots.is_none()
            && let Some(dict) = self.materialise(copy)
            && let Body::Dict(dict) = &mut self.object_mut(dict).body
        {
            dict.shares_keys_of = None;
        }
        for (attribute, value) in copies {
            let old = self.store_attribute(copy, class, attribute, value);
            self.drop_all(old);
        }
        Ok(copy)
    }
}
