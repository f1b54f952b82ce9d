//! `copy.copy` and `copy.deepcopy`, after `Lib/copy.py` of CPython 3.11.
//!
//! What the library makes for its own use, such as the memo, is no object here. How deep structures may nest is what the
//! frames of that library leave of the recursion limit.

use std::collections::BTreeMap;

use super::super::subject::{Subject, View};
use super::super::{ExceptionKind, Id};
use super::machine::Machine;
use super::unwind::{Operands, Result, Unwind, raise};
use crate::program::{Attribute, ClassId, Key};

/// What a deep copy remembers.
struct Memo<S: Subject> {
    /// The number of the copy of each object copied.
    numbers: BTreeMap<Id, usize>,
    /// Kept until the end, and then released in this order.
    copies: Vec<S::Ref>,
}

impl<S: Subject> Machine<S> {
    /// Automatic collections wait while `Lib/copy.py` runs: what it allocates for itself would start them anywhere.
    pub(super) fn without_collections<T>(&self, copy: impl FnOnce() -> T) -> T {
        let enabled = self.heap.collector().enabled;
        self.heap.set_enabled(false);
        let result = copy();
        self.heap.set_enabled(enabled);
        result
    }

    /// `copy.copy(original)`
    pub(super) fn copy(&self, original: &S::Ref) -> Result<S::Ref, S> {
        self.library_frame(self.depth.get() + 1)?;
        let copy = match self.heap.view(original) {
            View::List => self.list_of_items(&[original]),
            View::Dict => self.heap.dict_copy(original),
            View::Set => self.heap.set_copy(original),
            View::Instance(class) => self.copy_instance(original, class),
            _ => original.clone(),
        };
        Ok(copy)
    }

    fn copy_instance(&self, original: &S::Ref, class: ClassId) -> S::Ref {
        let attributes = self.state(original, class);
        let copy = self.heap.instance(class);
        if self.has_slots(original) {
            self.set_attributes(&copy, attributes);
        } else if !attributes.is_empty() {
            drop(attributes);
            self.heap.copy_attributes(original, &copy);
        }
        copy
    }

    /// What an instance is rebuilt from: its attributes, in the order in which the copy gets them. Asking for them makes a
    /// `__dict__` of those that are inside the instance.
    fn state(&self, instance: &S::Ref, class: ClassId) -> Vec<(Attribute, S::Ref)> {
        let Some(slots) = &self.program.classes[usize::from(class.0)].slots else {
            if self.heap.attributes(instance).is_empty() {
                return Vec::new();
            }
            self.heap.materialise(instance);
            return self.heap.attributes(instance);
        };
        let value = |&attribute: &Attribute| {
            self.heap.attribute(instance, attribute).map(|value| (attribute, value))
        };
        slots.attributes.iter().filter_map(value).collect()
    }

    fn set_attributes(&self, instance: &S::Ref, attributes: Vec<(Attribute, S::Ref)>) {
        for (attribute, value) in attributes {
            drop(self.heap.set_attribute(instance, attribute, value));
        }
    }

    /// `copy.deepcopy(original)`
    pub(super) fn deep_copy(&self, original: &S::Ref) -> Result<S::Ref, S> {
        let mut memo = Memo { numbers: BTreeMap::new(), copies: Vec::new() };
        let mut result = self.deep(original, &mut memo, self.depth.get() + 1);
        // The library's frames hold the original and the memo until the exception is handled.
        if let Err(Unwind::Raised(raised)) = &mut result {
            let copies = memo.copies.drain(..).map(Some);
            self.keep_frame(
                raised,
                std::iter::once(Some(original.clone())).chain(copies).collect(),
            );
        }
        result
    }

    /// Copies one object in a frame of the library at `level`.
    fn deep(&self, original: &S::Ref, memo: &mut Memo<S>, level: u32) -> Result<S::Ref, S> {
        self.library_frame(level)?;
        self.library_call(level + 1)?;
        let Some(id) = self.id(original) else { return Ok(original.clone()) };
        if let Some(copy) = memo.get(id) {
            return Ok(copy);
        }
        let copy = match self.heap.view(original) {
            View::List | View::Dict => self.deep_list_or_dict(original, id, memo, level)?,
            View::Tuple => self.deep_tuple(original, id, memo, level)?,
            View::Set => self.deep_set(original, memo, level)?,
            View::Instance(class) => self.deep_instance(original, class, memo, level)?,
            _ => return Ok(original.clone()),
        };
        if !self.same(&copy, original) {
            memo.insert(id, &copy);
        }
        Ok(copy)
    }

