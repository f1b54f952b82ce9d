//! Differential fuzzing and model checking of memory managers with Python's semantics.

pub mod blocks;
pub mod campaign;
pub mod explore;
pub mod goals;
pub mod graph;
pub mod heaps;
pub mod judge;
pub mod lockstep;
pub mod metamorphic;
pub mod mutate;
pub mod number;
pub mod program;
#[cfg(any(feature = "proptest", feature = "quickcheck"))]
pub mod property;
pub mod shrink;
pub mod source;
