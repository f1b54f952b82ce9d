//! What guards a block under full checking: redzones, and bytes that say what the caller should not have touched.
#![expect(unsafe_code, reason = "redzones and blocks are raw memory")]

use std::ptr::NonNull;

use super::block::{self, FORBIDDEN, FRESH, POISON};
use super::{SizeClass, sanitizer};

/// What guards the blocks of an allocator under full checking, besides poison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Guards {
    /// How much memory lies before each block, and again after it, that nobody may write to: in bytes, a multiple of
    /// [`SizeClass::GRAIN_BYTES`], at most [`Self::REDZONE_BYTES_MAX`]. What a block has beyond the bytes asked for belongs
    /// to the redzone after it.
    pub redzone_bytes: usize,
    /// How many freed blocks are kept from being used again, the one freed first going first.
    pub quarantine_blocks: usize,
    /// How large these are together at most, with their redzones, in bytes.
    pub quarantine_bytes: usize,
}

impl Guards {
    /// No redzones, no quarantine.
    pub const NONE: Self = Self { redzone_bytes: 0, quarantine_blocks: 0, quarantine_bytes: 0 };

    /// The largest redzone, in bytes.
    pub const REDZONE_BYTES_MAX: usize = 1 << 10;

    /// Asserts what the fields' documentation asks of them.
    pub(super) fn assert_valid(&self) {
        let is_aligned = self.redzone_bytes.is_multiple_of(SizeClass::GRAIN_BYTES);
        assert!(is_aligned, "a redzone keeps blocks aligned");
        assert!(self.redzone_bytes <= Self::REDZONE_BYTES_MAX, "a redzone is shorter than a pool");
    }
}

/// The size of the word at the start of the redzone before a block, which says how many bytes were asked for.
const WORD_BYTES: usize = size_of::<usize>();

/// A block with its redzones.
///
/// Rule G: the memory from `redzone_bytes` before the block to as much behind its `room_bytes` is the allocator's. The
/// functions are unsafe for that reason.
#[derive(Debug, Clone, Copy)]
pub(super) struct Guarded {
    pub(super) block: NonNull<u8>,
    /// How many bytes may be asked for.
    pub(super) room_bytes: usize,
    pub(super) redzone_bytes: usize,
}

impl Guarded {
    /// Its size with both redzones, in bytes.
    pub(super) fn bytes(self) -> usize {
        self.room_bytes + 2 * self.redzone_bytes
    }

    /// Where the redzone before the block starts.
    ///
    /// # Safety
    /// Rule G.
    pub(super) unsafe fn start(self) -> NonNull<u8> {
        // SAFETY: so much lies before the block (rule G).
        unsafe { self.block.sub(self.redzone_bytes) }
    }

    /// Writes both redzones around the first `asked` bytes of the block.
    ///
    /// # Safety
    /// Rule G, and `asked <= room_bytes`; nobody uses anything but these bytes.
    pub(super) unsafe fn write_redzones(self, asked: usize) {
        // SAFETY: rule G.
        let start = unsafe { self.start() };
        // SAFETY: the redzone before the block is that large.
        unsafe { block::fill(start, 0, self.redzone_bytes, FORBIDDEN) };
        if self.redzone_bytes > 0 {
            // SAFETY: a redzone has room for a word, and starts at a multiple of its size.
            unsafe { start.cast::<usize>().write(asked) };
        }
        // SAFETY: all behind the bytes asked for is nobody's.
        unsafe { block::fill(self.block, asked, self.room_bytes + self.redzone_bytes, FORBIDDEN) };
    }

    /// Fills what a request has more of than one of `from` bytes had.
    ///
    /// # Safety
    /// Rule G, and `asked <= room_bytes`; nobody uses the block from `from` on.
    pub(super) unsafe fn freshen(self, from: usize, asked: usize) {
        if from < asked {
            // SAFETY: so much lies in the block, and nobody uses it.
            unsafe { block::fill(self.block, from, asked, FRESH) };
        }
    }

    /// How many bytes were asked for, as the redzone says; none if there is no redzone.
    ///
    /// # Safety
    /// Rule G; the redzones were written.
    pub(super) unsafe fn asked(self) -> Option<usize> {
        if self.redzone_bytes == 0 {
            return None;
        }
        // SAFETY: rule G.
        let start = unsafe { self.start() };
        // SAFETY: a redzone starts with this word.
        unsafe { sanitizer::unpoison(start, WORD_BYTES) };
        // SAFETY: the same.
        let asked = unsafe { start.cast::<usize>().read() };
        // SAFETY: nobody else uses a redzone.
        unsafe { sanitizer::poison(start, WORD_BYTES) };
        Some(asked)
    }

