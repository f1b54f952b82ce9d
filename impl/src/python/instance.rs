//! [`Instance`].

use std::cell::RefCell;
use std::rc::Rc;

use super::class::Class;
use super::dict::Dict;
use super::table::{Key, Table};
use super::values::Values;
use crate::alloc::OutOfMemory;
use crate::heap::Heap;
use crate::object::{Buffer, Gc, Hooks, Layout, NoHooks, Object, Trace};
use crate::planted::{Bug, planted};

/// An instance of a class. It releases its slots in order, then its other attributes in the order of the class's layout.
///
/// The other attributes lie in the instance itself, until its `__dict__` is asked for, or one comes that the class's layout
/// has no room for: then they move into a dict, which the instance owns.
#[derive(Debug)]
pub struct Instance<H: Hooks = NoHooks> {
    contents: RefCell<Contents<H>>,
    class: Rc<Class<H>>,
}

/// The slots come first because they are released first.
#[derive(Debug)]
struct Contents<H: Hooks> {
    slots: Buffer<Option<Object<H>>, H>,
    attributes: Attributes<H>,
}

#[derive(Debug)]
enum Attributes<H: Hooks> {
    Inline(Values<H>),
    /// `None` after the instance was cleared by the collector.
    Dict(Option<Gc<Dict<H>, H>>),
}

impl<H: Hooks> Instance<H> {
    /// An instance of `class` without attributes.
    ///
    /// # Errors
    /// There is no memory.
    pub fn new(heap: &Heap<H>, class: &Rc<Class<H>>) -> Result<Gc<Self, H>, OutOfMemory> {
        let count = class.layout().slots.len();
        let mut slots = Buffer::with_capacity(heap.state(), count)?;
        (0..count).for_each(|_| slots.push(None));
        let attributes = Attributes::Inline(Values::new(Buffer::new(heap.state())));
        let contents = RefCell::new(Contents { slots, attributes });
        let instance = heap.allocate(Self { contents, class: Rc::clone(class) })?;
        class.count_instance();
        Ok(instance)
    }

    /// The blocks that a new instance of `class` takes.
    pub fn demand(class: &Class<H>) -> impl Iterator<Item = usize> {
        super::demand::<Self, Option<Object<H>>, H>(class.layout().slots.len())
    }

    /// Its class.
    #[must_use]
    pub fn class(&self) -> &Rc<Class<H>> {
        &self.class
    }

    /// The value of an attribute.
    #[must_use]
    pub fn get(&self, attribute: u32) -> Option<Object<H>> {
        if let Some(slot) = self.class.slot(attribute) {
            return self.contents.borrow().slots.as_slice()[slot].clone();
        }
        match &self.contents.borrow().attributes {
            Attributes::Inline(values) => values.get(self.class.position(attribute)?).cloned(),
            Attributes::Dict(dict) => dict.as_ref()?.get(&Key::Attribute(attribute)),
        }
    }

    /// Takes an attribute's value away, and returns it. A name that the class does not share joins those that it does, even
    /// though there is nothing to take away; without room for it the instance gets its dict (CPython 3.11,
    /// `Objects/dictobject.c`, `_PyObject_StoreInstanceAttribute`).
    ///
    /// # Errors
    /// There is no memory for that dict.
    pub fn remove(&self, attribute: u32) -> Result<Option<Object<H>>, OutOfMemory> {
        if let Some(slot) = self.class.slot(attribute) {
            return Ok(self.contents.borrow_mut().slots.as_mut_slice()[slot].take());
        }
        if self.dict().is_none() && self.class.accepts(attribute) {
            if let Some(position) = self.class.position_or_new(attribute) {
                return Ok(self.take_inline(position));
            }
            self.materialise()?;
        }
        match &self.contents.borrow().attributes {
            Attributes::Dict(Some(dict)) => Ok(dict.remove(&Key::Attribute(attribute))),
            _ => Ok(None),
        }
    }

    fn take_inline(&self, position: usize) -> Option<Object<H>> {
        match &mut self.contents.borrow_mut().attributes {
            Attributes::Inline(values) => values.remove(position),
            Attributes::Dict(_) => None,
        }
    }

    /// Gives an attribute a value; the value that it displaces is returned.
    ///
    /// # Errors
    /// There is no memory; nothing changed, and `value` is dropped.
    ///
    /// # Panics
    /// If the class does not [accept](Class::accepts) the attribute.
    pub fn set(&self, attribute: u32, value: Object<H>) -> Result<Option<Object<H>>, OutOfMemory> {
        if let Some(slot) = self.class.slot(attribute) {
            return Ok(self.contents.borrow_mut().slots.as_mut_slice()[slot].replace(value));
        }
        assert!(self.class.accepts(attribute), "the class accepts the attribute");
        if let Attributes::Inline(values) = &mut self.contents.borrow_mut().attributes
            && let Some(position) = self.class.position_next(attribute)
        {
            values.try_reserve(position)?;
            let position = self.class.position_or_new(attribute).expect("there is room");
            return Ok(values.set(position, value));
        }
        self.materialise()?.insert(Key::Attribute(attribute), value)
    }

