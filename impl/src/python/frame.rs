//! [`Frame`].

use crate::alloc::OutOfMemory;
use crate::heap::Heap;
use crate::object::{Buffer, Gc, Hooks, NoHooks, Object, Trace};

/// The local names of a call that outlived it, as they were at its end. It releases them from the first to the last.
#[derive(Debug)]
pub struct Frame<H: Hooks = NoHooks> {
    slots: std::cell::RefCell<Buffer<Option<Object<H>>, H>>,
}

impl<H: Hooks> Frame<H> {
    /// A frame with these slots.
    ///
    /// # Errors
    /// There is no memory; no slot was taken.
    pub fn new<I>(heap: &Heap<H>, slots: I) -> Result<Gc<Self, H>, OutOfMemory>
    where
        I: IntoIterator<Item = Option<Object<H>>, IntoIter: ExactSizeIterator>,
    {
        let slots = slots.into_iter();
        let mut buffer = Buffer::with_capacity(heap.state(), slots.len())?;
        let make = || {
            slots.for_each(|slot| buffer.push(slot));
            Self { slots: buffer.into() }
        };
        heap.state().allocate_with(make, Self::TRACKED_AT_BIRTH)
    }

    /// The blocks that a frame of so many slots takes.
    pub fn demand(len: usize) -> impl Iterator<Item = usize> {
        super::demand::<Self, Option<Object<H>>, H>(len)
    }

    /// How many slots it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.slots.borrow().len()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Puts something into the slot at `index`; what it displaces is returned.
    ///
    /// # Panics
    /// If there is no slot at `index`.
    #[must_use = "dropping what was displaced may run code"]
    pub fn set(&self, index: usize, value: Option<Object<H>>) -> Option<Object<H>> {
        std::mem::replace(&mut self.slots.borrow_mut().as_mut_slice()[index], value)
    }

    /// What the slot at `index` holds.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<Object<H>> {
        self.slots.borrow().as_slice().get(index).cloned().flatten()
    }
}

impl<H: Hooks> Trace<H> for Frame<H> {
    const NAME: &'static str = "frame";

    fn trace(&self, visit: &mut dyn FnMut(&Object<H>)) {
        self.slots.borrow().as_slice().iter().flatten().for_each(visit);
    }

    fn clear(&self) {
        for index in 0..self.len() {
            let local = self.slots.borrow_mut().as_mut_slice()[index].take();
            drop(local);
        }
    }
}
