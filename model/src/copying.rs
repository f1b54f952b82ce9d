//! `copy.copy` and `copy.deepcopy` (`Lib/copy.py`). What that module makes for itself (memo, argument tuples) is not modelled.

use std::collections::BTreeMap;

use crate::evaluate::Result;
use crate::heap::Model;
use crate::object::{Dict, Id, Kind, Label, List, Ref, Slot, slots};

/// The copies made so far, by their originals; it holds each until the whole copy is made.
type Memo = BTreeMap<Id, Ref>;

/// What `RecursionError` says where the interpreter itself was called (`_Py_EnterRecursiveCall`).
const IN_CALL: &str = " while calling a Python object";

impl Model {
    /// Automatic collections wait while `Lib/copy.py` runs: what it allocates for itself would start them anywhere.
    pub(crate) fn copying<T>(&mut self, copy: impl FnOnce(&mut Self, Ref) -> T) -> T {
        let enabled = std::mem::replace(&mut self.collector.enabled, false);
        let result = copy(self, self.top(0));
        self.collector.enabled = enabled;
        result
    }

    /// `copy.copy(x)`. Immutables are their own copies. The copy of a dict that is tracked is too, unless empty, whatever it
    /// holds (`PyDict_Copy`).
    pub(crate) fn copy(&mut self, original: Ref) -> Result<Ref> {
        self.nest(self.frames.len() + 2, "")?;
        let kind = self.kind(original);
        let slots = match kind {
            Kind::Instance(class) => return Ok(self.copy_instance(original, class)),
            Kind::List | Kind::Dict(_) => self.object(original.object()).slots.clone(),
            Kind::Set(finger) => {
                crate::set::merged(&self.object(original.object()).slots, finger > 0)
            }
            _ => return Ok(self.held(original)),
        };
        slots.iter().flatten().for_each(|&(_, item)| _ = self.held(item));
        let tracked = self.object(original.object()).list.is_some() && !slots.is_empty();
        let copy = self.create(if let Kind::Set(_) = kind { Kind::Set(0) } else { kind }, slots);
        if tracked && self.object(copy.object()).list.is_none() {
            self.append(List::Generation(0), copy.object());
        }
        Ok(copy)
    }

    /// An instance is made anew and given the other's state: its slots, or its `__dict__`, which both then have
    /// (`object.__reduce_ex__`, `copy._reconstruct`). The dict of the copy shares its class's keys if the other does.
    fn copy_instance(&mut self, original: Ref, class: usize) -> Ref {
        let state = self.state(original, class);
        let copy = self.new_instance(class);
        let Some(state) = state else { return copy };
        if self.code.classes[class].slots.is_none() {
            let dict = self.materialise(original);
            let shares = self.dict_mut(dict).shares_keys_of;
            self.give_dict(copy, shares);
        }
        state.into_iter().for_each(|(name, value)| self.store_attribute(copy, name, value));
        copy
    }

    /// Gives a copy its `__dict__`, which shares the keys of a class or not; where values stay in the instance it does (S3).
    fn give_dict(&mut self, copy: Ref, shares_keys_of: Option<usize>) {
        let dict = self.materialise(copy);
        if self.profile.instance_dicts_tracked {
            self.dict_mut(dict).shares_keys_of = shares_keys_of;
        }
    }

    /// The attributes of an instance in their order, asking for its `__dict__` on the way; nothing if there is no state.
    fn state(&mut self, original: Ref, class: usize) -> Option<Vec<(Label, Ref)>> {
        let holder = self.object(self.holder(original));
        if let Some(slots) = &self.code.classes[class].slots {
            let find = |&name: &Label| holder.get(name).map(|value| (name, value));
            let state: Vec<_> = slots.iter().filter_map(find).collect();
            return (!state.is_empty()).then_some(state);
        }
        let state: Vec<_> = holder.slots.iter().flatten().copied().collect();
        if state.is_empty() && !self.profile.copy_makes_empty_dict {
            return None;
        }
        self.materialise(original);
        Some(state)
    }

