//! What is kept of a search: the fields of Etna's runners (ICFP 2023), and ours.

use std::time::Duration;

use serde::Serialize;
use twinheap::campaign::Check;

use super::Search;
use super::catalogue::steps;
use super::engine::Run;
use super::minima::{Minima, shows};

/// A line of the file of searches.
#[derive(Debug, Serialize)]
pub(super) struct Record {
    pub(super) bug: String,
    pub(super) engine: &'static str,
    seed: u64,
    /// `failed` where the bug was found, `timed_out` where the time was over, `passed` where there was nothing left to try.
    status: &'static str,
    /// Programs run, the one that failed included.
    pub(super) tests: u64,
    /// Every program is one that can be run.
    discards: u64,
    /// In seconds.
    pub(super) time: f64,
    /// The program that failed, shrunk where the engine shrinks.
    pub(super) counterexample: Option<String>,
    /// How many steps the program has; nothing where it has none, but calls of the allocator.
    pub(super) steps: Option<usize>,
    pub(super) shrinking: Option<Shrinking>,
}

#[derive(Debug, Serialize)]
pub(super) struct Shrinking {
    /// The comparison that shows the divergence, and its signature, which shrinking kept.
    pub(super) shows: String,
    #[serde(skip)]
    pub(super) check: Check,
    /// How many steps the shortest program has that is known to show the same; nothing where none is known.
    pub(super) known: Option<usize>,
    pub(super) tests: u64,
    /// In seconds.
    pub(super) time: f64,
    pub(super) stable: bool,
    /// The shortest program met that most likely shows the same mistake, with another signature perhaps.
    pub(super) shortest: String,
}

impl Record {
    pub(super) fn new(search: &Search<'_>, run: Run, limit: Duration, minima: &Minima) -> Self {
        let bug = search.bug.name.clone();
        let (counterexample, shrunk) =
            run.finding.map_or((None, None), |finding| (Some(finding.program), finding.shrunk));
        let shrinking = shrunk.map(|shrunk| {
            let shows = shows(shrunk.check, &shrunk.signature);
            Shrinking {
                check: shrunk.check,
                known: minima.steps(&bug, &shows),
                shows,
                tests: shrunk.executions,
                time: shrunk.elapsed.as_secs_f64(),
                stable: shrunk.stable,
                shortest: shrunk.shortest,
            }
        });
        let status = match &counterexample {
            Some(_) => "failed",
            None if run.elapsed >= limit => "timed_out",
            None => "passed",
        };
        Self {
            bug,
            engine: search.engine.name(),
            seed: search.seed,
            status,
            tests: run.executions,
            discards: 0,
            time: run.elapsed.as_secs_f64(),
            steps: counterexample.as_deref().and_then(steps),
            counterexample,
            shrinking,
        }
    }

    pub(super) fn is_found(&self) -> bool {
        self.counterexample.is_some()
    }
}
