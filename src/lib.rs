//! Differential fuzzing and model checking of memory managers with Python's semantics.

pub mod blocks;
pub mod campaign;
pub mod explore;
pub mod graph;
pub mod heaps;
pub mod judge;
pub mod lockstep;
pub mod metamorphic;
pub mod mutate;
pub mod program;
pub mod shrink;
pub mod source;
