//! What is kept of a search: the fields of Etna's runners (ICFP 2023), and ours.

use serde::Serialize;

use super::Search;
use super::catalogue::steps;
use super::engine::Run;

/// A line of the file of searches.
#[derive(Debug, Serialize)]
pub(super) struct Record {
    pub(super) bug: String,
    pub(super) engine: &'static str,
    seed: u64,
    /// `failed` where the bug was found, else `timed_out`.
    status: &'static str,
    /// Programs run, the one that failed included.
    pub(super) tests: u64,
    /// Every program is one that can be run.
    discards: u64,
    /// In seconds.
    pub(super) time: f64,
    counterexample: Option<String>,
    /// How many steps the program has.
    pub(super) steps: Option<usize>,
    pub(super) shrinking: Option<Shrinking>,
}

#[derive(Debug, Serialize)]
pub(super) struct Shrinking {
    pub(super) tests: u64,
    /// In seconds.
    pub(super) time: f64,
    pub(super) stable: bool,
}

impl Record {
    pub(super) fn new(search: &Search<'_>, run: Run) -> Self {
        let shrunk = run.finding.as_ref().and_then(|finding| finding.shrunk.as_ref());
        let shrinking = shrunk.map(|shrunk| Shrinking {
            tests: shrunk.executions,
            time: shrunk.elapsed.as_secs_f64(),
            stable: shrunk.stable,
        });
        let counterexample = run.finding.map(|finding| finding.program);
        Self {
            bug: search.bug.name.clone(),
            engine: search.engine.name(),
            seed: search.seed,
            status: if counterexample.is_some() { "failed" } else { "timed_out" },
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
