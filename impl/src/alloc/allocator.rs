//! [`Allocator`]: requests for memory, and what serves them.
#![expect(unsafe_code, reason = "the caller says which blocks are its own")]

use std::ptr::NonNull;

use super::arena::{Arenas, Freed, Taken};
use super::fault::{Failing, Faults, Point};
use super::occasion::{Occasion, Occasions};
use super::pool::{Header, Pool, slot_of};
use super::quarantine::Quarantine;
use super::reserve::Reservations;
use super::size_class::BlockSize;
use super::system::SystemBlocks;
use super::used::UsedPools;
use super::{Backing, Checking, Geometry, Guards, OutOfMemory, SizeClass, sanitizer};
use crate::planted::{Bug, planted};

/// A source of blocks of memory.
///
/// Dropped while blocks are in use, it leaves them and their arenas mapped for good, so that what still refers to them
/// refers to memory.
#[derive(Debug)]
pub struct Allocator {
    pub(super) geometry: Geometry,
    pub(super) backing: Backing,
    pub(super) checking: Checking,
    /// What the level of checking asks for.
    pub(super) guards: Guards,
    /// Whether blocks are pools' with nothing around them: what the fast paths ask.
    is_plain: bool,
    pub(super) owner: *const (),
    pub(super) used: UsedPools,
    pub(super) arenas: Arenas,
    pub(super) system: SystemBlocks,
    pub(super) quarantine: Quarantine,
    pub(super) reservations: Reservations,
    pub(super) faults: Faults,
    pub(super) occasions: Occasions,
    /// How many blocks the caller has.
    pub(super) blocks_live: usize,
    /// The sizes that the caller asked for, summed up over the blocks it has, in bytes.
    pub(super) bytes_live: usize,
}

impl Allocator {
    /// An allocator without any memory. `owner` is what [`Self::owner_of`] answers for its blocks; it is never followed.
    ///
    /// # Panics
    /// If the geometry or the guards are not as their fields' documentation asks.
    #[must_use]
    pub fn new(geometry: Geometry, backing: Backing, checking: Checking, owner: *const ()) -> Self {
        let guards = checking.guards();
        geometry.assert_valid();
        guards.assert_valid();
        Self {
            geometry,
            backing,
            checking,
            guards,
            is_plain: backing == Backing::Pooled && !checking.is_full() && !sanitizer::ACTIVE,
            owner,
            used: UsedPools::NONE,
            arenas: Arenas::new(&geometry),
            system: SystemBlocks::new(owner, guards.redzone_bytes),
            quarantine: Quarantine::new(&guards),
            reservations: Reservations::default(),
            faults: Faults::default(),
            occasions: Occasions::NONE,
            blocks_live: 0,
            bytes_live: 0,
        }
    }

    /// A block of at least `bytes` bytes, aligned to [`SizeClass::GRAIN_BYTES`]. Its contents mean nothing.
    ///
    /// No bytes are served as one, so that every block has an address of its own. While a level of reservations is open,
    /// its blocks are served first: that is no request and cannot fail.
    ///
    /// # Errors
    /// There is no memory, or this request was told to fail; nothing has changed.
    #[inline]
    pub fn allocate(&mut self, bytes: usize) -> Result<NonNull<u8>, OutOfMemory> {
        let block =
            if self.is_plain { self.allocate_plain(bytes)? } else { self.allocate_guarded(bytes)? };
        self.blocks_live += 1;
        self.bytes_live += bytes;
        Ok(block)
    }

    /// Takes a block back.
    ///
    /// # Safety
    /// 1. `block` came from this allocator, with the provenance it has now, and was not taken back since.
    /// 2. `bytes` is what was asked for when it was allocated, or reallocated last.
    /// 3. Nobody uses it any more.
    ///
    /// # Panics
    /// If checking finds that one of these is broken.
    #[inline]
    pub unsafe fn deallocate(&mut self, block: NonNull<u8>, bytes: usize) {
        if self.is_plain {
            // SAFETY: what is asked of the caller is the same.
            unsafe { self.give_back(block, BlockSize::of(bytes)) };
        } else {
            // SAFETY: what is asked of the caller is the same.
            unsafe { self.retire(block, bytes) };
        }
        self.blocks_live -= 1;
        self.bytes_live -= bytes;
    }

