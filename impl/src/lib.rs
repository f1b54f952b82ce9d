//! A heap with Python's memory semantics.
