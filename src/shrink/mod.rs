//! Makes a program that shows a divergence smaller, as long as it shows the same one: one shrinker for every engine.
//!
//! It knows neither heaps nor processes: whoever shrinks says how to run a program. [`Shrinker`] runs it for them and keeps what
//! it shows; [`Search`] hands out candidates, for runners that know only whether a program fails. Smaller means fewer steps
//! ([`Program::steps`]), then less to read. A candidate is run only if it is smaller than the best program so far and was not
//! run before, so the search ends by itself; the budget bounds it where runs are dear.
//!
//! Candidates come from passes, most of them a function from a program to programs made of it, in the order of what they yield:
//! chunks of steps removed; simpler definitions, steps, operands; steps folded into others; names made one; calls inlined; two
//! and three steps removed at once. When none of them yields anything more, a few hundred programs at random that replace two
//! or three steps by fewer lead out of most local minima.
//!
//! The signature is kept throughout. Programs met on the way whose divergence merely resembles it are where a second search
//! starts: most often it is the same mistake, in a form that is shorter to show.

mod block;
mod bodies;
mod fold;
mod fuse;
mod inline;
mod keeping;
mod names;
mod pass;
mod polish;
mod remove;
mod repeat;
mod schedule;
mod search;
mod shape;
mod simpler;
mod size;
mod small;
mod tables;
#[cfg(test)]
mod tests;
mod trigger;
mod vocabulary;

pub use search::Search;
pub(crate) use simpler::lower;

use self::keeping::Pursuit;
use crate::lockstep::Divergence;
use crate::program::Program;

/// Shrinks programs by running them.
#[derive(Debug)]
pub struct Shrinker<F> {
    run: F,
    executions_max: u64,
}

/// A program, and what it shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// The program.
    pub program: Program,
    /// The first divergence.
    pub divergence: Divergence,
}

/// What shrinking came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Shrunk {
    /// The smallest program found.
    pub program: Program,
    /// What it shows; its signature is the one of what shrinking started from.
    pub divergence: Divergence,
    /// A still smaller program whose divergence resembles that one ([`crate::lockstep::Signature::resembles`]), if there is one.
    pub resembling: Option<Shown>,
    /// How many programs were run.
    pub executions: u64,
    /// Whether the smallest program showed the same divergence when it was run twice more. If it did not, `program` is the
    /// one that shrinking started from: what it showed is not reproducible.
    pub stable: bool,
}

/// How many runs a shrinking may take, unless told otherwise.
pub const EXECUTIONS_MAX: u64 = 3_000;

/// How often a result is run again before it is trusted.
const CONFIRMATIONS: u64 = 2;

impl<F: FnMut(&Program) -> Option<Divergence>> Shrinker<F> {
    /// Shrinks by `run`, which says what a program shows, in at most `executions_max` runs and the few that confirm the result.
    pub fn new(run: F, executions_max: u64) -> Self {
        Self { run, executions_max }
    }

    /// Shrinks `program`, which shows `divergence`.
    pub fn shrink(&mut self, program: Program, divergence: Divergence) -> Shrunk {
        let original = Shown { program, divergence };
        let mut pursuit = Pursuit::new(&mut self.run, original.clone());
        pursuit.exhaust(self.executions_max);
        pursuit.relax();
        pursuit.exhaust(self.executions_max);
        let mut executions = pursuit.executions();
        let (exact, resembling) = pursuit.into_results();
        let mut is_confirmed = |shown: &Shown| {
            executions += CONFIRMATIONS;
            (0..CONFIRMATIONS).all(|_| {
                let again = (self.run)(&shown.program);
                again.is_some_and(|again| again.signature == shown.divergence.signature)
            })
        };
        let stable = is_confirmed(&exact);
        let resembling = resembling.filter(|shown| is_confirmed(shown));
        let Shown { program, divergence } = if stable { exact } else { original };
        Shrunk { program, divergence, resembling, executions, stable }
    }
}