    /// A block of at least `bytes` bytes that starts with the contents of `block`, which is taken back.
    ///
    /// If its size class, or its size if it is large, is the same, that is no request, and it is the same block unless it is
    /// the system's; otherwise it is another one. (CPython moves a block also when it shrinks to 3/4 within a class.)
    ///
    /// # Errors
    /// There is no memory, or this request was told to fail; `block` is as it was, and stays the caller's.
    ///
    /// # Safety
    /// 1. `block` came from this allocator, with the provenance it has now, and was not taken back since.
    /// 2. `bytes_old` is what was asked for when it was allocated, or reallocated last.
    /// 3. Nobody uses it any more, if the result is `Ok`.
    ///
    /// # Panics
    /// If checking finds that one of these is broken.
    pub unsafe fn reallocate(
        &mut self,
        block: NonNull<u8>,
        bytes_old: usize,
        bytes: usize,
    ) -> Result<NonNull<u8>, OutOfMemory> {
        let (size_old, size) = (BlockSize::of(bytes_old), BlockSize::of(bytes));
        let moved = match (size_old, size) {
            _ if size_old == size && self.is_plain => block,
            // SAFETY: what is asked of the caller is the same.
            _ if size_old == size => unsafe { self.reopen(block, [bytes_old, bytes]) }?,
            (BlockSize::Large(_), BlockSize::Large(_))
                if self.is_plain && !self.reservations.has(size) =>
            {
                self.faults.request(1, Point::LargeGrowth)?;
                // SAFETY: `block` is a large block of this allocator (1, 2).
                unsafe { self.assert_large_taken(block, size_old) };
                // SAFETY: the same.
                let block = unsafe { self.system.of_large(block) };
                // SAFETY: the same, and nobody uses it once it is moved (3).
                let moved = unsafe { self.system.reallocate(block, bytes) }?;
                self.occasions.note(Occasion::LargeResized);
                moved
            }
            _ => {
                let new = self.allocate(bytes)?;
                let kept = bytes_old.min(bytes);
                let lost = if planted(Bug::ReallocationCutShort) { kept % 16 } else { 0 };
                let kept = kept - lost;
                // SAFETY: both blocks have so many bytes, and the new one was nobody's, so they do not overlap.
                unsafe { new.copy_from_nonoverlapping(block, kept) };
                if lost > 0 {
                    // What happened to be there would make the bug come and go.
                    // SAFETY: the new block has as many bytes as are kept or lost.
                    let rest = unsafe { new.add(kept) };
                    // SAFETY: the same.
                    unsafe { rest.write_bytes(0, lost) };
                }
                // SAFETY: what is asked of the caller is the same.
                unsafe { self.deallocate(block, bytes_old) };
                return Ok(new);
            }
        };
        if !planted(Bug::ReallocationUncounted) {
            self.bytes_live = self.bytes_live - bytes_old + bytes;
        }
        Ok(moved)
    }

    /// What the allocator that a small block came from was given as its owner: one mask and one load.
    ///
    /// # Safety
    /// `block` was asked for with at most [`SizeClass::BYTES_MAX`] bytes, has the provenance with which it was handed out,
    /// and was not taken back since; or its allocator was dropped while it was in use.
    #[must_use]
    #[inline]
    pub unsafe fn owner_of(block: NonNull<u8>) -> *const () {
        // SAFETY: the block is small.
        let slot = unsafe { slot_of(block) };
        // SAFETY: the block is in use, so its slot is mapped, and starts with the owner: of its pool, or its own.
        unsafe { slot.cast::<*const ()>().read() }
    }

    /// Lets the `request`-th request from now, counted from 0, fail once; `None` lets none fail.
    ///
    /// A request is an allocation or reallocation that needs memory which is not reserved, or one size of a reservation.
    pub fn fail_at(&mut self, request: Option<u64>) {
        self.fail(request.map(|first| Failing { first, from_on: false, system: false }));
    }

    /// Lets such requests fail; `None` lets none fail.
    pub fn fail(&mut self, failing: Option<Failing>) {
        self.faults.fail(failing);
    }

