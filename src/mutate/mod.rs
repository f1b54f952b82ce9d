//! Makes inputs of inputs, for engines that learn from what an input reached.
//!
//! It knows byte forms and nothing of any engine. A [`Form`] is a header and records of equal length, as that of
//! [`Program`]; edits work on the records and not on what they stand for: what they make is what the engine keeps and what will
//! be decoded, nothing is lost to limits of an encoder, and an edit is a move of a few bytes, where decoding, editing and
//! encoding would cost more than running a short program. What belongs to one statement stays together, and bodies stay bodies.
//!
//! Every result is at most as long as asked, something that can be decoded whatever came in, and the same for the same
//! arguments.

mod edits;
mod program;
mod tape;
mod text;

pub use program::ProgramForm;
pub use tape::Unit;
pub use text::Text;

#[cfg(doc)]
use crate::program::Program;
use crate::source::Dice;
use tape::Tape;

/// A byte form: a header, then records, any number of them. Every byte string stands for something.
pub trait Form {
    /// How long the header is.
    const HEADER_BYTES: usize;
    /// How long each record is.
    const RECORD_BYTES: usize;

    /// What stands together in `bytes`, in order; what is in no unit stays where it is.
    fn units(bytes: &[u8]) -> Vec<Unit>;

    /// How often that byte of the header is edited.
    fn header_weight(place: usize) -> u8;

    /// How often that byte of a record is edited.
    fn record_weight(place: usize) -> u8;

    /// An input that a source makes of `seed`.
    fn fresh(bytes_max: usize, seed: u64) -> Vec<u8>;
}

/// One in so many results of [`mutated`] comes from the source: at first what the engine has is no better, and later such
/// inputs keep it from settling on what it has.
const FRESH_ONE_IN: usize = 4;

/// How likely each further edit is, in per cent.
const FURTHER: usize = 40;

/// Something near what is in `bytes`, after a few edits; now and then, and if there is nothing to edit, something of the source.
#[must_use]
pub fn mutated<F: Form>(bytes: &[u8], bytes_max: usize, seed: u64) -> Vec<u8> {
    let mut dice = Dice::new(seed);
    let mut tape = Tape::<F>::read(bytes);
    if tape.count() == 0 || dice.below(FRESH_ONE_IN) == 0 {
        return F::fresh(bytes_max, seed);
    }
    loop {
        edits::edit(&mut tape, &mut dice);
        if !dice.percent(FURTHER) {
            return tape.into_bytes(bytes_max, &mut dice);
        }
    }
}

/// Something with parts of both.
#[must_use]
pub fn crossed<F: Form>(first: &[u8], second: &[u8], bytes_max: usize, seed: u64) -> Vec<u8> {
    let mut dice = Dice::new(seed);
    let (mut tape, other) = (Tape::<F>::read(first), Tape::<F>::read(second));
    if tape.count() == 0 || other.count() == 0 {
        return F::fresh(bytes_max, seed);
    }
    edits::splice(&mut tape, &other, &mut dice);
    tape.into_bytes(bytes_max, &mut dice)
}
