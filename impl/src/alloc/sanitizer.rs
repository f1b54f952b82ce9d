//! What AddressSanitizer is told of memory that it does not know from the system's allocator.
//!
//! A poisoned byte may not be touched until it is unpoisoned. The sanitizer keeps a state for every [`GRANULE_BYTES`] bytes
//! and can only poison the last ones of them, so what is poisoned starts anywhere and ends at a multiple of that, or where
//! poison goes on. Without the sanitizer nothing here does anything, and [`ACTIVE`] lets the compiler know.
#![expect(unsafe_code, reason = "the sanitizer is called through its C interface")]

use std::ptr::NonNull;

/// Whether this is a build for AddressSanitizer.
pub(super) const ACTIVE: bool = cfg!(asan);

/// What the sanitizer keeps one state for, in bytes: blocks and redzones start and end at multiples of it.
const GRANULE_BYTES: usize = 8;

const _: () = assert!(super::SizeClass::GRAIN_BYTES.is_multiple_of(GRANULE_BYTES));

/// Forbids so many bytes from `start` on.
///
/// # Safety
/// They are memory of this allocator that is not used until it is unpoisoned, and end where a granule does.
#[inline]
pub(super) unsafe fn poison(start: NonNull<u8>, bytes: usize) {
    #[cfg(asan)]
    // SAFETY: the memory is ours, as the caller promises.
    unsafe {
        interface::__asan_poison_memory_region(start.as_ptr().cast(), bytes);
    }
    #[cfg(not(asan))]
    let _ = (start, bytes);
}

/// Allows so many bytes from `start` on.
///
/// # Safety
/// They are memory of this allocator.
#[inline]
pub(super) unsafe fn unpoison(start: NonNull<u8>, bytes: usize) {
    #[cfg(asan)]
    // SAFETY: the memory is ours, as the caller promises.
    unsafe {
        interface::__asan_unpoison_memory_region(start.as_ptr().cast(), bytes);
    }
    #[cfg(not(asan))]
    let _ = (start, bytes);
}

/// Whether none of so many bytes from `start` on may be touched, as far as the sanitizer knows.
pub(super) fn is_poisoned(start: NonNull<u8>, bytes: usize) -> bool {
    if !ACTIVE || bytes == 0 {
        return true;
    }
    // Of a granule, all bytes are poisoned that follow one that is.
    let whole = GRANULE_BYTES - start.addr().get() % GRANULE_BYTES;
    let mut offsets = std::iter::once(0).chain((whole..bytes).step_by(GRANULE_BYTES));
    offsets.all(|offset| has_poison_at(start.as_ptr().wrapping_add(offset)))
}

/// Whether each of so many bytes from `start` on may be touched, as far as the sanitizer knows.
pub(super) fn is_unpoisoned(start: NonNull<u8>, bytes: usize) -> bool {
    !ACTIVE || !has_poison(start.as_ptr(), bytes)
}

/// Whether a byte is poisoned.
#[inline]
fn has_poison_at(byte: *const u8) -> bool {
    #[cfg(asan)]
    // SAFETY: the sanitizer looks at what it knows of the memory, not at the memory.
    let state = unsafe { interface::__asan_address_is_poisoned(byte.cast()) };
    #[cfg(not(asan))]
    let state = usize::from(byte.is_null());
    state != 0
}

/// Whether a byte of so many is poisoned.
fn has_poison(start: *mut u8, bytes: usize) -> bool {
    #[cfg(asan)]
    // SAFETY: the sanitizer looks at what it knows of the memory, not at the memory.
    let first = unsafe { interface::__asan_region_is_poisoned(start.cast(), bytes) };
    #[cfg(not(asan))]
    let first = start.wrapping_add(bytes);
    !first.is_null()
}

#[cfg(asan)]
mod interface {
    use std::ffi::{c_int, c_void};

    // LLVM, compiler-rt/include/sanitizer/asan_interface.h
    unsafe extern "C" {
        pub(super) fn __asan_poison_memory_region(start: *const c_void, bytes: usize);
        pub(super) fn __asan_unpoison_memory_region(start: *const c_void, bytes: usize);
        pub(super) fn __asan_address_is_poisoned(byte: *const c_void) -> c_int;
        pub(super) fn __asan_region_is_poisoned(start: *mut c_void, bytes: usize) -> *mut c_void;
    }
}
