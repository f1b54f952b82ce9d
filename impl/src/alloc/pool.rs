//! A pool: a run of blocks of one size class behind a header.
//!
//! It is *empty* when no block is in use, *full* when all are, and *used* in between. Blocks are carved from the start of
//! the pool as they are needed, so that memory is touched as late as possible; freed ones go on a list, last in, first
//! out. CPython keeps one carved block ahead on that list; the addresses handed out are the same.
//!
//! It knows nothing of arenas but the number of its own.
#![expect(unsafe_code, reason = "headers and blocks lie in memory that arenas map")]

use std::cell::Cell;
use std::mem::offset_of;
use std::ptr::NonNull;

use super::arena::ArenaIndex;
use super::{Geometry, POOL_ALIGN_BYTES, SizeClass, block, sanitizer};
use crate::planted::{Bug, planted};

/// A handle of a pool.
///
/// Rule P: a handle is only used while the pool's arena is mapped and its header is written. The constructors are unsafe
/// for that reason; an arena is unmapped only when all its pools are empty, hence on no list but the arena's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pool(NonNull<Header>);

/// The start of a pool.
#[derive(Debug)]
#[repr(C, align(16))]
pub(super) struct Header {
    /// What [`super::Allocator::owner_of`] answers: first, as in a block that is the system's.
    pub(super) owner: *const (),
    /// The free list: carved blocks that are not in use.
    pub(super) free: Cell<Option<NonNull<u8>>>,
    /// The next pool: of its class, when used; of its arena, when empty.
    pub(super) next: Cell<Option<Pool>>,
    /// The previous pool of its class, when used.
    pub(super) previous: Cell<Option<Pool>>,
    /// The arena it lies in.
    pub(super) arena: ArenaIndex,
    /// How many blocks are in use.
    pub(super) count: Cell<u16>,
    /// How many blocks were ever handed out: those in use and those on the free list.
    pub(super) carved: Cell<u16>,
    /// How many blocks it has.
    pub(super) capacity: u16,
    /// What its blocks serve; an empty pool remembers what they served.
    pub(super) class: SizeClass,
}

/// The size of a pool's header, in bytes. Blocks follow it.
pub(super) const HEADER_BYTES: usize = size_of::<Header>();

const _: () = assert!(offset_of!(Header, owner) == 0, "owners are found at the start of a slot");

/// The start of the slot that holds a small block, where the header lies of its pool, or of itself if it is the system's.
///
/// # Safety
/// `block` is a small block, with the provenance with which it was handed out.
#[inline]
pub(super) unsafe fn slot_of(block: NonNull<u8>) -> NonNull<u8> {
    let slot = block.as_ptr().map_addr(|address| address & !(POOL_ALIGN_BYTES - 1));
    // SAFETY: no slot is at address 0, and a small block starts within POOL_ALIGN_BYTES of the start of one.
    unsafe { NonNull::new_unchecked(slot) }
}

impl Header {
    /// The header of an empty pool whose blocks are all to be carved.
    pub(super) fn new(
        owner: *const (),
        arena: ArenaIndex,
        class: SizeClass,
        geometry: &Geometry,
    ) -> Self {
        let capacity = u16::try_from(geometry.capacity(class))
            .expect("blocks of 16 bytes in the largest pool are fewer than 1024");
        Self {
            owner,
            free: Cell::new(None),
            next: Cell::new(None),
            previous: Cell::new(None),
            arena,
            count: Cell::new(0),
            carved: Cell::new(0),
            capacity,
            class,
        }
    }
}

impl Pool {
    /// Writes the header of a pool at `base`.
    ///
    /// # Safety
    /// 1. `base` is the start of a slot of a mapped arena, so it is aligned to [`POOL_ALIGN_BYTES`].
    /// 2. No block of a pool there is in use.
    /// 3. Rule P: the handle is not used after the arena is unmapped.
    pub(super) unsafe fn format(base: NonNull<u8>, header: Header) -> Self {
        let pool = base.cast::<Header>();
        // SAFETY: the slot is the allocator's, and larger than a header.
        unsafe { sanitizer::unpoison(base, HEADER_BYTES) };
        // SAFETY: the slot is mapped, aligned (1) and unused (2).
        unsafe { pool.write(header) };
        Self(pool)
    }

    /// The pool at `base`.
    ///
    /// # Safety
    /// A pool was formatted at `base`, and rule P.
    pub(super) unsafe fn at(base: NonNull<u8>) -> Self {
        Self(base.cast())
    }

