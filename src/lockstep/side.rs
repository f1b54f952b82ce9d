//! One heap of a pair, with what it did last; its panics become divergences.

use std::any::Any;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use super::divergence::{Divergence, DivergenceKind, Place};
use super::operation::step_text;
use super::signature::{Phase, Role, Signature};
use super::{Heap, Outcome, Program, Settings, Trace, operation};
use crate::heaps::{Contract, Fact, Observation, Violation};

/// Makes a heap.
pub type Maker = Box<dyn Fn() -> Box<dyn Heap>>;

/// Which heap of the pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    Oracle,
    Subject,
}

/// A place in a program.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stage<'a> {
    pub(super) program: &'a Rc<Program>,
    pub(super) place: Place,
}

/// A heap and what it did in the stage just run.
pub(super) struct Side {
    who: Who,
    make: Maker,
    heap: Box<dyn Heap>,
    /// It panicked or diverged, so that nothing it does can be trusted any more, not even how it ends its objects.
    broken: bool,
    /// What both heaps promise.
    pub(super) contract: Contract,
    pub(super) outcome: Outcome,
    pub(super) trace: Trace,
    pub(super) observation: Observation,
    /// The observation of the stage before.
    pub(super) before: Observation,
    /// How many objects were left at the end.
    pub(super) left: usize,
}

impl fmt::Debug for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Side").field("who", &self.who).finish_non_exhaustive()
    }
}

impl Side {
    pub(super) fn new(who: Who, make: Maker) -> Self {
        let heap = make();
        Self {
            who,
            make,
            heap,
            broken: false,
            contract: Contract::FULL,
            outcome: Outcome::Done,
            trace: Trace::default(),
            observation: Observation::default(),
            before: Observation::default(),
            left: 0,
        }
    }

    pub(super) fn start(
        &mut self,
        program: &Rc<Program>,
        settings: &Settings,
    ) -> Result<(), Box<Divergence>> {
        self.trace = Trace::default();
        self.outcome = Outcome::Done;
        self.left = 0;
        let stage = Stage { program, place: Place::Start };
        self.guard(stage, |side| side.heap.start(program, settings))
    }

    pub(super) fn promises(&self) -> Contract {
        self.heap.contract()
    }

    pub(super) fn step(&mut self, stage: Stage<'_>) -> Result<(), Box<Divergence>> {
        let Place::Step(index) = stage.place else { return Ok(()) };
        self.trace.clear();
        self.outcome = self.guard(stage, |side| side.heap.step(index, &mut side.trace))?;
        self.trace.died.sort_unstable();
        Ok(())
    }

    pub(super) fn observe(&mut self, stage: Stage<'_>) -> Result<(), Box<Divergence>> {
        std::mem::swap(&mut self.observation, &mut self.before);
        self.observation.begin(self.contract);
        self.guard(stage, |side| side.heap.observe(&mut side.observation))
    }

    pub(super) fn finish(&mut self, stage: Stage<'_>) -> Result<(), Box<Divergence>> {
        self.trace.clear();
        self.outcome = Outcome::Done;
        self.left = self.guard(stage, |side| side.heap.finish(&mut side.trace))?;
        self.trace.died.sort_unstable();
        // Nothing can be observed after the end; the last step's observation says what the dead were.
        std::mem::swap(&mut self.observation, &mut self.before);
        self.observation.begin(self.contract);
        Ok(())
    }

    pub(super) fn check(&mut self, stage: Stage<'_>) -> Result<(), Box<Divergence>> {
        let checked = self.guard(stage, |side| side.heap.check())?;
        checked.map_err(|violation| Box::new(Divergence::violation(stage, violation)))
    }

    /// The places in the heap that can fail, with how often each did.
    pub(super) fn failures(&self) -> Vec<(&'static str, u64)> {
        self.heap.failures()
    }

    /// What the heap has done, as far as it counts that.
    pub(super) fn facts(&self, tell: &mut dyn FnMut(Fact, u64)) {
        self.heap.facts(tell);
    }

    /// From now on it counts as broken.
    pub(super) fn distrust(&mut self) {
        self.broken = true;
    }

    /// A broken heap is in no state to be dropped: it is leaked, and another takes its place.
    pub(super) fn replace_if_broken(&mut self) {
        if self.broken {
            std::mem::forget(std::mem::replace(&mut self.heap, (self.make)()));
            self.broken = false;
        }
    }

    fn guard<T>(
        &mut self,
        stage: Stage<'_>,
        call: impl FnOnce(&mut Self) -> T,
    ) -> Result<T, Box<Divergence>> {
        catch_unwind(AssertUnwindSafe(|| call(self))).map_err(|payload| {
            self.broken = true;
            Box::new(Divergence::panic(stage, self.who, &panic_message(payload.as_ref())))
        })
    }
}

fn panic_message(payload: &(dyn Any + Send)) -> String {
    payload
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| payload.downcast_ref::<&str>().map(|&text| text.to_owned()))
        .unwrap_or_else(|| "a panic without a message".to_owned())
}

impl Divergence {
    pub(super) fn at(stage: Stage<'_>, kind: DivergenceKind, role: impl Into<Role>) -> Self {
        let op = match stage.place {
            Place::Start => "start",
            Place::Finish => "finish",
            Place::Step(index) => stage.program.main.get(index).map_or("none", operation),
        };
        Self {
            place: stage.place,
            text: match stage.place {
                Place::Step(index) => step_text(stage.program, index),
                Place::Start | Place::Finish => String::new(),
            },
            signature: Signature {
                kind,
                op: op.to_owned(),
                role: role.into(),
                phase: Phase::of(stage),
            },
            sides: ["the oracle", "the subject"].map(str::to_owned),
            request: None,
            about: String::new(),
            expected: String::new(),
            found: String::new(),
            objects: Vec::new(),
        }
    }

    pub(super) fn violation(stage: Stage<'_>, violation: Violation) -> Self {
        Self {
            about: format!("invariant {}", violation.invariant),
            expected: "it holds".to_owned(),
            found: violation.found,
            ..Self::at(stage, DivergenceKind::Violation, Role::Cause(violation.invariant))
        }
    }

    fn panic(stage: Stage<'_>, who: Who, message: &str) -> Self {
        let heap = match who {
            Who::Oracle => "the oracle",
            Who::Subject => "the subject",
        };
        Self {
            about: format!("{heap} panicked"),
            expected: "no panic".to_owned(),
            found: message.to_owned(),
            ..Self::at(stage, DivergenceKind::Panic, Role::Cause(without_numbers(message)))
        }
    }
}

/// A message with every run of digits as `#`, so that the same failure has the same signature in every program.
fn without_numbers(message: &str) -> String {
    let mut masked = String::new();
    for character in message.chars() {
        match character {
            '0'..='9' if masked.ends_with('#') => {}
            '0'..='9' => masked.push('#'),
            other => masked.push(other),
        }
    }
    masked
}
