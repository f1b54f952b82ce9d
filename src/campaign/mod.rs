//! A campaign: many programs through worker processes, and what they showed.
//!
//! Programs are numbered; which program a number is follows from the seed, so what a campaign finds does not depend on how
//! many workers share the numbers. The campaign knows no clock, no terminal and no environment: whoever starts it says when
//! to stop and how a worker is started.

mod bench;
mod case;
mod child;
mod explore;
mod hunt;
mod message;
mod modes;
mod slot;
mod sweep;
mod worker;

pub use bench::{Bench, Heaps};
pub use case::{CaseFile, write_case};
pub use child::Spawn;
pub use explore::{Exploration, LeftOut, explore};
pub use hunt::{Hunt, Hunter};
pub use message::{Check, Expansion, Found, Reply, Request, Setting, Tally};
pub use sweep::{SweepReport, Swept, steps, sweep};
pub use worker::serve;

use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use serde::Serialize;

use self::slot::Slot;
use crate::heaps::Memory;
use crate::lockstep::{Divergence, DivergenceKind};

/// How many programs a worker is given at a time.
const RANGE: u64 = 64;
/// How many programs that show the same divergence are kept.
pub const KEPT_MAX: usize = 5;

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
    /// How many programs showed each divergence, by [`Divergence::key`].
    pub divergences: BTreeMap<String, u64>,
    /// The programs kept, shrunk, in the order of their numbers.
    pub findings: Vec<Finding>,
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
    /// What it shows.
    pub divergence: Divergence,
    /// How many programs were run to shrink it.
    pub executions: u64,
    /// Whether running it again showed the same.
    pub stable: bool,
}

/// What whoever started the campaign sees of it while it runs.
pub trait Watch: Sync {
    /// Whether to stop taking further programs.
    fn is_over(&self) -> bool;
    /// The sums so far, and how many programs diverged.
    fn progress(&self, tally: &Tally, diverged: u64);
    /// Of the programs kept, how many are shrunk.
    fn shrunk(&self, done: usize, of: usize);
}

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
    let findings = shrink_all(plan, &gathered.kept(), spawn, watch)?;
    let Gathered { tally, counts, .. } = gathered;
    Ok(Report { tally, divergences: counts, findings })
}

/// What the workers of a campaign share.
#[derive(Default)]
struct Shared {
    next: AtomicU64,
    gathered: Mutex<Gathered>,
}

#[derive(Default)]
struct Gathered {
    tally: Tally,
    counts: BTreeMap<String, u64>,
    /// For each key the programs of the lowest numbers.
    kept: BTreeMap<String, Vec<Found>>,
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
        watch.progress(&gathered.tally, gathered.counts.values().sum());
    }
}

impl Gathered {
    fn keep(&mut self, found: Found) {
        let key = found.divergence.key();
        *self.counts.entry(key.clone()).or_default() += 1;
        let kept = self.kept.entry(key).or_default();
        let place = kept.partition_point(|other| other.index < found.index);
        kept.insert(place, found);
        // A hang costs its whole wait in every run of its shrinking.
        let is_hang = kept[0].divergence.signature.kind == DivergenceKind::Hang;
        kept.truncate(if is_hang { 1 } else { KEPT_MAX });
    }

    /// The programs kept, in the order of their numbers.
    fn kept(&self) -> Vec<Found> {
        let mut kept: Vec<Found> = self.kept.values().flatten().cloned().collect();
        kept.sort_by_key(|found| (found.index, found.check));
        kept
    }
}

fn shrink_all(
    plan: &Plan,
    kept: &[Found],
    spawn: &Spawn,
    watch: &dyn Watch,
) -> io::Result<Vec<Finding>> {
    let next = AtomicUsize::new(0);
    let findings = Mutex::new(vec![None; kept.len()]);
    in_parallel(plan.jobs.min(kept.len()), &|is_off| {
        let mut slot = Slot::new(spawn, &plan.setting, plan.silence_max);
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(found) = kept.get(number).filter(|_| !is_off.load(Ordering::Relaxed)) else {
                return Ok(());
            };
            let finding = slot.shrink(found)?;
            let mut findings = findings.lock().unwrap_or_else(PoisonError::into_inner);
            findings[number] = Some(finding);
            watch.shrunk(findings.iter().flatten().count(), kept.len());
        }
    })?;
    let findings = findings.into_inner().unwrap_or_else(PoisonError::into_inner);
    let mut distinct: Vec<Finding> = Vec::new();
    for finding in findings.into_iter().flatten() {
        // Different programs often shrink to the same one.
        if !distinct.iter().any(|one| one.text == finding.text && one.check == finding.check) {
            distinct.push(finding);
        }
    }
    Ok(distinct)
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
    slot.shrink(&found).map(Some)
}

/// What a program shows in the first comparison in which it shows something, run in a worker of its own.
///
/// # Errors
/// If no worker can be started, or it refuses its setting.
pub fn diverges(setting: &Setting, spawn: &Spawn, text: &str) -> io::Result<Option<Found>> {
    first_divergence(&mut Slot::new(spawn, setting, SILENCE_MAX), setting, text)
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
