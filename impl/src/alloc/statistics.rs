//! What an allocator has, counted.

use super::pool::Pool;
use super::{Allocator, SizeClass};

/// What an allocator has at one moment.
///
/// For each class `blocks_used + blocks_available` is the number of its pools times their capacity, and over all of them
/// `blocks_used + blocks_system == blocks_live + blocks_reserved + blocks_quarantined`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Statistics {
    /// Arenas that are mapped.
    pub arenas: usize,
    /// The most arenas that were mapped at a time.
    pub arenas_max: usize,
    /// Arenas that were ever mapped.
    pub arenas_total: u64,
    /// Pools that were never used.
    pub pools_uncarved: usize,
    /// Pools none of whose blocks are in use.
    pub pools_empty: usize,
    /// The other pools, in the order of [`SizeClass::index`].
    pub classes: [ClassStatistics; SizeClass::COUNT],
    /// Blocks that are memory of their own from the system, reserved and quarantined ones included: the large ones, or all.
    pub blocks_system: usize,
    /// Their sizes, summed up, in bytes.
    pub bytes_system: usize,
    /// Freed blocks that are kept from being used again.
    pub blocks_quarantined: usize,
    /// Blocks that are reserved and not yet served.
    pub blocks_reserved: usize,
    /// Blocks that the caller has.
    pub blocks_live: usize,
    /// The sizes that the caller asked for, summed up over the blocks it has, in bytes.
    pub bytes_live: usize,
}

/// The pools of one size class that are not empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ClassStatistics {
    /// Pools with both a block in use and one to give.
    pub pools_used: usize,
    /// Pools all of whose blocks are in use.
    pub pools_full: usize,
    /// Blocks in use, reserved and quarantined ones included.
    pub blocks_used: usize,
    /// Blocks that those pools have to give.
    pub blocks_available: usize,
}

impl Statistics {
    /// Blocks of pools in use, reserved and quarantined ones included.
    #[must_use]
    pub fn blocks_used(&self) -> usize {
        self.classes.iter().map(|class| class.blocks_used).sum()
    }

    /// The sizes of all blocks in use, in bytes: at least [`Self::bytes_live`]. Those of pools are with their redzones.
    #[must_use]
    pub fn bytes_used(&self) -> usize {
        let small = SizeClass::all()
            .zip(&self.classes)
            .map(|(class, statistics)| class.block_bytes() * statistics.blocks_used);
        small.sum::<usize>() + self.bytes_system
    }
}

impl Allocator {
    /// What it has now: counted by a walk over all pools.
    #[must_use]
    pub fn statistics(&self) -> Statistics {
        let mut statistics = Statistics {
            arenas: self.arenas.mapped,
            arenas_max: self.arenas.mapped_max,
            arenas_total: self.arenas.mapped_total,
            blocks_system: self.system.count,
            bytes_system: self.system.bytes,
            blocks_quarantined: self.quarantine.iter().len(),
            blocks_reserved: self.reservations.iter().count(),
            blocks_live: self.blocks_live,
            bytes_live: self.bytes_live,
            ..Statistics::default()
        };
        for arena in self.arenas.iter() {
            statistics.pools_uncarved += self.geometry.pools_per_arena - arena.pools_carved;
            arena.pools().for_each(|pool| statistics.count(pool));
        }
        statistics
    }
}

impl Statistics {
    fn count(&mut self, pool: Pool) {
        if pool.is_empty() {
            self.pools_empty += 1;
            return;
        }
        let header = pool.header();
        let class = &mut self.classes[header.class.index()];
        let used = usize::from(header.count.get());
        class.blocks_used += used;
        class.blocks_available += usize::from(header.capacity) - used;
        if pool.is_full() {
            class.pools_full += 1;
        } else {
            class.pools_used += 1;
        }
    }
}