    /// The sizes of the blocks that [`Self::set`] takes at most.
    pub fn growth(&self, attribute: u32) -> impl Iterator<Item = usize> {
        let mut sizes = [None; 4];
        if self.class.slot(attribute).is_none() {
            let position = self.class.position_next(attribute);
            match (&self.contents.borrow().attributes, position) {
                (Attributes::Inline(values), Some(position)) => sizes[0] = values.demand(position),
                (Attributes::Inline(values), None) => {
                    let table = Table::<H>::demand(values.len() + 1);
                    let dict = [Layout::<Dict<H>, H>::BYTES].into_iter().chain(table);
                    sizes.iter_mut().zip(dict).for_each(|(size, bytes)| *size = Some(bytes));
                }
                (Attributes::Dict(None), _) => {
                    let dict = [Layout::<Dict<H>, H>::BYTES].into_iter();
                    let values = Values::new(self.contents.borrow().slots.another()).demand(0);
                    let table = Table::<H>::demand(1);
                    let all = dict.chain(values).chain(table);
                    sizes.iter_mut().zip(all).for_each(|(size, bytes)| *size = Some(bytes));
                }
                (Attributes::Dict(Some(dict)), _) => {
                    let growth = dict.growth_of_attribute(attribute);
                    sizes.iter_mut().zip(growth).for_each(|(size, bytes)| *size = Some(bytes));
                }
            }
        }
        sizes.into_iter().flatten()
    }

    /// Whether its attributes lie in a dict.
    #[must_use]
    pub fn dict(&self) -> Option<Gc<Dict<H>, H>> {
        match &self.contents.borrow().attributes {
            Attributes::Inline(_) => None,
            Attributes::Dict(dict) => dict.clone(),
        }
    }

    /// Its `__dict__`, into which its attributes move if they lie in the instance. Making it may run a collection first.
    ///
    /// # Errors
    /// There is no memory; nothing changed.
    pub fn materialise(&self) -> Result<Gc<Dict<H>, H>, OutOfMemory> {
        if let Some(dict) = self.dict() {
            return Ok(dict);
        }
        let buffer = self.contents.borrow().slots.another();
        let made = Dict::of_attributes(&buffer, &self.class)?;
        // A finalizer may have been quicker.
        if let Some(dict) = self.dict() {
            return Ok(dict);
        }
        let attributes = &mut self.contents.borrow_mut().attributes;
        if let Attributes::Inline(values) = attributes {
            let values = values.take();
            let tracked = values.iter().any(|(_, value)| value.may_be_tracked());
            made.fill(values);
            if tracked && !planted(Bug::InstanceDictUntracked) {
                made.object().track();
            }
        }
        *attributes = Attributes::Dict(Some(made.clone()));
        Ok(made)
    }

    /// Visits the attributes that lie in the instance, in the order in which they are released.
    ///
    /// # Panics
    /// If `visit` changes the instance.
    pub fn inline_attributes(&self, visit: &mut dyn FnMut(u32, &Object<H>)) {
        for (slot, value) in
            self.class.layout().slots.iter().zip(self.contents.borrow().slots.as_slice())
        {
            value.iter().for_each(|value| visit(*slot, value));
        }
        if let Attributes::Inline(values) = &self.contents.borrow().attributes {
            for (position, value) in values.iter() {
                visit(self.class.attribute(position), value);
            }
        }
    }

    fn clear_attributes(&self) {
        let kept = planted(Bug::InstanceKeepsSlots);
        let count = if kept { 0 } else { self.contents.borrow().slots.len() };
        for slot in 0..count {
            let value = self.contents.borrow_mut().slots.as_mut_slice()[slot].take();
            drop(value);
        }
        let dict = match &mut self.contents.borrow_mut().attributes {
            Attributes::Dict(dict) => dict.take(),
            Attributes::Inline(_) => None,
        };
        drop(dict);
        self.clear_inline();
    }

    /// Each value is out of reach before it is dropped; the code that this runs may add others.
    fn clear_inline(&self) {
        let mut position = 0;
        loop {
            let value = match &mut self.contents.borrow_mut().attributes {
                Attributes::Inline(values) if position < values.positions() => {
                    values.remove(position)
                }
                _ => return,
            };
            drop(value);
            position += 1;
        }
    }
}

impl<H: Hooks> Trace<H> for Instance<H> {
    const NAME: &'static str = "instance";
    const WEAKLY_REFERENCEABLE: bool = true;

    fn trace(&self, visit: &mut dyn FnMut(&Object<H>)) {
        if !planted(Bug::InstanceSlotsForgotten) {
            self.contents.borrow().slots.as_slice().iter().flatten().for_each(&mut *visit);
        }
        match &self.contents.borrow().attributes {
            Attributes::Inline(values) => values.iter().for_each(|(_, value)| visit(value)),
            Attributes::Dict(_) if planted(Bug::InstanceDictForgotten) => {}
            Attributes::Dict(dict) => dict.iter().for_each(|dict| visit(dict.object())),
        }
    }

    fn clear(&self) {
        self.clear_attributes();
    }

    fn has_finalizer(&self) -> bool {
        self.class.layout().finalizer.is_some()
    }

    fn finalize(&self, this: &Object<H>) {
        if let Some(finalizer) = &self.class.layout().finalizer {
            finalizer(this);
        }
    }

    fn supports_weak_references(&self) -> bool {
        self.class.layout().weakly_referenceable
    }
}
