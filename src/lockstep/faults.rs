//! Makes every allocation request of a program fail, one at a time.

use std::rc::Rc;

use super::divergence::{Divergence, Place};
use super::side::Stage;
use super::{Lockstep, Reach};
use crate::heaps::{Fault, Outcome, Settings};
use crate::program::Program;

/// What a sweep over a program's allocation requests came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sweep {
    /// How many requests were made to fail.
    pub requests: u64,
    /// What the runs reached, together.
    pub reach: Reach,
}

/// Runs `program` once for each allocation request that the subject makes, at most `requests_max` times: that request fails,
/// its step raises `MemoryError`, and the oracle follows by not executing that step. Everything else is compared in full.
///
/// # Errors
/// The first divergence, with the number of the request that failed.
pub fn sweep(
    lockstep: &mut Lockstep,
    program: &Rc<Program>,
    settings: &Settings,
    requests_max: u64,
) -> Result<Sweep, Box<Divergence>> {
    let mut sweep = Sweep::default();
    for request in 0..requests_max {
        let Some(reach) = fail(lockstep, program, settings, request)? else { break };
        sweep.requests += 1;
        sweep.reach.add(&reach);
    }
    Ok(sweep)
}

/// Runs `program` once, while the allocation request of that number fails; none if the subject never asks so often.
///
/// # Errors
/// The first divergence, with the number of the request.
pub fn fail(
    lockstep: &mut Lockstep,
    program: &Rc<Program>,
    settings: &Settings,
    request: u64,
) -> Result<Option<Reach>, Box<Divergence>> {
    let at_request = |mut divergence: Box<Divergence>| {
        divergence.request = Some(request);
        divergence
    };
    let failed = failed_step(lockstep, program, settings, request).map_err(at_request)?;
    let Some(step) = failed else { return Ok(None) };
    let faults = Faults { request, step };
    lockstep.run_faulted(program, settings, faults).map(Some).map_err(at_request)
}

/// A request of the subject, and the step that made it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Faults {
    pub(super) request: u64,
    pub(super) step: u64,
}

/// Runs the subject alone: which step raises when that request fails; none if it never asks so often.
fn failed_step(
    lockstep: &mut Lockstep,
    program: &Rc<Program>,
    settings: &Settings,
    request: u64,
) -> Result<Option<u64>, Box<Divergence>> {
    let subject = lockstep.subject();
    let settings = Settings { fault: Some(Fault::Request(request)), ..settings.clone() };
    let mut run = || {
        subject.start(program, &settings)?;
        for index in 0..program.main.len() {
            subject.step(Stage { program, place: Place::Step(index) })?;
            if subject.trace.failed_step.is_some() {
                return Ok(subject.trace.failed_step);
            }
            if subject.outcome != Outcome::Done {
                break;
            }
        }
        subject.finish(Stage { program, place: Place::Finish })?;
        Ok(subject.trace.failed_step)
    };
    let result = run();
    subject.replace_if_broken();
    result
}