    /// Lists and dicts are filled while their parts are copied, so that they may contain themselves.
    fn deep_list_or_dict(
        &self,
        original: &S::Ref,
        id: Id,
        memo: &mut Memo<S>,
        level: u32,
    ) -> Result<S::Ref, S> {
        let len = self.heap.len(original);
        let (copy, parts): (_, Vec<(Option<Key>, S::Ref)>) = match self.heap.view(original) {
            View::Dict => {
                let items = self.heap.dict_items(original).into_iter();
                (self.heap.dict(len), items.map(|(key, value)| (Some(key), value)).collect())
            }
            _ => {
                let items = self.items(original).into_iter();
                (self.heap.list_with_room(len), items.map(|item| (None, item)).collect())
            }
        };
        self.library_call(level + 2)?;
        memo.insert(id, &copy);
        for (key, part) in parts {
            let part = self.deep(&part, memo, level + 2)?;
            match key {
                Some(key) => drop(self.heap.dict_set(&copy, &key, part)),
                None => self.heap.list_insert(&copy, self.heap.len(&copy), part),
            }
        }
        Ok(copy)
    }

    fn deep_tuple(
        &self,
        original: &S::Ref,
        id: Id,
        memo: &mut Memo<S>,
        level: u32,
    ) -> Result<S::Ref, S> {
        self.library_frame(level + 2)?;
        let mut copies = Operands::with_capacity(self.heap.len(original));
        let mut changed = false;
        for item in self.items(original) {
            let copy = self.deep(&item, memo, level + 3)?;
            changed |= !self.same(&copy, &item);
            copies.push(copy);
        }
        // A tuple that contains itself has been copied on the way.
        if let Some(copy) = memo.get(id) {
            return Ok(copy);
        }
        Ok(if changed { self.heap.tuple(copies.take(), false) } else { original.clone() })
    }

    fn deep_set(&self, original: &S::Ref, memo: &mut Memo<S>, level: u32) -> Result<S::Ref, S> {
        self.reconstruction(level)?;
        let mut copies = Operands::with_capacity(self.heap.len(original));
        for item in self.heap.set_items(original) {
            copies.push(self.deep(&item, memo, level + 5)?);
        }
        self.set_of(copies.take())
    }

    fn deep_instance(
        &self,
        original: &S::Ref,
        class: ClassId,
        memo: &mut Memo<S>,
        level: u32,
    ) -> Result<S::Ref, S> {
        let state = self.state(original, class);
        self.reconstruction(level)?;
        let copy = self.heap.instance(class);
        if let Some(id) = self.id(original) {
            memo.insert(id, &copy);
        }
        if state.is_empty() {
            return Ok(copy);
        }
        // The state of an instance with slots is a dict within a tuple.
        let values_level = level + if self.has_slots(original) { 7 } else { 4 };
        let mut attributes = Vec::with_capacity(state.len());
        for (attribute, value) in state {
            attributes.push((attribute, self.deep(&value, memo, values_level)?));
        }
        if self.has_slots(original) {
            self.set_attributes(&copy, attributes);
        } else {
            self.heap.fill_attributes(&copy, attributes);
        }
        Ok(copy)
    }

    /// What it takes to rebuild an object from its state, before the state itself is copied.
    fn reconstruction(&self, level: u32) -> Result<(), S> {
        self.library_call(level + 2)?;
        self.library_frame(level + 3)?;
        self.library_call(level + 4)
    }

    /// A function of the library that is called at `level`.
    fn library_frame(&self, level: u32) -> Result<(), S> {
        self.library_level(level, "")
    }

    /// A function of the interpreter itself that the library calls.
    fn library_call(&self, level: u32) -> Result<(), S> {
        self.library_level(level, " while calling a Python object")
    }

    fn library_level(&self, level: u32, doing: &str) -> Result<(), S> {
        if level <= self.settings.recursion_max {
            return Ok(());
        }
        let message = format!("maximum recursion depth exceeded{doing}");
        Err(raise(ExceptionKind::RecursionError, message))
    }
}

impl<S: Subject> Memo<S> {
    fn get(&self, original: Id) -> Option<S::Ref> {
        self.numbers.get(&original).map(|&number| self.copies[number].clone())
    }

    /// A copy that is complete replaces the same one under construction.
    fn insert(&mut self, original: Id, copy: &S::Ref) {
        let number = *self.numbers.entry(original).or_insert(self.copies.len());
        if number == self.copies.len() {
            self.copies.push(copy.clone());
        } else {
            self.copies[number] = copy.clone();
        }
    }
}
