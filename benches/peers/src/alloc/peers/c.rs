//! Allocators through their C interfaces, those with sizes where there are some.

use std::ffi::c_void;
use std::ptr::NonNull;

use libmimalloc_sys as mimalloc3;
use tikv_jemalloc_sys as jemalloc;

use crate::Unavailable;
use crate::alloc::{Allocator, Shared};

/// The system's. On Linux with the GNU C library that is ptmalloc.
#[derive(Debug)]
pub(super) struct Glibc;

/// jemalloc 5.
#[derive(Debug)]
pub(super) struct Jemalloc;

/// mimalloc 2, compiled by this package's build script.
#[derive(Debug)]
pub(super) struct Mimalloc2;

/// mimalloc 3.
#[derive(Debug)]
pub(super) struct Mimalloc3;

/// rpmalloc, which is told of each thread that comes and goes.
#[derive(Debug)]
pub(super) struct Rpmalloc;

/// snmalloc, through its interface for Rust.
#[derive(Debug)]
pub(super) struct Snmalloc;

unsafe extern "C" {
    fn mimalloc2_malloc(bytes: usize) -> *mut c_void;
    fn mimalloc2_free(block: *mut c_void);
    fn mimalloc2_realloc(block: *mut c_void, bytes: usize) -> *mut c_void;
}

/// What all are asked to align to: what `malloc` does.
const ALIGN_BYTES: usize = 16;

/// An allocator of three C functions, given as expressions of the named arguments.
macro_rules! allocator {
    (
        $name:ty,
        new: $new:expr,
        allocate($bytes:ident): $allocate:expr,
        deallocate($block:ident, $size:ident): $deallocate:expr,
        reallocate($moved:ident, $old:ident, $to:ident): $reallocate:expr,
    ) => {
        // SAFETY: so C asks of `malloc` and `realloc`.
        unsafe impl Allocator for $name {
            fn new() -> Result<Self, Unavailable> {
                Ok($new)
            }

            #[inline]
            fn allocate(&mut self, $bytes: usize) -> NonNull<u8> {
                // SAFETY: it may be called with any size.
                let block: *mut c_void = unsafe { $allocate };
                NonNull::new(block.cast()).expect("there is memory")
            }

            #[inline]
            unsafe fn deallocate(&mut self, block: NonNull<u8>, $size: usize) {
                let $block: *mut c_void = block.as_ptr().cast();
                let _ = $size;
                // SAFETY: the caller promises that the block is this allocator's.
                unsafe { $deallocate };
            }

            #[inline]
            unsafe fn reallocate(
                &mut self,
                block: NonNull<u8>,
                $old: usize,
                $to: usize,
            ) -> NonNull<u8> {
                let $moved: *mut c_void = block.as_ptr().cast();
                let _ = $old;
                // SAFETY: the caller promises that the block is this allocator's.
                let block: *mut c_void = unsafe { $reallocate };
                NonNull::new(block.cast()).expect("there is memory")
            }
        }

        // SAFETY: C's allocators serve all threads.
        unsafe impl Shared for $name {}
    };
}

allocator! {
    Glibc,
    new: Self,
    allocate(bytes): libc::malloc(bytes),
    deallocate(block, bytes): libc::free(block),
    reallocate(block, old, bytes): libc::realloc(block, bytes),
}

allocator! {
    Jemalloc,
    new: Self,
    allocate(bytes): jemalloc::malloc(bytes),
    deallocate(block, bytes): jemalloc::sdallocx(block, bytes, 0),
    reallocate(block, old, bytes): jemalloc::realloc(block, bytes),
}

allocator! {
    Mimalloc2,
    new: Self,
    allocate(bytes): mimalloc2_malloc(bytes),
    deallocate(block, bytes): mimalloc2_free(block),
    reallocate(block, old, bytes): mimalloc2_realloc(block, bytes),
}

allocator! {
    Mimalloc3,
    new: Self,
    allocate(bytes): mimalloc3::mi_malloc(bytes),
    deallocate(block, bytes): mimalloc3::mi_free(block),
    reallocate(block, old, bytes): mimalloc3::mi_realloc(block, bytes),
}

allocator! {
    Rpmalloc,
    new: Self::for_this_thread(),
    allocate(bytes): rpmalloc_sys::rpmalloc(bytes),
    deallocate(block, bytes): rpmalloc_sys::rpfree(block),
    reallocate(block, old, bytes): rpmalloc_sys::rprealloc(block, bytes),
}

allocator! {
    Snmalloc,
    new: Self,
    allocate(bytes): snmalloc_sys::sn_rust_alloc(ALIGN_BYTES, bytes),
    deallocate(block, bytes): snmalloc_sys::sn_rust_dealloc(block, ALIGN_BYTES, bytes),
    reallocate(block, old, bytes): snmalloc_sys::sn_rust_realloc(block, ALIGN_BYTES, old, bytes),
}

impl Rpmalloc {
    fn for_this_thread() -> Self {
        // SAFETY: it may be called more than once, and does nothing then but for the thread.
        unsafe { rpmalloc_sys::rpmalloc_initialize() };
        // SAFETY: rpmalloc is initialised.
        unsafe { rpmalloc_sys::rpmalloc_thread_initialize() };
        Self
    }
}

impl Drop for Rpmalloc {
    fn drop(&mut self) {
        // SAFETY: the thread that made the value drops it, for it is used in one only; blocks outlive a thread's caches.
        unsafe { rpmalloc_sys::rpmalloc_thread_finalize() };
    }
}