    /// `copy.deepcopy(x)`
    pub(crate) fn deep_copy(&mut self, original: Ref) -> Result<Ref> {
        let mut memo = Memo::new();
        let result = self.deep(original, &mut memo, self.frames.len() + 2);
        let result = result.map(|copy| self.held(copy));
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
        match self.object(id).kind.clone() {
            kind @ (Kind::List | Kind::Dict(_)) => self.deep_container(id, &kind, memo, level + 2),
            Kind::Tuple(_) => self.deep_tuple(id, memo, level + 2),
            Kind::Set(_) => {
                self.nest_reconstruction(level)?;
                let items = self.items(original).into_iter();
                let copies: Result<Vec<Ref>> =
                    items.map(|item| self.deep(item, memo, level + 5)).collect();
                let copies = copies?;
                let copy = self.remember(memo, id, Kind::Set(0), Vec::new());
                copies.into_iter().try_for_each(|item| self.set_insert(copy, item))?;
                Ok(copy)
            }
            Kind::Instance(class) => self.deep_instance(original, class, memo, level),
            _ => Ok(original),
        }
    }

    /// Whether one more call fits.
    fn nest(&mut self, level: usize, doing: &str) -> Result<()> {
        if level <= self.limits.recursion_max { Ok(()) } else { self.too_deep(doing) }
    }

    /// The calls that ask an object for its state and make another of its class.
    fn nest_reconstruction(&mut self, level: usize) -> Result<()> {
        self.nest(level + 2, IN_CALL)?;
        self.nest(level + 3, "")?;
        self.nest(level + 4, IN_CALL)
    }

    fn remember(&mut self, memo: &mut Memo, id: Id, kind: Kind, slots: Vec<Slot>) -> Ref {
        let copy = self.create(kind, slots);
        let replaced = memo.insert(id, copy);
        self.drop_all(replaced);
        copy
    }

    /// A list or dict is remembered before its items are copied.
    fn deep_container(
        &mut self,
        id: Id,
        kind: &Kind,
        memo: &mut Memo,
        level: usize,
    ) -> Result<Ref> {
        let empty = if *kind == Kind::List { Kind::List } else { Kind::Dict(Dict::default()) };
        let copy = self.remember(memo, id, empty, Vec::new());
        self.nest(level, IN_CALL)?;
        for (label, item) in self.object(id).slots.clone().into_iter().flatten() {
            let item = self.deep(item, memo, level)?;
            if *kind == Kind::List {
                let item = self.held(item);
                self.object_mut(copy.object()).slots.push(Some((0, item)));
            } else {
                self.insert_label(copy.object(), label, item);
            }
        }
        Ok(copy)
    }

    /// A tuple whose items are their own copies is its own copy; copying an item may have copied the tuple (`_deepcopy_tuple`).
    fn deep_tuple(&mut self, id: Id, memo: &mut Memo, level: usize) -> Result<Ref> {
        self.nest(level, "")?;
        let items = self.items(Ref::Object(id));
        let copies: Result<Vec<Ref>> =
            items.iter().map(|&item| self.deep(item, memo, level + 1)).collect();
        let copies = copies?;
        if let Some(&copy) = memo.get(&id) {
            return Ok(copy);
        }
        if copies == items {
            return Ok(Ref::Object(id));
        }
        copies.iter().for_each(|&item| _ = self.held(item));
        Ok(self.remember(memo, id, Kind::Tuple(false), slots(copies)))
    }

    /// An instance is made, remembered, and given copies of the other's attributes; those of slots are a dict in a tuple. Its
    /// `__dict__` takes over the keys of the copied state, and no longer shares its class's (`dict.update` of an empty dict,
    /// `Objects/dictobject.c` `dict_merge`).
    fn deep_instance(
        &mut self,
        original: Ref,
        class: usize,
        memo: &mut Memo,
        level: usize,
    ) -> Result<Ref> {
        let state = self.state(original, class);
        self.nest_reconstruction(level)?;
        let copy = self.new_instance(class);
        memo.insert(original.object(), copy);
        let has_slots = self.code.classes[class].slots.is_some();
        let level = level + if has_slots { 7 } else { 4 };
        let Some(mut state) = state else { return Ok(copy) };
        for (_, value) in &mut state {
            *value = self.deep(*value, memo, level)?;
        }
        if !has_slots {
            self.give_dict(copy, None);
        }
        state.into_iter().for_each(|(name, value)| self.store_attribute(copy, name, value));
        Ok(copy)
    }
}
