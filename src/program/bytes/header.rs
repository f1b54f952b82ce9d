//! The header: how long the tables are, the geometry, first thresholds, the weights of the records, zeal.

use std::num::{NonZeroU8, NonZeroU16};
use std::ops::Range;

use super::super::geometry::Geometry;
use super::super::zeal::{Generations, Moments, Zeal};
use super::op::{FAMILIES_COUNT, WEIGHTS};
use super::{ATTRIBUTES_MAX, CLASSES_MAX, FUNCTIONS_MAX, NAMES_MAX};

/// The length of the header.
pub const HEADER_BYTES: usize = ZEAL + 4;

/// Where the weights and the zeal start.
const WEIGHTS_AT: usize = 8;
const ZEAL: usize = WEIGHTS_AT + FAMILIES_COUNT;

/// A part of the header, by what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The allocator's shape.
    Geometry,
    /// The lengths of the tables: most operands mean something else when these change.
    Lengths,
    /// The thresholds that the program begins with.
    Thresholds,
    /// The weights of the records: all records mean something else when these change.
    Weights,
    /// The collections that a run makes on purpose.
    Zeal,
}

impl Field {
    /// Its place in the header.
    #[must_use]
    pub fn bytes(self) -> Range<usize> {
        match self {
            Self::Geometry => 0..1,
            Self::Lengths => 1..5,
            Self::Thresholds => 5..8,
            Self::Weights => WEIGHTS_AT..ZEAL,
            Self::Zeal => ZEAL..HEADER_BYTES,
        }
    }
}

/// What stands before the records. A byte of zero everywhere stands for the default, so that a fuzzer starts with a
/// header that makes sense.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Header {
    pub(super) geometry: Geometry,
    pub(super) lengths: Lengths,
    /// The first step of the main block sets these thresholds, where there are any.
    pub(super) thresholds: Option<[u32; 3]>,
    pub(super) weights: [u8; FAMILIES_COUNT],
    pub(super) zeal: Option<Zeal>,
}

/// How long the tables are; longer where a record uses an empty one.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Lengths {
    pub(super) names: usize,
    pub(super) attributes: usize,
    pub(super) classes: usize,
    pub(super) functions: usize,
}

/// The lengths that zeros stand for.
const DEFAULT: Lengths = Lengths { names: 8, attributes: 3, classes: 3, functions: 3 };

impl Header {
    /// | bytes | what |
    /// |---|---|
    /// | 0 | geometry |
    /// | 1 to 4 | lengths of the tables of names, attributes, classes, functions |
    /// | 5 to 7 | thresholds, where the first is not zero |
    /// | 8 on | weights of the families: 0 the default, 128 and more none |
    /// | the last 4 | zeal: see [`read_zeal`] |
    pub(super) fn read(bytes: &[u8]) -> Self {
        let byte = |index: usize| bytes.get(index).copied().unwrap_or(0);
        let length = |index, default: usize, max| (usize::from(byte(index)) + default) % (max + 1);
        Self {
            geometry: Geometry::ALL[usize::from(byte(0)) % Geometry::ALL.len()],
            lengths: Lengths {
                names: length(1, DEFAULT.names, NAMES_MAX),
                attributes: length(2, DEFAULT.attributes, ATTRIBUTES_MAX),
                classes: length(3, DEFAULT.classes, CLASSES_MAX),
                functions: length(4, DEFAULT.functions, FUNCTIONS_MAX),
            },
            thresholds: (byte(5) != 0).then(|| [5, 6, 7].map(|index| u32::from(byte(index) & 15))),
            weights: std::array::from_fn(|family| match byte(WEIGHTS_AT + family) {
                0 => WEIGHTS[family],
                128.. => 0,
                weight => weight,
            }),
            zeal: read_zeal([0, 1, 2, 3].map(|index| byte(ZEAL + index))),
        }
    }

    /// The header with the default weights and no thresholds.
    pub(super) fn write(
        geometry: Geometry,
        lengths: Lengths,
        zeal: Option<Zeal>,
    ) -> [u8; HEADER_BYTES] {
        let length = |length: usize, default: usize, max: usize| {
            u8::try_from((length + max + 1 - default) % (max + 1)).unwrap_or(0)
        };
        let number = Geometry::ALL.iter().position(|&other| other == geometry).unwrap_or(0);
        let mut bytes = [0; HEADER_BYTES];
        bytes[0] = u8::try_from(number).unwrap_or(0);
        bytes[1] = length(lengths.names, DEFAULT.names, NAMES_MAX);
        bytes[2] = length(lengths.attributes, DEFAULT.attributes, ATTRIBUTES_MAX);
        bytes[3] = length(lengths.classes, DEFAULT.classes, CLASSES_MAX);
        bytes[4] = length(lengths.functions, DEFAULT.functions, FUNCTIONS_MAX);
        bytes[ZEAL..].copy_from_slice(&zeal.map_or([0; 4], write_zeal));
        bytes
    }
}

const VERIFIED: u8 = 1 << 4;

/// | byte | what |
/// |---|---|
/// | 0 | bits 0 and 1: none, every, once, random; bits 2 and 3: the generations; bit 4: verified |
/// | 1 | every how many, or one in how many |
/// | 2 and 3 | the number of the allocation, or the seed, little endian |
fn read_zeal([form, step, low, high]: [u8; 4]) -> Option<Zeal> {
    let step = NonZeroU8::new(step).unwrap_or(NonZeroU8::MIN);
    let number = u16::from_le_bytes([low, high]);
    let moments = match form & 3 {
        0 => return None,
        1 => Moments::Every(step),
        2 => Moments::Once(NonZeroU16::new(number).unwrap_or(NonZeroU16::MIN)),
        _ => Moments::Random { one_in: step, seed: number },
    };
    let generations = Generations::ALL[usize::from(form >> 2 & 3)];
    Some(Zeal { moments, generations, verified: form & VERIFIED != 0 })
}

fn write_zeal(zeal: Zeal) -> [u8; 4] {
    let (form, step, number) = match zeal.moments {
        Moments::Every(step) => (1, step.get(), 0),
        Moments::Once(number) => (2, 0, number.get()),
        Moments::Random { one_in, seed } => (3, one_in.get(), seed),
    };
    let generations = Generations::ALL.iter().position(|&other| other == zeal.generations);
    let generations = u8::try_from(generations.unwrap_or(0)).unwrap_or(0);
    let verified = if zeal.verified { VERIFIED } else { 0 };
    let [low, high] = number.to_le_bytes();
    [form | generations << 2 | verified, step, low, high]
}
