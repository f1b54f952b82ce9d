//! `copy.copy` and `copy.deepcopy` (`Lib/copy.py`). What that module makes for itself (memo, argument tuples) is not modelled.

use std::collections::BTreeMap;

use crate::evaluate::{Result, Stop};
use crate::heap::Model;
use crate::object::{Dict, Entry, Id, Kind, Label, Slot, slots};
use crate::trace::{Mark, Within};

/// The copies made so far, first to last; it holds each until the whole copy is made.
#[derive(Default)]
struct Memo {
    copies: Vec<Id>,
    /// Where the copy of an original is.
    places: BTreeMap<Id, usize>,
}

impl Memo {
    fn get(&self, original: Id) -> Option<Id> {
        self.places.get(&original).map(|&place| self.copies[place])
    }

    /// A copy that is complete replaces one that was made on the way.
    fn insert(&mut self, original: Id, copy: Id) -> Option<Id> {
        let place = *self.places.entry(original).or_insert(self.copies.len());
        match self.copies.get_mut(place) {
            Some(earlier) => Some(std::mem::replace(earlier, copy)),
            None => {
                self.copies.push(copy);
                None
            }
        }
    }
}

/// What `RecursionError` says where the interpreter itself was called (`_Py_EnterRecursiveCall`).
const IN_CALL: &str = " while calling a Python object";

impl Model {
    /// Automatic collections wait while `Lib/copy.py` runs: what it allocates for itself would start them anywhere.
    pub(crate) fn copying<T>(&mut self, copy: impl FnOnce(&mut Self, Id) -> T) -> T {
        let enabled = std::mem::replace(&mut self.collector.enabled, false);
        let result = self.within(Within::COPY, |model| copy(model, model.top(0)));
        self.collector.enabled = enabled;
        result
    }

    /// `copy.copy(x)`. Immutables are their own copies. The copy of a dict that is tracked is too, unless empty, whatever it
    /// holds (`PyDict_Copy`).
    pub(crate) fn copy(&mut self, original: Id) -> Result<Id> {
        self.nest(self.frames.len() + 2, "")?;
        let object = self.object(original);
        let (kind, slots) = match object.kind {
            Kind::Instance(class) => return Ok(self.copy_instance(original, class)),
            Kind::List | Kind::Dict(_) => (object.kind.clone(), object.slots.clone()),
            Kind::Set(finger) => (Kind::Set(0), crate::set::merged(&object.slots, finger > 0)),
            _ => return Ok(self.held(original)),
        };
        let tracked = object.list.is_some() && !slots.is_empty();
        slots.iter().flatten().for_each(|&(_, item)| _ = self.held(item));
        let copy = self.create(kind, slots);
        if tracked && self.object(copy).list.is_none() {
            self.append(0, copy);
        }
        Ok(copy)
    }

    /// An instance is made anew and given the other's state (`object.__reduce_ex__`, `copy._reconstruct`). The dict of the copy
    /// shares its class's keys if the other does.
    fn copy_instance(&mut self, original: Id, class: usize) -> Id {
        let state = self.state(original, class);
        let copy = self.new_instance(class);
        if let Some(state) = state {
            let dict = self.instance_dict(original);
            let shares_keys_of = dict.and_then(|dict| self.dict_mut(dict).shares_keys_of);
            self.give_state(copy, class, state, shares_keys_of);
        }
        copy
    }

    /// Gives a copy its `__dict__`, unless it has slots, and its attributes. That dict shares the keys of a class or not; where
    /// values stay in the instance it does (S3).
    fn give_state(&mut self, copy: Id, class: usize, state: Vec<Entry>, shares: Option<usize>) {
        if self.code.classes[class].slots.is_none() {
            let dict = self.materialise(copy, true);
            if self.profile.instance_dicts_tracked {
                self.dict_mut(dict).shares_keys_of = shares;
            }
        }
        state.into_iter().for_each(|(name, value)| self.store_attribute(copy, name, value));
    }

    /// The attributes of an instance in their order, asking for its `__dict__` on the way; nothing if there is no state.
    fn state(&mut self, original: Id, class: usize) -> Option<Vec<Entry>> {
        let holder = self.object(self.holder(original));
        if let Some(slots) = &self.code.classes[class].slots {
            let find = |&name: &Label| holder.get(name).map(|value| (name, value));
            let state: Vec<_> = slots.iter().filter_map(find).collect();
            return (!state.is_empty()).then_some(state);
        }
        let state: Vec<_> = holder.entries().collect();
        if state.is_empty() && !self.profile.copy_makes_empty_dict {
            return None;
        }
        self.materialise(original, true);
        Some(state)
    }