    /// The offset from the start of the block of the first byte around the first `asked` that was written to. What is before
    /// the block has an offset below zero; the word that says what was asked for is not among it.
    ///
    /// # Safety
    /// Rule G, and `asked <= room_bytes`; the redzones were written for so many bytes, and the rest is poisoned.
    pub(super) unsafe fn find_overwritten(self, asked: usize) -> Option<isize> {
        // SAFETY: what is asked of the caller is the same.
        unsafe { self.unpoison() };
        // SAFETY: the same.
        let found = unsafe { self.find_other_than_redzones(asked) };
        // SAFETY: as it was before.
        unsafe { self.poison_but(asked) };
        found
    }

    /// # Safety
    /// As for [`Self::find_overwritten`], and all may be read.
    unsafe fn find_other_than_redzones(self, asked: usize) -> Option<isize> {
        let before = self.redzone_bytes.saturating_sub(WORD_BYTES);
        // SAFETY: the redzone is behind its first word (rule G).
        let start = unsafe { self.block.sub(before) };
        // SAFETY: the redzone before the block was written, and may be read.
        if let Some(offset) = unsafe { block::find_other(start, before, FORBIDDEN) } {
            return Some(offset.cast_signed() - before.cast_signed());
        }
        // SAFETY: the bytes asked for lie in the block.
        let end = unsafe { self.block.add(asked) };
        let after = self.room_bytes - asked + self.redzone_bytes;
        // SAFETY: the redzone after the block was written, and may be read.
        let offset = unsafe { block::find_other(end, after, FORBIDDEN) };
        offset.map(|offset| (asked + offset).cast_signed())
    }

    /// Fills all of it with poison.
    ///
    /// # Safety
    /// Rule G, and nobody uses it.
    pub(super) unsafe fn fill_with_poison(self) {
        // SAFETY: rule G.
        let start = unsafe { self.start() };
        // SAFETY: it is that large, and nobody uses it.
        unsafe { block::fill(start, 0, self.bytes(), POISON) };
    }

    /// The offset from the start of the block of the first byte that is not poison.
    ///
    /// # Safety
    /// Rule G; the block is closed, and was filled when it was.
    pub(super) unsafe fn find_other_than_poison(self) -> Option<isize> {
        // SAFETY: rule G.
        let start = unsafe { self.start() };
        // SAFETY: the memory is the allocator's.
        unsafe { self.unpoison() };
        // SAFETY: it is that large, and was filled.
        let offset = unsafe { block::find_other(start, self.bytes(), POISON) };
        // SAFETY: nobody uses a closed block.
        unsafe { self.poison_but(0) };
        offset.map(|offset| offset.cast_signed() - self.redzone_bytes.cast_signed())
    }

    /// Lets the sanitizer allow all of it.
    ///
    /// # Safety
    /// Rule G.
    pub(super) unsafe fn unpoison(self) {
        // SAFETY: rule G.
        let start = unsafe { self.start() };
        // SAFETY: it is that large.
        unsafe { sanitizer::unpoison(start, self.bytes()) };
    }

    /// Lets the sanitizer forbid all of it but the first `asked` bytes of the block.
    ///
    /// # Safety
    /// Rule G, and `asked <= room_bytes`; nobody uses anything but these bytes.
    pub(super) unsafe fn poison_but(self, asked: usize) {
        // SAFETY: rule G.
        let start = unsafe { self.start() };
        // SAFETY: the redzone before the block is that large, and its size a multiple of a granule's.
        unsafe { sanitizer::poison(start, self.redzone_bytes) };
        // SAFETY: the bytes asked for lie in the block.
        let end = unsafe { self.block.add(asked) };
        // SAFETY: it ends with the redzone after the block, or with the system's memory.
        unsafe { sanitizer::poison(end, self.room_bytes - asked + self.redzone_bytes) };
    }

    /// Whether the sanitizer forbids all of it but the first `asked` bytes of the block.
    ///
    /// # Safety
    /// Rule G, and `asked <= room_bytes`.
    pub(super) unsafe fn is_poisoned_but(self, asked: usize) -> bool {
        // SAFETY: rule G.
        let start = unsafe { self.start() };
        // SAFETY: the bytes asked for lie in the block.
        let end = unsafe { self.block.add(asked) };
        let after = self.room_bytes - asked + self.redzone_bytes;
        sanitizer::is_poisoned(start, self.redzone_bytes)
            && sanitizer::is_unpoisoned(self.block, asked)
            && sanitizer::is_poisoned(end, after)
    }
}
