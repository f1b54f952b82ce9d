//! Arenas: memory from the system, each for a number of pools.
//!
//! Pools are taken from the arena that has the fewest free ones, so that the emptiest can drain and go back to the system.
//! One arena whose pools are all free is kept, so that a program at the edge does not map and unmap one in turn.
#![expect(unsafe_code, reason = "arenas are memory from the system")]

use std::alloc::Layout;
use std::ptr::NonNull;

use super::pool::Pool;
use super::{Geometry, OutOfMemory, POOL_ALIGN_BYTES, sanitizer};
use crate::planted::{Bug, planted};

/// The number of an arena's record. Records may move when their table grows; numbers stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ArenaIndex(pub(super) u32);

/// The record of an arena.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Arena {
    /// Where it starts; a record without memory is spare.
    pub(super) base: Option<NonNull<u8>>,
    /// Its empty pools, the one emptied last first.
    pub(super) empty: Option<Pool>,
    /// How many pools were ever taken: those before this one have headers.
    pub(super) pools_carved: usize,
    /// How many pools can be taken: the empty ones and those never carved.
    pub(super) pools_free: usize,
    /// The next arena with as many free pools, or the next spare record.
    pub(super) next: Option<ArenaIndex>,
    /// The previous arena with as many free pools.
    pub(super) previous: Option<ArenaIndex>,
}

/// All arenas.
#[derive(Debug)]
pub(super) struct Arenas {
    /// In the order of [`ArenaIndex`].
    pub(super) records: Vec<Arena>,
    /// By the number of free pools, the arenas that have so many, the one that came last first. Entry 0 stays empty.
    pub(super) usable: Vec<Option<ArenaIndex>>,
    /// No usable arena has fewer free pools than this: where the search for the fullest begins.
    pub(super) pools_free_min: usize,
    /// The records without memory.
    pub(super) spare: Option<ArenaIndex>,
    /// How many arenas are mapped.
    pub(super) mapped: usize,
    /// The largest value that `mapped` had.
    pub(super) mapped_max: usize,
    /// How many arenas were ever mapped.
    pub(super) mapped_total: u64,
    /// How many pools each has.
    pub(super) pools_per_arena: usize,
}

/// A pool that was taken out of an arena.
pub(super) enum Taken {
    /// An empty pool, as it was left.
    Empty(Pool),
    /// The start of a pool that has no header yet: the caller writes it at once.
    Uncarved(NonNull<u8>, ArenaIndex),
}

/// What became free when a pool was put back.
pub(super) enum Freed {
    /// The pool.
    Pool,
    /// The arena that it lies in, which is kept.
    Arena,
    /// That arena, whose memory went back to the system.
    Memory,
}

impl Arenas {
    /// None yet.
    pub(super) fn new(geometry: &Geometry) -> Self {
        Self {
            records: Vec::new(),
            usable: Vec::new(),
            pools_free_min: 0,
            spare: None,
            mapped: 0,
            mapped_max: 0,
            mapped_total: 0,
            pools_per_arena: geometry.pools_per_arena,
        }
    }

    /// Whether a pool can be taken from an arena that is mapped.
    pub(super) fn have_pool(&mut self) -> bool {
        self.fullest().is_some()
    }

    /// Takes a pool from the fullest arena that has one; maps an arena if there is none.
    pub(super) fn take(&mut self) -> Result<Taken, OutOfMemory> {
        let index = match self.fullest() {
            Some(index) => index,
            None => self.map()?,
        };
        self.unlink(index);
        let arena = self.arena_mut(index);
        assert!(arena.pools_free > 0, "a usable arena has a free pool");
        arena.pools_free -= 1;
        let taken = match arena.empty {
            Some(pool) => {
                arena.empty = pool.header().next.take();
                Taken::Empty(pool)
            }
            None => Taken::Uncarved(arena.carve(), index),
        };
        self.link(index);
        Ok(taken)
    }

