//! Requests larger than any size class: each is memory of its own from the system.
//!
//! A header in front of the block says how large it is and whose, and links all of them, so that they can be checked.
#![expect(unsafe_code, reason = "large blocks are memory from the system")]

use std::alloc::Layout;
use std::cell::Cell;
use std::ptr::NonNull;

use super::{OutOfMemory, SizeClass};

/// The large blocks of one allocator.
#[derive(Debug)]
pub(super) struct LargeBlocks {
    /// The one that was allocated last.
    pub(super) first: Option<LargeBlock>,
    /// How many there are.
    pub(super) count: usize,
    /// Their sizes, summed up, in bytes.
    pub(super) bytes: usize,
    owner: *const (),
}

/// A handle of a large block: used only while the block is allocated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LargeBlock(NonNull<Header>);

/// What lies in front of a large block.
#[derive(Debug)]
#[repr(C, align(16))]
pub(super) struct Header {
    /// The block that was allocated after this one.
    pub(super) previous: Cell<Option<LargeBlock>>,
    /// The block that was allocated before this one.
    pub(super) next: Cell<Option<LargeBlock>>,
    /// Its size, in bytes, without the header.
    pub(super) bytes: Cell<usize>,
    /// What [`super::Allocator::owner_of_large`] answers.
    pub(super) owner: *const (),
}

const HEADER_BYTES: usize = size_of::<Header>();

impl LargeBlocks {
    /// None yet.
    pub(super) const fn new(owner: *const ()) -> Self {
        Self { first: None, count: 0, bytes: 0, owner }
    }

    /// Memory for so many bytes.
    pub(super) fn allocate(&mut self, bytes: usize) -> Result<NonNull<u8>, OutOfMemory> {
        let layout = layout(bytes)?;
        // SAFETY: the layout has at least the size of a header.
        let memory = NonNull::new(unsafe { std::alloc::alloc(layout) }).ok_or(OutOfMemory)?;
        let (previous, next) = (Cell::new(None), Cell::new(self.first));
        let header = Header { previous, next, bytes: Cell::new(bytes), owner: self.owner };
        // SAFETY: the memory is new, aligned and large enough for the header.
        unsafe { memory.cast::<Header>().write(header) };
        let block = LargeBlock(memory.cast());
        block.link(&mut self.first);
        self.count += 1;
        self.bytes += bytes;
        Ok(block.start())
    }

    /// Returns a block to the system.
    ///
    /// # Safety
    /// `block` is a large block of this allocator, and nobody uses it any more.
    pub(super) unsafe fn deallocate(&mut self, block: LargeBlock) {
        let bytes = block.header().bytes.get();
        block.unlink(&mut self.first);
        self.count -= 1;
        self.bytes -= bytes;
        let layout = layout(bytes).expect("the block was allocated with it");
        // SAFETY: the memory came from the system with this layout, and nothing leads there any more.
        unsafe { std::alloc::dealloc(block.0.as_ptr().cast(), layout) };
    }

    /// Makes a block larger or smaller; it may move. Nothing has changed if there is no memory.
    ///
    /// # Safety
    /// `block` is a large block of this allocator; if it is moved, nobody uses the old one any more.
    pub(super) unsafe fn reallocate(
        &mut self,
        block: LargeBlock,
        bytes: usize,
    ) -> Result<NonNull<u8>, OutOfMemory> {
        let old_bytes = block.header().bytes.get();
        let old_layout = layout(old_bytes).expect("the block was allocated with it");
        let new_bytes = layout(bytes)?.size();
        // SAFETY: the memory came from the system with `old_layout`, and `new_bytes` makes a layout.
        let memory = unsafe { std::alloc::realloc(block.0.as_ptr().cast(), old_layout, new_bytes) };
        let moved = LargeBlock(NonNull::new(memory).ok_or(OutOfMemory)?.cast());
        moved.relink(&mut self.first);
        moved.header().bytes.set(bytes);
        self.bytes = self.bytes - old_bytes + bytes;
        Ok(moved.start())
    }

    /// Every block, the one that was allocated last first.
    pub(super) fn iter(&self) -> impl Iterator<Item = LargeBlock> {
        std::iter::successors(self.first, |block| block.header().next.get())
    }
}

impl LargeBlock {
    /// The handle of the block that starts at `block`.
    ///
    /// # Safety
    /// `block` is an allocated large block, with the provenance with which it was handed out.
    pub(super) unsafe fn of_block(block: NonNull<u8>) -> Self {
        // SAFETY: every large block lies behind a header.
        Self(unsafe { block.sub(HEADER_BYTES) }.cast())
    }

    /// Its header.
    pub(super) fn header(&self) -> &Header {
        // SAFETY: the block is allocated as long as the handle is used; what changes in its header is in cells.
        unsafe { self.0.as_ref() }
    }

    /// Where the block itself starts.
    pub(super) fn start(self) -> NonNull<u8> {
        // SAFETY: the block lies behind its header in the same memory.
        unsafe { self.0.cast::<u8>().add(HEADER_BYTES) }
    }

    /// Puts a block whose header says that it is first into the list.
    fn link(self, first: &mut Option<Self>) {
        if let Some(next) = first.replace(self) {
            next.header().previous.set(Some(self));
        }
    }

    /// Tells the neighbours on the list that the block has moved here.
    fn relink(self, first: &mut Option<Self>) {
        let header = self.header();
        if let Some(next) = header.next.get() {
            next.header().previous.set(Some(self));
        }
        match header.previous.get() {
            Some(previous) => previous.header().next.set(Some(self)),
            None => *first = Some(self),
        }
    }

    /// Takes the block off the list.
    fn unlink(self, first: &mut Option<Self>) {
        let header = self.header();
        let (next, previous) = (header.next.get(), header.previous.get());
        if let Some(next) = next {
            next.header().previous.set(previous);
        }
        match previous {
            Some(previous) => previous.header().next.set(next),
            None => {
                let first = std::mem::replace(first, next);
                assert!(first == Some(self), "a listed block has one before it or is first");
            }
        }
    }
}

/// The memory of a block and its header.
fn layout(bytes: usize) -> Result<Layout, OutOfMemory> {
    let bytes = bytes.checked_add(HEADER_BYTES).ok_or(OutOfMemory)?;
    Layout::from_size_align(bytes, SizeClass::GRAIN_BYTES).map_err(|_| OutOfMemory)
}
