//! Differential fuzzing and model checking of memory managers with Python's semantics.

pub mod heaps;
pub mod judge;
pub mod program;
pub mod source;
