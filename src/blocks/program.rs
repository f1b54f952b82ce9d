//! [`BlockProgram`]: calls of an allocator, and the bytes that they are made of.

use std::fmt;

use super::SMALL_BYTES_MAX;
use crate::heaps::Memory;
use crate::heaps::memory::{Backing, Guards};
use crate::mutate::{Form, Unit};
use crate::program::Geometry;
use crate::source::Dice;

/// Calls of an allocator.
#[derive(Clone, PartialEq, Eq)]
pub struct BlockProgram {
    /// The allocator's shape.
    pub geometry: Geometry,
    /// Where blocks come from, and what guards them.
    pub memory: Memory,
    /// Whether all laws are checked after every call, and not only where a [`Call::Check`] asks for it and at the end.
    pub is_thorough: bool,
    /// In order.
    pub calls: Vec<Call>,
}

/// A call. Blocks are named by their place among those in use, the oldest first, modulo how many there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Call {
    /// So many blocks of so many bytes each, one after the other.
    Allocate(usize, usize),
    /// A block is given back.
    Deallocate(usize),
    /// From that block on, every so many-th is given back.
    DeallocateEvery(usize, usize),
    /// A block gets so many bytes.
    Reallocate(usize, usize),
    /// Blocks of these sizes are reserved.
    Reserve(Vec<usize>),
    /// The last reservations are settled; nothing where there are none.
    Settle,
    /// The request of that number from now fails.
    FailAt(u64),
    /// All laws are checked.
    Check,
}

/// The bytes of calls: a header of the geometry, the memory and whether the laws are checked at every call; then four bytes a
/// call: which, a block or a number, the form of a size, the size.
#[derive(Debug)]
pub enum BlockForm {}

/// Guards that let blocks go again soon.
const NARROW: Guards = Guards { redzone_bytes: 16, quarantine_blocks: 3, quarantine_bytes: 600 };
/// The memories of programs. Pools first: they have the most to get wrong.
const MEMORIES: [Memory; 7] = [
    Memory::POOLED,
    Memory::POOLED_GUARDED,
    Memory { backing: Backing::Pooled, guards: Some(NARROW) },
    Memory::POOLED,
    Memory::SYSTEM,
    Memory::SYSTEM_GUARDED,
    Memory { backing: Backing::System, guards: Some(NARROW) },
];

const PAGE_BYTES: usize = 4096;
/// How many blocks a call allocates at most.
const MANY_MAX: usize = 64;
/// How many blocks are reserved at most.
const RESERVED_MAX: usize = 8;

impl BlockProgram {
    /// The calls that these bytes are: every byte string is some.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let byte = |place: usize| bytes.get(place).copied().unwrap_or(0);
        let records = bytes.get(BlockForm::HEADER_BYTES..).unwrap_or_default();
        Self {
            geometry: Geometry::ALL[usize::from(byte(0)) % Geometry::ALL.len()],
            memory: MEMORIES[usize::from(byte(1)) % MEMORIES.len()],
            is_thorough: byte(2) & 1 == 1,
            calls: records.as_chunks().0.iter().map(|&record| call(record)).collect(),
        }
    }
}

fn call([which, number, form, size]: [u8; 4]) -> Call {
    let (number, bytes) = (usize::from(number), size_of(form, size));
    match which % 16 {
        0..5 => Call::Allocate(1, bytes),
        5 => Call::Allocate(1 + number % MANY_MAX, bytes.min(SMALL_BYTES_MAX)),
        6..9 => Call::Deallocate(number),
        9 => Call::DeallocateEvery(number, 1 + usize::from(size % 4)),
        10..12 => Call::Reallocate(number, bytes),
        12 => {
            let sizes = 0..number % RESERVED_MAX;
            let forms = sizes.map(|index| form.wrapping_add(u8::try_from(index / 2).unwrap_or(0)));
            Call::Reserve(forms.map(|form| size_of(form, size)).collect())
        }
        13 => Call::Settle,
        14 => Call::FailAt(u64::from(size % 8)),
        _ => Call::Check,
    }
}

/// A size: near what decides something, more often than not.
fn size_of(form: u8, size: u8) -> usize {
    let size = usize::from(size);
    let around = |bytes: usize| bytes - 1 + size % 3;
    match form % 16 {
        // Few classes, so that pools fill.
        0..6 => 16 * (size % 3) + 8,
        6..9 => size,
        9..12 => around(16 * (1 + size % 32)),
        12 => 2 * size,
        13 => SMALL_BYTES_MAX + 1 + 8 * size,
        14 => around(PAGE_BYTES * (1 + size % 4)),
        // No machine has so much.
        _ => usize::MAX / 2 + size,
    }
}

impl Form for BlockForm {
    const HEADER_BYTES: usize = 3;
    const RECORD_BYTES: usize = 4;

    fn units(bytes: &[u8]) -> Vec<Unit> {
        let count = bytes.len().saturating_sub(Self::HEADER_BYTES) / Self::RECORD_BYTES;
        (0..count).map(|index| Unit { records: index..index + 1, is_definition: false }).collect()
    }

    fn header_weight(_: usize) -> u8 {
        1
    }

    fn record_weight(_: usize) -> u8 {
        1
    }

    /// Calls of which some kinds are more frequent than others, each time others.
    fn fresh(bytes_max: usize, seed: u64) -> Vec<u8> {
        const CALLS_MAX: usize = 64;
        let mut dice = Dice::new(seed);
        let mut byte = |end: usize| u8::try_from(dice.below(end)).unwrap_or(0);
        let usual: Vec<_> = (0..6).map(|_| [byte(16), byte(16), byte(256)]).collect();
        let mut bytes: Vec<u8> = (0..Self::HEADER_BYTES).map(|_| byte(12)).collect();
        for _ in 0..8 + byte(CALLS_MAX - 8) {
            let [which, form, size] = usual[usize::from(byte(usual.len()))];
            let call = [[which, byte(256), form, size], [byte(16), byte(256), form, byte(256)]];
            bytes.extend(call[usize::from(byte(2))]);
        }
        bytes.truncate(bytes_max);
        bytes
    }
}

/// A line a call, after a line about the allocator.
impl fmt::Display for BlockProgram {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { geometry, memory, is_thorough, calls } = self;
        let checked = if *is_thorough { "every call" } else { "where asked" };
        writeln!(f, "geometry {}, memory {memory}, checked {checked}", geometry.name())?;
        calls.iter().try_for_each(|call| writeln!(f, "{call}"))
    }
}

/// The lines, on lines of their own: what a failing test shows.
impl fmt::Debug for BlockProgram {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n{self}")
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Allocate(1, bytes) => write!(f, "allocate {bytes}"),
            Self::Allocate(count, bytes) => write!(f, "allocate {count} times {bytes}"),
            Self::Deallocate(block) => write!(f, "deallocate block {block} of those in use"),
            Self::DeallocateEvery(first, step) => {
                write!(f, "deallocate every {step}. block in use, from {first} on")
            }
            Self::Reallocate(block, bytes) => {
                write!(f, "reallocate block {block} of those in use to {bytes}")
            }
            Self::Reserve(sizes) => write!(f, "reserve {sizes:?}"),
            Self::Settle => f.write_str("settle"),
            Self::FailAt(request) => write!(f, "let request {request} from now fail"),
            Self::Check => f.write_str("check"),
        }
    }
}
