//! Blocks that are memory of their own from the system: those that no pool serves, or under [`Backing::System`] all.
//!
//! A header in front of the block says how large it is and whose, and links all of them, so that they can be checked. The
//! memory ends with the block and what guards it: whoever watches the system's allocations sees each byte beyond.
#![expect(unsafe_code, reason = "the blocks are memory from the system")]

use std::alloc::Layout;
use std::cell::Cell;
use std::mem::{MaybeUninit, offset_of};
use std::ptr::NonNull;

use super::pool::slot_of;
use super::{OutOfMemory, POOL_ALIGN_BYTES, SizeClass, sanitizer};

/// Where small blocks come from. What is seen of an allocator, its addresses and statistics aside, never depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Backing {
    /// Pools in arenas: fast, and blind to the tools that watch the system's allocations.
    #[default]
    Pooled,
    /// The system, one allocation a block (CPython's `PYTHONMALLOC=malloc`): slow, and exact for those tools. A block takes
    /// at least a page, since each is found in a slot of [`POOL_ALIGN_BYTES`] like a pool.
    System,
}

/// The blocks of one allocator that are memory of their own.
#[derive(Debug)]
pub(super) struct SystemBlocks {
    /// The one that was allocated last.
    pub(super) first: Option<SystemBlock>,
    /// How many there are.
    pub(super) count: usize,
    /// Their sizes, summed up, in bytes.
    pub(super) bytes: usize,
    owner: *const (),
    /// How much lies before each block, behind the header, and again after it, in bytes.
    redzone_bytes: usize,
}

/// A handle of such a block: used only while the block is allocated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SystemBlock(NonNull<Header>);

/// What lies in front of such a block.
#[derive(Debug)]
#[repr(C, align(16))]
pub(super) struct Header {
    /// What [`super::Allocator::owner_of`] answers: first, as in a pool.
    pub(super) owner: *const (),
    /// The block that was allocated after this one.
    pub(super) previous: Cell<Option<SystemBlock>>,
    /// The block that was allocated before this one.
    pub(super) next: Cell<Option<SystemBlock>>,
    /// The size of the block alone, in bytes: what was asked for, or the most that a reservation may be asked for.
    pub(super) bytes: Cell<usize>,
    /// Never written: who reads before the start of a block reads nothing that means anything.
    gap: [MaybeUninit<u8>; SizeClass::GRAIN_BYTES],
}

const HEADER_BYTES: usize = size_of::<Header>();

const _: () = assert!(offset_of!(Header, owner) == 0, "owners are found at the start of a slot");

impl SystemBlocks {
    /// None yet.
    pub(super) const fn new(owner: *const (), redzone_bytes: usize) -> Self {
        Self { first: None, count: 0, bytes: 0, owner, redzone_bytes }
    }

    /// Memory for so many bytes, at least one; where they start.
    pub(super) fn allocate(&mut self, bytes: usize) -> Result<NonNull<u8>, OutOfMemory> {
        let layout = self.layout(bytes)?;
        // SAFETY: the layout has at least the size of a header.
        let memory = NonNull::new(unsafe { std::alloc::alloc(layout) }).ok_or(OutOfMemory)?;
        let header = memory.cast::<Header>();
        let (previous, next) = (Cell::new(None), Cell::new(self.first));
        let gap = [MaybeUninit::uninit(); SizeClass::GRAIN_BYTES];
        let value = Header { owner: self.owner, previous, next, bytes: Cell::new(bytes), gap };
        // SAFETY: the memory is new, aligned and large enough for the header.
        unsafe { header.write(value) };
        // SAFETY: the gap is at the end of the header.
        let gap = unsafe { memory.add(offset_of!(Header, gap)) };
        // SAFETY: nobody ever uses the gap.
        unsafe { sanitizer::poison(gap, SizeClass::GRAIN_BYTES) };
        let block = SystemBlock(header);
        block.link(&mut self.first);
        self.count += 1;
        self.bytes += bytes;
        Ok(self.start_of(block))
    }

