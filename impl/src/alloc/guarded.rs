//! How blocks are handed out and taken back when they are not plain: guarded, poisoned for a sanitizer, or the system's.
//!
//! A block is *closed* while the caller does not have it: nothing of it may be touched. It is opened for the bytes that are
//! asked for, and closed again when it is freed.
#![expect(unsafe_code, reason = "blocks are found from what the caller gives back")]

use std::ptr::NonNull;

use super::fault::Point;
use super::guards::Guarded;
use super::pool::Pool;
use super::quarantine::Quarantined;
use super::size_class::BlockSize;
use super::system::{SystemBlock, SystemBlocks};
use super::{Allocator, Backing, Checking, OutOfMemory, SizeClass};

impl Allocator {
    /// The class of the pools that serve this size, redzones included; none if the system does.
    pub(super) fn pool_class(&self, size: BlockSize) -> Option<SizeClass> {
        match (self.backing, size) {
            (Backing::Pooled, BlockSize::Small(class)) => {
                SizeClass::of(class.block_bytes() + 2 * self.guards.redzone_bytes)
            }
            _ => None,
        }
    }

    /// A block that is open for so many bytes.
    #[cold]
    pub(super) fn allocate_guarded(&mut self, bytes: usize) -> Result<NonNull<u8>, OutOfMemory> {
        let size = BlockSize::of(bytes);
        let block = match self.reservations.serve(size) {
            Some(block) => block,
            None => {
                self.faults.request(1, Point::Block)?;
                self.take_guarded(size, bytes)?
            }
        };
        // SAFETY: the block was taken for this size, and is closed.
        Ok(unsafe { self.open(block, size, bytes) })
    }

    /// Takes a closed block. One from the system has room for exactly so many bytes.
    pub(super) fn take_guarded(
        &mut self,
        size: BlockSize,
        room_bytes: usize,
    ) -> Result<NonNull<u8>, OutOfMemory> {
        let block = match self.pool_class(size) {
            Some(class) => {
                let start = self.take_small(class)?;
                // SAFETY: blocks of that class have room for two redzones.
                unsafe { start.add(self.guards.redzone_bytes) }
            }
            None => {
                self.faults.request_of_system(Point::LargeBlock)?;
                self.system.allocate(room_bytes.max(1))?
            }
        };
        // SAFETY: the block was just taken for this size, and nobody uses it.
        unsafe { self.enclose(block, size, 0) };
        Ok(block)
    }

    /// Opens a closed block for so many bytes. A reserved one from the system is exchanged for one that is no larger.
    ///
    /// # Safety
    /// `block` was taken from this allocator for `size`, and is closed.
    unsafe fn open(&mut self, block: NonNull<u8>, size: BlockSize, bytes: usize) -> NonNull<u8> {
        // SAFETY: what is asked of the caller is the same.
        let block = unsafe { self.fitted(block, size, bytes) };
        // SAFETY: the block was taken for this size, and nobody uses it.
        unsafe { self.enclose(block, size, bytes) };
        block
    }

    /// A closed block that has, if it is the system's, no more room than for so many bytes, unless there is no memory.
    ///
    /// # Safety
    /// `block` was taken from this allocator for `size`, and is closed.
    unsafe fn fitted(&mut self, block: NonNull<u8>, size: BlockSize, bytes: usize) -> NonNull<u8> {
        // SAFETY: what is asked of the caller is the same.
        let room_bytes = unsafe { self.guarded(block, size) }.room_bytes;
        let fits = self.pool_class(size).is_some() || room_bytes == bytes.max(1);
        let Some(fitted) = (!fits).then(|| self.take_guarded(size, bytes).ok()).flatten() else {
            return block;
        };
        // SAFETY: it is closed, and not used any more.
        unsafe { self.put_back(block, size) };
        fitted
    }

    /// Guards the first `bytes` bytes of a block, all of which mean nothing yet.
    ///
    /// # Safety
    /// `block` was taken from this allocator for `size`, so many bytes fit, and nobody uses it.
    unsafe fn enclose(&self, block: NonNull<u8>, size: BlockSize, bytes: usize) {
        // SAFETY: what is asked of the caller is the same.
        let guarded = unsafe { self.guarded(block, size) };
        // SAFETY: the memory of the block is the allocator's.
        unsafe { guarded.unpoison() };
        if self.checking.is_full() {
            // SAFETY: nobody uses the block.
            unsafe { guarded.write_redzones(bytes) };
            // SAFETY: the same.
            unsafe { guarded.freshen(0, bytes) };
        }
        // SAFETY: only so many bytes are to be used from now on.
        unsafe { guarded.poison_but(bytes) };
    }

