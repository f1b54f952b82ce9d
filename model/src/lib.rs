//! The reference semantics of a Python heap: what a program of names and references means, after CPython 3.11.
//!
//! The model holds objects and the references between them. It is meant to be read: there are no caches, no addresses, no
//! clock and no hash order, and nothing recurses over a graph that a program made beyond a fixed depth. Every rule names
//! where it comes from. Read in this order:
//!
//! | module | says |
//! |---|---|
//! | [`profile`] | how Python versions differ, as one table |
//! | [`code`] | what a program is |
//! | [`object`] | what an object is |
//! | [`heap`] | counting, allocation, tracking, and which references an object holds |
//! | [`death`] | what happens when a count reaches zero: finalizers, weak references, the order of release |
//! | [`collect`] | the cycle collector |
//! | [`evaluate`] | steps, frames, operands |
//! | [`operate`] | items, attributes, methods, weak references |
//! | [`value`] | equality, hashing, text, addition |
//! | [`set`] | the order of a set |
//! | [`copying`] | `copy.copy` and `copy.deepcopy` |
//! | [`mod@print`] | what `print` can show |
//! | [`trace`] | what a heap tells of all that |
//!
//! A reference held by a local variable of this code counts like any other: functions that return what they made or found for
//! an operation hand over one counted reference, and [`heap::Model::drop_all`] gives it up. [`heap::Model::audit`] proves the
//! counts.

pub mod code;
pub mod collect;
pub mod copying;
pub mod death;
pub mod evaluate;
pub mod heap;
pub mod object;
pub mod operate;
pub mod print;
pub mod profile;
pub mod set;
pub mod trace;
pub mod value;
