//! What an allocator checks while it works.
#![expect(unsafe_code, reason = "poison is read from free blocks")]

use std::ptr::NonNull;

use super::block;
use super::pool::Pool;
use super::{Allocator, SizeClass};

/// How much an allocator checks while it works. [`Allocator::check`] checks everything, whatever the level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Checking {
    /// Only its own work: what the caller says of its blocks is believed.
    Off,
    /// Also that a freed block is one of this allocator's, of the size that the caller says. Constant time.
    #[default]
    Cheap,
    /// Also that no block is freed twice or written to after it was freed: freed blocks are poisoned, and new ones filled.
    Full,
}

impl Allocator {
    /// Asserts that a block which is about to be freed is in use, as far as the level of checking goes.
    pub(super) fn assert_taken(&self, pool: Pool, block: NonNull<u8>, class: SizeClass) {
        let header = pool.header();
        assert!(header.owner == self.owner, "a block of another allocator was freed");
        assert!(header.class == class, "a block of {} was freed as one of {class}", header.class);
        assert!(pool.index_of(block).is_some(), "what was freed is not the start of a block");
        assert!(header.free.get() != Some(block), "a block was freed twice in a row");
        if self.checking == Checking::Full {
            assert!(!pool.free_blocks().any(|free| free == block), "a block was freed twice");
        }
    }

    /// Asserts under full checking that no free block of a pool was written to.
    pub(super) fn assert_untouched(&self, pool: Pool) {
        if self.checking == Checking::Full {
            let found = pool.find_overwritten();
            assert!(found.is_none(), "a free block was written to, at {found:?}");
        }
    }

    /// Asserts under full checking that the next block of a pool was not written to since it was freed.
    pub(super) fn assert_first_untouched(&self, pool: Pool) {
        let header = pool.header();
        let (Checking::Full, Some(block)) = (self.checking, header.free.get()) else { return };
        assert!(pool.index_of(block).is_some(), "the link to a free block was written to");
        // SAFETY: the block is on the free list, and poisoned under full checking.
        let found = unsafe { block::find_overwritten(block, header.class.block_bytes()) };
        assert!(found.is_none(), "a free block was written to, at {block:?} + {found:?}");
    }
}
