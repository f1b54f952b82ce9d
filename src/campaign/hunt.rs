//! The search for one divergence, in each of the ways that a wrong heap can be found: how soon it is.

use std::io;
use std::time::Duration;

use super::explore::Graph;
use super::message::{Check, Found, Setting, Tally};
use super::modes;
use super::slot::Slot;
use super::sweep::Case;
use super::worker::numbered_calls;
use super::{Finding, Spawn};
use crate::explore::Bounds;
use crate::heaps::Violation;
use crate::lockstep::Divergence;
use crate::metamorphic::Relation;
use crate::program::Program;
use crate::shrink::EXECUTIONS_MAX;

/// Looks for one divergence in a worker of its own.
pub struct Hunter<'a> {
    setting: &'a Setting,
    slot: Slot<'a>,
}

/// What a search came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hunt {
    /// How many programs were run, each with an allocation that failed included.
    pub executions: u64,
    /// The first program that diverged, if one did.
    pub found: Option<Found>,
}

/// What a search in calls of the allocator alone came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallsHunt {
    /// How many programs of calls were run.
    pub executions: u64,
    /// The first that broke a law, as text, and the law.
    pub found: Option<(String, Violation)>,
}

impl<'a> Hunter<'a> {
    /// The programs of `setting`, in workers that `spawn` starts and that may be silent so long over one of them.
    #[must_use]
    pub fn new(setting: &'a Setting, spawn: &'a Spawn, silence_max: Duration) -> Self {
        Self { setting, slot: Slot::new(spawn, setting, silence_max) }
    }

    /// Runs programs until one diverges, or `is_over`.
    ///
    /// # Errors
    /// If a worker cannot be started or refuses its setting.
    pub fn hunt(&mut self, is_over: &dyn Fn() -> bool) -> io::Result<Hunt> {
        let mut executions = 0;
        for index in 0.. {
            if is_over() {
                break;
            }
            let (tally, found) = self.slot.program(index)?;
            let found = found.into_iter().next();
            executions += self.executed(index, &tally, found.as_ref());
            if found.is_some() {
                return Ok(Hunt { executions, found });
            }
        }
        Ok(Hunt { executions, found: None })
    }

    /// Goes through the states within `bounds`, breadth first, until a transition diverges, all have been made, or `is_over`.
    ///
    /// # Errors
    /// If a worker cannot be started or refuses its setting.
    pub fn explore(&mut self, bounds: &Bounds, is_over: &dyn Fn() -> bool) -> io::Result<Hunt> {
        let (mut graph, mut executions, mut node) = (Graph::new(bounds), 0, 0);
        while node < graph.len() && !is_over() {
            let path = graph.path(node);
            let expansions = self.slot.expand(bounds, std::slice::from_ref(&path))?;
            for mut expansion in expansions {
                if let Some(found) = expansion.found.drain(..).next() {
                    let text = |by| bounds.program(&[&path[..], &[by]].concat()).to_string();
                    let mut moves = expansion.transitions.iter().map(|one| one.by);
                    let before = moves.position(|by| text(by) == found.text).unwrap_or(0) as u64;
                    // The state itself is reached once, too.
                    return Ok(Hunt { executions: executions + before + 2, found: Some(found) });
                }
                executions += expansion.tally.programs;
                graph.extend(node, expansion);
            }
            node += 1;
        }
        Ok(Hunt { executions, found: None })
    }

    /// Lets every allocation of the programs fail, at every point of a collection, until one diverges or `is_over`.
    ///
    /// # Errors
    /// If a worker cannot be started or refuses its setting.
    pub fn sweep(&mut self, programs: &[Program], is_over: &dyn Fn() -> bool) -> io::Result<Hunt> {
        let mut executions = 0;
        for (number, program) in (0..).zip(programs) {
            if is_over() {
                break;
            }
            let mut case = Case { slot: &mut self.slot, number, until_found: true };
            let (swept, found) = case.sweep(program)?;
            // Each program is run as it is, too.
            executions += swept.programs + swept.runs;
            if let Some(found) = found.into_iter().next() {
                let request = found.divergence.request;
                executions += request.map_or(0, |request| request.first + 1);
                // A worker that was lost over the first program has counted nothing.
                return Ok(Hunt { executions: executions.max(1), found: Some(found) });
            }
        }
        Ok(Hunt { executions, found: None })
    }

    /// Makes calls of the allocator alone until they break a law of it or `is_over`.
    ///
    /// # Errors
    /// If a worker cannot be started or refuses its setting.
    pub fn calls(&mut self, is_over: &dyn Fn() -> bool) -> io::Result<CallsHunt> {
        let mut executions = 0;
        while !is_over() {
            let violation = self.slot.calls(executions)?;
            executions += 1;
            if let Some(violation) = violation {
                let text = numbered_calls(self.setting, executions - 1).to_string();
                return Ok(CallsHunt { executions, found: Some((text, violation)) });
            }
        }
        Ok(CallsHunt { executions, found: None })
    }

    /// What one comparison of a program shows.
    ///
    /// # Errors
    /// If a worker cannot be started or refuses its setting.
    pub fn run(&mut self, check: Check, text: &str) -> io::Result<Option<Divergence>> {
        self.slot.one(check, text.to_owned())
    }

    /// Shrinks what was found.
    ///
    /// # Errors
    /// If a worker cannot be started or refuses its setting.
    pub fn shrink(&mut self, found: &Found) -> io::Result<Finding> {
        self.slot.shrink(found, EXECUTIONS_MAX).map(|(finding, _)| finding)
    }

    /// How often program number `index` was run. A sweep that diverges ends with the request at which it stopped, and is not in
    /// the tally; those in other manners before it are.
    fn executed(&self, index: u64, tally: &Tally, found: Option<&Found>) -> u64 {
        let diverged = found.map(|found| found.check);
        let request = found.and_then(|found| found.divergence.request);
        let mut executions = 0;
        for check in modes::checks(self.setting, index) {
            executions += match check {
                Check::Faults => tally.faults + request.map_or(0, |request| request.first + 1),
                // Twice on each heap for each relation.
                Check::Metamorphic(_) => 4 * Relation::ALL.len() as u64,
                Check::Lockstep | Check::Memory(_) | Check::Judge(_) => 1,
            };
            if diverged == Some(check) {
                break;
            }
        }
        executions
    }
}

impl std::fmt::Debug for Hunter<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("hunter")
    }
}
