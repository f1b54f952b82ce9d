//! What the targets share: each is a [`Target`], run by libFuzzer or, without the feature `libfuzzer`, by a program that
//! replays files.

use std::path::PathBuf;

use twinheap::goals::Reached;

#[cfg(feature = "libfuzzer")]
pub mod engine;
mod failure;
pub mod replay;
mod seeds;
mod targets;

#[cfg(feature = "libfuzzer")]
pub use libfuzzer_sys;
pub use targets::{ALL, ALLOC, COLLECTOR, LOCKSTEP, TEXT};

/// What an engine needs to know of a target.
pub struct Target {
    /// Its name: that of its executable and of its folders.
    pub name: &'static str,
    /// Runs an input. What is wrong comes as text: a report, and what the input stands for.
    pub run: fn(&[u8]) -> Result<(), String>,
    /// What an input stands for, as text.
    pub show: fn(&[u8]) -> String,
    /// An input near this one, at most so many bytes long, for a seed.
    pub mutate: fn(&[u8], usize, u64) -> Vec<u8>,
    /// An input with parts of both.
    pub cross: fn(&[u8], &[u8], usize, u64) -> Vec<u8>,
    /// A folder of inputs to begin with, where there is one; it is made if need be.
    pub seeds: fn() -> Option<PathBuf>,
    /// How long inputs get.
    pub bytes_max: usize,
    /// The goals that the inputs run so far have reached, where the target counts them.
    pub reached: fn() -> Option<Reached>,
}

/// The `main` of a target.
#[cfg(feature = "libfuzzer")]
#[macro_export]
macro_rules! main {
    ($target:expr) => {
        use $crate::libfuzzer_sys;

        $crate::libfuzzer_sys::fuzz_target!(
            init: $crate::engine::begin(&$target),
            |input: &[u8]| $crate::engine::run(&$target, input)
        );
        $crate::libfuzzer_sys::fuzz_mutator!(
            |data: &mut [u8], size: usize, max_size: usize, seed: u32| {
                let mutated = ($target.mutate)(&data[..size], max_size, seed.into());
                $crate::engine::copied(&mutated, data)
            }
        );
        $crate::libfuzzer_sys::fuzz_crossover!(
            |one: &[u8], other: &[u8], out: &mut [u8], seed: u32| {
                let crossed = ($target.cross)(one, other, out.len(), seed.into());
                $crate::engine::copied(&crossed, out)
            }
        );
    };
}

/// The `main` of a target.
#[cfg(not(feature = "libfuzzer"))]
#[macro_export]
macro_rules! main {
    ($target:expr) => {
        fn main() -> std::process::ExitCode {
            $crate::replay::main(&$target)
        }
    };
}
