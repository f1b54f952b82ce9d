//! Allocators that do less than is asked for.

use std::alloc::{Layout, alloc, dealloc, realloc};
use std::ptr::{self, NonNull};

use crate::Unavailable;
use crate::alloc::Allocator;

/// What the others cut blocks from, in bytes.
const CHUNK_BYTES: usize = 64 << 20;
/// The size and alignment of a pool.
const POOL_BYTES: usize = 16 << 10;
/// What a pool begins with.
const HEADER_BYTES: usize = 16;
/// Blocks are multiples of this.
const GRAIN_BYTES: usize = 16;
/// Larger blocks are the system's.
const SMALL_BYTES_MAX: usize = 512;
const CLASSES: usize = SMALL_BYTES_MAX / GRAIN_BYTES + 1;

/// Hands out the same block over and over: what remains is the workload's own loop.
#[derive(Debug)]
pub(super) struct Nothing(NonNull<u64>);

// SAFETY: the block is larger than any that the workloads ask for, and `Space` reads and writes only through its address.
// What one writes there another overwrites: such a block is no good but for this.
unsafe impl Allocator for Nothing {
    fn new() -> Result<Self, Unavailable> {
        let words: &mut [u64] = vec![0; CHUNK_BYTES / size_of::<u64>()].leak();
        Ok(Self(NonNull::from_mut(words).cast()))
    }

    #[inline]
    fn allocate(&mut self, bytes: usize) -> NonNull<u8> {
        debug_assert!(bytes <= CHUNK_BYTES);
        self.0.cast()
    }

    #[inline]
    unsafe fn deallocate(&mut self, _: NonNull<u8>, _: usize) {}

    #[inline]
    unsafe fn reallocate(&mut self, block: NonNull<u8>, _: usize, _: usize) -> NonNull<u8> {
        block
    }
}

/// Memory that is handed out from its start on.
#[derive(Debug)]
struct Region {
    chunks: Vec<NonNull<u8>>,
    /// The chunk in use.
    current: usize,
    /// How much of it is used, in bytes.
    used: usize,
}

impl Region {
    const LAYOUT: Layout = match Layout::from_size_align(CHUNK_BYTES, POOL_BYTES) {
        Ok(layout) => layout,
        Err(_) => panic!("the alignment is a power of two"),
    };

    fn new() -> Self {
        Self { chunks: Vec::new(), current: 0, used: CHUNK_BYTES }
    }

    /// The next so many bytes, aligned to their number if that is a power of two.
    #[inline]
    fn take(&mut self, bytes: usize) -> NonNull<u8> {
        if self.used + bytes > CHUNK_BYTES {
            self.next_chunk();
        }
        let start = self.chunks[self.current];
        // SAFETY: the chunk has that much.
        let place = unsafe { start.add(self.used) };
        self.used += bytes;
        place
    }

    #[cold]
    fn next_chunk(&mut self) {
        self.current = if self.chunks.is_empty() { 0 } else { self.current + 1 };
        self.used = 0;
        if self.current == self.chunks.len() {
            // SAFETY: the size is not zero.
            let chunk = unsafe { alloc(Self::LAYOUT) };
            self.chunks.push(NonNull::new(chunk).expect("there is memory"));
        }
    }

    fn start_over(&mut self) {
        self.current = 0;
        self.used = 0;
    }
}

impl Drop for Region {
    fn drop(&mut self) {
        for chunk in &self.chunks {
            // SAFETY: it was allocated with this layout.
            unsafe { dealloc(chunk.as_ptr(), Self::LAYOUT) };
        }
    }
}

/// Adds to a pointer. It starts over when every block has been freed.
#[derive(Debug)]
pub(super) struct Bump {
    region: Region,
    live: usize,
}

// SAFETY: what a region hands out, it hands out once, until it starts over; sizes are multiples of 16.
unsafe impl Allocator for Bump {
    fn new() -> Result<Self, Unavailable> {
        Ok(Self { region: Region::new(), live: 0 })
    }

    #[inline]
    fn allocate(&mut self, bytes: usize) -> NonNull<u8> {
        self.live += 1;
        self.region.take(bytes.next_multiple_of(GRAIN_BYTES))
    }

    #[inline]
    unsafe fn deallocate(&mut self, _: NonNull<u8>, _: usize) {
        self.live -= 1;
        if self.live == 0 {
            self.region.start_over();
        }
    }