    /// How often each point was told to fail and did, in the order of [`Point::ALL`].
    #[must_use]
    pub fn failures(&self) -> [u64; Point::ALL.len()] {
        self.faults.failures()
    }

    /// How often there was each occasion, in the order of [`Occasion::ALL`].
    #[must_use]
    pub fn occasions(&self) -> [u64; Occasion::ALL.len()] {
        self.occasions.counts()
    }

    /// A layer above is about to ask the system for memory itself.
    ///
    /// # Errors
    /// The request was told to fail.
    pub(crate) fn request_of_system(&mut self, point: Point) -> Result<(), OutOfMemory> {
        self.faults.request_of_system(point)
    }

    /// How many requests there were, those that failed included.
    #[must_use]
    pub fn requests(&self) -> u64 {
        self.faults.requests()
    }

    /// The shape it was made with.
    #[must_use]
    pub fn geometry(&self) -> &Geometry {
        &self.geometry
    }

    /// Takes a block that serves this size, and has room for so many bytes.
    pub(super) fn take(
        &mut self,
        size: BlockSize,
        room_bytes: usize,
    ) -> Result<NonNull<u8>, OutOfMemory> {
        if self.is_plain { self.take_plain(size) } else { self.take_guarded(size, room_bytes) }
    }

    #[inline]
    fn allocate_plain(&mut self, bytes: usize) -> Result<NonNull<u8>, OutOfMemory> {
        let size = BlockSize::of(bytes);
        if let Some(block) = self.reservations.serve(size) {
            return Ok(block);
        }
        self.faults.request(1, Point::Block)?;
        self.take_plain(size)
    }

    #[inline]
    fn take_plain(&mut self, size: BlockSize) -> Result<NonNull<u8>, OutOfMemory> {
        match size {
            BlockSize::Small(class) => self.take_small(class),
            BlockSize::Large(bytes) => {
                self.faults.request_of_system(Point::LargeBlock)?;
                self.occasions.note(Occasion::LargeTaken);
                self.system.allocate(bytes)
            }
        }
    }

    /// Takes a block of a pool.
    #[inline]
    pub(super) fn take_small(&mut self, class: SizeClass) -> Result<NonNull<u8>, OutOfMemory> {
        let pool = match self.used.first(class) {
            Some(pool) => pool,
            None => self.open_pool(class)?,
        };
        self.assert_first_untouched(pool);
        let block = pool.take();
        if pool.is_full() {
            self.occasions.note(Occasion::PoolFilled);
            if !planted(Bug::FullPoolStaysListed) {
                self.used.remove(pool);
            }
        }
        Ok(block)
    }

    /// Makes a free pool the only used one of `class`.
    fn open_pool(&mut self, class: SizeClass) -> Result<Pool, OutOfMemory> {
        if !self.arenas.have_pool() {
            self.faults.request_of_system(Point::Arena)?;
        }
        let mapped = self.arenas.mapped;
        let taken = self.arenas.take()?;
        self.note_taken(mapped, &taken, class);
        let (base, arena) = match taken {
            Taken::Empty(pool)
                if pool.header().class == class
                    || planted(Bug::PoolServesSmallerClass) && pool.header().class > class =>
            {
                self.used.push(pool);
                return Ok(pool);
            }
            Taken::Empty(pool) => {
                self.assert_untouched(pool);
                (pool.base(), pool.header().arena)
            }
            Taken::Uncarved(base, arena) => (base, arena),
        };
        let header = Header::new(self.owner, arena, class, &self.geometry);
        // SAFETY: the slot is free, and its arena stays mapped while a pool in it is used.
        let pool = unsafe { Pool::format(base, header) };
        self.used.push(pool);
        Ok(pool)
    }

    /// Counts what a pool was taken for `class` from, where so many arenas were mapped before.
    fn note_taken(&mut self, mapped: usize, taken: &Taken, class: SizeClass) {
        if self.arenas.mapped > mapped {
            self.occasions.note(Occasion::ArenaMapped);
        }
        self.occasions.note(match taken {
            Taken::Empty(pool) if pool.header().class == class => Occasion::PoolReused,
            Taken::Empty(_) => Occasion::PoolReclassed,
            Taken::Uncarved(..) => Occasion::PoolCarved,
        });
    }

