//! The used pools of each size class: where the next block comes from.

use super::SizeClass;
use super::pool::Pool;

/// For each class the pools that have both a block in use and one to give, the one that was full last first.
#[derive(Debug)]
pub(super) struct UsedPools {
    /// The first pool of each class, in the order of [`SizeClass::index`].
    pub(super) first: [Option<Pool>; SizeClass::COUNT],
}

impl UsedPools {
    /// None of any class.
    pub(super) const NONE: Self = Self { first: [None; SizeClass::COUNT] };

    /// The pool that serves the next request of this class.
    #[inline]
    pub(super) fn first(&self, class: SizeClass) -> Option<Pool> {
        self.first[class.index()]
    }

    /// Makes a pool that is on no list the first of its class.
    pub(super) fn push(&mut self, pool: Pool) {
        let header = pool.header();
        let next = self.first[header.class.index()].replace(pool);
        if let Some(next) = next {
            next.header().previous.set(Some(pool));
        }
        header.next.set(next);
        header.previous.set(None);
    }

    /// Takes a pool off the list of its class.
    pub(super) fn remove(&mut self, pool: Pool) {
        let header = pool.header();
        let (next, previous) = (header.next.take(), header.previous.take());
        if let Some(next) = next {
            next.header().previous.set(previous);
        }
        match previous {
            Some(previous) => previous.header().next.set(next),
            None => {
                let first = std::mem::replace(&mut self.first[header.class.index()], next);
                assert!(first == Some(pool), "a pool that is listed has one before it or is first");
            }
        }
    }
}
