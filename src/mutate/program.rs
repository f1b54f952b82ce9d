//! The byte form of programs, to be mutated.

use super::{Form, Unit};
use crate::program::bytes::{
    FLAGS, Field, HEADER_BYTES, IMMEDIATE, OPERANDS, Piece, RECORD_BYTES, REPETITIONS, pieces,
};
use crate::source::{self, Options};

/// The byte form of [`Program`](crate::program::Program): a unit is a statement.
#[derive(Debug)]
pub enum ProgramForm {}

impl Form for ProgramForm {
    const HEADER_BYTES: usize = HEADER_BYTES;
    const RECORD_BYTES: usize = RECORD_BYTES;

    fn units(bytes: &[u8]) -> Vec<Unit> {
        let mut units = Vec::with_capacity(bytes.len() / RECORD_BYTES);
        let mut start = 0;
        let mut is_definition = false;
        for (index, piece) in pieces(bytes).enumerate() {
            match piece {
                Piece::Part => continue,
                Piece::Statement => units.push(Unit { records: start..index + 1, is_definition }),
                Piece::Definition => is_definition = true,
                Piece::Global => {}
                Piece::Main => is_definition = false,
            }
            start = index + 1;
        }
        units
    }

    /// Never the weights of the records: with others, none would be what it was.
    fn header_weight(place: usize) -> u8 {
        if Field::Weights.bytes().contains(&place) {
            0
        } else if Field::Lengths.bytes().contains(&place) {
            1
        } else {
            4
        }
    }

    fn record_weight(place: usize) -> u8 {
        match place {
            0 => 16,
            FLAGS => 12,
            OPERANDS..REPETITIONS => 18,
            REPETITIONS..IMMEDIATE => 1,
            _ => 2,
        }
    }

    /// A program of the random source: the first of a few that is short enough.
    fn fresh(bytes_max: usize, seed: u64) -> Vec<u8> {
        const TRIES: u64 = 8;
        let options = Options::default();
        let mut programs = (0..TRIES).filter_map(|index| {
            let bytes = source::program(seed, index, &options).to_bytes().ok()?;
            (bytes.len() <= bytes_max).then_some(bytes)
        });
        programs.next().unwrap_or_default()
    }
}
