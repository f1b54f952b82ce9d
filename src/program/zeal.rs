//! Zeal: collections at allocations, beside those that the program's own thresholds ask for.

use std::fmt;
use std::num::{NonZeroU8, NonZeroU16};

/// Collections that a run of the program makes on purpose. What the program can reach means the same with them.
///
/// Allocations are those at which a collection could start: of objects of collected kinds, while the collector is enabled and
/// no collection is under way (a collection under way starts none). The text is the comment `# zeal: ZEAL`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zeal {
    /// At which allocations.
    pub moments: Moments,
    /// What is collected there.
    pub generations: Generations,
    /// Whether the subject is checked as soon as a collection is over, in the middle of a step too. ` …, verified`
    pub verified: bool,
}

/// At which allocations of a run there is a collection, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moments {
    /// `collect at every allocation`, `collect at every 3rd allocation`
    Every(NonZeroU8),
    /// `collect at the 7th allocation`: there alone.
    Once(NonZeroU16),
    /// `collect at random allocations, one in 8, seed 5`: the seed fixes which.
    Random {
        /// How many allocations there are for each collection, on average.
        one_in: NonZeroU8,
        /// Where the stream of choices starts.
        seed: u16,
    },
}

/// The generations that are collected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Generations {
    /// All of them, each time.
    #[default]
    Full,
    /// `…, generation 0`
    Young,
    /// `…, generation 1`
    Middle,
    /// `…, generations in turn`: 0, 1, 2, 0, …
    InTurn,
}

impl Zeal {
    /// Collects everything at those allocations.
    #[must_use]
    pub fn at(moments: Moments) -> Self {
        Self { moments, generations: Generations::Full, verified: false }
    }

    /// The zeal that a text stands for: what its `Display` writes.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let mut parts = text.split(',').map(str::trim).peekable();
        let moments = Moments::read(&mut parts)?;
        let named = parts.peek().and_then(|part| Generations::from_text(part));
        if named.is_some() {
            parts.next();
        }
        let verified = parts.next_if_eq(&"verified").is_some();
        let zeal = Self { moments, generations: named.unwrap_or_default(), verified };
        parts.next().is_none().then_some(zeal)
    }
}

impl Moments {
    fn read<'a>(parts: &mut impl Iterator<Item = &'a str>) -> Option<Self> {
        let moment = parts.next()?.strip_prefix("collect at ")?;
        if moment == "random allocations" {
            let one_in = parts.next()?.strip_prefix("one in ")?.parse().ok()?;
            let seed = parts.next()?.strip_prefix("seed ")?.parse().ok()?;
            return Some(Self::Random { one_in, seed });
        }
        if moment == "every allocation" {
            return Some(Self::Every(NonZeroU8::MIN));
        }
        let (which, place) = moment.strip_suffix(" allocation")?.split_once(' ')?;
        let number: NonZeroU16 = place.trim_end_matches(char::is_alphabetic).parse().ok()?;
        if place != ordinal(number.get()) {
            return None;
        }
        match which {
            "every" => Some(Self::Every(number.try_into().ok()?)),
            "the" => Some(Self::Once(number)),
            _ => None,
        }
    }

    /// Whether there is a collection at the allocation of that number, from 1.
    #[must_use]
    pub fn include(self, allocation: u64) -> bool {
        match self {
            Self::Every(step) => allocation.is_multiple_of(step.get().into()),
            Self::Once(number) => allocation == u64::from(number.get()),
            Self::Random { one_in, seed } => {
                scattered(u64::from(seed) << 48 ^ allocation).is_multiple_of(one_in.get().into())
            }
        }
    }
}

impl Generations {
    /// Every choice, in the order of its number in the byte format.
    pub const ALL: [Self; 4] = [Self::Full, Self::Young, Self::Middle, Self::InTurn];

    /// The generation that the collection of that number, from 0, collects.
    #[must_use]
    pub fn generation(self, collection: u64) -> u8 {
        match self {
            Self::Full => 2,
            Self::Young => 0,
            Self::Middle => 1,
            Self::InTurn => (collection % 3) as u8,
        }
    }

    fn text(self) -> Option<&'static str> {
        match self {
            Self::Full => None,
            Self::Young => Some("generation 0"),
            Self::Middle => Some("generation 1"),
            Self::InTurn => Some("generations in turn"),
        }
    }

    fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|generations| generations.text() == Some(text))
    }
}

impl fmt::Display for Zeal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.moments {
            Moments::Every(NonZeroU8::MIN) => f.write_str("collect at every allocation"),
            Moments::Every(step) => {
                write!(f, "collect at every {} allocation", ordinal(step.get().into()))
            }
            Moments::Once(number) => {
                write!(f, "collect at the {} allocation", ordinal(number.get()))
            }
            Moments::Random { one_in, seed } => {
                write!(f, "collect at random allocations, one in {one_in}, seed {seed}")
            }
        }?;
        if let Some(generations) = self.generations.text() {
            write!(f, ", {generations}")?;
        }
        if self.verified { f.write_str(", verified") } else { Ok(()) }
    }
}

/// `1st`, `2nd`, `3rd`, `4th`, `11th`
fn ordinal(number: u16) -> String {
    let suffix = match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{number}{suffix}")
}

/// A number in which every bit of the other has its part (the finalizer of SplitMix64).
fn scattered(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allocations(text: &str) -> Vec<u64> {
        let zeal = Zeal::from_text(text).unwrap();
        (1..=12).filter(|&allocation| zeal.moments.include(allocation)).collect()
    }

    #[test]
    fn moments_are_those_of_the_text() {
        assert_eq!(allocations("collect at every allocation"), Vec::from_iter(1..=12));
        assert_eq!(allocations("collect at every 5th allocation"), [5, 10]);
        assert_eq!(allocations("collect at the 11th allocation, verified"), [11]);
        assert_eq!(
            allocations("collect at random allocations, one in 1, seed 9"),
            Vec::from_iter(1..=12)
        );
    }

    #[test]
    fn random_moments_are_as_many_as_asked_for_and_depend_on_the_seed() {
        let moments = |seed| {
            let moments = Moments::Random { one_in: NonZeroU8::new(8).unwrap(), seed };
            (1..=80_000).filter(|&allocation| moments.include(allocation)).collect::<Vec<_>>()
        };
        assert!((9_000..11_000).contains(&moments(1).len()));
        assert_eq!(moments(1), moments(1));
        assert_ne!(moments(1), moments(2));
    }

    #[test]
    fn generations_come_in_turn() {
        let generations: Vec<u8> =
            (0..5).map(|number| Generations::InTurn.generation(number)).collect();
        assert_eq!(generations, [0, 1, 2, 0, 1]);
    }
}
