//! [`Tuple`].

use super::list::release_backwards;
use crate::alloc::OutOfMemory;
use crate::heap::Heap;
use crate::object::{Buffer, Gc, Hooks, NoHooks, Object, Trace, Untracking};
use crate::planted::{Bug, planted};

/// A tuple. It releases its items from the last to the first, and has nothing to clear: the collector empties what else is
/// in its cycle.
#[derive(Debug)]
pub struct Tuple<H: Hooks = NoHooks> {
    items: Buffer<Object<H>, H>,
}

impl<H: Hooks> Tuple<H> {
    /// A tuple of these items, as made at run time: it is tracked unless it is empty. The items are taken after the collection
    /// that its allocation may start (CPython 3.11, `Objects/tupleobject.c`, `tupleconcat`).
    ///
    /// # Errors
    /// There is no memory; no item was taken.
    pub fn new<I>(heap: &Heap<H>, items: I) -> Result<Gc<Self, H>, OutOfMemory>
    where
        I: IntoIterator<Item = Object<H>, IntoIter: ExactSizeIterator>,
    {
        let tuple = Self::constant(heap, items)?;
        let tracked = !tuple.is_empty()
            && (!planted(Bug::TupleUntrackedAtBirth)
                || tuple.items.as_slice().iter().any(Object::may_be_tracked));
        if tracked {
            tuple.object().track();
        }
        Ok(tuple)
    }

    /// A tuple of these items, which are atoms and untracked tuples, as a constant of a program's text: it is not tracked.
    ///
    /// # Errors
    /// There is no memory; no item was taken.
    pub fn constant<I>(heap: &Heap<H>, items: I) -> Result<Gc<Self, H>, OutOfMemory>
    where
        I: IntoIterator<Item = Object<H>, IntoIter: ExactSizeIterator>,
    {
        let items = items.into_iter();
        let mut buffer = Buffer::with_capacity(heap.state(), items.len())?;
        let make = || {
            items.for_each(|item| buffer.push(item));
            Self { items: buffer }
        };
        heap.state().allocate_with(make, false)
    }

    /// The blocks that a tuple of so many items takes.
    pub fn demand(len: usize) -> impl Iterator<Item = usize> {
        super::demand::<Self, Object<H>, H>(len)
    }

    /// How many items it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Visits the items in order.
    pub fn items(&self, visit: impl FnMut(&Object<H>)) {
        self.items.as_slice().iter().for_each(visit);
    }

    /// The item at `index`.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<Object<H>> {
        self.items.as_slice().get(index).cloned()
    }
}

impl<H: Hooks> Trace<H> for Tuple<H> {
    const NAME: &'static str = "tuple";
    const TRACKED_AT_BIRTH: bool = false;
    const UNTRACKING: Untracking = Untracking::EveryCollection;

    /// From the last to the first, as CPython's `tupletraverse`.
    fn trace(&self, visit: &mut dyn FnMut(&Object<H>)) {
        self.items.as_slice().iter().rev().for_each(visit);
    }
}

impl<H: Hooks> Drop for Tuple<H> {
    fn drop(&mut self) {
        if planted(Bug::TupleKeepsFirst) && self.len() > 1 {
            std::mem::forget(self.items.remove(0));
        }
        release_backwards(self.items.take());
    }
}
