//! Laws of the allocator, in the geometries that make rare states common.
#![expect(unsafe_code, reason = "blocks are written to and given back")]

mod random;

use std::collections::BTreeMap;
use std::ptr::{self, NonNull};

use super::*;

const GEOMETRIES: [Geometry; 4] =
    [Geometry::PRODUCTION, Geometry::TINY, Geometry::ODD, Geometry::SMALL];

/// An allocator, and beside it what a plain map says is in use.
#[derive(Debug)]
struct Tested {
    allocator: Allocator,
    /// The blocks in use, by address.
    live: BTreeMap<usize, Live>,
    /// What the next block is filled with.
    mark: u8,
}

/// A block in use, every byte of which is `mark`.
#[derive(Debug, Clone, Copy)]
struct Live {
    block: NonNull<u8>,
    bytes: usize,
    mark: u8,
}

impl Tested {
    fn new(geometry: Geometry) -> Self {
        let allocator = Allocator::new(geometry, Checking::Full, ptr::without_provenance(0x70));
        Self { allocator, live: BTreeMap::new(), mark: 0 }
    }

    fn allocate(&mut self, bytes: usize) -> Result<NonNull<u8>, OutOfMemory> {
        let block = self.allocator.allocate(bytes)?;
        self.add(block, bytes);
        Ok(block)
    }

    fn deallocate(&mut self, block: NonNull<u8>) {
        let live = self.remove(block);
        // SAFETY: the block is in use, of this size, and forgotten here.
        unsafe { self.allocator.deallocate(block, live.bytes) };
    }

    fn reallocate(&mut self, block: NonNull<u8>, bytes: usize) -> Result<NonNull<u8>, OutOfMemory> {
        let live = self.live[&block.addr().get()];
        // SAFETY: the block is in use, of this size, and forgotten below if it was moved.
        let moved = unsafe { self.allocator.reallocate(block, live.bytes, bytes) }?;
        self.live.remove(&block.addr().get());
        let kept = Live { block: moved, bytes: bytes.min(live.bytes), mark: live.mark };
        kept.assert_intact();
        self.add(moved, bytes);
        Ok(moved)
    }

    /// Notes a block that was handed out: aligned, apart from all others, and from now on full of its mark.
    fn add(&mut self, block: NonNull<u8>, bytes: usize) {
        let start = block.addr().get();
        assert!(start.is_multiple_of(SizeClass::GRAIN_BYTES));
        let end = start + bytes.max(1);
        let before = self.live.range(..end).next_back();
        assert!(before.is_none_or(|(&address, live)| address + live.bytes.max(1) <= start));
        self.mark = self.mark.wrapping_add(1);
        // SAFETY: the block has so many bytes, and is ours.
        unsafe { block.write_bytes(self.mark, bytes) };
        self.live.insert(start, Live { block, bytes, mark: self.mark });
    }

    fn remove(&mut self, block: NonNull<u8>) -> Live {
        let live = self.live.remove(&block.addr().get()).expect("the block is in use");
        live.assert_intact();
        live
    }

    /// Checks the invariants, and that the allocator counts what the map has.
    fn check(&self) {
        self.allocator.check().unwrap();
        let statistics = self.allocator.statistics();
        assert_eq!(statistics.blocks_live, self.live.len());
        assert_eq!(statistics.bytes_live, self.live.values().map(|live| live.bytes).sum::<usize>());
        assert_adds_up(&statistics, self.allocator.geometry());
    }

    fn deallocate_all(&mut self) {
        let blocks: Vec<_> = self.live.values().map(|live| live.block).collect();
        blocks.into_iter().for_each(|block| self.deallocate(block));
    }
}

impl Live {
    fn assert_intact(&self) {
        for offset in 0..self.bytes {
            // SAFETY: the offset lies in the block.
            let at = unsafe { self.block.add(offset) };
            // SAFETY: the block was filled when it was handed out.
            assert_eq!(unsafe { at.read() }, self.mark, "byte {offset} of {self:?}");
        }
    }
}

/// The equations that [`Statistics`] documents, and that every pool is counted once (M22).
fn assert_adds_up(statistics: &Statistics, geometry: &Geometry) {
    let mut pools = statistics.pools_uncarved + statistics.pools_empty;
    for (class, counted) in SizeClass::all().zip(&statistics.classes) {
        let blocks = (counted.pools_used + counted.pools_full) * geometry.capacity(class);
        assert_eq!(counted.blocks_used + counted.blocks_available, blocks, "{class}");
        pools += counted.pools_used + counted.pools_full;
    }
    assert_eq!(pools, statistics.arenas * geometry.pools_per_arena);
    let used = statistics.blocks_used() + statistics.blocks_large;
    assert_eq!(used, statistics.blocks_live + statistics.blocks_reserved);
}