    /// The pool that holds `block`.
    ///
    /// # Safety
    /// `block` is a small block, with the provenance with which it was handed out, and rule P.
    #[inline]
    pub(super) unsafe fn of_block(block: NonNull<u8>) -> Self {
        // SAFETY: the blocks of a pool lie in its slot.
        Self(unsafe { slot_of(block) }.cast())
    }

    /// Its header.
    #[inline]
    pub(super) fn header(&self) -> &Header {
        // SAFETY: the header is there (rule P), and what changes in it is in cells.
        unsafe { self.0.as_ref() }
    }

    /// Where it starts.
    pub(super) fn base(self) -> NonNull<u8> {
        self.0.cast()
    }

    /// Whether no block is in use.
    #[inline]
    pub(super) fn is_empty(self) -> bool {
        self.header().count.get() == 0
    }

    /// Whether every block is in use.
    #[inline]
    pub(super) fn is_full(self) -> bool {
        self.header().count.get() == self.header().capacity
    }

    /// Takes the block that was freed last, or else carves one.
    #[inline]
    pub(super) fn take(self) -> NonNull<u8> {
        let header = self.header();
        assert!(!self.is_full(), "a full pool is on no list of used pools");
        header.count.set(header.count.get() + 1);
        let Some(block) = header.free.get() else { return self.carve() };
        // SAFETY: the block is on the free list, where `give_back` linked it.
        header.free.set(unsafe { block::next(block) });
        block
    }

    /// Puts a block on the free list.
    ///
    /// # Safety
    /// `block` was taken from this pool, and nobody uses it any more.
    #[inline]
    pub(super) unsafe fn give_back(self, block: NonNull<u8>) {
        let header = self.header();
        assert!(header.count.get() > 0, "a block of an empty pool was freed");
        header.count.set(header.count.get() - 1);
        let next = match header.free.get() {
            Some(_) if planted(Bug::FreeListForgotten) => None,
            Some(_) if planted(Bug::BlockOnListTwice) && header.count.get() > 2 => Some(block),
            next => next,
        };
        // SAFETY: the block is this pool's and nobody uses it, as the caller promises.
        unsafe { block::set_next(block, next) };
        header.free.set(Some(block));
    }

    /// The number of the block at this address, if one was carved there.
    pub(super) fn index_of(self, block: NonNull<u8>) -> Option<usize> {
        let first = self.0.addr().get() + HEADER_BYTES;
        let offset = block.addr().get().checked_sub(first)?;
        let block_bytes = self.header().class.block_bytes();
        let index = offset / block_bytes;
        let is_carved = index < usize::from(self.header().carved.get());
        (is_carved && offset.is_multiple_of(block_bytes)).then_some(index)
    }

    /// The free list, to its end or to the first link that leads to no carved block, which is then the last item. At most one
    /// more than there can be, lest a list that was made a cycle keeps us here.
    pub(super) fn free_blocks(self) -> impl Iterator<Item = NonNull<u8>> {
        std::iter::successors(self.header().free.get(), move |&block| {
            self.index_of(block)?;
            // SAFETY: a carved block on the free list, where `give_back` linked it.
            unsafe { block::next(block) }
        })
        .take(usize::from(self.header().carved.get()) + 1)
    }

    /// The first free block whose poison was overwritten, with the offset in it. Only under full checking are they poisoned.
    pub(super) fn find_overwritten(self) -> Option<(NonNull<u8>, usize)> {
        let block_bytes = self.header().class.block_bytes();
        self.free_blocks().find_map(|block| {
            self.index_of(block)?;
            // SAFETY: a carved block on the free list, poisoned when it was freed.
            let offset = unsafe { block::find_overwritten(block, block_bytes) }?;
            Some((block, offset))
        })
    }

    /// Every block that was ever handed out, in the order of their addresses.
    pub(super) fn carved_blocks(self) -> impl Iterator<Item = NonNull<u8>> {
        let block_bytes = self.header().class.block_bytes();
        (0..usize::from(self.header().carved.get())).map(move |index| {
            // SAFETY: carved blocks lie in the pool behind its header.
            unsafe { self.base().add(HEADER_BYTES + index * block_bytes) }
        })
    }

    /// The next block that was never handed out.
    fn carve(self) -> NonNull<u8> {
        let header = self.header();
        let index = header.carved.get();
        assert!(
            index < header.capacity,
            "count = carved when the free list is empty, and count < capacity"
        );
        header.carved.set(index + 1);
        let offset = HEADER_BYTES + usize::from(index) * header.class.block_bytes();
        // SAFETY: `capacity` blocks fit the pool behind its header.
        unsafe { self.base().add(offset) }
    }
}
