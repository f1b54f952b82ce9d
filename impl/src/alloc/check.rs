//! [`Allocator::check`]: every invariant that the module's documentation numbers, asserted by a walk over everything.

use std::fmt::Debug;
use std::ptr::NonNull;

use super::arena::{Arena, ArenaIndex};
use super::check_guards::check_free_blocks;
use super::pool::Pool;
use super::size_class::BlockSize;
use super::{Allocator, POOL_ALIGN_BYTES, SizeClass};
use crate::Violation;

impl Allocator {
    /// Checks every invariant, in time proportional to the number of blocks.
    ///
    /// # Errors
    /// The first invariant that does not hold, by its number in the module's documentation, and where.
    pub fn check(&self) -> Result<(), Violation> {
        let carved = self.arenas.iter().map(|arena| arena.pools_carved).sum();
        let mut pools = Vec::with_capacity(carved);
        for index in self.arenas.indices() {
            let arena = self.arenas.arena(index);
            self.check_arena(arena)?;
            for pool in arena.pools() {
                self.check_pool(pool, index)?;
                pools.push(pool);
            }
            check_empty_pools(arena)?;
        }
        pools.sort_unstable();
        self.check_used_pools(&pools)?;
        self.check_usable_arenas()?;
        self.check_spare_records()?;
        self.check_arena_counts()?;
        self.check_system_blocks()?;
        self.check_reservations(&pools)?;
        self.check_counts(&pools)?;
        self.check_guards(&pools)
    }

    /// Invariants 1 to 3, 14 under full checking, and 18 of free blocks.
    fn check_pool(&self, pool: Pool, arena: ArenaIndex) -> Result<(), Violation> {
        let header = pool.header();
        let is_stamped = header.owner == self.owner
            && header.arena == arena
            && usize::from(header.capacity) == self.geometry.capacity(header.class);
        Violation::unless(is_stamped, "alloc 1", || format!("{pool:?}: {header:?}"))?;
        let free = check_free_list(pool)?;
        let adds_up = usize::from(header.count.get()) + free == usize::from(header.carved.get());
        Violation::unless(adds_up, "alloc 2", || {
            format!("{pool:?}: {free} on the free list, {header:?}")
        })?;
        check_free_blocks(pool)?;
        let overwritten = if self.checking.is_full() { pool.find_overwritten() } else { None };
        Violation::unless(overwritten.is_none(), "alloc 14", || {
            format!("{pool:?}: free block and offset {overwritten:?}")
        })
    }

    /// Invariant 4.
    fn check_used_pools(&self, pools: &[Pool]) -> Result<(), Violation> {
        let is_used = |pool: &Pool| !pool.is_empty() && !pool.is_full();
        let mut used = [0; SizeClass::COUNT];
        for pool in pools.iter().filter(|pool| is_used(pool)) {
            used[pool.header().class.index()] += 1;
        }
        for class in SizeClass::all() {
            let list = List { invariant: "alloc 4", first: self.used.first(class), known: pools };
            if list.first.is_none() && used[class.index()] == 0 {
                continue;
            }
            let belongs = |pool: Pool| pool.header().class == class && is_used(&pool);
            let previous = |pool: Pool| pool.header().previous.get();
            list.check(used[class.index()], |pool| pool.header().next.get(), previous, belongs)?;
        }
        Ok(())
    }

    /// Invariants 11 and 6.
    fn check_arena(&self, arena: &Arena) -> Result<(), Violation> {
        let is_aligned =
            arena.base.is_none_or(|base| base.addr().get().is_multiple_of(POOL_ALIGN_BYTES));
        Violation::unless(is_aligned, "alloc 11", || format!("{arena:?}"))?;
        let pools = if arena.base.is_some() { self.geometry.pools_per_arena } else { 0 };
        let fits = arena.pools_carved <= pools;
        let empty = if fits { arena.pools().filter(|pool| pool.is_empty()).count() } else { 0 };
        let adds_up = fits && arena.pools_free == empty + (pools - arena.pools_carved);
        Violation::unless(adds_up, "alloc 6", || format!("{empty} empty pools in {arena:?}"))
    }

