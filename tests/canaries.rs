//! Heaps that are wrong on purpose: each must be found within [`PROGRAMS_MAX`] programs and shrunk to at most [`STEPS_MAX`]
//! steps.
//!
//! A wrong heap is a right one in a wrapper that spoils what it says. This test is an executable of its own because it is
//! also the worker process in which the wrong heaps run: two of them take their process down.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::process::Command;
use std::rc::Rc;
use std::time::Duration;

use twinheap::campaign::{self, Finding, Plan, Setting, Tally, Watch};
use twinheap::explore::{Bounds, Feature};
use twinheap::heaps::{
    self, Contract, Event, ExceptionKind, Heap, Id, Observation, Outcome, Settings, Trace,
    Violation,
};
use twinheap::lockstep::DivergenceKind;
use twinheap::program::{Argument, Program, Statement};

const PROGRAMS_MAX: u64 = 10_000;
const STEPS_MAX: usize = 8;
/// The heap that is spoiled.
const RIGHT: &str = "impl";

/// What is wrong with a heap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wrong {
    /// From the fifth reference on, one is not counted.
    CountOffByOne,
    /// A finalizer that a collection runs is run twice.
    FinalizerTwice,
    /// A weak reference to garbage is not cleared.
    WeakReferenceKept,
    /// Several callbacks come in the wrong order.
    CallbackOrder,
    /// The survivors of a collection come into the oldest generation in the wrong order.
    GenerationOrder,
    /// Garbage found by a young collection is not reclaimed.
    CycleLeaked,
    /// An object that lives is reported dead.
    LiveReportedDead,
    /// `KeyError` comes as `IndexError`.
    KeyErrorAsIndexError,
    /// `x is x` is false.
    AliasDenied,
    /// `gc.unfreeze()` panics.
    Panic,
    /// `insert` aborts the process.
    Abort,
    /// `gc.garbage.clear()` never ends.
    EndlessLoop,
    /// `insert` panics where blocks are guarded: only programs that run once more with other memory can find it.
    PanicWhenGuarded,
}

impl Wrong {
    const ALL: [Self; 13] = [
        Self::CountOffByOne,
        Self::FinalizerTwice,
        Self::WeakReferenceKept,
        Self::CallbackOrder,
        Self::GenerationOrder,
        Self::CycleLeaked,
        Self::LiveReportedDead,
        Self::KeyErrorAsIndexError,
        Self::AliasDenied,
        Self::Panic,
        Self::Abort,
        Self::EndlessLoop,
        Self::PanicWhenGuarded,
    ];

    /// How many programs that diverge are enough: among a few one shrinks well. A hang costs seconds a run.
    fn enough(self) -> u64 {
        match self {
            Self::EndlessLoop | Self::Abort => 1,
            _ => 3,
        }
    }

    fn name(self) -> String {
        format!("{self:?}")
    }
}

struct Canary {
    wrong: Wrong,
    right: Box<dyn Heap>,
    program: Rc<Program>,
    is_guarded: bool,
}

fn canary(name: &str) -> Option<Box<dyn Heap>> {
    let wrong = Wrong::ALL.into_iter().find(|wrong| wrong.name() == name)?;
    let right = heaps::by_name(RIGHT)?;
    Some(Box::new(Canary { wrong, right, program: Rc::default(), is_guarded: false }))
}

impl Canary {
    fn before_step(&self, index: usize) {
        match (self.wrong, self.program.main[index].statement()) {
            (Wrong::Panic, Statement::Unfreeze) => panic!("permanent generation 3 is lost"),
            (Wrong::PanicWhenGuarded, Statement::Insert(..)) if self.is_guarded => {
                panic!("memory around a block was written to")
            }
            (Wrong::Abort, Statement::Insert(..)) => std::process::abort(),
            (Wrong::EndlessLoop, Statement::ClearGarbage) => loop {
                std::thread::park();
            },
            _ => {}
        }
    }

    fn spoil(&self, index: usize, trace: &mut Trace, outcome: &mut Outcome) {
        let collected = trace.events.iter().any(|event| matches!(event, Event::Collected { .. }));
        match self.wrong {
            Wrong::FinalizerTwice if collected => repeat_finalizer(&mut trace.events),
            Wrong::WeakReferenceKept if collected => {
                trace.events.retain(|event| !matches!(event, Event::Cleared(_)));
            }
            Wrong::CallbackOrder => reverse_callbacks(&mut trace.events),
            Wrong::CycleLeaked => leak_cycles(trace),
            Wrong::LiveReportedDead if trace.died.len() > 2 => {
                let next = trace.died.iter().map(|id| id.0).max().unwrap_or(0) + 1;
                trace.died.push(Id(next));
            }
            Wrong::KeyErrorAsIndexError => {
                // Most are guarded: then the class is printed.
                trace.output = trace.output.replace("KeyError", "IndexError");
                if let Outcome::Raised(exception) = outcome
                    && exception.kind == ExceptionKind::KeyError
                {
                    exception.kind = ExceptionKind::IndexError;
                }
            }
            Wrong::AliasDenied if prints_identity(&self.program, index) => {
                trace.output = trace.output.replace("True", "False");
            }
            _ => {}
        }
    }
}