    /// Puts an empty pool back, and returns its arena to the system if that is the second one that is wholly free.
    pub(super) fn give_back(&mut self, pool: Pool) -> Freed {
        assert!(pool.is_empty(), "only empty pools go back to their arena");
        let index = pool.header().arena;
        assert!(self.arena(index).pools_free < self.pools_per_arena, "a pool goes back once");
        self.unlink(index);
        let arena = self.arena_mut(index);
        pool.header().next.set(arena.empty.replace(pool));
        arena.pools_free += 1;
        let is_free = arena.pools_free == self.pools_per_arena;
        if is_free
            && self.usable[self.pools_per_arena].is_some()
            && !planted(Bug::ArenasNeverUnmapped)
        {
            // SAFETY: all its pools are empty, so they are on the list that goes with the arena and on no other.
            unsafe { self.unmap(index) };
            return Freed::Memory;
        }
        self.link(index);
        if is_free { Freed::Arena } else { Freed::Pool }
    }

    /// Returns the arenas whose pools are all free to the system.
    pub(super) fn unmap_free(&mut self) {
        while let Some(index) = self.usable.get(self.pools_per_arena).copied().flatten() {
            self.unlink(index);
            // SAFETY: all its pools are empty, so they are on the list that goes with the arena and on no other.
            unsafe { self.unmap(index) };
        }
    }

