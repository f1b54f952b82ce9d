//! Objects: header, reference count, weak references, and the end of an object.
//!
//! It knows the allocator. A reference to an object is an [`Object`], or a [`Gc`] of its type; any type that implements
//! [`Trace`] can be one. What holds between two operations, and `check` asserts under the same number:
//!
//! - R1: no object is referenced by tracked objects more often than its count says.
//! - R2: whatever an object references is alive.
//! - R3: the count of a live object is at least 1, and no deallocation is put off.
//! - R5: the census has each live object once, and no other.
//! - W1 to W3: see [`WeakReference`]'s module.

mod buffer;
pub(crate) mod callback;
pub(crate) mod check;
mod death;
pub(crate) mod dense;
pub(crate) mod header;
mod hooks;
mod kind;
mod layout;
mod pointer;
pub(crate) mod state;
pub(crate) mod weak;

pub(crate) use buffer::Buffer;
pub use death::NESTING_MAX;
pub use hooks::{Census, Hooks, Mark, NoHooks, Recorded, Unrecorded};
pub use kind::{Trace, Untracking};
pub(crate) use layout::Layout;
pub use pointer::{Gc, Object};
pub use weak::WeakReference;

#[cfg(test)]
mod tests;
