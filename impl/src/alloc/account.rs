//! [`Account`]: an allocator together with the blocks that it has handed out, so that safe code can drive it.
#![expect(unsafe_code, reason = "blocks are given back, and their contents lent")]

use std::ptr::{self, NonNull};

use super::{Allocator, Backing, Checking, Geometry, OutOfMemory};

/// An allocator whose blocks are known by numbers. It is what tests and fuzzers drive: it can be asked for whatever an
/// [`Allocator`] can, and keeps every promise that is asked of an allocator's caller.
///
/// Dropped, it gives all blocks back first.
#[derive(Debug)]
pub struct Account {
    allocator: Allocator,
    /// The block of each number, while it is in use. Rule: it is one of `allocator`, asked for with `bytes` bytes, all of
    /// which are initialised.
    blocks: Vec<Option<Block>>,
}

#[derive(Debug, Clone, Copy)]
struct Block {
    start: NonNull<u8>,
    bytes: usize,
}

/// A block that is in use, by its number. Numbers count up from 0 and are not used again.
pub(super) type Number = usize;

const IN_USE: &str = "the block is in use";

impl Account {
    /// An allocator without any memory.
    ///
    /// # Panics
    /// If the geometry or the guards are not as their fields' documentation asks.
    #[must_use]
    pub fn new(geometry: Geometry, backing: Backing, checking: Checking) -> Self {
        let allocator = Allocator::new(geometry, backing, checking, ptr::null());
        Self { allocator, blocks: Vec::new() }
    }

    /// A block of so many bytes, all of them 0.
    ///
    /// # Errors
    /// As [`Allocator::allocate`]; nothing has changed.
    pub fn allocate(&mut self, bytes: usize) -> Result<Number, OutOfMemory> {
        let start = self.allocator.allocate(bytes)?;
        // SAFETY: the block is new, so nobody else uses it, and has so many bytes.
        unsafe { start.write_bytes(0, bytes) };
        self.blocks.push(Some(Block { start, bytes }));
        Ok(self.blocks.len() - 1)
    }

    /// Gives the block of that number back.
    ///
    /// # Panics
    /// If it is not in use, or if checking finds something wrong with it.
    pub fn deallocate(&mut self, number: Number) {
        let block = self.blocks[number].take().expect(IN_USE);
        // SAFETY: by the rule of `blocks`; nobody uses it, since its contents are lent by this account alone.
        unsafe { self.allocator.deallocate(block.start, block.bytes) };
    }

    /// Gives the block so many bytes; it keeps its number and its contents, as far as they fit. New bytes are 0.
    ///
    /// # Errors
    /// As [`Allocator::reallocate`]; nothing has changed.
    ///
    /// # Panics
    /// If it is not in use, or if checking finds something wrong with it.
    pub fn reallocate(&mut self, number: Number, bytes: usize) -> Result<(), OutOfMemory> {
        let Block { start, bytes: bytes_old } = self.blocks[number].expect(IN_USE);
        // SAFETY: by the rule of `blocks`; if the result is `Ok`, the old block is forgotten below.
        let start = unsafe { self.allocator.reallocate(start, bytes_old, bytes) }?;
        if let Some(grown) = bytes.checked_sub(bytes_old) {
            // SAFETY: the block has more bytes than it had.
            let tail = unsafe { start.add(bytes_old) };
            // SAFETY: so many bytes of the block lie behind those it had.
            unsafe { tail.write_bytes(0, grown) };
        }
        self.blocks[number] = Some(Block { start, bytes });
        Ok(())
    }

    /// The contents of a block.
    ///
    /// # Panics
    /// If it is not in use.
    #[must_use]
    pub fn contents(&self, number: Number) -> &[u8] {
        let Block { start, bytes } = self.blocks[number].expect(IN_USE);
        // SAFETY: by the rule of `blocks`; the account is borrowed as long as the contents are.
        unsafe { NonNull::slice_from_raw_parts(start, bytes).as_ref() }
    }

    /// The contents of a block, to be written.
    ///
    /// # Panics
    /// If it is not in use.
    pub fn contents_mut(&mut self, number: Number) -> &mut [u8] {
        let Block { start, bytes } = self.blocks[number].expect(IN_USE);
        // SAFETY: by the rule of `blocks`; the account is borrowed as long as the contents are.
        unsafe { NonNull::slice_from_raw_parts(start, bytes).as_mut() }
    }

    /// Where a block starts.
    ///
    /// # Panics
    /// If it is not in use.
    #[must_use]
    pub fn address(&self, number: Number) -> usize {
        self.blocks[number].expect(IN_USE).start.addr().get()
    }

    /// As [`Allocator::reserve`].
    ///
    /// # Errors
    /// As there.
    pub fn reserve(&mut self, sizes: &[usize]) -> Result<(), OutOfMemory> {
        self.allocator.reserve(sizes)
    }

    /// As [`Allocator::settle`].
    ///
    /// # Panics
    /// If no level of reservations is open.
    pub fn settle(&mut self) {
        self.allocator.settle();
    }

    /// As [`Allocator::fail_at`].
    pub fn fail_at(&mut self, request: Option<u64>) {
        self.allocator.fail_at(request);
    }

    /// As [`Allocator::release`].
    pub fn release(&mut self) {
        self.allocator.release();
    }

    /// The allocator, to be asked and checked.
    #[must_use]
    pub fn allocator(&self) -> &Allocator {
        &self.allocator
    }
}

impl Drop for Account {
    fn drop(&mut self) {
        for number in 0..self.blocks.len() {
            if !std::thread::panicking() && self.blocks[number].is_some() {
                self.deallocate(number);
            }
        }
    }
}