    /// Every arena that is mapped.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Arena> {
        self.records.iter().filter(|arena| arena.base.is_some())
    }

    /// The number of every record, in order.
    pub(super) fn indices(&self) -> impl Iterator<Item = ArenaIndex> {
        (0..).take(self.records.len()).map(ArenaIndex)
    }

    /// The record of that number.
    pub(super) fn arena(&self, index: ArenaIndex) -> &Arena {
        &self.records[index.0 as usize]
    }

    fn arena_mut(&mut self, index: ArenaIndex) -> &mut Arena {
        &mut self.records[index.0 as usize]
    }

    /// The arena with the fewest free pools among those that have any.
    fn fullest(&mut self) -> Option<ArenaIndex> {
        let candidates = &self.usable[self.pools_free_min..];
        let skipped = candidates.iter().take_while(|first| first.is_none()).count();
        let fullest = candidates.get(skipped).copied().flatten();
        self.pools_free_min += skipped;
        fullest
    }

    /// Puts an arena that is on no list first among those with as many free pools. One without free pools is on no list.
    fn link(&mut self, index: ArenaIndex) {
        let pools_free = self.arena(index).pools_free;
        if pools_free == 0 {
            return;
        }
        if !(planted(Bug::FullestArenaMissed) && index.0 > 0) {
            self.pools_free_min = self.pools_free_min.min(pools_free);
        }
        let next = self.usable[pools_free].replace(index);
        self.arena_mut(index).next = next;
        if let Some(next) = next
            && !planted(Bug::ArenaLinkedHalf)
        {
            self.arena_mut(next).previous = Some(index);
        }
    }

    /// Takes an arena off the list it is on, if it is on one.
    fn unlink(&mut self, index: ArenaIndex) {
        let arena = self.arena_mut(index);
        let pools_free = arena.pools_free;
        if pools_free == 0 {
            return;
        }
        let (next, previous) = (arena.next.take(), arena.previous.take());
        if let Some(next) = next {
            self.arena_mut(next).previous = previous;
        }
        match previous {
            Some(previous) => self.arena_mut(previous).next = next,
            None => {
                let first = std::mem::replace(&mut self.usable[pools_free], next);
                assert!(first == Some(index), "a listed arena has one before it or is first");
            }
        }
    }

    /// Maps an arena. Nothing has changed if there is no memory.
    pub(super) fn map(&mut self) -> Result<ArenaIndex, OutOfMemory> {
        let layout = self.layout().ok_or(OutOfMemory)?;
        let index = self.spare_record()?;
        // SAFETY: an arena has at least one pool, so its size is not zero.
        let base = NonNull::new(unsafe { std::alloc::alloc(layout) }).ok_or(OutOfMemory)?;
        // SAFETY: the memory is new; pools and blocks are unpoisoned as they come into use.
        unsafe { sanitizer::poison(base, layout.size()) };
        let pools_free = self.pools_per_arena;
        let arena = self.arena_mut(index);
        let next_spare = arena.next;
        *arena = Arena { base: Some(base), pools_free, ..Arena::SPARE };
        self.spare = next_spare;
        self.mapped += 1;
        self.mapped_max = self.mapped_max.max(self.mapped);
        self.mapped_total += 1;
        self.link(index);
        Ok(index)
    }

    /// The first spare record; makes one if there is none.
    fn spare_record(&mut self) -> Result<ArenaIndex, OutOfMemory> {
        if let Some(index) = self.spare {
            return Ok(index);
        }
        if self.usable.is_empty() {
            let lists = self.pools_per_arena + 1;
            self.usable.try_reserve_exact(lists).map_err(|_| OutOfMemory)?;
            self.usable.resize(lists, None);
        }
        let index = ArenaIndex(u32::try_from(self.records.len()).map_err(|_| OutOfMemory)?);
        self.records.try_reserve(1).map_err(|_| OutOfMemory)?;
        self.records.push(Arena::SPARE);
        self.spare = Some(index);
        Ok(index)
    }

    /// Returns an arena that is on no list to the system.
    ///
    /// # Safety
    /// No handle of any of its pools is used any more (rule P of [`super::pool`]).
    unsafe fn unmap(&mut self, index: ArenaIndex) {
        let layout = self.layout().expect("the arena was mapped with it");
        let spare = self.spare.replace(index);
        let pools_per_arena = self.pools_per_arena;
        let arena = self.arena_mut(index);
        assert!(arena.pools_free == pools_per_arena, "only a wholly free arena is unmapped");
        let base = arena.base.expect("only a mapped arena is unmapped");
        let spare = spare.filter(|_| !planted(Bug::SpareRecordsLost));
        *arena = Arena { next: spare, ..Arena::SPARE };
        self.mapped -= 1;
        // SAFETY: the memory goes back to the system as it came.
        unsafe { sanitizer::unpoison(base, layout.size()) };
        // SAFETY: the memory came from `map` with the same layout, and nothing leads there any more.
        unsafe { std::alloc::dealloc(base.as_ptr(), layout) };
    }

    /// The memory of an arena: a slot of [`POOL_ALIGN_BYTES`] for each pool.
    fn layout(&self) -> Option<Layout> {
        let bytes = self.pools_per_arena.checked_mul(POOL_ALIGN_BYTES)?;
        Layout::from_size_align(bytes, POOL_ALIGN_BYTES).ok()
    }
}

impl Arena {
    /// A record without memory.
    const SPARE: Self = Self {
        base: None,
        empty: None,
        pools_carved: 0,
        pools_free: 0,
        next: None,
        previous: None,
    };

    /// The pools that have a header, from the lowest address.
    pub(super) fn pools(&self) -> impl Iterator<Item = Pool> {
        self.base.into_iter().flat_map(|base| {
            (0..self.pools_carved).map(move |index| {
                // SAFETY: the slot of a pool that was carved lies in the arena.
                let slot = unsafe { base.add(index * POOL_ALIGN_BYTES) };
                // SAFETY: whoever carves a pool writes its header at once, and the arena is mapped.
                unsafe { Pool::at(slot) }
            })
        })
    }

    /// The start of the next pool that has no header.
    fn carve(&mut self) -> NonNull<u8> {
        let base = self.base.expect("only a mapped arena has free pools");
        // SAFETY: a free pool that is not empty was never carved, so its slot lies in the arena.
        let slot = unsafe { base.add(self.pools_carved * POOL_ALIGN_BYTES) };
        self.pools_carved += 1;
        slot
    }
}
