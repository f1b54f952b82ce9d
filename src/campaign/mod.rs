//! A campaign: many programs through worker processes, and what they showed.
//!
//! Programs are numbered; which program a number is follows from the seed, so what a campaign finds does not depend on how
//! many workers share the numbers. The campaign knows no clock, no terminal and no environment: whoever starts it says when
//! to stop and how a worker is started.

mod bench;
mod bucket;
mod case;
mod child;
mod explore;
mod hunt;
mod judging;
mod message;
mod modes;
mod slot;
mod sweep;
mod worker;

pub use bench::{Bench, Heaps};
pub use bucket::{Bucket, KEPT_MAX};
pub use case::{CaseFile, write_case, write_judge_loss};
pub use child::Spawn;
pub use explore::{Exploration, LeftOut, explore};
pub use hunt::{CallsHunt, Hunt, Hunter};
pub use message::{Check, Expansion, Found, JudgeLoss, Reply, Request, Setting, Tally};
pub use sweep::{SweepReport, Swept, steps, sweep};
pub use worker::serve;

use std::io;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use serde::Serialize;

use self::bucket::{Gathered, Kept};
use self::slot::Slot;
use crate::heaps::Memory;
use crate::lockstep::{Divergence, DivergenceKind};
use crate::program::Program;
use crate::shrink::EXECUTIONS_MAX;

/// How many programs a worker is given at a time.
const RANGE: u64 = 64;
/// How many buckets are shrunk: those that most programs showed. A badly broken heap fills thousands, which teach nothing more;
/// of the others the shortest program is kept as it was found.
const SHRUNK_MAX: usize = 64;

/// How long a worker may be silent over one program, unless told otherwise.
pub const SILENCE_MAX: Duration = Duration::from_secs(10);

/// What a campaign is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// How programs are made and compared.
    pub setting: Setting,
    /// How many programs; none for as many as there is time for.
    pub programs: Option<u64>,
    /// How many worker processes at a time.
    pub jobs: usize,
    /// How long a worker may be silent over one program until it counts as hanging.
    pub silence_max: Duration,
}

/// What a campaign came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The sums.
    pub tally: Tally,
    /// How many programs diverged.
    pub diverged: u64,
    /// What they showed; buckets whose programs shrink to the same shortest program stand together.
    pub buckets: Vec<Bucket>,
}

/// A program that shows a divergence, shrunk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The number of the program that it was shrunk from.
    pub index: u64,
    /// The comparison that shows it.
    pub check: Check,
    /// The program.
    pub text: String,
    /// How long it is: [`crate::program::Program::steps`].
    pub steps: usize,
    /// What it shows.
    pub divergence: Divergence,
    /// The shortest program met whose divergence resembles this one ([`crate::lockstep::Signature::resembles`]); often the program itself.
    pub shortest: String,
    /// How many programs were run to shrink it.
    pub executions: u64,
    /// Whether running it twice more showed the same; otherwise it cannot be reproduced.
    pub stable: bool,
}

/// What whoever started the campaign sees of it while it runs.
pub trait Watch: Sync {
    /// Whether to stop taking further programs.
    fn is_over(&self) -> bool {
        false
    }
    /// The sums so far, and how many programs diverged.
    fn progress(&self, _tally: &Tally, _diverged: u64) {}
    /// Of the buckets, how many are shrunk.
    fn shrunk(&self, _done: usize, _of: usize) {}
}

/// Lets a campaign go on to its end and looks at nothing of it.
#[derive(Debug, Clone, Copy)]
pub struct Unwatched;

impl Watch for Unwatched {}

/// Runs a campaign whose workers `spawn` starts.
///
/// # Errors
/// If a worker cannot be started or refuses its setting.
pub fn run(plan: &Plan, spawn: &Spawn, watch: &dyn Watch) -> io::Result<Report> {
    let shared = Shared::default();
    in_parallel(plan.jobs, &|is_off| {
        let mut slot = Slot::new(spawn, &plan.setting, plan.silence_max);
        while let Some((first, count)) = shared.next_range(plan.programs, watch)
            && !is_off.load(Ordering::Relaxed)
        {
            let (tally, found) = slot.range(first, count)?;
            shared.note(&tally, found, watch);
        }
        Ok(())
    })?;
    let gathered = shared.gathered.into_inner().unwrap_or_else(PoisonError::into_inner);
    shrunk_report(plan, gathered, spawn, watch)
}

fn shrunk_report(
    plan: &Plan,
    gathered: Gathered,
    spawn: &Spawn,
    watch: &dyn Watch,
) -> io::Result<Report> {
    let findings = shrink_all(plan, &gathered.by_programs(), spawn, watch)?;
    let (tally, diverged) = (gathered.tally.clone(), gathered.diverged);
    Ok(Report { tally, diverged, buckets: gathered.into_buckets(findings) })
}

/// What the workers of a campaign share.
#[derive(Default)]
struct Shared {
    next: AtomicU64,
    gathered: Mutex<Gathered>,
}

impl Shared {
    fn next_range(&self, programs: Option<u64>, watch: &dyn Watch) -> Option<(u64, u64)> {
        if watch.is_over() {
            return None;
        }
        let first = self.next.fetch_add(RANGE, Ordering::Relaxed);
        let count = programs.map_or(RANGE, |programs| RANGE.min(programs.saturating_sub(first)));
        (count > 0).then_some((first, count))
    }

