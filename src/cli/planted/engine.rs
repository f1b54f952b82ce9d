//! Engines: what looks for bugs.

use std::time::Duration;

use twinheap::campaign::Check;
use twinheap::lockstep::Signature;

use super::super::failure::Failure;
use super::fuzz;
use super::hunting::{self, Hunting};

/// Something that looks for a bug.
pub(super) trait Engine: Sync {
    /// One of [`NAMES`].
    fn name(&self) -> &'static str;

    /// With how many seeds it is run where so many are asked for.
    fn seeds(&self, asked: u64) -> u64;

    /// Looks for the bug of that name, starting from `seed`, until it is found, there is nothing left to try, or `limit` is over.
    ///
    /// # Errors
    /// If the engine cannot run.
    fn search(&self, bug: &str, seed: u64, limit: Duration) -> Result<Run, Failure>;
}

/// What a search came to.
#[derive(Debug)]
pub(super) struct Run {
    /// How many programs were run, to the first failure if there was one.
    pub(super) executions: u64,
    /// How long that took.
    pub(super) elapsed: Duration,
    pub(super) finding: Option<Finding>,
}

/// A program that shows the bug.
#[derive(Debug)]
pub(super) struct Finding {
    /// As it was found, or shrunk, where the engine shrinks.
    pub(super) program: String,
    pub(super) shrunk: Option<Shrunk>,
}

/// What shrinking a program came to.
#[derive(Debug)]
pub(super) struct Shrunk {
    /// The comparison that shows it.
    pub(super) check: Check,
    /// What it shows.
    pub(super) signature: Signature,
    pub(super) executions: u64,
    pub(super) elapsed: Duration,
    /// Whether the program showed the same when it was run again.
    pub(super) stable: bool,
    /// The shortest program met that most likely shows the same mistake.
    pub(super) shortest: String,
}

/// The names of all engines.
pub(super) const NAMES: [&str; 5] =
    [hunting::PROPERTY, fuzz::NAME, hunting::EXPLORE, hunting::SWEEP, hunting::ALLOC];

/// The engines of these names; without any, all of them. Random programs have about so many steps.
///
/// # Errors
/// If one cannot be had here.
pub(super) fn named(names: &[String], steps: u32) -> Result<Vec<Box<dyn Engine>>, Failure> {
    let is_asked = |name: &&&str| names.is_empty() || names.iter().any(|asked| asked == **name);
    NAMES.iter().filter(is_asked).map(|name| one(name, steps)).collect()
}

fn one(name: &str, steps: u32) -> Result<Box<dyn Engine>, Failure> {
    Ok(match name {
        hunting::PROPERTY => Box::new(Hunting::Property(steps)),
        hunting::EXPLORE => Box::new(Hunting::explore()),
        hunting::SWEEP => Box::new(Hunting::sweep()?),
        hunting::ALLOC => Box::new(Hunting::Alloc),
        _ => Box::new(fuzz::Fuzz::new()?),
    })
}
