//! How large pools and arenas are: a value, so that rare states of the allocator can be made common.

use super::SizeClass;
use super::pool::HEADER_BYTES;
use crate::planted::{Bug, planted};

/// Pools begin at multiples of this, in every geometry, so that one constant mask leads from a block to its pool.
///
/// It is also the size of the largest pool; a smaller one leaves the rest of its slot untouched.
pub const POOL_ALIGN_BYTES: usize = 16 << 10;

/// The shape of the allocator, and the collector's thresholds that go with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Geometry {
    /// The size of a pool with its header, in bytes: a power of two, at most [`POOL_ALIGN_BYTES`].
    pub pool_bytes: usize,
    /// How many pools an arena has, at least one.
    pub pools_per_arena: usize,
    /// How many blocks a pool has at most, at least one, even where more would fit.
    pub blocks_per_pool_max: usize,
    /// The collector's thresholds for generations 0, 1 and 2.
    pub thresholds: [u32; 3],
}

impl Geometry {
    /// 16 KiB pools and 1 MiB arenas, as CPython 3.10 and later.
    pub const PRODUCTION: Self = Self {
        pool_bytes: 16 << 10,
        pools_per_arena: 64,
        blocks_per_pool_max: usize::MAX,
        thresholds: [700, 10, 10],
    };

    /// Pools of 4 blocks, arenas of 2 pools: full pools and returned arenas come within ten steps.
    pub const TINY: Self = Self::limited(4, 2, [3, 3, 3]);

    /// Pools of 7 blocks, arenas of 3 pools.
    pub const ODD: Self = Self::limited(7, 3, [7, 3, 3]);

    /// Pools of one page, arenas of 4 pools.
    pub const SMALL: Self = Self {
        pool_bytes: 4 << 10,
        pools_per_arena: 4,
        blocks_per_pool_max: usize::MAX,
        thresholds: [700, 10, 10],
    };

    /// How many blocks of `class` a pool has.
    #[must_use]
    pub fn capacity(&self, class: SizeClass) -> usize {
        let header_bytes = if planted(Bug::PoolOverrunsItsSlot) { 0 } else { HEADER_BYTES };
        ((self.pool_bytes - header_bytes) / class.block_bytes()).min(self.blocks_per_pool_max)
    }

    /// Pools of so many blocks in every class: the smallest power of two that holds them and the header.
    const fn limited(blocks: usize, pools_per_arena: usize, thresholds: [u32; 3]) -> Self {
        let pool_bytes = (HEADER_BYTES + blocks * SizeClass::BYTES_MAX).next_power_of_two();
        Self { pool_bytes, pools_per_arena, blocks_per_pool_max: blocks, thresholds }
    }

    /// Asserts what the fields' documentation asks of them.
    pub(super) fn assert_valid(&self) {
        assert!(self.pool_bytes.is_power_of_two(), "a pool's size is a power of two");
        assert!(self.pool_bytes <= POOL_ALIGN_BYTES, "a pool fits its slot");
        assert!(self.pool_bytes >= HEADER_BYTES + SizeClass::BYTES_MAX, "a pool holds any block");
        assert!(self.pools_per_arena >= 1, "an arena has a pool");
        assert!(self.blocks_per_pool_max >= 1, "a pool has a block");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn production_has_the_capacities_of_obmalloc() {
        let capacities: Vec<_> =
            SizeClass::all().map(|class| Geometry::PRODUCTION.capacity(class)).collect();
        assert_eq!(capacities[..3], [1021, 510, 340]);
        assert_eq!(capacities[30..], [32, 31]);
    }

    #[test]
    fn limited_pools_are_the_smallest_that_hold_their_blocks() {
        for (geometry, blocks) in [(Geometry::TINY, 4), (Geometry::ODD, 7)] {
            assert_eq!(geometry.pool_bytes, 4096);
            assert!(SizeClass::all().all(|class| geometry.capacity(class) == blocks));
        }
    }
}
