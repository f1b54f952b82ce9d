//! Python's kinds of objects, as types over the public [`crate::Trace`] interface.
//!
//! It knows all of the other layers, and has no unsafe code. No method hands out a reference into an object, and none runs
//! code of others while an object is half changed: what an operation displaces is returned, for the caller to drop when it
//! is done. Constructors and whatever grows an object take all memory first, and change nothing if there is none. For each,
//! a `demand` method says which blocks it takes, for [`crate::Heap::prepare`].

mod atoms;
mod class;
mod dict;
mod frame;
mod function;
mod instance;
mod list;
mod set;
mod table;
mod tuple;
mod values;

pub use atoms::{Bool, Float, Int, NoneValue, Text};
pub use class::{Class, ClassLayout, Finalizer};
pub use dict::Dict;
pub use frame::Frame;
pub use function::Function;
pub use instance::Instance;
pub use list::List;
pub use set::Set;
pub use table::Key;
pub use tuple::Tuple;

use crate::object::{Buffer, Hooks, Layout, Trace};
use crate::planted::{Bug, planted};

/// The blocks of an object of type `T` with a buffer for so many elements of type `E`: in the order in which they are asked
/// for.
fn demand<T: Trace<H>, E, H: Hooks>(capacity: usize) -> impl Iterator<Item = usize> {
    let bytes = Buffer::<E, H>::bytes(capacity);
    (bytes > 0 && !planted(Bug::DemandForgetsBuffer))
        .then_some(bytes)
        .into_iter()
        .chain([Layout::<T, H>::BYTES])
}

#[cfg(test)]
mod tests;
