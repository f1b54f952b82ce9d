//! The search for a smaller program: what is best, what was tried, and what is tried next.
//!
//! It runs nothing. Whoever does asks for a candidate and says whether it will do, so that a loop of ours and the runner of a
//! property-testing library search in the same way.

use std::collections::BTreeSet;
use std::mem;

use super::pass::{Pass, Progress};
use super::schedule::{self, Sequence};
use super::size::{Size, plain};
use crate::lockstep::operation;
use crate::program::Program;

/// A search for the smallest program that fails, for whoever runs programs: ask for a [`candidate`](Self::candidate), run it,
/// and [`adopt`](Self::adopt) it if it fails as well; until there is none.
#[derive(Debug)]
pub struct Search {
    best: Measured,
    /// The candidate that was given out last, until something becomes of it.
    asked: Option<Measured>,
    /// How many candidates were given out.
    asked_count: u64,
    /// Their texts.
    tried: BTreeSet<String>,
    /// What is tried before all else, the last first.
    urgent: Vec<Program>,
    passes: Sequence,
    /// Whether the last candidate was adopted.
    is_adopted: bool,
    /// Only programs with a step of this operation are tried, if the best one has one.
    operation: Option<String>,
}

/// A program and its size.
#[derive(Debug)]
struct Measured {
    program: Program,
    size: Size,
}

impl Measured {
    fn new(program: Program) -> Self {
        Self { size: Size::of(&program), program }
    }
}

impl Search {
    /// A search that starts from `program`, which fails.
    #[must_use]
    pub fn new(program: Program) -> Self {
        Self {
            urgent: vec![program.clone()],
            best: Measured::new(program),
            asked: None,
            asked_count: 0,
            tried: BTreeSet::new(),
            passes: schedule::all(),
            is_adopted: false,
            operation: None,
        }
    }

    /// The smallest program so far that fails.
    #[must_use]
    pub fn best(&self) -> &Program {
        &self.best.program
    }

    /// The next program to run: valid, smaller than the best one, and never given out before. That the one before was not
    /// adopted means that it did not fail.
    pub fn candidate(&mut self) -> Option<&Program> {
        self.asked = None;
        loop {
            let candidate = Measured::new(plain(&self.made()?));
            if candidate.size < self.best.size
                && self.could_be_kept(&candidate.program)
                && candidate.program.validate().is_ok()
                && self.tried.insert(candidate.size.text().to_owned())
            {
                self.asked_count += 1;
                return Some(&self.asked.insert(candidate).program);
            }
        }
    }

    /// The last candidate fails as well: it is the best program from now on.
    pub fn adopt(&mut self) {
        if let Some(candidate) = self.asked.take() {
            self.best = candidate;
            self.is_adopted = true;
        }
    }

    fn made(&mut self) -> Option<Program> {
        if let Some(urgent) = self.urgent.pop() {
            return Some(urgent);
        }
        self.passes.next(&Progress {
            best: &self.best.program,
            size: &self.best.size,
            is_adopted: mem::take(&mut self.is_adopted),
            asked_count: self.asked_count,
        })
    }

    fn could_be_kept(&self, program: &Program) -> bool {
        let Some(kept) = &self.operation else { return true };
        let has = |program: &Program| program.main.iter().any(|one| operation(one) == kept);
        has(program) || !has(self.best())
    }
}

/// For the shrinker, which knows more of a failure than that it is one.
impl Search {
    /// How many candidates were given out.
    pub(super) fn asked_count(&self) -> u64 {
        self.asked_count
    }

    /// Only programs with a step of this operation are tried from now on, as long as the best one has one.
    pub(super) fn keep_operation(&mut self, operation: &str) {
        self.operation = Some(operation.to_owned());
    }

    /// Tries this program before all others, if there is one.
    pub(super) fn urge(&mut self, program: Option<Program>) {
        self.urgent.extend(program);
    }

    /// Begins anew, whatever operations programs have; with `program`, if there is one, as the best. What was tried stays so.
    pub(super) fn restart(&mut self, program: Option<Program>) {
        if let Some(program) = program {
            self.best = Measured::new(program);
        }
        self.asked = None;
        self.passes = schedule::all();
        self.operation = None;
    }
}
