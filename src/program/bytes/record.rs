//! One record: an opcode, flags, operands, a repeat count and an immediate value, each at its place.

use super::super::syntax::{Key, Literal};
use super::{REPETITIONS_MAX, TEXT_MAX, THRESHOLD_BITS, THRESHOLD_MAX};

/// The length of a record.
pub const RECORD_BYTES: usize = 16;

/// The bytes of a record:
///
/// | bytes | what |
/// |---|---|
/// | 0 | opcode |
/// | 1 | flags: bits 0 to 2 how the statement stands, bit 3 whether a key is a text, bits 4 to 7 the form of numbers and texts |
/// | 2 to 4 | operands |
/// | 5 to 7 | repetitions |
/// | 8 to 15 | immediate, little endian; or further operands |
///
/// Displays, classes and functions use them otherwise where they say so.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Record(pub(super) [u8; RECORD_BYTES]);

/// How a statement stands in its block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stance {
    Plain,
    Guarded,
    Repeated(u32),
}

/// The form in which a number is spelt in full.
const EXACT: u8 = 15;
/// Where a record has its flags.
pub const FLAGS: usize = 1;
/// Where a record's operands begin.
pub const OPERANDS: usize = 2;
/// Where a record's repetitions begin.
pub const REPETITIONS: usize = 5;
/// Where a record's immediate begins; it reaches to the end.
pub const IMMEDIATE: usize = 8;
const KEY_IS_TEXT: u8 = 1 << 3;
const PRINTABLE: std::ops::RangeInclusive<u8> = b' '..=b'~';

impl Record {
    pub(super) fn flags(self) -> u8 {
        self.0[FLAGS]
    }

    pub(super) fn operand(self, index: usize) -> u8 {
        self.0[OPERANDS + index]
    }

    /// The items of a display, after their number: all that follows the first operand.
    pub(super) fn item(self, index: usize) -> u8 {
        self.0[OPERANDS + 1 + index]
    }

    /// A byte of the immediate, as a further operand.
    pub(super) fn byte(self, index: usize) -> u8 {
        self.0[IMMEDIATE + index]
    }

    fn immediate(self) -> [u8; 8] {
        std::array::from_fn(|index| self.byte(index))
    }

    fn form(self) -> u8 {
        self.flags() >> 4
    }

    pub(super) fn is_exact(self) -> bool {
        self.form() == EXACT
    }

    /// Guarded most often: most random statements raise.
    pub(super) fn stance(self) -> Stance {
        match self.flags() & 7 {
            0 | 1 => Stance::Plain,
            2..=6 => Stance::Guarded,
            _ => Stance::Repeated(self.repetitions()),
        }
    }

    /// Mostly few, so that a random program ends soon.
    fn repetitions(self) -> u32 {
        let [form, low, high] = std::array::from_fn(|index| self.0[REPETITIONS + index]);
        match form {
            u8::MAX => u32::from(u16::from_le_bytes([low, high])),
            128.. => u32::from(low & 63),
            _ => u32::from(low & 7),
        }
    }

    /// The generation of a print argument, which is never repeated.
    pub(super) fn generation(self) -> u8 {
        self.0[REPETITIONS]
    }

    pub(super) fn integer(self) -> i64 {
        if self.is_exact() {
            i64::from_le_bytes(self.immediate())
        } else {
            i64::from(self.byte(0) & 7) - 2
        }
    }

    pub(super) fn text(self) -> String {
        let length = usize::from(self.form());
        if length > TEXT_MAX {
            return char::from(b'a' + (self.byte(0) & 3)).to_string();
        }
        self.immediate()[..length].iter().map(|&byte| char::from(printable(byte))).collect()
    }

    /// Any bits are a finite number: those that are not lose their exponent.
    fn float(self) -> f64 {
        const EXPONENT: u64 = 0x7ff << 52;
        let bits = u64::from_le_bytes(self.immediate());
        let value = f64::from_bits(bits);
        if value.is_finite() { value } else { f64::from_bits(bits & !EXPONENT) }
    }

    pub(super) fn key(self) -> Key {
        match self.flags() & KEY_IS_TEXT {
            0 => Key::Int(self.integer()),
            _ => Key::Text(self.text()),
        }
    }

    /// The literal whose kind is `kind`.
    pub(super) fn literal(self, kind: u8) -> Literal {
        match kind % 6 {
            0 => Literal::None,
            1 => Literal::Bool(self.byte(0) & 1 == 1),
            2 => Literal::Int(self.integer()),
            3 => Literal::Float(self.float()),
            4 => Literal::Text(self.text()),
            _ => Literal::Int(257 + i64::from(self.byte(0))),
        }
    }

