//! Engines: what looks for bugs.

use std::time::Duration;

use super::super::failure::Failure;
use super::catalogue::Planted;
use super::{fuzz, property};

/// Something that looks for a bug.
pub(super) trait Engine: Sync {
    /// One of [`NAMES`].
    fn name(&self) -> &'static str;

    /// Looks for `bug`, starting from `seed`, until it is found or `limit` is over.
    ///
    /// # Errors
    /// If the engine cannot run.
    fn search(&self, bug: &Planted, seed: u64, limit: Duration) -> Result<Run, Failure>;
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
    pub(super) shrunk: Option<Shrinking>,
}

/// What shrinking a program took.
#[derive(Debug)]
pub(super) struct Shrinking {
    pub(super) executions: u64,
    pub(super) elapsed: Duration,
    /// Whether the program showed the same when it was run again.
    pub(super) stable: bool,
}

/// The names of all engines.
pub(super) const NAMES: [&str; 2] = [property::NAME, fuzz::NAME];

/// The engines of these names; without any, all of them. Random programs have about so many steps.
///
/// # Errors
/// If one cannot be had here.
pub(super) fn named(names: &[String], steps: u32) -> Result<Vec<Box<dyn Engine>>, Failure> {
    let is_asked = |name: &str| names.is_empty() || names.iter().any(|asked| asked == name);
    let mut engines: Vec<Box<dyn Engine>> = Vec::new();
    if is_asked(property::NAME) {
        engines.push(Box::new(property::Property { steps }));
    }
    if is_asked(fuzz::NAME) {
        engines.push(Box::new(fuzz::Fuzz::new()?));
    }
    Ok(engines)
}
