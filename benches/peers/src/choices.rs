//! Random sizes and choices, the same for every peer.

use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

/// Any number does.
const SEED: u64 = 1;

/// Sizes as CPython's objects have them, with their weights of 64.
const MIX: [(u16, usize); 16] = [
    (16, 1),
    (24, 2),
    (32, 10),
    (48, 9),
    (56, 9),
    (64, 9),
    (72, 7),
    (80, 5),
    (96, 1),
    (112, 4),
    (144, 1),
    (176, 1),
    (232, 2),
    (288, 1),
    (400, 1),
    (512, 1),
];
const DRAWN: usize = 64;

/// A source of choices.
#[derive(Debug)]
pub(crate) struct Choices {
    random: Xoshiro256PlusPlus,
    sizes: [u16; DRAWN],
}

impl Choices {
    pub(crate) fn new() -> Self {
        let mut sizes = MIX.iter().flat_map(|&(bytes, weight)| std::iter::repeat_n(bytes, weight));
        let sizes = std::array::from_fn(|_| sizes.next().expect("the weights add up"));
        Self { random: Xoshiro256PlusPlus::seed_from_u64(SEED), sizes }
    }

    /// A size of the mix, in bytes.
    #[inline]
    pub(crate) fn bytes(&mut self) -> usize {
        usize::from(self.sizes[self.random.next_u64() as usize % DRAWN])
    }

    /// A number below `end`, which is at most 2³².
    #[inline]
    pub(crate) fn below(&mut self, end: usize) -> usize {
        let word = self.random.next_u64() >> 32;
        ((word * end as u64) >> 32) as usize
    }

    /// An index below `end` and a size of the mix, of one draw.
    #[inline]
    pub(crate) fn index_and_bytes(&mut self, end: usize) -> (usize, usize) {
        let word = self.random.next_u64();
        let index = (((word >> 32) * end as u64) >> 32) as usize;
        (index, usize::from(self.sizes[word as usize % DRAWN]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_fill_the_table() {
        assert_eq!(MIX.iter().map(|(_, weight)| weight).sum::<usize>(), DRAWN);
    }

    #[test]
    fn choices_are_below_their_end() {
        let mut choices = Choices::new();
        assert!((0..1000).all(|_| choices.below(7) < 7));
        assert!((0..1000).all(|_| (16..=512).contains(&choices.bytes())));
    }
}
