//! Zeal: some programs collect at allocations, whatever their thresholds are.

use std::num::NonZeroU8;

use super::generator::Generator;
use crate::program::{Generations, Moments, Zeal};

/// In how many of a hundred programs a run collects out of zeal.
const ZEALOUS: usize = 20;
/// In how many of a hundred of those every collection is verified at once, which costs more than it.
const VERIFIED: usize = 20;

impl Generator {
    /// Draws the program's zeal; none under a judge, whose allocations are others.
    pub(super) fn zeal(&mut self) -> Option<Zeal> {
        if self.options.judged || !self.dice.percent(ZEALOUS) {
            return None;
        }
        let moments = match self.dice.weighted(&[2, 3, 2, 3]) {
            0 => Moments::Every(NonZeroU8::MIN),
            1 => Moments::Every(small(self.dice.between(2, 9))),
            2 => Moments::Once(small(self.dice.between(1, 60)).into()),
            _ => {
                let one_in = small(self.dice.between(2, 12));
                Moments::Random { one_in, seed: small(self.dice.between(1, 255)).get().into() }
            }
        };
        let generations = self.dice.pick(&Generations::ALL);
        Some(Zeal { moments, generations, verified: self.dice.percent(VERIFIED) })
    }
}

/// The number, at most 255.
fn small(number: usize) -> NonZeroU8 {
    u8::try_from(number).ok().and_then(NonZeroU8::new).unwrap_or(NonZeroU8::MIN)
}
