//! The search for one divergence, a program at a time: how soon a wrong heap is found.

use std::io;
use std::time::Duration;

use super::message::{Check, Found, Setting, Tally};
use super::modes;
use super::slot::Slot;
use super::{Finding, Spawn};
use crate::metamorphic::Relation;
use crate::shrink::EXECUTIONS_MAX;

/// Goes through the programs of a seed in a worker of its own.
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
