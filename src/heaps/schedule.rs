//! When the zeal of a program collects, during one run of it.

use std::cell::Cell;

use crate::program::Zeal;

/// Counts the allocations of a run, and the collections that the program's zeal made of them.
#[derive(Debug)]
pub struct Schedule {
    zeal: Zeal,
    allocations: Cell<u64>,
    collections: Cell<u64>,
}

impl Schedule {
    /// Before the first allocation.
    #[must_use]
    pub fn new(zeal: Zeal) -> Self {
        Self { zeal, allocations: Cell::new(0), collections: Cell::new(0) }
    }

    /// A heap asks this at each allocation of an object that its collector knows, while the collector is enabled and no
    /// collection is under way: the generation that is to be collected before the object is there, if one is.
    #[must_use]
    pub fn next(&self) -> Option<u8> {
        let allocation = self.allocations.get() + 1;
        self.allocations.set(allocation);
        if !self.zeal.moments.include(allocation) {
            return None;
        }
        let collection = self.collections.replace(self.collections.get() + 1);
        Some(self.zeal.generations.generation(collection))
    }
}
