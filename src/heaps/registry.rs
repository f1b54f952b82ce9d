//! The heaps, by the names that the command line and reports use.

use super::{Heap, ModelHeap};

/// The names of all heaps.
pub const NAMES: [&str; 1] = ["model"];

/// The heap that is tested unless another is named.
pub const SUBJECT: &str = "model";

/// An empty heap of that name.
#[must_use]
pub fn by_name(name: &str) -> Option<Box<dyn Heap>> {
    match name {
        "model" => Some(Box::new(ModelHeap::default())),
        _ => None,
    }
}
