//! The allocator of the heap, as a program has it that uses `twinheap_impl::alloc` itself: inlined.

use std::ptr::{NonNull, null};

use twinheap_impl::alloc::{self, Backing, Geometry};

use crate::Unavailable;
use crate::alloc::Allocator;

/// Believes what it is told of freed blocks, as all the others do.
#[derive(Debug)]
pub(super) struct Believing(alloc::Allocator);

/// Checks in constant time that a freed block is its own and of the size that is said, which is the default.
#[derive(Debug)]
pub(super) struct Checking(alloc::Allocator);

macro_rules! allocator {
    ($name:ident, $checking:expr) => {
        // SAFETY: its blocks have the bytes asked for and are aligned to 16.
        unsafe impl Allocator for $name {
            fn new() -> Result<Self, Unavailable> {
                let (geometry, backing) = (Geometry::PRODUCTION, Backing::Pooled);
                Ok(Self(alloc::Allocator::new(geometry, backing, $checking, null())))
            }

            #[inline]
            fn allocate(&mut self, bytes: usize) -> NonNull<u8> {
                self.0.allocate(bytes).expect("there is memory")
            }

            #[inline]
            unsafe fn deallocate(&mut self, block: NonNull<u8>, bytes: usize) {
                // SAFETY: the caller's promise is the same.
                unsafe { self.0.deallocate(block, bytes) }
            }

            #[inline]
            unsafe fn reallocate(
                &mut self,
                block: NonNull<u8>,
                bytes_old: usize,
                bytes: usize,
            ) -> NonNull<u8> {
                // SAFETY: the caller's promise is the same.
                let moved = unsafe { self.0.reallocate(block, bytes_old, bytes) };
                moved.expect("there is memory")
            }
        }
    };
}

allocator!(Believing, alloc::Checking::Off);
allocator!(Checking, alloc::Checking::Cheap);
