//! Laws of the allocator, in the geometries that make rare states common.
#![expect(unsafe_code, reason = "blocks are written to and given back")]

mod broken;
mod faults;
mod misuse;
mod occasions;
mod order;
mod random;
mod reservations;

use std::collections::BTreeMap;
use std::ptr::{self, NonNull};

use super::*;

/// The least that is possible: every pool is full or empty, and every arena too.
const LEAST: Geometry = Geometry { pools_per_arena: 1, blocks_per_pool_max: 1, ..Geometry::TINY };

/// Full checking, with nothing around blocks.
const FULL: Checking = Checking::Full(Guards::NONE);

const GEOMETRIES: [Geometry; 5] =
    [Geometry::PRODUCTION, Geometry::TINY, Geometry::ODD, Geometry::SMALL, LEAST];

/// Full checking, with redzones and a quarantine that is soon full.
const GUARDED: Checking =
    Checking::Full(Guards { redzone_bytes: 16, quarantine_blocks: 5, quarantine_bytes: 2000 });

/// Redzones so large that not every small block fits a pool with them.
const WIDE: Checking = Checking::Full(Guards { redzone_bytes: 128, ..Guards::NONE });

/// How blocks can be had: those in pools with as little around them as there can be come first.
const MODES: [(Backing, Checking); 6] = [
    (Backing::Pooled, Checking::Cheap),
    (Backing::Pooled, FULL),
    (Backing::Pooled, GUARDED),
    (Backing::Pooled, WIDE),
    (Backing::System, Checking::Cheap),
    (Backing::System, GUARDED),
];

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
        Self::with(geometry, (Backing::Pooled, FULL))
    }

    fn with(geometry: Geometry, (backing, checking): (Backing, Checking)) -> Self {
        let owner = ptr::without_provenance(0x70);
        let allocator = Allocator::new(geometry, backing, checking, owner);
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

    /// Everything that the next operations depend on, but for the number of requests and the fault that is due.
    fn state(&self) -> String {
        let Allocator { used, arenas, system, quarantine, reservations, .. } = &self.allocator;
        let pools: Vec<_> = arenas
            .iter()
            .flat_map(arena::Arena::pools)
            .map(|pool| format!("{:?} {:?}", pool.header(), pool.free_blocks().collect::<Vec<_>>()))
            .collect();
        format!("{used:?} {arenas:?} {system:?} {quarantine:?} {reservations:?} {pools:?}")
    }

    /// Takes so many blocks of so many bytes.
    fn allocate_all(&mut self, blocks: usize, bytes: usize) -> Vec<NonNull<u8>> {
        (0..blocks).map(|_| self.allocate(bytes).unwrap()).collect()
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

/// Writes to so many bytes that no client has, which a sanitizer that runs is not to see.
fn write_to_guards(start: NonNull<u8>, bytes: usize, byte: u8) {
    // What the sanitizer allows lies at the start of eight bytes, and the client may have some of the first eight.
    let before = start.addr().get() % 8;
    // SAFETY: eight bytes lie in one block with its guards.
    let first = unsafe { start.sub(before) };
    let allowed = (0..before).find(|&offset| {
        // SAFETY: the same.
        sanitizer::is_poisoned(unsafe { first.add(offset) }, 1)
    });
    let allowed = allowed.unwrap_or(before);
    // SAFETY: the memory is the allocator's.
    unsafe { sanitizer::unpoison(start, bytes) };
    // SAFETY: it is nobody's, which is what the tests are about; the memory is there.
    unsafe { block::fill(start, 0, bytes, byte) };
    // SAFETY: as for the first byte.
    let first = unsafe { first.add(allowed) };
    // SAFETY: that is how it was before, and what follows is poisoned too.
    unsafe { sanitizer::poison(first, (before + bytes).next_multiple_of(8) - allowed) };
}

/// Every geometry in every mode.
fn everywhere() -> impl Iterator<Item = (Geometry, (Backing, Checking))> {
    GEOMETRIES.into_iter().flat_map(|geometry| MODES.map(|mode| (geometry, mode)))
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
    let used = statistics.blocks_used() + statistics.blocks_system;
    let kept = statistics.blocks_reserved + statistics.blocks_quarantined;
    assert_eq!(used, statistics.blocks_live + kept);
}

#[test]
fn contents_survive_growing_and_shrinking() {
    for (geometry, mode) in everywhere() {
        let mut tested = Tested::with(geometry, mode);
        let mut block = tested.allocate(1).unwrap();
        for bytes in [16, 17, 512, 513, 5000, 600, 512, 20, 0, 4000, 1] {
            block = tested.reallocate(block, bytes).unwrap();
            tested.check();
        }
    }
}

#[test]
fn block_stays_where_it_is_exactly_within_its_class() {
    let mut tested = Tested::new(Geometry::TINY);
    let block = tested.allocate(17).unwrap();
    assert_eq!(tested.reallocate(block, 32), Ok(block));
    assert_eq!(tested.reallocate(block, 18), Ok(block));
    assert_ne!(tested.reallocate(block, 16), Ok(block));
    let requests = tested.allocator.requests();
    let large = tested.allocate(1000).unwrap();
    assert_eq!(tested.reallocate(large, 1000), Ok(large));
    assert_eq!(tested.allocator.requests(), requests + 1);
}

#[test]
fn no_bytes_have_an_address_of_their_own() {
    for (geometry, mode) in everywhere() {
        let mut tested = Tested::with(geometry, mode);
        let blocks = tested.allocate_all(9, 0);
        assert_eq!(tested.live.len(), blocks.len());
        tested.check();
    }
}

#[test]
fn small_blocks_lie_in_arenas_and_large_ones_do_not() {
    let mut tested = Tested::new(Geometry::TINY);
    tested.allocate(SizeClass::BYTES_MAX).unwrap();
    assert_eq!(tested.allocator.statistics().blocks_used(), 1);
    tested.allocate(SizeClass::BYTES_MAX + 1).unwrap();
    let statistics = tested.allocator.statistics();
    assert_eq!((statistics.blocks_used(), statistics.blocks_system), (1, 1));
}

#[test]
fn every_block_leads_to_its_owner() {
    for (geometry, (backing, checking)) in everywhere() {
        let owner = ptr::without_provenance(0x1234);
        let mut allocator = Allocator::new(geometry, backing, checking, owner);
        for bytes in (0..=SizeClass::BYTES_MAX).chain(0..=100) {
            let block = allocator.allocate(bytes).unwrap();
            // SAFETY: the block is small and in use.
            assert_eq!(unsafe { Allocator::owner_of(block) }, owner);
        }
    }
}

#[test]
fn blocks_outlive_their_allocator() {
    for (geometry, mode) in everywhere() {
        let mut tested = Tested::with(geometry, mode);
        for bytes in [1, 100, 512, 2000] {
            tested.allocate(bytes).unwrap();
        }
        tested.allocator.reserve(&[1, 600]).unwrap();
        let Tested { allocator, live, .. } = tested;
        drop(allocator);
        for live in live.values() {
            live.assert_intact();
        }
    }
}

#[test]
fn allocator_releases_all_that_nobody_has() {
    for (geometry, mode) in everywhere() {
        let mut tested = Tested::with(geometry, mode);
        tested.allocate_all(9, 16);
        tested.allocator.reserve(&[16, 512, 600]).unwrap();
        tested.allocator.reserve(&[32]).unwrap();
        tested.deallocate_all();
        tested.allocator.release();
        let statistics = tested.allocator.statistics();
        assert_eq!((statistics.arenas, statistics.blocks_system), (0, 0));
        tested.check();
    }
}

#[test]
fn class_serves_what_is_asked_and_no_other_class() {
    for geometry in GEOMETRIES {
        for class in SizeClass::all() {
            let mut tested = Tested::new(geometry);
            tested.allocate(class.block_bytes()).unwrap();
            let statistics = tested.allocator.statistics();
            for (other, counted) in SizeClass::all().zip(&statistics.classes) {
                assert_eq!(counted.blocks_used, usize::from(other == class));
            }
        }
    }
}

#[test]
fn bytes_of_new_blocks_are_all_the_same_under_full_checking() {
    let mut tested = Tested::new(Geometry::TINY);
    let first = tested.allocate(48).unwrap();
    tested.deallocate(first);
    let again = tested.allocator.allocate(48).unwrap();
    assert_eq!(again, first);
    Live { block: again, bytes: 48, mark: block::FRESH }.assert_intact();
}