    /// Gives an open block room for other so many bytes of the same size class. One from the system moves.
    ///
    /// # Safety
    /// 1. `block` was taken from this allocator, and is open for `bytes_old` bytes.
    /// 2. Nobody uses it any more, if the result is `Ok`.
    #[cold]
    pub(super) unsafe fn reopen(
        &mut self,
        block: NonNull<u8>,
        [bytes_old, bytes]: [usize; 2],
    ) -> Result<NonNull<u8>, OutOfMemory> {
        if bytes_old == bytes {
            return Ok(block);
        }
        let size = BlockSize::of(bytes);
        if self.pool_class(size).is_none() {
            let new = self.take_guarded(size, bytes)?;
            // SAFETY: it was just taken, and has room for exactly so many bytes.
            unsafe { self.enclose(new, size, bytes) };
            // SAFETY: both blocks have so many bytes, and do not overlap.
            unsafe { new.copy_from_nonoverlapping(block, bytes_old.min(bytes)) };
            // SAFETY: nobody uses the old one any more (2).
            unsafe { self.retire(block, bytes_old) };
            return Ok(new);
        }
        // SAFETY: the block is open for so many bytes (1).
        unsafe { self.assert_freeable(block, size, bytes_old) };
        // SAFETY: the block was taken for this size (1).
        let guarded = unsafe { self.guarded(block, size) };
        // SAFETY: the memory of the block is the allocator's.
        unsafe { guarded.unpoison() };
        if self.checking.is_full() {
            // SAFETY: so many bytes were asked for, and so many are asked for now.
            unsafe { guarded.write_redzones(bytes) };
            // SAFETY: the caller had no more bytes than the old ones.
            unsafe { guarded.freshen(bytes_old, bytes) };
        }
        // SAFETY: only so many bytes are to be used from now on.
        unsafe { guarded.poison_but(bytes) };
        Ok(block)
    }

    /// Takes an open block back: closes it, and keeps it for a while if there is a quarantine.
    ///
    /// # Safety
    /// `block` was taken from this allocator, is open for so many bytes, and nobody uses it any more.
    #[cold]
    pub(super) unsafe fn retire(&mut self, block: NonNull<u8>, bytes: usize) {
        let size = BlockSize::of(bytes);
        // SAFETY: what is asked of the caller is the same.
        unsafe { self.assert_freeable(block, size, bytes) };
        // SAFETY: nobody uses the block.
        unsafe { self.close(block, size) };
        // SAFETY: the block is in use.
        let whole = unsafe { self.guarded(block, size) }.bytes();
        if !self.quarantine.push(Quarantined { block, size, bytes: whole }) {
            // SAFETY: it is closed, and not used any more.
            unsafe { self.put_back(block, size) };
        }
        while let Some(freed) = self.quarantine.pop_excess() {
            // SAFETY: it was closed when it came into the quarantine.
            unsafe { self.let_go(freed) };
        }
    }

    /// Takes a reserved block back that was not served.
    ///
    /// # Safety
    /// `block` was taken from this allocator for `size`, and is closed as it was taken.
    pub(super) unsafe fn retire_unserved(&mut self, block: NonNull<u8>, size: BlockSize) {
        // SAFETY: nobody uses the block.
        unsafe { self.close(block, size) };
        // SAFETY: it is closed, and not used any more.
        unsafe { self.put_back(block, size) };
    }

    /// Puts every block of the quarantine back where it came from.
    pub(super) fn empty_quarantine(&mut self) {
        while let Some(freed) = self.quarantine.pop() {
            // SAFETY: it was closed when it came into the quarantine.
            unsafe { self.let_go(freed) };
        }
    }

    /// Puts a block back that was in the quarantine.
    ///
    /// # Safety
    /// The block was taken from this allocator, closed, and not used since.
    unsafe fn let_go(&mut self, freed: Quarantined) {
        // SAFETY: the block is closed, and poison, since there is a quarantine under full checking alone.
        let found = unsafe { self.find_used_after_free(freed) };
        assert!(found.is_none(), "a freed block was written to, at {freed:?} + {found:?}");
        // SAFETY: it is closed, and not used any more.
        unsafe { self.put_back(freed.block, freed.size) };
    }

