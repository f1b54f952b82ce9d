//! A source of random programs, fixed by a seed: program number n of a seed is the same on every platform.
//!
//! It knows the language and nothing of the heaps. While it writes a program it follows what each name is bound to, so
//! that most steps do something, and steps that may raise are guarded. Each program draws its own weights: some families
//! of steps are off, the others differ in weight by more than an order of magnitude (swarm testing, Groce et al., ISSTA
//! 2012). What makes collectors fail is written on purpose, as shapes of several steps (see [`shapes`], [`meetings`] and [`depths`]) and as finalizers
//! and callbacks that look around, break cycles, resurrect, drop what others need and collect (see [`bodies`]).
//!
//! Every program ends: functions call and give as callbacks only functions of a lower number, no body makes an instance
//! that has a finalizer or copies one, and what is repeated grows by a constant each time.

mod bindings;
mod bodies;
mod collector;
mod depths;
mod dice;
mod generator;
mod meetings;
mod shapes;
mod shows;
mod state;
mod swarm;
mod updates;
mod values;
mod zeal;

pub(crate) use dice::Dice;

use crate::program::{Geometry, Program};
use generator::Generator;

/// What programs a source makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// About how many steps the main block has; each program has between half and one and a half times as many, and what
    /// is left of a shape of several steps.
    pub steps: u32,
    /// The geometry of all programs, or `None` for one drawn for each.
    pub geometry: Option<Geometry>,
    /// Whether the programs are for a real interpreter as judge. They then avoid what depends on the interpreter's own
    /// objects, on addresses or on seeded hashes: reference counts of constants, counts and statistics of the collector,
    /// texts and instances together in a set, printed addresses, automatic collections, zeal.
    pub judged: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { steps: 32, geometry: None, judged: false }
    }
}

/// Program number `index` of `seed`.
#[must_use]
pub fn program(seed: u64, index: u64, options: &Options) -> Program {
    Generator::new(mix(seed ^ mix(index)), options).run().0
}

/// Scatters neighbouring numbers (the finalizer of SplitMix64, whose stream neighbouring seeds would share).
fn mix(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::{Generator, Options, mix};

    #[test]
    fn most_steps_are_believed_to_do_something() {
        for judged in [false, true] {
            let options = Options { judged, ..Options::default() };
            let (mut steps, mut effective) = (0, 0);
            for index in 0..2_000 {
                let (_, census) = Generator::new(mix(index), &options).run();
                steps += census.steps;
                effective += census.effective;
            }
            assert!(effective * 100 >= steps * 70, "{effective} of {steps}");
        }
    }
}
