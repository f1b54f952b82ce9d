//! How much is tested. `TWINHEAP_CASES=N` tries each property on N cases, `TWINHEAP_CASES=50x` on fifty times as many as usual.

use std::env;

use proptest::test_runner::Config;
use twinheap::property;

const VARIABLE: &str = "TWINHEAP_CASES";

/// How many cases a property is tried on that is usually tried on so many.
pub(crate) fn cases(usual: u32) -> u32 {
    match env::var_os(VARIABLE) {
        Some(text) => scaled(usual, &text.to_string_lossy()),
        None => usual,
    }
}

/// The number that `text` stands for.
pub(crate) fn scaled(usual: u32, text: &str) -> u32 {
    let number = match text.strip_suffix('x') {
        Some(times) => times.parse().ok().and_then(|times: u32| times.checked_mul(usual)),
        None => text.parse().ok(),
    };
    match number {
        Some(number @ 1..) => number,
        _ => panic!(
            "{VARIABLE} is {text:?}: say how many cases, as 1000, or how many times as many as usual, as 50x"
        ),
    }
}

/// A configuration for as many.
pub(crate) fn config(usual: u32) -> Config {
    Config { cases: cases(usual), ..property::config() }
}
