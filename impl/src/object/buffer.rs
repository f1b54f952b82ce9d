//! [`Buffer`]: the variable part of an object, in a block of its own.
#![expect(unsafe_code, reason = "elements live in a block of raw memory")]

use std::fmt;
use std::mem::MaybeUninit;
use std::ptr::NonNull;

use super::hooks::Hooks;
use super::state::State;
use crate::alloc::OutOfMemory;
use crate::planted::{Bug, planted};

/// A growable array in memory of the heap. Growing can fail, and is a step of its own: what adds an element asserts that
/// there is room.
///
/// 1. The first `len` of `capacity` elements are initialized, and `len <= capacity`.
/// 2. With a capacity of 0 there is no block; otherwise `start` is a block of [`Self::bytes`] of that capacity.
/// 3. The heap's state outlives the buffer, because a heap with blocks in use is never freed.
pub(crate) struct Buffer<T, H: Hooks> {
    state: NonNull<State<H>>,
    start: NonNull<T>,
    len: u32,
    capacity: u32,
}

impl<T, H: Hooks> Buffer<T, H> {
    /// An empty buffer of that heap, without a block.
    pub(crate) fn new(state: &State<H>) -> Self {
        Self { state: NonNull::from(state), start: NonNull::dangling(), len: 0, capacity: 0 }
    }

    /// An empty buffer with room for exactly `capacity` elements.
    pub(crate) fn with_capacity(state: &State<H>, capacity: usize) -> Result<Self, OutOfMemory> {
        let mut buffer = Self::new(state);
        if capacity > 0 {
            buffer.grow(capacity)?;
        }
        Ok(buffer)
    }

    /// The size of the block for `capacity` elements; 0 for none.
    pub(crate) const fn bytes(capacity: usize) -> usize {
        capacity * size_of::<T>()
    }

    /// An empty buffer of the same heap.
    pub(crate) fn another<U>(&self) -> Buffer<U, H> {
        Buffer::new(self.state())
    }

    pub(crate) fn state(&self) -> &State<H> {
        // SAFETY: the state outlives the buffer: rule 3.
        unsafe { self.state.as_ref() }
    }

    pub(crate) fn len(&self) -> usize {
        self.len as usize
    }

    pub(crate) fn capacity(&self) -> usize {
        self.capacity as usize
    }

    pub(crate) fn as_slice(&self) -> &[T] {
        // SAFETY: so many elements are initialized: rule 1; without a block it is an empty slice.
        unsafe { std::slice::from_raw_parts(self.start.as_ptr(), self.len()) }
    }

    pub(crate) fn as_mut_slice(&mut self) -> &mut [T] {
        // SAFETY: as in `as_slice`, and the buffer is borrowed mutably.
        unsafe { std::slice::from_raw_parts_mut(self.start.as_ptr(), self.len()) }
    }

    /// Makes room for `additional` elements more, in proportion to the length (CPython 3.11, `list_resize`).
    pub(crate) fn try_reserve(&mut self, additional: usize) -> Result<(), OutOfMemory> {
        let needed = self.len() + additional;
        if needed <= self.capacity() {
            return Ok(());
        }
        self.grow((needed + (needed >> 3) + 6) & !3)
    }

    fn grow(&mut self, capacity: usize) -> Result<(), OutOfMemory> {
        let capacity_new = u32::try_from(capacity).map_err(|_| OutOfMemory)?;
        let (bytes_old, bytes) = (Self::bytes(self.capacity()), Self::bytes(capacity));
        let mut allocator = self.state().allocator.borrow_mut();
        let block = if self.capacity == 0 {
            allocator.allocate(bytes)
        } else {
            // SAFETY: the block has so many bytes: rule 2; it is not used once it was moved.
            unsafe { allocator.reallocate(self.start.cast(), bytes_old, bytes) }
        };
        drop(allocator);
        if block.is_err() && planted(Bug::ReallocationLosesBlock) {
            (self.len, self.capacity) = (0, 0);
        }
        let block = block?;
        (self.start, self.capacity) = (block.cast(), capacity_new);
        Ok(())
    }

    /// The slots that have no element.
    fn spare(&mut self) -> &mut [MaybeUninit<T>] {
        // SAFETY: `len <= capacity`: rule 1.
        let spare = unsafe { self.start.as_ptr().add(self.len()) };
        // SAFETY: the rest of the block, which is this buffer's, and nothing is assumed of its contents.
        unsafe { std::slice::from_raw_parts_mut(spare.cast(), self.capacity() - self.len()) }
    }

    /// Adds an element at the end, within the capacity.
    pub(crate) fn push(&mut self, element: T) {
        self.spare().first_mut().expect("room was reserved").write(element);
        self.len += 1;
    }

    /// Inserts an element before the one at `index`, within the capacity.
    pub(crate) fn insert(&mut self, index: usize, element: T) {
        self.push(element);
        self.as_mut_slice()[index..].rotate_right(1);
    }

    /// Removes the last element.
    pub(crate) fn pop(&mut self) -> Option<T> {
        self.len = self.len.checked_sub(1)?;
        // SAFETY: the element was initialized, and is past the length now: rule 1.
        let last = unsafe { self.start.as_ptr().add(self.len()) };
        // SAFETY: as above; it is read once.
        Some(unsafe { last.read() })
    }

    /// Removes the element at `index`.
    pub(crate) fn remove(&mut self, index: usize) -> T {
        self.as_mut_slice()[index..].rotate_left(1);
        self.pop().expect("there is an element at the index")
    }

    /// Takes the elements out, block and all.
    pub(crate) fn take(&mut self) -> Self {
        let empty = self.another();
        std::mem::replace(self, empty)
    }
}

impl<T, H: Hooks> Drop for Buffer<T, H> {
    /// Drops the elements, the first one first, then gives the block back.
    fn drop(&mut self) {
        let elements = std::ptr::from_mut(self.as_mut_slice());
        // SAFETY: the elements are initialized and not used any more.
        unsafe { elements.drop_in_place() };
        if self.capacity > 0 {
            let mut allocator = self.state().allocator.borrow_mut();
            // SAFETY: the block has so many bytes: rule 2; nobody uses it any more.
            unsafe { allocator.deallocate(self.start.cast(), Self::bytes(self.capacity())) }
        }
    }
}

impl<T: fmt::Debug, H: Hooks> fmt::Debug for Buffer<T, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_slice().fmt(f)
    }
}