    /// Puts a plain block back where it came from.
    ///
    /// # Safety
    /// `block` was taken from this allocator for `size`, and nobody uses it any more.
    #[inline]
    unsafe fn give_back(&mut self, block: NonNull<u8>, size: BlockSize) {
        match size {
            BlockSize::Small(class) => {
                if self.checking != Checking::Off {
                    // SAFETY: the block is small and was in use until now, so its arena is mapped.
                    self.assert_taken(unsafe { Pool::of_block(block) }, block, class);
                }
                // SAFETY: the block is of a pool, and nobody uses it.
                unsafe { self.give_back_small(block) };
            }
            BlockSize::Large(_) => {
                // SAFETY: what is asked of the caller is the same.
                unsafe { self.assert_large_taken(block, size) };
                // SAFETY: the block is large.
                let block = unsafe { self.system.of_large(block) };
                self.occasions.note(Occasion::LargeReturned);
                // SAFETY: it is a large block of this allocator, and nobody uses it.
                unsafe { self.system.deallocate(block) };
            }
        }
    }

    /// Puts a block back into its pool.
    ///
    /// # Safety
    /// `block` was taken from a pool of this allocator, and nobody uses it any more.
    #[inline]
    pub(super) unsafe fn give_back_small(&mut self, block: NonNull<u8>) {
        // SAFETY: the block is small and was in use until now, so its arena is mapped.
        let pool = unsafe { Pool::of_block(block) };
        let was_full = pool.is_full();
        // SAFETY: the block is of this pool, and nobody uses it.
        unsafe { pool.give_back(block) };
        let header = pool.header();
        let almost = planted(Bug::PoolClosedTooEarly)
            && (header.count.get(), header.carved.get()) == (1, header.capacity);
        if pool.is_empty() || almost {
            self.close_pool(pool, was_full);
        } else if was_full {
            self.occasions.note(Occasion::PoolReopened);
            if !planted(Bug::FullPoolForgotten) {
                self.used.push(pool);
            }
        }
    }

    /// Puts a pool that has become empty back into its arena; a full one is on no list that it must leave.
    fn close_pool(&mut self, pool: Pool, was_full: bool) {
        if !was_full && !planted(Bug::EmptyPoolStaysListed) {
            self.used.remove(pool);
        }
        self.assert_untouched(pool);
        self.occasions.note(Occasion::PoolReturned);
        match self.arenas.give_back(pool) {
            Freed::Pool => {}
            Freed::Arena => self.occasions.note(Occasion::ArenaKept),
            Freed::Memory => self.occasions.note(Occasion::ArenaReturned),
        }
    }

    /// Asserts that a large block is of this allocator and that size, unless checking is off.
    ///
    /// # Safety
    /// `block` was taken from this allocator for `size`, which is large.
    unsafe fn assert_large_taken(&self, block: NonNull<u8>, size: BlockSize) {
        if self.checking != Checking::Off {
            // SAFETY: what is asked of the caller is the same.
            unsafe { self.assert_taken_from_system(block, size, size.room_bytes()) };
        }
    }

    /// Puts a reserved block back that was not served.
    ///
    /// # Safety
    /// `block` was taken from this allocator for `size`, and nobody has had it.
    pub(super) unsafe fn give_back_unserved(&mut self, block: NonNull<u8>, size: BlockSize) {
        if self.is_plain {
            // SAFETY: what is asked of the caller is the same.
            unsafe { self.give_back(block, size) };
        } else {
            // SAFETY: what is asked of the caller is the same: the block is closed.
            unsafe { self.retire_unserved(block, size) };
        }
    }

    /// Gives back what nobody but the allocator has: reserved and quarantined blocks, then arenas that are wholly free.
    pub(super) fn release(&mut self) {
        while self.reservations.levels() > 0 {
            self.settle();
        }
        self.empty_quarantine();
        self.arenas.unmap_free();
    }
}

impl Drop for Allocator {
    fn drop(&mut self) {
        self.release();
    }
}
