//! Which blocks serve a request.

use std::fmt;

use crate::planted::{Bug, planted};

/// The blocks of one size: class `i` serves requests of `16 * i + 1` to `16 * (i + 1)` bytes (CPython, `Objects/obmalloc.c`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SizeClass(u8);

impl SizeClass {
    /// How many classes there are.
    pub const COUNT: usize = Self::BYTES_MAX / Self::GRAIN_BYTES;

    /// The largest request that a class serves, in bytes.
    pub const BYTES_MAX: usize = 512;

    /// Block sizes are multiples of this, and so are the addresses of blocks.
    pub const GRAIN_BYTES: usize = 16;

    /// The class that serves a request of so many bytes, if it is not large. Nothing is served as one byte.
    #[must_use]
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "there are fewer than 256 classes")]
    pub fn of(bytes: usize) -> Option<Self> {
        let rest = if planted(Bug::SizeRoundedDown) && bytes > 128 { 9 } else { 1 };
        (bytes <= Self::BYTES_MAX - usize::from(planted(Bug::LargeAtTheBoundary)))
            .then(|| Self((bytes.saturating_sub(rest) / Self::GRAIN_BYTES) as u8))
    }

    /// The size of its blocks, in bytes.
    #[must_use]
    #[inline]
    pub fn block_bytes(self) -> usize {
        (self.index() + 1) * Self::GRAIN_BYTES
    }

    /// Its number, from 0.
    #[must_use]
    #[inline]
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    /// Every class, from the smallest.
    pub fn all() -> impl Iterator<Item = Self> {
        (1..=Self::COUNT).filter_map(|grains| Self::of(grains * Self::GRAIN_BYTES))
    }
}

impl fmt::Display for SizeClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "class of {} bytes", self.block_bytes())
    }
}

/// What a request is served with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BlockSize {
    /// A block of a pool.
    Small(SizeClass),
    /// Memory of its own for exactly so many bytes.
    Large(usize),
}

impl BlockSize {
    /// What serves a request of so many bytes.
    #[inline]
    pub(super) fn of(bytes: usize) -> Self {
        SizeClass::of(bytes).map_or(Self::Large(bytes), Self::Small)
    }

    /// The most that may be asked for, in bytes.
    pub(super) fn room_bytes(self) -> usize {
        match self {
            Self::Small(class) => class.block_bytes(),
            Self::Large(bytes) => bytes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn class_is_the_smallest_that_holds_the_request() {
        for bytes in 1..=SizeClass::BYTES_MAX {
            let class = SizeClass::of(bytes).unwrap();
            assert!(class.block_bytes() >= bytes);
            assert!(class.block_bytes() < bytes + SizeClass::GRAIN_BYTES);
        }
    }

    #[test]
    fn nothing_is_served_as_one_byte() {
        assert_eq!(SizeClass::of(0), SizeClass::of(1));
    }

    #[test]
    fn larger_requests_have_no_class() {
        assert_eq!(SizeClass::of(SizeClass::BYTES_MAX + 1), None);
        assert_eq!(BlockSize::of(513), BlockSize::Large(513));
    }

    #[test]
    fn classes_are_numbered_in_order_of_size() {
        let indices: Vec<_> = SizeClass::all().map(SizeClass::index).collect();
        assert_eq!(indices, (0..SizeClass::COUNT).collect::<Vec<_>>());
    }
}
