//! The reference semantics of a Python heap.
