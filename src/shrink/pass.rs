//! Passes: each makes candidates of the best program, one at a time, and goes on from what became of them.

use std::fmt;
use std::mem;

use super::size::Size;
use crate::program::Program;

/// How far a search has come.
#[derive(Debug, Clone, Copy)]
pub(super) struct Progress<'a> {
    pub(super) best: &'a Program,
    /// The size of the best program.
    pub(super) size: &'a Size,
    /// Whether the candidate that was made last is the best program now. A pass that has made none yet does not ask.
    pub(super) is_adopted: bool,
    /// How many candidates were given out to be run. Others were no smaller, or were run before.
    pub(super) asked_count: u64,
}

/// Makes candidates.
pub(super) trait Pass: fmt::Debug + Send {
    /// The next candidate; none once there is nothing more to try.
    fn next(&mut self, progress: &Progress<'_>) -> Option<Program>;
}

/// Makes all candidates at once of a program.
pub(super) type Make = fn(&Program) -> Vec<Program>;

/// What a function makes of the best program; once one is adopted, goes on at the same place among those that it makes of that.
#[derive(Debug)]
pub(super) struct Each {
    make: Make,
    candidates: Option<Vec<Program>>,
    index: usize,
}

impl Each {
    pub(super) fn new(make: Make) -> Self {
        Self { make, candidates: None, index: 0 }
    }
}

impl Pass for Each {
    fn next(&mut self, progress: &Progress<'_>) -> Option<Program> {
        let candidates = match &mut self.candidates {
            Some(candidates) if !progress.is_adopted => {
                self.index += 1;
                candidates
            }
            candidates => candidates.insert((self.make)(progress.best)),
        };
        // A place is looked at once.
        candidates.get_mut(self.index).map(mem::take)
    }
}
