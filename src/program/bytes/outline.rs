//! What a byte string can be cut into without tearing what belongs together: for mutators, which work on records.

use super::header::{HEADER_BYTES, Header};
use super::op::{Op, Opcodes};
use super::record::RECORD_BYTES;

/// What a record is to the records around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece {
    /// A part of the next statement: a value, an item of a display, an argument.
    Part,
    /// A statement, in the block at hand, of the parts before it.
    Statement,
    /// The beginning of a class or function: what follows is its body.
    Definition,
    /// A `global` line of the body at hand.
    Global,
    /// What follows is the main block.
    Main,
}

/// What each record of `bytes` is, in order.
pub fn pieces(bytes: &[u8]) -> impl Iterator<Item = Piece> {
    let opcodes = Opcodes::new(Header::read(bytes).weights);
    let records = bytes.get(HEADER_BYTES..).unwrap_or_default();
    records.as_chunks::<RECORD_BYTES>().0.iter().map(move |record| piece(opcodes.op(record[0])))
}

fn piece(op: Op) -> Piece {
    match op {
        Op::Literal
        | Op::Push
        | Op::List
        | Op::Tuple
        | Op::Set
        | Op::Entry
        | Op::Dict
        | Op::Argument => Piece::Part,
        Op::Class | Op::Function => Piece::Definition,
        Op::Global => Piece::Global,
        Op::Main => Piece::Main,
        _ => Piece::Statement,
    }
}
