//! [`Space`] and [`Block`]: an allocator that safe code can use.

use std::fmt;
use std::marker::PhantomData;
use std::ptr::NonNull;

use super::{Allocator, BYTES_MIN, Shared};
use crate::Unavailable;

/// An allocator and nothing else. A thread makes one, and blocks go back to where they are from, or to another thread's if the
/// allocator is [`Shared`].
#[derive(Debug)]
pub struct Space<A> {
    allocator: A,
}

/// A block in use.
pub struct Block<A> {
    start: NonNull<u8>,
    bytes: usize,
    allocator: PhantomData<fn(A)>,
}

impl<A: Allocator> Space<A> {
    /// An allocator that is ready.
    ///
    /// # Errors
    /// It is not on this machine.
    pub fn new() -> Result<Self, Unavailable> {
        Ok(Self { allocator: A::new()? })
    }

    /// A block of so many bytes.
    #[inline]
    pub fn allocate(&mut self, bytes: usize) -> Block<A> {
        debug_assert!(bytes >= BYTES_MIN);
        Block { start: self.allocator.allocate(bytes), bytes, allocator: PhantomData }
    }

    /// Takes a block back.
    #[inline]
    pub fn free(&mut self, block: Block<A>) {
        // SAFETY: a block is a value that cannot be copied, made by `allocate` or `resize` of such a space with its size.
        unsafe { self.allocator.deallocate(block.start, block.bytes) }
    }

    /// Makes a block larger or smaller.
    #[inline]
    pub fn resize(&mut self, block: Block<A>, bytes: usize) -> Block<A> {
        debug_assert!(bytes >= BYTES_MIN);
        // SAFETY: as in `free`.
        let start = unsafe { self.allocator.reallocate(block.start, block.bytes, bytes) };
        Block { start, bytes, allocator: PhantomData }
    }
}

impl<A> Block<A> {
    /// How many bytes were asked for.
    #[inline]
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Writes the first [`BYTES_MIN`] bytes.
    #[inline]
    pub fn touch(&mut self, value: u64) {
        self.write(0, value);
        self.write(1, !value);
    }

    /// The value that was written there, if it is still there.
    #[inline]
    #[must_use]
    pub fn read(&self) -> u64 {
        self.word(0) & !self.word(1)
    }

    /// Writes a word.
    ///
    /// # Panics
    /// If the block does not have it.
    #[inline]
    pub fn write(&mut self, index: usize, value: u64) {
        // SAFETY: the word is the block's, which is aligned for it and this value's alone. Volatile, so that it does happen.
        unsafe { self.place(index).write_volatile(value) }
    }

    /// A word that was written.
    ///
    /// # Panics
    /// If the block does not have it.
    #[inline]
    #[must_use]
    pub fn word(&self, index: usize) -> u64 {
        // SAFETY: as in `write`.
        unsafe { self.place(index).read_volatile() }
    }

    #[inline]
    fn place(&self, index: usize) -> NonNull<u64> {
        assert!((index + 1) * size_of::<u64>() <= self.bytes, "the word is the block's");
        // SAFETY: it is.
        unsafe { self.start.cast::<u64>().add(index) }
    }
}

// SAFETY: shared allocators' blocks may be used and taken back by any thread.
unsafe impl<A: Shared> Send for Block<A> {}

impl<A> fmt::Debug for Block<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes at {:?}", self.bytes, self.start)
    }
}
