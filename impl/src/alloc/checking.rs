//! What an allocator checks while it works.
#![expect(unsafe_code, reason = "poison is read from free blocks")]

use std::ptr::NonNull;

use super::block;
use super::guards::Guards;
use super::pool::Pool;
use super::size_class::BlockSize;
use super::{Allocator, SizeClass};

/// How much an allocator checks while it works. [`Allocator::check`] checks everything, whatever the level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Checking {
    /// Only its own work: what the caller says of its blocks is believed.
    Off,
    /// Also that a freed block is one of this allocator's, of the size that the caller says. Constant time.
    #[default]
    Cheap,
    /// Also that no block is freed twice or written to after it was freed, and that nothing is written around a block: freed
    /// blocks are poisoned, new ones filled, and guarded as far as the guards say.
    Full(Guards),
}

impl Checking {
    /// Whether blocks are filled and looked at.
    pub(super) fn is_full(self) -> bool {
        matches!(self, Self::Full(_))
    }

    /// What guards the blocks.
    pub(super) fn guards(self) -> Guards {
        match self {
            Self::Full(guards) => guards,
            Self::Off | Self::Cheap => Guards::NONE,
        }
    }
}

impl Allocator {
    /// Asserts that a block of a pool which is about to be freed is in use, as far as the level of checking goes.
    pub(super) fn assert_taken(&self, pool: Pool, block: NonNull<u8>, class: SizeClass) {
        let header = pool.header();
        assert!(header.owner == self.owner, "a block of another allocator was freed");
        assert!(header.class == class, "a block of {} was freed as one of {class}", header.class);
        assert!(pool.index_of(block).is_some(), "what was freed is not the start of a block");
        assert!(header.free.get() != Some(block), "a block was freed twice in a row");
        if self.checking.is_full() {
            assert!(!pool.free_blocks().any(|free| free == block), "a block was freed twice");
        }
    }

    /// Asserts under full checking that no free block of a pool was written to.
    pub(super) fn assert_untouched(&self, pool: Pool) {
        if self.checking.is_full() {
            let found = pool.find_overwritten();
            assert!(found.is_none(), "a free block was written to, at {found:?}");
        }
    }

    /// Asserts under full checking that the next block of a pool, its link included, was not written to since it was freed.
    pub(super) fn assert_first_untouched(&self, pool: Pool) {
        let header = pool.header();
        let (true, Some(block)) = (self.checking.is_full(), header.free.get()) else { return };
        assert!(pool.index_of(block).is_some(), "the link to a free block was written to");
        // SAFETY: the block is on the free list.
        let next = unsafe { block::next(block) };
        let is_sound = next.is_none_or(|next| pool.index_of(next).is_some());
        assert!(is_sound, "the link to a free block was written to, at {block:?}");
        // SAFETY: the block is on the free list, and poisoned under full checking.
        let found = unsafe { block::find_overwritten(block, header.class.block_bytes()) };
        assert!(found.is_none(), "a free block was written to, at {block:?} + {found:?}");
    }

    /// Asserts the same of a block that is the system's: that it starts where its header says, and is that large.
    ///
    /// # Safety
    /// `block` was taken from this allocator for `size`; if it was not, there are headers that say so.
    pub(super) unsafe fn assert_taken_from_system(
        &self,
        block: NonNull<u8>,
        size: BlockSize,
        bytes: usize,
    ) {
        // SAFETY: what is asked of the caller is the same.
        let system = unsafe { self.system_block(block, size) };
        let header = system.header();
        assert!(header.owner == self.owner, "a block of another allocator was freed");
        let start = self.system.start_of(system);
        assert!(start == block, "what was freed is not the start of a block");
        // A reserved block may have kept more room than was asked for when it was served.
        let (found, room) = (bytes.max(1), header.bytes.get());
        let fits = room == found || BlockSize::of(room) == size && found < room;
        assert!(fits, "a block of {room} bytes was freed as one of {bytes}");
    }
}
