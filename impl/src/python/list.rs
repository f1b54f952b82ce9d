//! [`List`].

use std::cell::RefCell;

use crate::alloc::OutOfMemory;
use crate::heap::Heap;
use crate::object::{Buffer, Gc, Hooks, NoHooks, Object, Trace};
use crate::planted::{Bug, planted};

/// A list. It releases its items from the last to the first.
#[derive(Debug)]
pub struct List<H: Hooks = NoHooks> {
    items: RefCell<Buffer<Object<H>, H>>,
}

impl<H: Hooks> List<H> {
    /// A list of these items.
    ///
    /// # Errors
    /// There is no memory; no item was taken.
    pub fn new<I>(heap: &Heap<H>, items: I) -> Result<Gc<Self, H>, OutOfMemory>
    where
        I: IntoIterator<Item = Object<H>, IntoIter: ExactSizeIterator>,
    {
        let items = items.into_iter();
        let mut buffer = Buffer::with_capacity(heap.state(), items.len())?;
        let make = || {
            items.for_each(|item| buffer.push(item));
            Self { items: RefCell::new(buffer) }
        };
        heap.state().allocate_with(make, Self::TRACKED_AT_BIRTH)
    }

    /// An empty list with room for so many items.
    ///
    /// # Errors
    /// There is no memory.
    pub fn with_capacity(heap: &Heap<H>, capacity: usize) -> Result<Gc<Self, H>, OutOfMemory> {
        let items = Buffer::with_capacity(heap.state(), capacity)?;
        heap.allocate(Self { items: RefCell::new(items) })
    }

    /// The blocks that a new list of so many items takes.
    pub fn demand(len: usize) -> impl Iterator<Item = usize> {
        super::demand::<Self, Object<H>, H>(len)
    }

    /// Makes room for so many items more.
    ///
    /// # Errors
    /// There is no memory; nothing changed.
    pub fn try_reserve(&self, additional: usize) -> Result<(), OutOfMemory> {
        self.items.borrow_mut().try_reserve(additional)
    }

    /// How many items it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.borrow().len()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Visits the items in order.
    ///
    /// # Panics
    /// If `visit` changes the list.
    pub fn items(&self, visit: impl FnMut(&Object<H>)) {
        self.items.borrow().as_slice().iter().for_each(visit);
    }

    /// The item at `index`.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<Object<H>> {
        self.items.borrow().as_slice().get(index).cloned()
    }

    /// Puts an item at `index` in the place of another, which is returned.
    ///
    /// # Panics
    /// If there is no item at `index`.
    #[must_use = "dropping what was displaced may run code"]
    pub fn set(&self, index: usize, item: Object<H>) -> Object<H> {
        std::mem::replace(&mut self.items.borrow_mut().as_mut_slice()[index], item)
    }

    /// Adds an item at the end.
    ///
    /// # Panics
    /// If there is no [room](Self::try_reserve).
    pub fn append(&self, item: Object<H>) {
        self.items.borrow_mut().push(item);
    }

    /// Adds an item before the one at `index`, or at the end.
    ///
    /// # Panics
    /// If there is no [room](Self::try_reserve), or `index` is larger than the length.
    pub fn insert(&self, index: usize, item: Object<H>) {
        self.items.borrow_mut().insert(index, item);
    }

    /// Adds items at the end.
    ///
    /// # Panics
    /// If there is no [room](Self::try_reserve).
    pub fn extend(&self, items: impl IntoIterator<Item = Object<H>>) {
        items.into_iter().for_each(|item| self.append(item));
    }

    /// Removes the item at `index`.
    ///
    /// # Panics
    /// If there is no item at `index`.
    #[must_use = "dropping what was removed may run code"]
    pub fn remove(&self, index: usize) -> Object<H> {
        self.items.borrow_mut().remove(index)
    }

    /// Removes the last item.
    #[must_use = "dropping what was removed may run code"]
    pub fn pop(&self) -> Option<Object<H>> {
        self.items.borrow_mut().pop()
    }

    /// Takes all items out, then drops them, the last one first.
    pub fn clear(&self) {
        while planted(Bug::ListClearedInPlace) && self.pop().is_some() {}
        let items = self.items.borrow_mut().take();
        release_backwards(items);
    }
}

impl<H: Hooks> Trace<H> for List<H> {
    const NAME: &'static str = "list";

    /// From the last to the first, as CPython's `list_traverse`.
    fn trace(&self, visit: &mut dyn FnMut(&Object<H>)) {
        let forgotten = usize::from(planted(Bug::ListForgetsFirst));
        self.items.borrow().as_slice().iter().skip(forgotten).rev().for_each(visit);
    }

    fn clear(&self) {
        self.clear();
    }
}

impl<H: Hooks> Drop for List<H> {
    fn drop(&mut self) {
        self.clear();
    }
}

/// Drops items, the last one first.
pub(super) fn release_backwards<H: Hooks>(mut items: Buffer<Object<H>, H>) {
    while let Some(item) = items.pop() {
        drop(item);
    }
}
