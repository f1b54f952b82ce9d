//! A heap with Python's memory semantics.

pub mod alloc;
pub mod gc;
mod heap;
pub mod object;
pub mod python;
mod violation;

pub use gc::Generation;
pub use heap::{Config, Heap};
pub use object::{Gc, Hooks, NoHooks, Object, Trace, WeakReference};
pub use violation::Violation;

#[cfg(test)]
mod testing;