    unsafe fn reallocate(&mut self, _: NonNull<u8>, _: usize, _: usize) -> NonNull<u8> {
        unreachable!("it takes no part in that workload")
    }
}

/// A free list for each size, linked through the blocks; no pool is ever counted, emptied or given back. A free is told the
/// size, or reads it from the header of the pool that the block's address leads to.
#[derive(Debug)]
pub(super) struct FreeList<const SIZE_KNOWN: bool> {
    heads: [*mut Link; CLASSES],
    region: Region,
}

#[derive(Debug)]
struct Link {
    next: *mut Link,
}

impl<const SIZE_KNOWN: bool> FreeList<SIZE_KNOWN> {
    /// Puts the blocks of a new pool on the list of a class.
    #[cold]
    fn add_pool(&mut self, class: usize) {
        let pool = self.region.take(POOL_BYTES);
        // SAFETY: the pool is new and aligned.
        unsafe { pool.cast::<usize>().write(class) };
        let bytes = class * GRAIN_BYTES;
        for index in (0..(POOL_BYTES - HEADER_BYTES) / bytes).rev() {
            // SAFETY: the block lies in the pool.
            let block = unsafe { pool.add(HEADER_BYTES + index * bytes) };
            self.push(block, class);
        }
    }

    #[inline]
    fn push(&mut self, block: NonNull<u8>, class: usize) {
        let link = block.cast::<Link>();
        // SAFETY: the block is nobody's, aligned, and has room for a link.
        unsafe { link.write(Link { next: self.heads[class] }) };
        self.heads[class] = link.as_ptr();
    }

    /// The class of a block.
    ///
    /// # Safety
    /// The block is of a pool.
    #[inline]
    unsafe fn class_of(block: NonNull<u8>) -> usize {
        let pool = block.as_ptr().map_addr(|address| address & !(POOL_BYTES - 1));
        // SAFETY: the pool starts with its class.
        unsafe { pool.cast::<usize>().read() }
    }

    fn large(bytes: usize) -> Layout {
        Layout::from_size_align(bytes, GRAIN_BYTES).expect("no such size is asked for")
    }
}

// SAFETY: a block is on a list or in use; pools do not overlap; sizes are multiples of 16.
unsafe impl<const SIZE_KNOWN: bool> Allocator for FreeList<SIZE_KNOWN> {
    fn new() -> Result<Self, Unavailable> {
        Ok(Self { heads: [ptr::null_mut(); CLASSES], region: Region::new() })
    }

    #[inline]
    fn allocate(&mut self, bytes: usize) -> NonNull<u8> {
        if bytes > SMALL_BYTES_MAX {
            // SAFETY: the size is not zero.
            let block = unsafe { alloc(Self::large(bytes)) };
            return NonNull::new(block).expect("there is memory");
        }
        let class = bytes.div_ceil(GRAIN_BYTES);
        if self.heads[class].is_null() {
            self.add_pool(class);
        }
        let block = NonNull::new(self.heads[class]).expect("a pool was added");
        // SAFETY: what is on a list begins with a link.
        self.heads[class] = unsafe { block.read() }.next;
        block.cast()
    }

    #[inline]
    unsafe fn deallocate(&mut self, block: NonNull<u8>, bytes: usize) {
        if bytes > SMALL_BYTES_MAX {
            // SAFETY: so it was allocated.
            unsafe { dealloc(block.as_ptr(), Self::large(bytes)) };
            return;
        }
        let class = if SIZE_KNOWN {
            bytes.div_ceil(GRAIN_BYTES)
        } else {
            // SAFETY: small blocks are of pools.
            unsafe { Self::class_of(block) }
        };
        self.push(block, class);
    }

    unsafe fn reallocate(
        &mut self,
        block: NonNull<u8>,
        bytes_old: usize,
        bytes: usize,
    ) -> NonNull<u8> {
        if bytes_old > SMALL_BYTES_MAX && bytes > SMALL_BYTES_MAX {
            // SAFETY: so it was allocated.
            let moved = unsafe { realloc(block.as_ptr(), Self::large(bytes_old), bytes) };
            return NonNull::new(moved).expect("there is memory");
        }
        let new = self.allocate(bytes);
        // SAFETY: both have so many bytes, and one of them is new.
        unsafe { new.copy_from_nonoverlapping(block, bytes_old.min(bytes)) };
        // SAFETY: the caller's promise.
        unsafe { self.deallocate(block, bytes_old) };
        new
    }
}