    /// Invariant 7.
    fn check_usable_arenas(&self) -> Result<(), Violation> {
        let arena = |index| self.arenas.arena(index);
        let known: Vec<_> = self.arenas.indices().collect();
        let mut expected = vec![0; self.arenas.usable.len()];
        for arena in self.arenas.iter() {
            let can_be_found =
                arena.pools_free > 0 && arena.pools_free >= self.arenas.pools_free_min;
            expected[arena.pools_free] += usize::from(can_be_found);
        }
        for (pools_free, &first) in self.arenas.usable.iter().enumerate() {
            if first.is_none() && expected[pools_free] == 0 {
                continue;
            }
            let belongs =
                |index| arena(index).base.is_some() && arena(index).pools_free == pools_free;
            let list = List { invariant: "alloc 7", first, known: &known };
            let previous = |index| arena(index).previous;
            list.check(expected[pools_free], |index| arena(index).next, previous, belongs)?;
        }
        Ok(())
    }

    /// Invariant 8.
    fn check_spare_records(&self) -> Result<(), Violation> {
        let arena = |index| self.arenas.arena(index);
        let known: Vec<_> = self.arenas.indices().collect();
        let belongs = |index| arena(index).base.is_none();
        let expected = known.iter().filter(|&&index| belongs(index)).count();
        let list = List { invariant: "alloc 8", first: self.arenas.spare, known: &known };
        list.check_forward(expected, |index| arena(index).next, belongs)
    }

    /// Invariants 9 and 10.
    fn check_arena_counts(&self) -> Result<(), Violation> {
        let arenas = &self.arenas;
        let is_free = |arena: &&Arena| arena.pools_free == self.geometry.pools_per_arena;
        let free = arenas.iter().filter(is_free).count();
        Violation::unless(free <= 1, "alloc 9", || format!("{free} arenas are wholly free"))?;
        let mapped = arenas.iter().count();
        let adds_up = arenas.mapped == mapped
            && mapped <= arenas.mapped_max
            && arenas.mapped_max as u64 <= arenas.mapped_total;
        Violation::unless(adds_up, "alloc 10", || {
            let (max, total) = (arenas.mapped_max, arenas.mapped_total);
            format!("{mapped} arenas, {} counted, {max} at most, {total} in total", arenas.mapped)
        })
    }

    /// Invariant 12.
    fn check_system_blocks(&self) -> Result<(), Violation> {
        let (mut count, mut bytes, mut previous) = (0, 0, None);
        for block in self.system.iter().take(self.system.count + 1) {
            let header = block.header();
            count += 1;
            bytes += header.bytes.get();
            let is_sound = header.owner == self.owner
                && self.pool_class(BlockSize::of(header.bytes.get())).is_none()
                && header.previous.get() == previous;
            Violation::unless(is_sound, "alloc 12", || format!("{block:?}: {header:?}"))?;
            previous = Some(block);
        }
        let adds_up = (count, bytes) == (self.system.count, self.system.bytes);
        Violation::unless(adds_up, "alloc 12", || {
            format!("{count} blocks of {bytes} bytes listed, {:?}", self.system)
        })
    }

    /// Invariant 13.
    fn check_reservations(&self, pools: &[Pool]) -> Result<(), Violation> {
        let mut blocks: Vec<_> = self.reservations.iter().map(|reserved| reserved.block).collect();
        blocks.sort_unstable();
        let twice = blocks.windows(2).find(|pair| pair[0] == pair[1]);
        Violation::unless(twice.is_none(), "alloc 13", || format!("reserved twice: {twice:?}"))?;
        for reserved in self.reservations.iter() {
            let is_taken = self.is_taken(reserved.block, reserved.size, pools);
            Violation::unless(is_taken, "alloc 13", || format!("{reserved:?} is not taken"))?;
        }
        Ok(())
    }

