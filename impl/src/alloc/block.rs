//! A free block: its first word leads to the next free one, and under full checking the rest is poison.
#![expect(unsafe_code, reason = "free blocks hold the list that they are on")]

use std::ptr::NonNull;

use super::sanitizer;

/// What the bytes of a freed block are under full checking, after the link (CPython's `PYMEM_DEADBYTE`).
pub(super) const POISON: u8 = 0xDD;

/// What the bytes of a block are under full checking when it is handed out (CPython's `PYMEM_CLEANBYTE`).
pub(super) const FRESH: u8 = 0xCD;

/// What the bytes around a block are under full checking while it is in use (CPython's `PYMEM_FORBIDDENBYTE`).
pub(super) const FORBIDDEN: u8 = 0xFD;

/// The first bytes of a free block.
type Link = Option<NonNull<u8>>;

/// The size of a link, in bytes: what the allocator may write into a free block.
pub(super) const LINK_BYTES: usize = size_of::<Link>();

/// The block that follows `block` on its list.
///
/// # Safety
/// `block` is a free block of a mapped pool, and [`set_next`] was called since it was freed.
#[inline]
pub(super) unsafe fn next(block: NonNull<u8>) -> Link {
    // SAFETY: a free block is the allocator's.
    unsafe { sanitizer::unpoison(block, LINK_BYTES) };
    // SAFETY: blocks are aligned for a link and hold one, as the caller promises.
    let next = unsafe { block.cast::<Link>().read() };
    // SAFETY: the block is free, so it is poisoned as a whole.
    unsafe { sanitizer::poison(block, LINK_BYTES) };
    next
}

/// Makes `next` follow `block`.
///
/// # Safety
/// `block` is a block of a mapped pool that nobody else uses.
#[inline]
pub(super) unsafe fn set_next(block: NonNull<u8>, next: Link) {
    // SAFETY: the block is the allocator's.
    unsafe { sanitizer::unpoison(block, LINK_BYTES) };
    // SAFETY: blocks are aligned for a link and larger than one; nobody else uses this one.
    unsafe { block.cast::<Link>().write(next) };
    // SAFETY: the block is free from now on, so it is poisoned as a whole.
    unsafe { sanitizer::poison(block, LINK_BYTES) };
}

/// Fills a block of `bytes` bytes from `start` on.
///
/// # Safety
/// 1. `block` has at least `bytes` bytes, and nobody else uses it.
/// 2. `start <= bytes`.
pub(super) unsafe fn fill(block: NonNull<u8>, start: usize, bytes: usize, byte: u8) {
    // SAFETY: `start` lies in the block (2).
    let first = unsafe { block.add(start) };
    // SAFETY: the bytes from `start` to `bytes` are the block's (1, 2).
    unsafe { first.write_bytes(byte, bytes - start) };
}

/// The offset of the first byte after the link that is not poison.
///
/// # Safety
/// `block` is a free block of `bytes` bytes that was poisoned when it was freed.
pub(super) unsafe fn find_overwritten(block: NonNull<u8>, bytes: usize) -> Option<usize> {
    // SAFETY: the link is part of the block.
    let rest = unsafe { block.add(LINK_BYTES) };
    // SAFETY: a free block is the allocator's.
    unsafe { sanitizer::unpoison(block, bytes) };
    // SAFETY: the rest of the block was written when it was poisoned.
    let found = unsafe { find_other(rest, bytes - LINK_BYTES, POISON) };
    // SAFETY: the block is free, so it is poisoned as a whole.
    unsafe { sanitizer::poison(block, bytes) };
    found.map(|offset| offset + LINK_BYTES)
}

/// The offset of the first of so many bytes that is not `byte`.
///
/// # Safety
/// They were written, may be read, and nothing writes to them during this call.
pub(super) unsafe fn find_other(start: NonNull<u8>, bytes: usize, byte: u8) -> Option<usize> {
    // SAFETY: what is asked of the caller is the same.
    let found = unsafe { std::slice::from_raw_parts(start.as_ptr(), bytes) };
    found.iter().position(|&found| found != byte)
}
