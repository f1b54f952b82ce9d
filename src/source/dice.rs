//! Choices from a stream that is fixed by its seed.

use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

/// The stream of one program.
#[derive(Debug)]
pub(crate) struct Dice(Xoshiro256PlusPlus);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Xoshiro256PlusPlus::seed_from_u64(seed))
    }

    /// A number from 0 to `end`, without it; 0 where `end` is.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (((self.0.next_u64() >> 32) * end as u64) >> 32) as usize
    }

    /// A number from `start` to `last`, with it.
    pub(crate) fn between(&mut self, start: usize, last: usize) -> usize {
        start + self.below(last - start + 1)
    }

    pub(crate) fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    pub(crate) fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }

    /// An index, as often as its weight says; the first where all weights are 0.
    pub(crate) fn weighted(&mut self, weights: &[u8]) -> usize {
        let total = weights.iter().map(|&weight| usize::from(weight)).sum();
        let mut rest = self.below(total);
        for (index, &weight) in weights.iter().enumerate() {
            match rest.checked_sub(usize::from(weight)) {
                Some(less) => rest = less,
                None => return index,
            }
        }
        0
    }
}