    pub(super) fn thresholds(self) -> [u32; 3] {
        if !self.is_exact() {
            return std::array::from_fn(|index| u32::from(self.byte(index) & 7));
        }
        let packed = u64::from_le_bytes(self.immediate());
        std::array::from_fn(|index| {
            let shift = THRESHOLD_BITS * u32::try_from(index).unwrap_or(0);
            u32::try_from(packed >> shift & u64::from(THRESHOLD_MAX)).unwrap_or(THRESHOLD_MAX)
        })
    }
}

/// The other direction. Each sets what the method of the same name reads.
impl Record {
    pub(super) fn with_flags(mut self, flags: u8) -> Self {
        self.0[FLAGS] |= flags;
        self
    }

    pub(super) fn with_operand(mut self, index: usize, operand: u8) -> Self {
        self.0[OPERANDS + index] = operand;
        self
    }

    pub(super) fn with_item(mut self, index: usize, operand: u8) -> Self {
        self.0[OPERANDS + 1 + index] = operand;
        self
    }

    pub(super) fn with_byte(mut self, index: usize, byte: u8) -> Self {
        self.0[IMMEDIATE + index] = byte;
        self
    }

    pub(super) fn with_generation(mut self, generation: u8) -> Self {
        self.0[REPETITIONS] = generation;
        self
    }

    fn with_form(self, form: u8) -> Self {
        self.with_flags(form << 4)
    }

    pub(super) fn exact(self) -> Self {
        self.with_form(EXACT)
    }

    fn with_immediate(mut self, bytes: &[u8]) -> Self {
        self.0[IMMEDIATE..IMMEDIATE + bytes.len()].copy_from_slice(bytes);
        self
    }

    /// The count is at most [`REPETITIONS_MAX`].
    pub(super) fn with_stance(mut self, stance: Stance) -> Self {
        let Stance::Repeated(count) = stance else {
            return self.with_flags(if stance == Stance::Plain { 0 } else { 2 });
        };
        debug_assert!(count <= REPETITIONS_MAX, "the encoder checks the limit");
        let [low, high, ..] = count.to_le_bytes();
        self.0[REPETITIONS..IMMEDIATE].copy_from_slice(&[u8::MAX, low, high]);
        self.with_flags(7)
    }

    pub(super) fn with_integer(self, value: i64) -> Self {
        self.exact().with_immediate(&value.to_le_bytes())
    }

    /// The text is printable and at most [`TEXT_MAX`] long.
    pub(super) fn with_text(self, text: &str) -> Self {
        debug_assert!(text.len() <= TEXT_MAX, "the encoder checks the limit");
        let length = u8::try_from(text.len()).unwrap_or(0);
        self.with_form(length).with_immediate(text.as_bytes())
    }

    pub(super) fn with_key(self, key: &Key) -> Self {
        match key {
            Key::Int(value) => self.with_integer(*value),
            Key::Text(text) => self.with_flags(KEY_IS_TEXT).with_text(text),
        }
    }

    /// The literal, with its kind in that operand.
    pub(super) fn with_literal(self, operand: usize, literal: &Literal) -> Self {
        match literal {
            Literal::None => self.with_operand(operand, 0),
            Literal::Bool(value) => {
                self.with_operand(operand, 1).with_immediate(&[u8::from(*value)])
            }
            Literal::Int(value) => self.with_operand(operand, 2).with_integer(*value),
            Literal::Float(value) => {
                self.with_operand(operand, 3).with_immediate(&value.to_le_bytes())
            }
            Literal::Text(text) => self.with_operand(operand, 4).with_text(text),
        }
    }

    /// Each is at most [`THRESHOLD_MAX`].
    pub(super) fn with_thresholds(self, thresholds: [u32; 3]) -> Self {
        let packed = thresholds
            .iter()
            .rev()
            .fold(0, |packed, &threshold| packed << THRESHOLD_BITS | u64::from(threshold));
        self.exact().with_immediate(&packed.to_le_bytes())
    }
}

/// Whether a text can be written in a program.
pub(super) fn is_printable(text: &str) -> bool {
    text.bytes().all(|byte| PRINTABLE.contains(&byte))
}

fn printable(byte: u8) -> u8 {
    if PRINTABLE.contains(&byte) { byte } else { b' ' + byte % (b'~' - b' ' + 1) }
}
