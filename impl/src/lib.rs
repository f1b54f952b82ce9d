//! A heap with Python's memory semantics: objects die with their last reference, at once and in CPython 3.11's order; cycles
//! are found by a collector with three generations; weak references, finalizers and resurrection behave as Python's do.
//!
//! A [`Heap`] makes objects of any type that implements [`Trace`], and hands out counted references to them: [`Gc`] of a type,
//! or [`Object`] of any. The layers, each knowing only those before it: [`alloc`], [`object`], [`gc`], [`python`].

pub mod alloc;
pub mod gc;
mod heap;
pub mod object;
#[cfg(planted)]
pub mod planted;
#[cfg(not(planted))]
mod planted;
pub mod python;
mod violation;

pub use gc::Generation;
pub use heap::{Config, Heap};
pub use object::{Gc, Hooks, NoHooks, Object, Trace, WeakReference};
pub use violation::Violation;

#[cfg(test)]
mod testing;
