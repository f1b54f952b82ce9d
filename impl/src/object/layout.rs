//! How an object lies in its block: header, the list of weak references where the kind has room for it, value.

use std::cell::Cell;
use std::marker::PhantomData;

use super::header::{Header, Link};
use super::hooks::Hooks;
use super::kind::Trace;
use crate::alloc::SizeClass;

/// The first of the weak references to an object.
pub(crate) type WeakHead<H> = Cell<Option<Link<H>>>;

/// Where the list of weak references lies in a block whose kind has room for it.
pub(crate) const fn weak_head_offset<H: Hooks>() -> usize {
    size_of::<Header<H>>().next_multiple_of(align_of::<WeakHead<H>>())
}

/// The layout of the objects of type `T`.
pub(crate) struct Layout<T, H>(PhantomData<(T, H)>);

impl<T: Trace<H>, H: Hooks> Layout<T, H> {
    /// Where the value lies in the block.
    pub(crate) const PAYLOAD_OFFSET: usize = {
        let before = if T::WEAKLY_REFERENCEABLE {
            weak_head_offset::<H>() + size_of::<WeakHead<H>>()
        } else {
            size_of::<Header<H>>()
        };
        before.next_multiple_of(align_of::<T>())
    };

    /// The size of the block, in bytes. Objects are small, so that a mask leads from each to its heap.
    pub(crate) const BYTES: usize = {
        let bytes = Self::PAYLOAD_OFFSET + size_of::<T>();
        assert!(bytes <= SizeClass::BYTES_MAX, "an object fits a pool's block");
        assert!(align_of::<T>() <= SizeClass::GRAIN_BYTES, "a block is aligned for the value");
        assert!(
            align_of::<Header<H>>() <= SizeClass::GRAIN_BYTES,
            "a block is aligned for the header"
        );
        bytes
    };
}
