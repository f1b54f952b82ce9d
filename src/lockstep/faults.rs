//! Makes every allocation request of a program fail, one at a time, or it and all that follow.

use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;

use super::divergence::{Divergence, Place};
use super::side::Stage;
use super::{Lockstep, Reach};
use crate::heaps::{Exception, ExceptionKind, Failed, FailingRequests, Fault, Outcome, Settings};
use crate::program::Program;

/// How requests are made to fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Manner {
    /// Whether all requests after the one fail, too.
    pub from_on: bool,
    /// Whether steps take their memory beforehand; see [`FailingRequests::reserving`].
    pub reserving: bool,
}

impl Manner {
    /// One request, which its step asks for beforehand: the step raises `MemoryError`.
    pub const BEFOREHAND: Self = Self { from_on: false, reserving: true };
    /// Every manner.
    pub const ALL: [Self; 4] = [
        Self::BEFOREHAND,
        Self { from_on: true, reserving: true },
        Self { from_on: false, reserving: false },
        Self { from_on: true, reserving: false },
    ];

    /// The requests from that one on, or it alone.
    #[must_use]
    pub fn failing(self, first: u64) -> FailingRequests {
        FailingRequests { first, from_on: self.from_on, reserving: self.reserving }
    }
}

/// What a sweep over a program's allocation requests came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sweep {
    /// How many requests were made to fail first: so many times the program was run on both.
    pub requests: u64,
    /// What the runs reached, together.
    pub reach: Reach,
    /// How often each place in the subject failed that can, those included that never did.
    pub failures: BTreeMap<&'static str, u64>,
}

impl Sweep {
    /// Adds what another sweep came to.
    pub fn add(&mut self, other: &Self) {
        self.requests += other.requests;
        self.reach.add(&other.reach);
        for (place, count) in &other.failures {
            *self.failures.entry(place).or_default() += count;
        }
    }
}

/// Runs `program` once for each allocation request that the subject makes, at most `requests_max` times: that request fails,
/// and the oracle follows by leaving out the steps and the collections that failed. Everything else is compared in full.
///
/// # Errors
/// The first divergence, with the request that failed.
pub fn sweep(
    lockstep: &mut Lockstep,
    program: &Rc<Program>,
    settings: &Settings,
    manner: Manner,
    requests_max: u64,
) -> Result<Sweep, Box<Divergence>> {
    let mut sweep = Sweep::default();
    for first in 0..requests_max {
        let Some(reach) = fail(lockstep, program, settings, manner.failing(first))? else { break };
        sweep.reach.add(&reach);
        sweep.requests += 1;
        for (place, count) in lockstep.subject().failures() {
            *sweep.failures.entry(place).or_default() += count;
        }
    }
    Ok(sweep)
}

/// Runs `program` once, while these requests fail; nothing if the subject never asks so often.
///
/// # Errors
/// The first divergence, with the requests.
pub fn fail(
    lockstep: &mut Lockstep,
    program: &Rc<Program>,
    settings: &Settings,
    requests: FailingRequests,
) -> Result<Option<Reach>, Box<Divergence>> {
    let at_request = |mut divergence: Box<Divergence>| {
        divergence.request = Some(requests);
        divergence
    };
    let failed = failed(lockstep, program, settings, requests).map_err(at_request)?;
    let Some(failed) = failed else { return Ok(None) };
    let faults = [Fault::Follow(failed), Fault::Requests(requests)];
    lockstep.run_faulted(program, settings, faults).map(Some).map_err(at_request)
}

/// Runs the subject alone: what fails for want of memory; nothing if it never asks so often. At the end of a program nothing is
/// made to fail.
fn failed(
    lockstep: &mut Lockstep,
    program: &Rc<Program>,
    settings: &Settings,
    requests: FailingRequests,
) -> Result<Option<Failed>, Box<Divergence>> {
    let subject = lockstep.subject();
    let settings = Settings { fault: Some(Fault::Requests(requests)), ..settings.clone() };
    let mut failed = Failed::default();
    let mut run = || {
        subject.start(program, &settings)?;
        for index in 0..program.main.len() {
            subject.step(Stage { program, place: Place::Step(index) })?;
            failed.extend(&subject.trace.failed);
            let is_over = !requests.from_on && subject.failures().iter().any(|(_, it)| *it > 0);
            if is_over || ends(&subject.outcome) {
                break;
            }
        }
        Ok(subject.failures().iter().any(|(_, count)| *count > 0))
    };
    let result = run();
    subject.replace_if_broken();
    result.map(|any| any.then_some(failed))
}

/// Whether the program ends here: not with an error that a failure has brought about.
fn ends(outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Done => false,
        Outcome::Raised(Exception { kind, .. }) => *kind != ExceptionKind::MemoryError,
        Outcome::Limit => true,
    }
}

impl fmt::Display for FailingRequests {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "with allocation request {}", self.first)?;
        if self.from_on {
            f.write_str(" and all after it")?;
        }
        f.write_str(" made to fail")?;
        if self.reserving {
            Ok(())
        } else {
            f.write_str(", in the middle of operations, which are done again")
        }
    }
}
