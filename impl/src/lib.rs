//! A heap with Python's memory semantics.

pub mod alloc;
mod violation;

pub use violation::Violation;
