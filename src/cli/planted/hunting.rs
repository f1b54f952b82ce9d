//! Engines that look in a worker of their own, and shrink the program that diverges.

use std::process::Command;
use std::time::{Duration, Instant};

use twinheap::campaign::{Found, Hunter, Setting};
use twinheap::explore::{Bounds, Feature};
use twinheap::program::Program;

use super::super::failure::Failure;
use super::super::sweep;
use super::super::workers::{self, SUBJECT};
use super::engine::{Engine, Finding, Run, Shrunk};

/// A program takes milliseconds: this is long enough on a machine that has other work.
const SILENCE_MAX: Duration = Duration::from_secs(5);

/// How programs are come by.
pub(super) enum Hunting {
    /// At random, of about so many steps, as `check` makes them.
    Property(u32),
    /// From state to state, as `explore` goes.
    Explore(Bounds),
    /// These with failing allocations, as `sweep` makes them fail.
    Sweep(Vec<Program>),
    /// Calls of the allocator alone, at random.
    Alloc,
}

pub(super) const PROPERTY: &str = "property";
pub(super) const EXPLORE: &str = "explore";
pub(super) const SWEEP: &str = "sweep";
pub(super) const ALLOC: &str = "alloc";

impl Hunting {
    /// All states that are small enough to be gone through in seconds.
    pub(super) fn explore() -> Self {
        use Feature::{Callback, Finalizer, Generations, Load, Weakref};
        let features = vec![Load, Weakref, Callback, Finalizer, Generations];
        Self::Explore(Bounds { objects: 2, fields: 1, names: 2, features })
    }

    /// The cases that `sweep` goes through.
    ///
    /// # Errors
    /// If they cannot be read.
    pub(super) fn sweep() -> Result<Self, Failure> {
        let corpus = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
        Ok(Self::Sweep(sweep::programs(&[corpus], sweep::STEPS)?.0))
    }
}

impl Engine for Hunting {
    fn name(&self) -> &'static str {
        match self {
            Self::Property(_) => PROPERTY,
            Self::Explore(_) => EXPLORE,
            Self::Sweep(_) => SWEEP,
            Self::Alloc => ALLOC,
        }
    }

    fn seeds(&self, asked: u64) -> u64 {
        match self {
            Self::Property(_) | Self::Alloc => asked,
            // Nothing is drawn.
            Self::Explore(_) | Self::Sweep(_) => asked.min(1),
        }
    }

    #[expect(clippy::disallowed_methods, reason = "this is the command line")]
    fn search(&self, bug: &str, seed: u64, limit: Duration) -> Result<Run, Failure> {
        let steps = if let Self::Property(steps) = self { *steps } else { 0 };
        let (setting, spawn) = (setting(seed, steps), spawn(bug)?);
        let mut hunter = Hunter::new(&setting, &spawn, SILENCE_MAX);
        let start = Instant::now();
        let is_over = || start.elapsed() >= limit;
        let hunt = match self {
            Self::Property(_) => hunter.hunt(&is_over)?,
            Self::Explore(bounds) => hunter.explore(bounds, &is_over)?,
            Self::Sweep(programs) => hunter.sweep(programs, &is_over)?,
            Self::Alloc => {
                let hunt = hunter.calls(&is_over)?;
                let finding = hunt.found.map(|(program, _)| Finding { program, shrunk: None });
                return Ok(Run { executions: hunt.executions, elapsed: start.elapsed(), finding });
            }
        };
        let elapsed = start.elapsed();
        let finding = hunt.found.map(|found| shrink(&mut hunter, &found)).transpose()?;
        Ok(Run { executions: hunt.executions, elapsed, finding })
    }
}

/// Random programs as `check` makes them.
pub(super) fn setting(seed: u64, steps: u32) -> Setting {
    Setting { seed, steps, ..Setting::of(SUBJECT) }
}

/// How a worker is started in which that bug is on.
pub(super) fn spawn(bug: &str) -> Result<impl Fn() -> Command + Sync + use<>, Failure> {
    let (worker, bug) = (workers::spawn()?, bug.to_owned());
    Ok(move || {
        let mut command = worker();
        command.args(["--plant", &bug]);
        command
    })
}

#[expect(clippy::disallowed_methods, reason = "this is the command line")]
fn shrink(hunter: &mut Hunter<'_>, found: &Found) -> Result<Finding, Failure> {
    let start = Instant::now();
    let finding = hunter.shrink(found)?;
    let shrunk = Shrunk {
        check: finding.check,
        signature: finding.divergence.signature,
        executions: finding.executions,
        elapsed: start.elapsed(),
        stable: finding.stable,
        shortest: finding.shortest,
    };
    Ok(Finding { program: finding.text, shrunk: Some(shrunk) })
}
