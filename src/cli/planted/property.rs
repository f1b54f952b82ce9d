//! The engine of `check`: random programs in lockstep, one after the other, in a worker of their own.

use std::process::Command;
use std::time::{Duration, Instant};

use twinheap::campaign::{Found, Hunter, Setting};

use super::super::failure::Failure;
use super::super::workers::{self, SUBJECT};
use super::catalogue::Planted;
use super::engine::{Engine, Finding, Run, Shrinking};

pub(super) const NAME: &str = "property";

/// A program takes milliseconds: this is long enough on a machine that has other work.
const SILENCE_MAX: Duration = Duration::from_secs(5);

pub(super) struct Property {
    /// About how many steps a program has.
    pub(super) steps: u32,
}

impl Engine for Property {
    fn name(&self) -> &'static str {
        NAME
    }

    #[expect(clippy::disallowed_methods, reason = "this is the command line")]
    fn search(&self, bug: &Planted, seed: u64, limit: Duration) -> Result<Run, Failure> {
        let setting = Setting { seed, steps: self.steps, ..Setting::of(SUBJECT) };
        let (worker, name) = (workers::spawn()?, bug.name.clone());
        let spawn = move || -> Command {
            let mut command = worker();
            command.args(["--plant", &name]);
            command
        };
        let mut hunter = Hunter::new(&setting, &spawn, SILENCE_MAX);
        let start = Instant::now();
        let hunt = hunter.hunt(&|| start.elapsed() >= limit)?;
        let elapsed = start.elapsed();
        let finding = hunt.found.map(|found| shrink(&mut hunter, &found)).transpose()?;
        Ok(Run { executions: hunt.executions, elapsed, finding })
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the command line")]
fn shrink(hunter: &mut Hunter<'_>, found: &Found) -> Result<Finding, Failure> {
    let start = Instant::now();
    let finding = hunter.shrink(found)?;
    let (executions, stable) = (finding.executions, finding.stable);
    let shrunk = Shrinking { executions, elapsed: start.elapsed(), stable };
    Ok(Finding { program: finding.shortest, shrunk: Some(shrunk) })
}
