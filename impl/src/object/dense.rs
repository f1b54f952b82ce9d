//! Dense lists of objects in order, with each object's index kept in its header.
//!
//! Removing an object leaves a hole, so that the others keep their indices; holes at the end go at once, the others when
//! there is no room left. Room is asked for beforehand: adding an object cannot fail.

use std::fmt;
use std::marker::PhantomData;

use super::header::{Header, Link};
use super::hooks::{Census, Hooks};
use crate::alloc::OutOfMemory;

/// Where a header keeps the index that a list gives it.
pub(crate) trait Index<H: Hooks> {
    fn get(header: &Header<H>) -> u32;
    fn set(header: &Header<H>, index: u32);
}

/// The index in one of the collector's lists.
pub(crate) struct InCollector;

impl<H: Hooks> Index<H> for InCollector {
    fn get(header: &Header<H>) -> u32 {
        header.index()
    }
    fn set(header: &Header<H>, index: u32) {
        header.set_index(index);
    }
}

/// The index in the census.
pub(crate) struct InCensus;

impl<H: Hooks> Index<H> for InCensus {
    fn get(header: &Header<H>) -> u32 {
        header.census.index()
    }
    fn set(header: &Header<H>, index: u32) {
        header.census.set_index(index);
    }
}

/// A list of objects; each stands in it once.
pub(crate) struct Dense<H: Hooks, I> {
    slots: Vec<Option<Link<H>>>,
    /// How many of the slots are not holes.
    len: usize,
    index: PhantomData<I>,
}

impl<H: Hooks, I> Default for Dense<H, I> {
    fn default() -> Self {
        Self { slots: Vec::new(), len: 0, index: PhantomData }
    }
}

impl<H: Hooks, I> fmt::Debug for Dense<H, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.slots.iter().flatten()).finish()
    }
}

impl<H: Hooks, I: Index<H>> Dense<H, I> {
    /// How many objects are in the list.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// How far indices go: the objects and the holes between them.
    pub(crate) fn slots(&self) -> usize {
        self.slots.len()
    }

    /// The object at this index, if there is one.
    #[inline]
    pub(crate) fn get(&self, index: usize) -> Option<Link<H>> {
        self.slots.get(index).copied().flatten()
    }

    /// The first object from this index on, with its own.
    #[inline]
    pub(crate) fn next(&self, index: usize) -> Option<(usize, Link<H>)> {
        let slots = (index..).zip(self.slots.get(index..)?);
        slots.filter_map(|(index, object)| Some((index, (*object)?))).next()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = Link<H>> {
        self.slots.iter().flatten().copied()
    }

    /// Makes room for `total` objects, those in the list included, and for holes in proportion, so that closing them is
    /// rare. `request` may refuse more memory.
    pub(crate) fn reserve(
        &mut self,
        total: usize,
        request: impl FnOnce() -> Result<(), OutOfMemory>,
    ) -> Result<(), OutOfMemory> {
        let slots = total + total / 4 + 4;
        if slots > self.slots.capacity() {
            request()?;
            assert!(u32::try_from(slots).is_ok(), "a list has fewer than 2^32 slots");
            self.slots.try_reserve(slots - self.slots.len()).map_err(|_| OutOfMemory)?;
        }
        Ok(())
    }

    /// Adds an object at the end, within the room reserved.
    #[inline]
    pub(crate) fn push(&mut self, object: Link<H>) {
        if self.slots.len() == self.slots.capacity() {
            self.close_holes();
        }
        assert!(self.slots.len() < self.slots.capacity(), "room was reserved");
        I::set(object.header(), index_of(self.slots.len()));
        self.slots.push(Some(object));
        self.len += 1;
    }

    /// Removes an object of the list.
    #[inline]
    pub(crate) fn remove(&mut self, object: Link<H>) {
        let index = I::get(object.header()) as usize;
        let removed = self.slots[index].take();
        assert!(removed == Some(object), "an object knows its index");
        self.len -= 1;
        while let Some(None) = self.slots.last() {
            self.slots.pop();
        }
    }

    /// Takes every object out, in order, into `taken`, within the room it has.
    pub(crate) fn drain_into(&mut self, taken: &mut Vec<Link<H>>) {
        assert!(taken.capacity() - taken.len() >= self.len, "room was reserved");
        taken.extend(self.slots.drain(..).flatten());
        self.len = 0;
    }

    /// Takes every object out, in order; the room stays.
    pub(crate) fn drain(&mut self, take: &mut dyn FnMut(Link<H>)) {
        self.len = 0;
        self.slots.drain(..).flatten().for_each(take);
    }

    fn close_holes(&mut self) {
        self.slots.retain(Option::is_some);
        for (index, object) in self.iter().enumerate() {
            I::set(object.header(), index_of(index));
        }
    }

    /// Checks that the objects of the list know their indices, and that they were counted.
    pub(crate) fn is_consistent(&self) -> bool {
        let slots = self.slots.iter().enumerate();
        self.iter().count() == self.len
            && slots
                .filter_map(|(index, object)| object.map(|object| (index, object)))
                .all(|(index, object)| I::get(object.header()) as usize == index)
    }
}

fn index_of(index: usize) -> u32 {
    u32::try_from(index).expect("a list has fewer than 2^32 slots: `reserve` asserts it")
}