    /// Poisons a block that nobody uses any more.
    ///
    /// # Safety
    /// `block` was taken from this allocator for `size`, and nobody uses it any more.
    unsafe fn close(&mut self, block: NonNull<u8>, size: BlockSize) {
        // SAFETY: the block was taken for this size.
        let guarded = unsafe { self.guarded(block, size) };
        // SAFETY: the memory of the block is the allocator's.
        unsafe { guarded.unpoison() };
        if self.checking.is_full() {
            // SAFETY: nobody uses the block.
            unsafe { guarded.fill_with_poison() };
        }
        // SAFETY: the same.
        unsafe { guarded.poison_but(0) };
    }

    /// Puts a closed block back where it came from.
    ///
    /// # Safety
    /// `block` was taken from this allocator for `size`, is closed, and will not be used any more.
    unsafe fn put_back(&mut self, block: NonNull<u8>, size: BlockSize) {
        match self.pool_class(size) {
            Some(_) => {
                // SAFETY: the redzone lies before the block.
                let start = unsafe { block.sub(self.guards.redzone_bytes) };
                // SAFETY: the block is of a pool, and nobody uses it.
                unsafe { self.give_back_small(start) };
            }
            None => {
                // SAFETY: the block is the system's.
                let block = unsafe { self.system_block(block, size) };
                // SAFETY: it is this allocator's, and nobody uses it.
                unsafe { self.system.deallocate(block) };
            }
        }
    }

    /// A block with its redzones.
    ///
    /// # Safety
    /// `block` was taken from this allocator for `size`.
    pub(super) unsafe fn guarded(&self, block: NonNull<u8>, size: BlockSize) -> Guarded {
        let redzone_bytes = self.guards.redzone_bytes;
        let room_bytes = match self.pool_class(size) {
            Some(class) => class.block_bytes() - 2 * redzone_bytes,
            // SAFETY: the block is the system's.
            None => unsafe { self.system_block(block, size) }.header().bytes.get(),
        };
        Guarded { block, room_bytes, redzone_bytes }
    }

    /// The handle of a block that is the system's.
    ///
    /// # Safety
    /// `block` was taken from this allocator for `size`, and no pool serves that.
    pub(super) unsafe fn system_block(&self, block: NonNull<u8>, size: BlockSize) -> SystemBlock {
        match size {
            // SAFETY: the block is the system's, and small.
            BlockSize::Small(_) => unsafe { SystemBlocks::of_small(block) },
            // SAFETY: the block is the system's, and large.
            BlockSize::Large(_) => unsafe { self.system.of_large(block) },
        }
    }

    /// Asserts that a block which is about to be freed is in use and that nothing around it was written to, as far as the
    /// level of checking goes.
    ///
    /// # Safety
    /// `block` was taken from this allocator for `size` and so many bytes; if it was not, headers that are there say so.
    unsafe fn assert_freeable(&self, block: NonNull<u8>, size: BlockSize, bytes: usize) {
        if self.checking == Checking::Off {
            return;
        }
        assert!(!self.quarantine.contains(block), "a block was freed twice");
        match self.pool_class(size) {
            Some(class) => {
                // SAFETY: the redzone lies before the block.
                let start = unsafe { block.sub(self.guards.redzone_bytes) };
                // SAFETY: the block is small and was in use until now, so its arena is mapped.
                self.assert_taken(unsafe { Pool::of_block(start) }, start, class);
            }
            // SAFETY: what is asked of the caller is the same.
            None => unsafe { self.assert_taken_from_system(block, size, bytes) },
        }
        if self.checking.is_full() {
            // SAFETY: the block was taken for this size.
            assert_intact(unsafe { self.guarded(block, size) }, bytes);
        }
    }

    /// The offset of the first byte of a quarantined block that is not poison, from where the caller's bytes started.
    ///
    /// # Safety
    /// The block was taken from this allocator and closed.
    pub(super) unsafe fn find_used_after_free(&self, freed: Quarantined) -> Option<isize> {
        // SAFETY: the block was taken for this size.
        let guarded = unsafe { self.guarded(freed.block, freed.size) };
        // SAFETY: the block is closed, and was filled when it was.
        unsafe { guarded.find_other_than_poison() }
    }
}

/// Asserts that the redzones of a block, which is open for so many bytes, are as they were written.
fn assert_intact(guarded: Guarded, bytes: usize) {
    let Guarded { block, .. } = guarded;
    // SAFETY: the redzones were written when the block was opened.
    let asked = unsafe { guarded.asked() }.unwrap_or(bytes);
    assert!(asked == bytes, "a block of {asked} bytes was freed as one of {bytes}: {block:?}");
    // SAFETY: the same.
    let found = unsafe { guarded.find_overwritten(bytes) };
    assert!(found.is_none(), "memory around a block was written to, at {block:?} + {found:?}");
}
