//! Differential fuzzing and model checking of memory managers with Python's semantics.

pub mod campaign;
pub mod heaps;
pub mod judge;
pub mod lockstep;
pub mod metamorphic;
pub mod program;
pub mod shrink;
pub mod source;
