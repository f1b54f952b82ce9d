//! Heaps that are wrong on purpose: each must be found within [`PROGRAMS_MAX`] programs and shrunk to at most [`STEPS_MAX`]
//! steps.
//!
//! This test is an executable of its own because it is
//! also the worker process in which the wrong heaps run: two of them take their process down.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod wrong;

use std::process::Command;
use std::time::Duration;

use twinheap::campaign::{self, Finding, Plan, Setting, Tally, Watch};
use twinheap::explore::{Bounds, Feature};
use twinheap::lockstep::DivergenceKind;
use twinheap::program::Program;
use wrong::{Wrong, canary};

const PROGRAMS_MAX: u64 = 10_000;
const STEPS_MAX: usize = 8;

/// How many programs that diverge are enough: among a few one shrinks well. A hang costs seconds a run.
fn enough(wrong: Wrong) -> u64 {
    match wrong {
        Wrong::EndlessLoop | Wrong::Abort => 1,
        _ => 3,
    }
}

/// Stops a campaign as soon as enough is found.
struct FirstFindings {
    enough: u64,
    diverged: std::sync::atomic::AtomicBool,
}

impl Watch for FirstFindings {
    fn is_over(&self) -> bool {
        self.diverged.load(std::sync::atomic::Ordering::Relaxed)
    }

    fn progress(&self, _: &Tally, diverged: u64) {
        self.diverged.store(diverged >= self.enough, std::sync::atomic::Ordering::Relaxed);
    }
}

fn plan(wrong: Wrong, seed: u64) -> Plan {
    let setting = Setting { seed, ..Setting::of(&wrong.name()) };
    Plan { setting, programs: Some(PROGRAMS_MAX), jobs: 1, silence_max: Duration::from_secs(2) }
}

fn worker() -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.arg("worker");
    command
}

/// How many programs it took, and the shortest finding. No wrong here breaks a law or an invariant, so those are not its doing.
fn find(wrong: Wrong, seed: u64) -> (u64, Option<Finding>) {
    let watch = FirstFindings { enough: enough(wrong), diverged: false.into() };
    let report = campaign::run(&plan(wrong, seed), &worker, &watch).unwrap();
    let findings = report
        .buckets
        .into_iter()
        .flat_map(|bucket| bucket.findings)
        .filter(|finding| finding.divergence.signature.kind != DivergenceKind::Violation);
    (report.tally.programs, findings.min_by_key(|finding| program(finding).steps()))
}

fn program(finding: &Finding) -> Program {
    Program::parse("finding", &finding.text).unwrap()
}

fn main() {
    if std::env::args().nth(1).as_deref() == Some("worker") {
        std::panic::set_hook(Box::new(|_| {}));
        campaign::serve(canary, std::io::stdin().lock(), std::io::stdout().lock()).unwrap();
        return;
    }
    let mut failures = Vec::new();
    for wrong in Wrong::ALL {
        let (programs, finding) = find(wrong, 1);
        let Some(finding) = finding else {
            failures.push(format!("{wrong:?} was not found in {programs} programs"));
            continue;
        };
        let steps = program(&finding).steps();
        println!(
            "{wrong:?}: program {}, {steps} steps after {} runs, {}",
            finding.index, finding.executions, finding.divergence.signature
        );
        if steps > STEPS_MAX || !finding.stable {
            failures.push(format!("{wrong:?} was shrunk to {steps} steps:\n{}", finding.text));
        }
    }
    failures.extend(survived().err());
    failures.extend(explored(Wrong::FinalizerTwice, Feature::Finalizer).err());
    failures.extend(explored(Wrong::WeakReferenceKept, Feature::Weakref).err());
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Whether it is told which step takes the process down.
fn survived() -> Result<(), String> {
    let text =
        "import copy, gc, sys, weakref\n\na = []\nb = [a]\na.insert(0, None)\nc = a\nd = b\n";
    let program = Program::parse("case", text).unwrap();
    match campaign::survived(&plan(Wrong::Abort, 1).setting, &worker, &program).unwrap() {
        2 => Ok(()),
        survived => Err(format!("{survived} steps survive, not the two before the insertion")),
    }
}

/// Whether exploration finds it too, and ends.
fn explored(wrong: Wrong, feature: Feature) -> Result<(), String> {
    let bounds = Bounds { objects: 2, fields: 1, names: 1, features: vec![feature] };
    let watch = FirstFindings { enough: 1, diverged: false.into() };
    let found = campaign::explore(&plan(wrong, 1), &bounds, None, &worker, &watch).unwrap();
    let finding = found.report.buckets.first().and_then(|bucket| bucket.findings.first());
    let finding = finding.ok_or_else(|| format!("exploration did not find {wrong:?}"))?;
    println!("{wrong:?}: explored, {}", finding.divergence.signature);
    Ok(())
}
