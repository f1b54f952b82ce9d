//! The byte form of a [`Program`]: what fuzzers mutate. It is total: every byte string is a program.
//!
//! A header of [`HEADER_BYTES`] is followed by records of [`RECORD_BYTES`] each; a header that is cut short is filled with
//! zeros, a last record that is cut short is left out. One record is one statement, or a part of the statement after it,
//! or the beginning of a body, so that removing or moving a record leaves all others meaningful:
//!
//! - Operands are numbers taken modulo the length of the table that they point into.
//! - Literals, displays and print arguments are records of their own. They are pushed on a stack from which the records
//!   after them pop their operands, and which each statement leaves empty. Where the stack is empty, a name stands in.
//! - A class or function record says what the class or function is (the first one of each counts) and that the following
//!   statements are its body; before the first of them, and after a main record, statements belong to the main block.
//! - Numbers are small unless the record says that it spells them exactly: mutations mostly stay near what matters.
//!
//! The header's weights decide which record each opcode byte stands for; all zero, they are the defaults, with which
//! [`Program::to_bytes`] encodes.

mod decode;
mod encode;
mod header;
mod op;
mod outline;
mod pending;
mod record;
mod tables;

pub use encode::Limit;
pub use header::{Field, HEADER_BYTES};
pub use outline::{Piece, pieces};
pub use record::{FLAGS, IMMEDIATE, OPERANDS, RECORD_BYTES, REPETITIONS};

#[cfg(doc)]
use super::syntax::Program;

/// Most names that the byte form holds, of all scopes together.
pub const NAMES_MAX: usize = 32;
/// Most instance attributes.
pub const ATTRIBUTES_MAX: usize = 8;
/// Most classes.
pub const CLASSES_MAX: usize = 8;
/// Most functions.
pub const FUNCTIONS_MAX: usize = 8;
/// Most parameters of a function, and arguments of a call.
pub const PARAMETERS_MAX: usize = 4;
/// Most items of a display.
pub const ITEMS_MAX: usize = 13;
/// Most arguments of a `print`.
pub const PRINT_ARGUMENTS_MAX: usize = 12;
/// Most characters of a text, literal or key.
pub const TEXT_MAX: usize = 8;
/// Most repetitions of a step.
pub const REPETITIONS_MAX: u32 = u16::MAX as u32;
/// The largest threshold.
pub const THRESHOLD_MAX: u32 = (1 << THRESHOLD_BITS) - 1;

const THRESHOLD_BITS: u32 = 21;