    /// Whether a block is one that its pool, or the list of the system's blocks, knows to be in use.
    pub(super) fn is_taken(&self, block: NonNull<u8>, size: BlockSize, pools: &[Pool]) -> bool {
        let Some(class) = self.pool_class(size) else {
            return self.system.iter().any(|system| {
                let room = BlockSize::of(system.header().bytes.get());
                self.system.start_of(system) == block && room == size
            });
        };
        let start = block.as_ptr().wrapping_sub(self.guards.redzone_bytes);
        let Some(start) = NonNull::new(start) else { return false };
        let before = pools.partition_point(|pool| pool.base() <= start);
        before.checked_sub(1).map(|index| pools[index]).is_some_and(|pool| {
            pool.header().class == class
                && pool.index_of(start).is_some()
                && pool.free_blocks().all(|free| free != start)
        })
    }

    /// Invariant 15.
    fn check_counts(&self, pools: &[Pool]) -> Result<(), Violation> {
        let (mut blocks, mut bytes) = (self.system.count, self.system.bytes);
        for header in pools.iter().map(Pool::header) {
            blocks += usize::from(header.count.get());
            bytes += usize::from(header.count.get()) * header.class.block_bytes();
        }
        let kept = self.reservations.iter().count() + self.quarantine.iter().len();
        let adds_up = blocks == self.blocks_live + kept && self.bytes_live <= bytes;
        Violation::unless(adds_up, "alloc 15", || format!("{:?}", self.statistics()))
    }
}

/// Invariant 3, and that no more blocks are carved than there are; answers how many are on the free list. A list on which a block
/// stands twice has no end.
fn check_free_list(pool: Pool) -> Result<usize, Violation> {
    let header = pool.header();
    let fits = header.carved.get() <= header.capacity;
    Violation::unless(fits, "alloc 2", || format!("{pool:?}: {header:?}"))?;
    let mut free = 0;
    for block in pool.free_blocks() {
        free += 1;
        let is_free = free <= usize::from(header.carved.get()) && pool.index_of(block).is_some();
        Violation::unless(is_free, "alloc 3", || {
            format!("{pool:?}: {block:?} on the free list, or one before it twice")
        })?;
    }
    Ok(free)
}

/// Invariant 5.
fn check_empty_pools(arena: &Arena) -> Result<(), Violation> {
    let expected = arena.pools().filter(|pool| pool.is_empty()).count();
    if arena.empty.is_none() && expected == 0 {
        return Ok(());
    }
    let known: Vec<_> = arena.pools().collect();
    let list = List { invariant: "alloc 5", first: arena.empty, known: &known };
    list.check_forward(expected, |pool| pool.header().next.get(), Pool::is_empty)
}

/// A linked list, and the invariant that says what is on it.
struct List<'a, T> {
    invariant: &'static str,
    first: Option<T>,
    /// What can be on it, sorted.
    known: &'a [T],
}

impl<T: Copy + Ord + Debug> List<'_, T> {
    /// On it are what belongs there, `expected` items, each once; the links back agree with the links on.
    fn check(
        &self,
        expected: usize,
        next: impl Fn(T) -> Option<T>,
        previous: impl Fn(T) -> Option<T>,
        belongs: impl Fn(T) -> bool,
    ) -> Result<(), Violation> {
        self.check_forward(expected, &next, belongs)?;
        let mut before = None;
        for item in std::iter::successors(self.first, |&item| next(item)) {
            let found = previous(item);
            Violation::unless(found == before, self.invariant, || {
                format!("before {item:?} is {before:?}, not {found:?}")
            })?;
            before = Some(item);
        }
        Ok(())
    }

    /// The same without the links back. An item that is there twice leads to a cycle.
    fn check_forward(
        &self,
        expected: usize,
        next: impl Fn(T) -> Option<T>,
        belongs: impl Fn(T) -> bool,
    ) -> Result<(), Violation> {
        let (mut found, mut rest) = (0, self.first);
        while let Some(item) = rest {
            let leads_on = self.known.binary_search(&item).is_ok() && found < self.known.len();
            Violation::unless(leads_on, self.invariant, || {
                format!("{item:?} is on a cycle or unknown, after {found} items")
            })?;
            Violation::unless(belongs(item), self.invariant, || {
                format!("{item:?} does not belong on the list")
            })?;
            found += 1;
            rest = next(item);
        }
        Violation::unless(found == expected, self.invariant, || {
            format!("{found} items on the list, not {expected}")
        })
    }
}