    /// Returns a block to the system.
    ///
    /// # Safety
    /// `block` is a block of this allocator, and nobody uses it any more.
    pub(super) unsafe fn deallocate(&mut self, block: SystemBlock) {
        let bytes = block.header().bytes.get();
        block.unlink(&mut self.first);
        self.count -= 1;
        self.bytes -= bytes;
        let layout = self.layout(bytes).expect("the block was allocated with it");
        let memory = block.0.cast::<u8>();
        // SAFETY: the memory goes back to the system as it came.
        unsafe { sanitizer::unpoison(memory, layout.size()) };
        // SAFETY: the memory came from the system with this layout, and nothing leads there any more.
        unsafe { std::alloc::dealloc(memory.as_ptr(), layout) };
    }

    /// Makes a large block larger or smaller; it may move. Nothing has changed if there is no memory.
    ///
    /// # Safety
    /// 1. `block` is a large block of this allocator that nothing guards, and `bytes` makes it no small one.
    /// 2. If it is moved, nobody uses the old one any more.
    pub(super) unsafe fn reallocate(
        &mut self,
        block: SystemBlock,
        bytes: usize,
    ) -> Result<NonNull<u8>, OutOfMemory> {
        let bytes_old = block.header().bytes.get();
        let layout_old = self.layout(bytes_old).expect("the block was allocated with it");
        let bytes_new = self.layout(bytes)?.size();
        // SAFETY: the memory came from the system with `layout_old`, and `bytes_new` makes a layout.
        let memory = unsafe { std::alloc::realloc(block.0.as_ptr().cast(), layout_old, bytes_new) };
        let moved = SystemBlock(NonNull::new(memory).ok_or(OutOfMemory)?.cast());
        moved.relink(&mut self.first);
        moved.header().bytes.set(bytes);
        self.bytes = self.bytes - bytes_old + bytes;
        Ok(self.start_of(moved))
    }

    /// The handle of the large block that starts at `block`.
    ///
    /// # Safety
    /// `block` is such a block of this allocator, with the provenance with which it was handed out.
    pub(super) unsafe fn of_large(&self, block: NonNull<u8>) -> SystemBlock {
        // SAFETY: every such block lies behind a header and what guards it.
        SystemBlock(unsafe { block.sub(HEADER_BYTES + self.redzone_bytes) }.cast())
    }

    /// The handle of the small block that `block` lies in.
    ///
    /// # Safety
    /// `block` was made of such a block of any allocator.
    pub(super) unsafe fn of_small(block: NonNull<u8>) -> SystemBlock {
        // SAFETY: the header of a small block is at the start of its slot.
        SystemBlock(unsafe { slot_of(block) }.cast())
    }

    /// Where a block of this allocator starts.
    pub(super) fn start_of(&self, block: SystemBlock) -> NonNull<u8> {
        // SAFETY: the block lies behind its header and what guards it, in the same memory.
        unsafe { block.0.cast::<u8>().add(HEADER_BYTES + self.redzone_bytes) }
    }

    /// Every block, the one that was allocated last first.
    pub(super) fn iter(&self) -> impl Iterator<Item = SystemBlock> {
        std::iter::successors(self.first, |block| block.header().next.get())
    }

    /// The memory of a block, with its header and what guards it. That of a small one starts a slot.
    fn layout(&self, bytes: usize) -> Result<Layout, OutOfMemory> {
        let is_small = bytes <= SizeClass::BYTES_MAX;
        let align = if is_small { POOL_ALIGN_BYTES } else { SizeClass::GRAIN_BYTES };
        let others = HEADER_BYTES + 2 * self.redzone_bytes;
        let bytes = bytes.checked_add(others).ok_or(OutOfMemory)?;
        Layout::from_size_align(bytes, align).map_err(|_| OutOfMemory)
    }
}

impl SystemBlock {
    /// Its header.
    pub(super) fn header(&self) -> &Header {
        // SAFETY: the block is allocated as long as the handle is used; what changes in its header is in cells.
        unsafe { self.0.as_ref() }
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
