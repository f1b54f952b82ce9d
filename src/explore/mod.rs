//! Every state of the reference graph within bounds, each transition executed on the heaps.
//!
//! A [`State`] is what the names and the objects' fields refer to, up to renaming; a [`Move`] is a statement that leads from
//! one to the next. The state that a move leads to is not computed here: the program that makes the moves runs in lockstep,
//! and what can be observed at its end is the state. [`crate::campaign::explore()`] goes through them all.

mod bounds;
mod expand;
mod moves;
mod state;

pub use bounds::{Bounds, Feature};
pub use expand::{Run, Transition, expand, moves, reach};
pub use moves::Move;
pub use state::State;