    /// `copy.deepcopy(x)`
    pub(crate) fn deep_copy(&mut self, original: Id) -> Result<Id> {
        let mut memo = Memo::default();
        let mut result = self.deep(original, &mut memo, self.frames.len() + 2);
        match &mut result {
            Ok(copy) => _ = self.held(*copy),
            // The library's frames hold the original and the memo; there are so many that they wait to be deallocated.
            Err(Stop::Raised(raised)) => {
                let locals = [self.held(original)].into_iter().chain(memo.copies.drain(..));
                self.keep_frame(raised, locals);
                self.mark(Mark::CopyGivenUp);
            }
            Err(Stop::Limit) => {}
        }
        self.drop_all(memo.copies);
        result
    }

    /// The copy, held by the memo; what has no copy of its own is its own copy. `level` is how deep the call of
    /// `copy.deepcopy` nests; below it are the calls that `Lib/copy.py` makes for each kind.
    fn deep(&mut self, original: Id, memo: &mut Memo, level: usize) -> Result<Id> {
        self.nest(level, "")?;
        self.nest(level + 1, IN_CALL)?;
        if let Some(copy) = memo.get(original) {
            self.mark(Mark::CopiedBefore);
            return Ok(copy);
        }
        let object = self.object(original);
        let entries: Vec<_> = object.entries().collect();
        match object.kind.clone() {
            Kind::List => {
                let copy = self.remember(memo, original, Kind::List, Vec::new());
                self.nest(level + 2, IN_CALL)?;
                for (_, item) in entries {
                    let item = self.deep(item, memo, level + 2)?;
                    let slot = Some((0, self.held(item)));
                    self.object_mut(copy).slots.push(slot);
                }
                Ok(copy)
            }
            Kind::Dict(_) => {
                let empty = Kind::Dict(Dict::default());
                let copy = self.remember(memo, original, empty, Vec::new());
                self.nest(level + 2, IN_CALL)?;
                for (key, value) in entries {
                    let value = self.deep(value, memo, level + 2)?;
                    self.insert_label(copy, key, value);
                }
                Ok(copy)
            }
            // One whose items are their own copies is its own copy; copying an item may have copied it (`_deepcopy_tuple`).
            Kind::Tuple if !entries.is_empty() => {
                self.nest(level + 2, "")?;
                let copies = self.deep_all(&entries, memo, level + 3)?;
                if let Some(copy) = memo.get(original) {
                    self.mark(Mark::TupleCopiedByItems);
                    return Ok(copy);
                }
                if copies == entries {
                    return Ok(original);
                }
                let items = self.all_held(copies.into_iter().map(|(_, item)| item).collect());
                Ok(self.remember(memo, original, Kind::Tuple, slots(items)))
            }
            Kind::Set(_) => {
                self.nest_reconstruction(level)?;
                let copies = self.deep_all(&entries, memo, level + 5)?;
                let copy = self.remember(memo, original, Kind::Set(0), Vec::new());
                copies.into_iter().try_for_each(|(_, item)| self.set_insert(copy, item))?;
                Ok(copy)
            }
            Kind::Instance(class) => self.deep_instance(original, class, memo, level),
            _ => Ok(original),
        }
    }

    /// The same slots with copies of what they hold.
    fn deep_all(&mut self, slots: &[Entry], memo: &mut Memo, level: usize) -> Result<Vec<Entry>> {
        slots.iter().map(|&(label, item)| Ok((label, self.deep(item, memo, level)?))).collect()
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

    fn remember(&mut self, memo: &mut Memo, id: Id, kind: Kind, slots: Vec<Slot>) -> Id {
        let copy = self.create(kind, slots);
        let replaced = memo.insert(id, copy);
        self.drop_all(replaced);
        copy
    }

    /// An instance is made, remembered, and given copies of the other's attributes; those of slots are a dict in a tuple. Its
    /// `__dict__` takes over the keys of the copied state, and no longer shares its class's (`dict.update` of an empty dict,
    /// `Objects/dictobject.c` `dict_merge`).
    fn deep_instance(&mut self, id: Id, class: usize, memo: &mut Memo, level: usize) -> Result<Id> {
        let state = self.state(id, class);
        self.nest_reconstruction(level)?;
        let copy = self.new_instance(class);
        memo.insert(id, copy);
        if let Some(state) = state {
            let inner = if self.code.classes[class].slots.is_some() { 7 } else { 4 };
            let state = self.deep_all(&state, memo, level + inner)?;
            self.give_state(copy, class, state, None);
        }
        Ok(copy)
    }
}
