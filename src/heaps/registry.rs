//! The heaps, by the names that the command line and reports use.

use super::{Heap, Interpreter, ModelHeap, Twinheap};

/// The names of all heaps.
pub const NAMES: [&str; 2] = ["model", "impl"];

/// The heap that is tested unless another is named.
pub const SUBJECT: &str = "impl";

/// An empty heap of that name.
#[must_use]
pub fn by_name(name: &str) -> Option<Box<dyn Heap>> {
    match name {
        "model" => Some(Box::new(ModelHeap::default())),
        "impl" => Some(Box::new(Interpreter::<Twinheap>::new())),
        _ => None,
    }
}
