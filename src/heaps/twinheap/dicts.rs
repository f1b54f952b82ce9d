//! Dicts, and what instances keep in them.

use twinheap_impl::Gc;
use twinheap_impl::python::{Dict, Key as HeapKey};

use super::failing::Operation;
use super::recorder::Recorder;
use super::{Object, Twinheap};
use crate::program::{Attribute, Key};

impl Twinheap {
    /// A key is about to be stored: an int takes a table for keys of any type (CPython 3.11, `DICT_KEYS_GENERAL`).
    pub(super) fn note_key(&self, dict: &Object, key: &Key) {
        if let (Key::Int(_), Some(id)) = (key, dict.tag().id()) {
            self.general.borrow_mut().insert(id);
        }
    }

    /// A dict is about to be emptied, and gets a new table afterwards.
    pub(super) fn forget_keys(&self, dict: &Object) {
        if let Some(id) = dict.tag().id() {
            self.general.borrow_mut().remove(&id);
        }
    }

    pub(super) fn is_general(&self, dict: &Object) -> bool {
        dict.tag().id().is_some_and(|id| self.general.borrow().contains(&id))
    }

    /// `dict.copy()`
    pub(super) fn copy_of_dict(&self, dict: &Object) -> Object {
        let tracked = dict.is_tracked();
        let original = self.dict_of(dict);
        let make = || Dict::new(&self.heap, original.len());
        let copy = self.sure(Operation::Dict, make);
        for (key, value) in self.dict_items_of(original) {
            self.put(&copy, key, value);
        }
        // CPython copies the table as it is, and tracks the copy if the original is tracked.
        if !copy.is_empty() {
            if tracked {
                copy.object().track();
            }
            if let (true, Some(id)) = (self.is_general(dict), copy.object().tag().id()) {
                self.general.borrow_mut().insert(id);
            }
        }
        copy.into_object()
    }

    /// In the order of first assignment where they lie in a dict.
    pub(super) fn attributes_of(&self, instance: &Object) -> Vec<(Attribute, Object)> {
        let mut attributes = Vec::new();
        let mut add = |attribute: u32, value: &Object| {
            let attribute = Attribute(u16::try_from(attribute).expect("an attribute's number"));
            attributes.push((attribute, value.clone()));
        };
        let instance = self.instance_of(instance);
        match instance.dict() {
            Some(dict) => dict.items(&mut |key, value| {
                if let HeapKey::Attribute(attribute) = key {
                    add(*attribute, value);
                }
            }),
            None => instance.inline_attributes(&mut add),
        }
        attributes
    }

    /// `to.__dict__.update(from.__dict__)`: that clones a table, and else keeps to the layout of the class.
    pub(super) fn update_from(&self, from: &Object, to: &Object) {
        let source = self.materialised(from);
        let items = self.dict_items_of(&source);
        let dict = if source.has_layout() {
            self.materialised(to)
        } else {
            self.own_table(to, items.len())
        };
        for (key, value) in items {
            self.put(&dict, key, value);
        }
    }

    /// `instance.__dict__.update({…})`: a new dict has a table of its own, which is cloned.
    pub(super) fn update(&self, instance: &Object, attributes: Vec<(Attribute, Object)>) {
        let dict = self.own_table(instance, attributes.len());
        for (attribute, value) in attributes {
            self.put(&dict, HeapKey::Attribute(attribute.0.into()), value);
        }
    }

    pub(super) fn dict_items_of(&self, dict: &Dict<Recorder>) -> Vec<(HeapKey, Object)> {
        let mut items = Vec::with_capacity(dict.len());
        dict.items(&mut |key, value| items.push((key.clone(), value.clone())));
        items
    }

    /// The `__dict__` of a new instance, with a table of its own and room for so many items.
    fn own_table(&self, instance: &Object, items: usize) -> Gc<Dict<Recorder>, Recorder> {
        let dict = self.materialised(instance);
        self.sure(Operation::DictLayout, || dict.leave_layout());
        self.sure(Operation::DictReserve, || dict.try_reserve(items));
        dict
    }

    /// The `__dict__` of an instance.
    pub(super) fn materialised(&self, instance: &Object) -> Gc<Dict<Recorder>, Recorder> {
        let instance = self.instance_of(instance);
        self.sure(Operation::Materialise, || instance.materialise())
    }

    fn put(&self, dict: &Gc<Dict<Recorder>, Recorder>, key: HeapKey, value: Object) {
        let insert = || dict.insert(key.clone(), value.clone());
        drop(self.sure(Operation::DictInsert, insert));
    }
}
