//! Runs a program on an oracle and a subject, a main step at a time, and stops where they first differ.
//!
//! It knows heaps only by [`Heap`]. After each step it compares, in this order, the outcome, what was printed, the ignored
//! exceptions, the events, the deaths and the observation, each as far as both contracts promise it; then the laws that
//! hold under any contract, and the subject's own invariants.

mod allowed;
mod compare;
mod divergence;
mod faults;
mod judged;
mod laws;
mod looking;
mod operation;
mod reach;
mod side;
mod signature;
#[cfg(test)]
mod tests;

pub use allowed::{Allowed, Entry};
pub use divergence::{Divergence, DivergenceKind, Place};
pub use faults::{Manner, Sweep, fail, sweep};
pub use judged::{Judged, Prediction, Predictor, compare, judged_program};
pub use operation::operation;
pub use reach::Reach;
pub use side::Maker;
pub use signature::{Phase, Role, Signature};

use std::rc::Rc;

use self::compare::{Compared, compare_state, compare_trace};
use self::laws::Laws;
use self::looking::Looking;
use self::side::{Side, Stage, Who};
use crate::heaps::{Event, ExceptionKind, Fault, Heap, Observation, Outcome, Settings, Trace};
use crate::program::Program;

/// How often the subject's own invariants are checked, and with them the laws that need the whole heap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Checking {
    /// After every main step at which the state is looked at, and at the end.
    #[default]
    Steps,
    /// Never.
    Never,
}

/// A pair of heaps, kept for many programs.
#[derive(Debug)]
pub struct Lockstep {
    oracle: Side,
    subject: Side,
    checking: Checking,
}

/// What one side did in one stage of a program, for whoever watches.
#[derive(Debug)]
pub struct Watched<'a> {
    /// The stage.
    pub place: Place,
    /// What the oracle's main step came to; `Done` at the end.
    pub expected: &'a Outcome,
    /// What the oracle printed and did.
    pub expected_trace: &'a Trace,
    /// What the subject's main step came to.
    pub found: &'a Outcome,
    /// What the subject printed and did.
    pub found_trace: &'a Trace,
    /// What can be seen of the oracle after the stage; nothing at the end.
    pub observation: &'a Observation,
}

/// Why a program stopped before its last step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// It did not: every step ran, or an exception ended it as it would end in Python.
    Ordinary,
    /// The limit of steps was hit; finalizers may be cut short, so objects may be left.
    Limit,
}

impl Lockstep {
    /// Two heaps, made by `oracle` and `subject`; the subject is made anew after a panic.
    #[must_use]
    pub fn new(oracle: Maker, subject: Maker, checking: Checking) -> Self {
        Self {
            oracle: Side::new(Who::Oracle, oracle),
            subject: Side::new(Who::Subject, subject),
            checking,
        }
    }

    /// Runs `program` on both.
    ///
    /// # Errors
    /// The first divergence; a panic of either heap is one.
    pub fn run(
        &mut self,
        program: &Rc<Program>,
        settings: &Settings,
    ) -> Result<Reach, Box<Divergence>> {
        self.run_watched(program, settings, &mut |_| {})
    }

    /// Runs `program` on both, and shows each stage to `watch` before it is compared.
    ///
    /// # Errors
    /// The first divergence.
    pub fn run_watched(
        &mut self,
        program: &Rc<Program>,
        settings: &Settings,
        watch: &mut dyn FnMut(&Watched<'_>),
    ) -> Result<Reach, Box<Divergence>> {
        let both = [settings.clone(), settings.clone()];
        self.run_with(program, &both, watch)
    }

    /// Runs `program` while requests of the subject fail, and the oracle follows.
    fn run_faulted(
        &mut self,
        program: &Rc<Program>,
        settings: &Settings,
        faults: [Fault; 2],
    ) -> Result<Reach, Box<Divergence>> {
        let both = faults.map(|fault| Settings { fault: Some(fault), ..settings.clone() });
        self.run_with(program, &both, &mut |_| {})
    }

    fn run_with(
        &mut self,
        program: &Rc<Program>,
        settings: &[Settings; 2],
        watch: &mut dyn FnMut(&Watched<'_>),
    ) -> Result<Reach, Box<Divergence>> {
        let looking = Looking::at(program);
        let found = match self.run_looking(program, settings, watch, looking) {
            Err(divergence) => divergence,
            agreement => return agreement,
        };
        let Some(closer) = looking.closer(found.place) else { return Err(found) };
        let earlier = self.run_looking(program, settings, &mut |_| {}, closer);
        Err(earlier.err().unwrap_or(found))
    }

    fn run_looking(
        &mut self,
        program: &Rc<Program>,
        settings: &[Settings; 2],
        watch: &mut dyn FnMut(&Watched<'_>),
        looking: Looking,
    ) -> Result<Reach, Box<Divergence>> {
        let (laws, reach) = (Laws::new(settings[0].version), Reach::default());
        let run = Run { lockstep: self, program, settings, watch, looking, laws, reach };
        let result = run.run().map_err(|divergence| self.in_its_phase(divergence));
        if result.is_err() {
            self.subject.distrust();
        }
        self.oracle.replace_if_broken();
        self.subject.replace_if_broken();
        result
    }

    /// What the collector was doing is told by the oracle: the subject may not have come so far.
    fn in_its_phase(&self, mut divergence: Box<Divergence>) -> Box<Divergence> {
        let collects = |event: &Event| matches!(event, Event::Collected { .. });
        if divergence.signature.phase == Phase::Mutation
            && self.oracle.trace.events.iter().any(collects)
        {
            divergence.signature.phase = Phase::Collection;
        }
        divergence
    }

    /// The heap that is tested, for runs without the oracle.
    fn subject(&mut self) -> &mut Side {
        &mut self.subject
    }
}

/// One program under way.
struct Run<'a> {
    lockstep: &'a mut Lockstep,
    program: &'a Rc<Program>,
    /// The oracle's and the subject's, alike but for faults.
    settings: &'a [Settings; 2],
    watch: &'a mut dyn FnMut(&Watched<'_>),
    looking: Looking,
    laws: Laws,
    reach: Reach,
}

impl Run<'_> {
    fn run(mut self) -> Result<Reach, Box<Divergence>> {
        self.start()?;
        let mut end = End::Ordinary;
        for index in 0..self.program.main.len() {
            match self.step(index)? {
                Outcome::Done => {}
                Outcome::Raised(_) if self.injected() => {}
                Outcome::Raised(_) => break,
                Outcome::Limit => {
                    end = End::Limit;
                    break;
                }
            }
        }
        self.finish(end)?;
        self.reach.note_end(&self.lockstep.oracle, &self.lockstep.subject);
        Ok(self.reach)
    }