fn repeat_finalizer(events: &mut Vec<Event>) {
    let finalized = events.iter().find(|event| matches!(event, Event::Finalized(_))).copied();
    events.extend(finalized);
}

fn reverse_callbacks(events: &mut [Event]) {
    let is_callback = |event: &Event| matches!(event, Event::Callback(_));
    let places: Vec<usize> =
        (0..events.len()).filter(|&index| is_callback(&events[index])).collect();
    for (first, last) in places.iter().zip(places.iter().rev()).take(places.len() / 2) {
        events.swap(*first, *last);
    }
}

fn leak_cycles(trace: &mut Trace) {
    let young =
        |event: &Event| matches!(event, Event::Collected { generation: 0 | 1, collected: 1.., .. });
    if trace.events.iter().any(young) {
        trace.died.clear();
    }
}

fn prints_identity(program: &Program, index: usize) -> bool {
    match program.main[index].statement() {
        Statement::Print(arguments) => {
            arguments.iter().any(|argument| matches!(argument, Argument::Is(..)))
        }
        _ => false,
    }
}

impl Heap for Canary {
    fn contract(&self) -> Contract {
        self.right.contract()
    }

    fn start(&mut self, program: &Rc<Program>, settings: &Settings) {
        self.program = Rc::clone(program);
        self.is_guarded = settings.memory.guards.is_some();
        self.right.start(program, settings);
    }

    fn step(&mut self, index: usize, trace: &mut Trace) -> Outcome {
        self.before_step(index);
        let mut outcome = self.right.step(index, trace);
        self.spoil(index, trace, &mut outcome);
        outcome
    }

    fn observe(&self, observation: &mut Observation) {
        self.right.observe(observation);
        match self.wrong {
            Wrong::CountOffByOne => {
                observation.edit_counts(|_, count| count - u32::from(count > 4));
            }
            Wrong::GenerationOrder => {
                let rotate = |ids: &mut [u32]| ids.rotate_left(usize::from(ids.len() > 3));
                observation.edit_generation(2, rotate);
            }
            _ => {}
        }
    }

    fn finish(&mut self, trace: &mut Trace) -> usize {
        self.right.finish(trace)
    }

    fn check(&self) -> Result<(), Violation> {
        self.right.check()
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

    fn shrunk(&self, _: usize, _: usize) {}
}

fn plan(wrong: Wrong, seed: u64) -> Plan {
    let setting = Setting {
        seed,
        steps: 32,
        geometry: None,
        memory: None,
        subject: wrong.name(),
        judges: Vec::new(),
    };
    Plan { setting, programs: Some(PROGRAMS_MAX), jobs: 1, silence_max: Duration::from_secs(2) }
}

fn worker() -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.arg("worker");
    command
}

/// How many programs it took, and the shortest finding. No wrong here breaks a law or an invariant, so those are not its doing.
fn find(wrong: Wrong, seed: u64) -> (u64, Option<Finding>) {
    let watch = FirstFindings { enough: wrong.enough(), diverged: false.into() };
    let report = campaign::run(&plan(wrong, seed), &worker, &watch).unwrap();
    let findings = report
        .findings
        .into_iter()
        .filter(|finding| finding.divergence.signature.kind != DivergenceKind::Violation);
    (report.tally.programs, findings.min_by_key(|finding| steps(&program(finding))))
}

fn program(finding: &Finding) -> Program {
    Program::parse("finding", &finding.text).unwrap()
}

fn steps(program: &Program) -> usize {
    program.blocks().map(<[_]>::len).sum()
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
        let steps = steps(&program(&finding));
        println!(
            "{wrong:?}: program {}, {steps} steps after {} runs, {}",
            finding.index, finding.executions, finding.divergence.signature
        );
        if steps > STEPS_MAX || !finding.stable {
            failures.push(format!("{wrong:?} was shrunk to {steps} steps:\n{}", finding.text));
        }
    }
    failures.extend(explored(Wrong::FinalizerTwice, Feature::Finalizer).err());
    failures.extend(explored(Wrong::WeakReferenceKept, Feature::Weakref).err());
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Whether exploration finds it too, and ends.
fn explored(wrong: Wrong, feature: Feature) -> Result<(), String> {
    let bounds = Bounds { objects: 2, fields: 1, names: 1, features: vec![feature] };
    let watch = FirstFindings { enough: 1, diverged: false.into() };
    let found = campaign::explore(&plan(wrong, 1), &bounds, None, &worker, &watch).unwrap();
    let finding = found.report.findings.first();
    let finding = finding.ok_or_else(|| format!("exploration did not find {wrong:?}"))?;
    println!("{wrong:?}: explored, {}", finding.divergence.signature);
    Ok(())
}
