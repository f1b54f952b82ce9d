//! A sweep: short programs, each with every allocation request failing at every point where there could be a collection.

use std::collections::BTreeMap;
use std::io;
use std::num::NonZeroU16;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::child::Spawn;
use super::message::{Check, Found};
use super::slot::Slot;
use super::{Gathered, Plan, Report, Watch, in_parallel, shrunk_report};
use crate::goals::Reached;
use crate::program::{Moments, Program, Statement, Step, Zeal};

/// How many allocations of a program are points of a collection at most.
const ALLOCATIONS_MAX: u16 = 64;

/// What a sweep came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SweepReport {
    /// The sums.
    pub swept: Swept,
    /// What diverged.
    pub report: Report,
}

/// The sums of a sweep.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Swept {
    /// The cases that were swept.
    pub cases: u64,
    /// Their programs: each case as it is, and with a collection at each point.
    pub programs: u64,
    /// How often a program was run on both heaps, with some request failing.
    pub runs: u64,
    /// How many requests failed.
    pub failures: u64,
    /// How often each place in the subject failed that can.
    pub places: BTreeMap<String, u64>,
    /// Of the programs, those that collected at an allocation.
    pub zealous: u64,
    /// How often each goal was reached.
    pub reach: Reached,
}

impl Swept {
    /// Adds the sums of others.
    pub fn add(&mut self, other: &Self) {
        self.cases += other.cases;
        self.programs += other.programs;
        self.runs += other.runs;
        self.failures += other.failures;
        self.zealous += other.zealous;
        self.reach.add(&other.reach);
        for (place, count) in &other.places {
            *self.places.entry(place.clone()).or_default() += count;
        }
    }

    /// The places in the subject that can fail and never did.
    pub fn missed(&self) -> impl Iterator<Item = &str> {
        self.places.iter().filter(|(_, count)| **count == 0).map(|(place, _)| place.as_str())
    }
}

/// Sweeps over all of `programs`, in the worker processes that `spawn` starts. Only the jobs, the setting and the silence of
/// `plan` matter.
///
/// # Errors
/// If a worker cannot be started or refuses its setting.
pub fn sweep(
    plan: &Plan,
    programs: &[Program],
    spawn: &Spawn,
    watch: &dyn Watch,
) -> io::Result<SweepReport> {
    let (next, swept) = (AtomicUsize::new(0), Mutex::new(Swept::default()));
    let gathered = Mutex::new(Gathered::default());
    in_parallel(plan.jobs, &|is_off| {
        let mut slot = Slot::new(spawn, &plan.setting, plan.silence_max);
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(program) = programs.get(number).filter(|_| !is_off.load(Ordering::Relaxed))
            else {
                return Ok(());
            };
            let mut case = Case { slot: &mut slot, number: number as u64, until_found: false };
            let (sums, found) = case.sweep(program)?;
            let mut gathered = gathered.lock().unwrap_or_else(PoisonError::into_inner);
            found.into_iter().for_each(|found| gathered.keep(found));
            let mut swept = swept.lock().unwrap_or_else(PoisonError::into_inner);
            swept.add(&sums);
            gathered.tally.programs = swept.cases;
            gathered.tally.faults = swept.runs;
            watch.progress(&gathered.tally, gathered.diverged);
        }
    })?;
    let gathered = gathered.into_inner().unwrap_or_else(PoisonError::into_inner);
    let report = shrunk_report(plan, gathered, spawn, watch)?;
    let swept = swept.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok(SweepReport { swept, report })
}

/// How many steps the longest block of a program has; one that is repeated counts as often as it is.
#[must_use]
pub fn steps(program: &Program) -> u64 {
    let length = |step: &Step| match step {
        Step::Plain(_) | Step::Guarded(_) => 1,
        Step::Repeated(count, _) => u64::from(*count),
    };
    program.blocks().map(|steps| steps.iter().map(length).sum()).max().unwrap_or(0)
}

/// One program with all its points of a collection.
pub(super) struct Case<'a, 'b> {
    pub(super) slot: &'a mut Slot<'b>,
    pub(super) number: u64,
    /// Whether one divergence is enough.
    pub(super) until_found: bool,
}

impl Case<'_, '_> {
    pub(super) fn sweep(&mut self, program: &Program) -> io::Result<(Swept, Vec<Found>)> {
        let (mut sums, mut found) = (Swept { cases: 1, ..Swept::default() }, Vec::new());
        for program in with_collections(program) {
            self.run(&program, &mut sums, &mut found)?;
            if self.until_found && !found.is_empty() {
                return Ok((sums, found));
            }
        }
        for allocation in (1..=ALLOCATIONS_MAX).filter_map(NonZeroU16::new) {
            let zeal = Some(Zeal::at(Moments::Once(allocation)));
            let before = sums.zealous;
            self.run(&Program { zeal, ..program.clone() }, &mut sums, &mut found)?;
            if sums.zealous == before || self.until_found && !found.is_empty() {
                break;
            }
        }
        Ok((sums, found))
    }

    fn run(
        &mut self,
        program: &Program,
        sums: &mut Swept,
        found: &mut Vec<Found>,
    ) -> io::Result<()> {
        let text = program.to_string();
        let (more, divergence) = self.slot.sweep(text.clone())?;
        sums.add(&more);
        let Some(divergence) = divergence else { return Ok(()) };
        // Where no request was made to fail, as far as is known, it may have been the program as it is.
        let plain = match divergence.request {
            Some(_) => None,
            None => self.slot.one(Check::Lockstep, text.clone())?,
        };
        let check = if plain.is_some() { Check::Lockstep } else { Check::Faults };
        let divergence = plain.unwrap_or(divergence);
        found.push(Found { index: self.number, check, text, divergence });
        Ok(())
    }
}

/// The program, and with `gc.collect()` before each of its main steps and after the last.
fn with_collections(program: &Program) -> impl Iterator<Item = Program> + '_ {
    let inserted = (0..=program.main.len()).map(|index| {
        let mut program = program.clone();
        program.main.insert(index, Step::Plain(Statement::Collect(None)));
        program
    });
    std::iter::once(program.clone()).chain(inserted)
}