    /// Whether the oracle's step raised because it was told to: the program goes on, as it would under `try`.
    fn injected(&self) -> bool {
        let raised = &self.lockstep.oracle.outcome;
        let memory =
            matches!(raised, Outcome::Raised(error) if error.kind == ExceptionKind::MemoryError);
        memory && self.settings[0].fault.is_some()
    }

    fn start(&mut self) -> Result<(), Box<Divergence>> {
        let Lockstep { oracle, subject, .. } = &mut *self.lockstep;
        let [oracle_settings, subject_settings] = self.settings;
        oracle.start(self.program, oracle_settings)?;
        subject.start(self.program, subject_settings)?;
        let contract = oracle.promises().and(subject.promises());
        oracle.contract = contract;
        subject.contract = contract;
        self.observe_and_compare(Place::Start)?;
        self.laws.start(&self.lockstep.subject.observation);
        Ok(())
    }

    fn step(&mut self, index: usize) -> Result<Outcome, Box<Divergence>> {
        let place = Place::Step(index);
        let stage = Stage { program: self.program, place };
        self.lockstep.oracle.step(stage)?;
        self.lockstep.subject.step(stage)?;
        let outcome = self.lockstep.oracle.outcome.clone();
        let is_last = index + 1 == self.program.main.len() || outcome != Outcome::Done;
        if !(is_last || self.looking.is_at(index)) {
            self.compare_trace(place)?;
            return Ok(outcome);
        }
        self.observe_and_compare(place)?;
        if self.lockstep.checking == Checking::Steps {
            self.check(place)?;
        }
        Ok(outcome)
    }

    fn finish(&mut self, end: End) -> Result<(), Box<Divergence>> {
        let stage = Stage { program: self.program, place: Place::Finish };
        self.lockstep.oracle.finish(stage)?;
        self.lockstep.subject.finish(stage)?;
        self.compare_trace(Place::Finish)?;
        compare::compare_leftovers(self.compared(Place::Finish), self.may_leave(end))?;
        if self.lockstep.checking != Checking::Never {
            self.lockstep.subject.check(stage)?;
        }
        Ok(())
    }

    /// Whether objects may be left: the program was cut short, or its own code still ran, which may bind names again.
    fn may_leave(&self, end: End) -> bool {
        let trace = &self.lockstep.oracle.trace;
        let runs_code = |event: &Event| matches!(event, Event::Finalized(_) | Event::Entered(_));
        end == End::Limit
            || trace.steps_executed >= self.settings[0].steps_max
            || trace.events.iter().any(runs_code)
    }

    fn observe_and_compare(&mut self, place: Place) -> Result<(), Box<Divergence>> {
        let stage = Stage { program: self.program, place };
        self.lockstep.oracle.observe(stage)?;
        self.lockstep.subject.observe(stage)?;
        self.compare_trace(place)?;
        compare_state(self.compared(place))
    }

    /// Compares what was done, but not the state that it led to.
    fn compare_trace(&mut self, place: Place) -> Result<(), Box<Divergence>> {
        let Lockstep { oracle, subject, .. } = &*self.lockstep;
        (self.watch)(&Watched {
            place,
            expected: &oracle.outcome,
            expected_trace: &oracle.trace,
            found: &subject.outcome,
            found_trace: &subject.trace,
            observation: &oracle.observation,
        });
        compare_trace(self.compared(place))?;
        if let Some(violation) = &subject.trace.violation {
            return Err(self.compared(place).violation(violation.clone()));
        }
        self.laws
            .trace(&subject.trace)
            .map_err(|violation| self.compared(place).violation(violation))?;
        self.reach.note(oracle);
        Ok(())
    }

    fn check(&mut self, place: Place) -> Result<(), Box<Divergence>> {
        let stage = Stage { program: self.program, place };
        self.lockstep.subject.check(stage)?;
        let subject = &self.lockstep.subject;
        self.laws
            .observation(stage, subject)
            .map_err(|violation| self.compared(place).violation(violation))
    }

    fn compared(&self, place: Place) -> Compared<'_> {
        let Lockstep { oracle, subject, .. } = &*self.lockstep;
        Compared { stage: Stage { program: self.program, place }, oracle, subject }
    }
}