    fn note(&self, tally: &Tally, found: Vec<Found>, watch: &dyn Watch) {
        let mut gathered = self.gathered.lock().unwrap_or_else(PoisonError::into_inner);
        gathered.tally.add(tally);
        found.into_iter().for_each(|found| gathered.keep(found));
        watch.progress(&gathered.tally, gathered.diverged);
    }
}

/// Shrinks what is kept of each bucket; buckets are in the order of their weight.
fn shrink_all(
    plan: &Plan,
    buckets: &[Kept],
    spawn: &Spawn,
    watch: &dyn Watch,
) -> io::Result<Vec<Finding>> {
    let next = AtomicUsize::new(0);
    let shrunk = Mutex::new(vec![None; buckets.len()]);
    in_parallel(plan.jobs.min(buckets.len()), &|is_off| {
        let mut slot = Slot::new(spawn, &plan.setting, plan.silence_max);
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(kept) = buckets.get(number).filter(|_| !is_off.load(Ordering::Relaxed)) else {
                return Ok(());
            };
            let findings = shrink_bucket(&mut slot, kept, number < SHRUNK_MAX)?;
            let mut shrunk = shrunk.lock().unwrap_or_else(PoisonError::into_inner);
            shrunk[number] = Some(findings);
            watch.shrunk(shrunk.iter().flatten().count(), buckets.len());
        }
    })?;
    let shrunk = shrunk.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok(shrunk.into_iter().flatten().flatten().collect())
}

/// Shrinks the programs of a bucket in turn, the shortest first, as long as the bucket's runs last. What resembles it and is
/// shorter still is a finding of its own.
fn shrink_bucket(slot: &mut Slot<'_>, kept: &Kept, is_worth_it: bool) -> io::Result<Vec<Finding>> {
    let mut findings = Vec::new();
    let mut left = if is_worth_it { EXECUTIONS_MAX } else { 0 };
    for found in &kept.found {
        let (finding, resembling) = slot.shrink(found, left)?;
        left = left.saturating_sub(finding.executions);
        findings.extend([finding].into_iter().chain(resembling));
        // A hang costs its whole wait in every run.
        if left == 0 || found.divergence.signature.kind == DivergenceKind::Hang {
            break;
        }
    }
    Ok(findings)
}

/// A thread's work. It looks now and then whether another thread has failed, and stops then.
type Job<'a> = &'a (dyn Fn(&AtomicBool) -> io::Result<()> + Sync);

/// Runs `job` in that many threads, and hands on the first error.
fn in_parallel(threads: usize, job: Job<'_>) -> io::Result<()> {
    let is_off = AtomicBool::new(false);
    let run = || {
        let result = job(&is_off);
        is_off.fetch_or(result.is_err(), Ordering::Relaxed);
        result
    };
    thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(run)).collect();
        let join = |thread: thread::ScopedJoinHandle<'_, io::Result<()>>| {
            let panicked = |_| Err(io::Error::other("a thread of the campaign panicked"));
            thread.join().unwrap_or_else(panicked)
        };
        // Every thread is joined, so that none outlives an error.
        let results: Vec<_> = threads.into_iter().map(join).collect();
        results.into_iter().collect()
    })
}

/// Shrinks a program that shows a divergence in some comparison, in a worker of its own; nothing if it shows none.
///
/// # Errors
/// If no worker can be started, or it refuses its setting.
pub fn shrink(setting: &Setting, spawn: &Spawn, text: &str) -> io::Result<Option<Finding>> {
    let mut slot = Slot::new(spawn, setting, SILENCE_MAX);
    let Some(found) = first_divergence(&mut slot, setting, text)? else { return Ok(None) };
    slot.shrink(&found, EXECUTIONS_MAX).map(|(finding, _)| Some(finding))
}

/// What a program shows in the first comparison in which it shows something, run in a worker of its own.
///
/// # Errors
/// If no worker can be started, or it refuses its setting.
pub fn diverges(setting: &Setting, spawn: &Spawn, text: &str) -> io::Result<Option<Found>> {
    first_divergence(&mut Slot::new(spawn, setting, SILENCE_MAX), setting, text)
}

/// After how many of its first main steps a program that loses its process can end without losing it.
///
/// # Errors
/// If no worker can be started, or it refuses its setting.
pub fn survived(setting: &Setting, spawn: &Spawn, program: &Program) -> io::Result<usize> {
    let mut slot = Slot::new(spawn, setting, SILENCE_MAX);
    let (mut survived, mut lost) = (0, program.main.len());
    while survived + 1 < lost {
        let middle = survived.midpoint(lost);
        let text = program.first_steps(middle).to_string();
        match first_divergence(&mut slot, setting, &text)? {
            None => survived = middle,
            Some(_) => lost = middle,
        }
    }
    Ok(survived)
}

fn first_divergence(
    slot: &mut Slot<'_>,
    setting: &Setting,
    text: &str,
) -> io::Result<Option<Found>> {
    let judges = (0..setting.judges.len()).map(Check::Judge);
    let memories = match setting.memory {
        Some(_) => [].as_slice(),
        None => &[Memory::POOLED_GUARDED, Memory::SYSTEM_GUARDED],
    };
    let memories = memories.iter().copied().map(Check::Memory);
    let changes = (0..modes::PLACES_MAX).map(Check::Metamorphic);
    let checks = [Check::Lockstep, Check::Faults].into_iter().chain(memories).chain(judges);
    for check in checks.chain(changes) {
        if let Some(divergence) = slot.one(check, text.to_owned())? {
            return Ok(Some(Found { index: 0, check, text: text.to_owned(), divergence }));
        }
    }
    Ok(None)
}
