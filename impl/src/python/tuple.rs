//! [`Tuple`].

use super::list::{filled, release_backwards};
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
    /// A tuple of these items, as made at run time: it is tracked unless it is empty.
    ///
    /// # Errors
    /// There is no memory; the items are dropped.
    pub fn new<I>(heap: &Heap<H>, items: I) -> Result<Gc<Self, H>, OutOfMemory>
    where
        I: IntoIterator<Item = Object<H>, IntoIter: ExactSizeIterator>,
    {
        let items = filled(heap, items.into_iter())?;
        let tracked = items.len() > 0
            && (!planted(Bug::TupleUntrackedAtBirth)
                || items.as_slice().iter().any(Object::may_be_tracked));
        let tuple = heap.allocate_untracked(Self { items })?;
        if tracked {
            tuple.object().track();
        }
        Ok(tuple)
    }

    /// A tuple of these items, which are atoms and untracked tuples, as a constant of a program's text: it is not tracked.
    ///
    /// # Errors
    /// There is no memory; the items are dropped.
    pub fn constant<I>(heap: &Heap<H>, items: I) -> Result<Gc<Self, H>, OutOfMemory>
    where
        I: IntoIterator<Item = Object<H>, IntoIter: ExactSizeIterator>,
    {
        heap.allocate_untracked(Self { items: filled(heap, items.into_iter())? })
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
