//! Random programs in property tests of yours, with proptest or with quickcheck: the features `proptest` and `quickcheck`.
//!
//! A test asks for a [`Program`], or for the calls of an allocator
//! ([`BlockProgram`]):
//!
//! ```
//! # #[cfg(feature = "proptest")] {
//! use proptest::prelude::*;
//! use twinheap::program::Program;
//!
//! proptest! {
//!     # /*
//!     #[test]
//!     # */
//!     fn text_says_it_all(program: Program) {
//!         prop_assert_eq!(Program::parse("case.py", &program.to_string()), Ok(program));
//!     }
//! }
//! # text_says_it_all(); }
//! ```
//!
//! Programs come from [`crate::source`], with the seed that the library's generator draws, and are made smaller by
//! [`crate::shrink`]. The smallest program that fails is printed as Python, and kept as a case, a Python file, in the folder
//! [`FOLDER`]; from then on its test runs it first. Neither library could keep it by itself: proptest keeps seeds, which stand
//! for other programs as soon as the source changes (its `FailurePersistence` is asked for seeds and given seeds, never values),
//! and quickcheck keeps nothing. So the strategy and `Arbitrary::shrink` keep it, which know when there is nothing smaller.
//!
//! Which test it is, proptest says if the test is written with `proptest!`, and for quickcheck the name of its thread does.

mod cases;
#[cfg(feature = "proptest")]
mod proptest;
#[cfg(feature = "quickcheck")]
mod quickcheck;

pub use cases::{Cases, FOLDER, TestCases};
#[cfg(feature = "proptest")]
pub use proptest::{Calls, Programs, config, programs};
#[cfg(feature = "quickcheck")]
pub use quickcheck::keep_in;

use std::fmt;

use crate::blocks::{self, BlockForm, BlockProgram};
use crate::mutate::Form;
use crate::program::Program;
use crate::shrink;

/// A search for a smaller value that fails, for programs and calls alike.
pub trait Search {
    /// What is made smaller.
    type Value: Clone + fmt::Debug;

    /// The smallest value so far that fails.
    fn best(&self) -> &Self::Value;

    /// The next value to try; none once there is nothing more to try.
    fn candidate(&mut self) -> Option<&Self::Value>;

    /// The last candidate fails as well.
    fn adopt(&mut self);
}

impl Search for shrink::Search {
    type Value = Program;

    fn best(&self) -> &Program {
        self.best()
    }

    fn candidate(&mut self) -> Option<&Program> {
        self.candidate()
    }

    fn adopt(&mut self) {
        self.adopt();
    }
}

impl Search for blocks::Search {
    type Value = BlockProgram;

    fn best(&self) -> &BlockProgram {
        self.best()
    }

    fn candidate(&mut self) -> Option<&BlockProgram> {
        self.candidate()
    }

    fn adopt(&mut self) {
        self.adopt();
    }
}

/// Calls of an allocator from a seed.
fn calls(seed: u64) -> BlockProgram {
    const BYTES_MAX: usize = 1024;
    BlockProgram::from_bytes(&BlockForm::fresh(BYTES_MAX, seed))
}
