//! What holds for every heap, whatever its contract: checked on the subject alone, so that an oracle with the same mistake
//! does not hide it.
//!
//! 1. Nothing is reclaimed twice.
//! 2. A finalizer runs at most once for an object (CPython 3.4 and later, PEP 442; in 3.8 an object without a collector's
//!    header has nowhere to note it).
//! 3. Nothing reachable is reclaimed: whatever a live object or a name refers to is live.
//! 4. After a full collection in which nothing of the program ran, nothing unreachable is left, frozen objects and constants
//!    aside.

use super::divergence::Place;
use super::side::{Side, Stage};
use crate::heaps::{Event, Id, Observation, Outcome, Trace, Version, Violation};
use crate::program::Statement;

/// What a subject has done so far.
#[derive(Debug)]
pub(super) struct Laws {
    version: Version,
    died: Seen,
    finalized: Seen,
    /// The program's constants, which its code holds.
    constants: Seen,
    /// Room for the objects that are live now.
    live: Seen,
}

impl Laws {
    pub(super) fn new(version: Version) -> Self {
        Self {
            version,
            died: Seen::default(),
            finalized: Seen::default(),
            constants: Seen::default(),
            live: Seen::default(),
        }
    }

    /// Takes what is live before the first step as the program's constants.
    pub(super) fn start(&mut self, observation: &Observation) {
        for id in observation.live() {
            self.constants.insert(id);
        }
    }

    /// Laws 1 and 2, which a trace shows.
    pub(super) fn trace(&mut self, trace: &Trace) -> Result<(), Violation> {
        for &id in &trace.died {
            if !self.died.insert(id) {
                return broken(1, format!("{id} was reclaimed twice"));
            }
        }
        for event in &trace.events {
            let Event::Finalized(id) = *event else { continue };
            if !self.finalized.insert(id) && self.version > Version::V3_8 {
                return broken(2, format!("the finalizer of {id} ran twice"));
            }
        }
        Ok(())
    }

    /// Laws 3 and 4, which take a walk over the heap.
    pub(super) fn observation(
        &mut self,
        stage: Stage<'_>,
        subject: &Side,
    ) -> Result<(), Violation> {
        let observation = &subject.observation;
        self.live.0.clear();
        for id in observation.live().filter(|id| !self.died.contains(*id)) {
            self.live.insert(id);
        }
        let gone = |id: Id| !self.live.contains(id);
        if let Some((holder, held)) = observation.dangling(gone) {
            let holder = holder.map_or("a name".to_owned(), |holder| holder.to_string());
            return broken(3, format!("{holder} refers to {held}, which was reclaimed"));
        }
        if collects_everything(stage, subject) && observation.frozen().next().is_none() {
            self.nothing_unreachable(observation)?;
        }
        Ok(())
    }

    fn nothing_unreachable(&self, observation: &Observation) -> Result<(), Violation> {
        let reachable = observation.reachable();
        let left = |id: &Id| !reachable.contains(id) && !self.constants.contains(*id);
        match observation.live().find(left) {
            Some(id) => broken(4, format!("{id} is unreachable after a full collection")),
            None => Ok(()),
        }
    }
}

/// Objects that something has happened to; their numbers are small and dense.
#[derive(Debug, Default)]
struct Seen(Vec<bool>);

impl Seen {
    /// Adds an object; returns whether it is new.
    fn insert(&mut self, Id(number): Id) -> bool {
        let index = number as usize;
        if index >= self.0.len() {
            self.0.resize(index + 1, false);
        }
        !std::mem::replace(&mut self.0[index], true)
    }

    fn contains(&self, Id(number): Id) -> bool {
        self.0.get(number as usize).is_some_and(|&seen| seen)
    }
}

fn broken(number: u8, found: String) -> Result<(), Violation> {
    Err(Violation { invariant: format!("law {number}"), found })
}

/// Whether this was a full collection, not cut short before it began nor for want of memory, that ran no code of the program: what a finalizer or
/// callback drops is not its business.
fn collects_everything(stage: Stage<'_>, subject: &Side) -> bool {
    let Place::Step(index) = stage.place else { return false };
    let full = matches!(stage.program.main[index].statement(), Statement::Collect(None | Some(2)));
    let quiet = subject
        .trace
        .events
        .iter()
        .all(|event| matches!(event, Event::Cleared(_) | Event::Collected { .. }));
    let had_memory = subject.trace.failed.collections.is_empty();
    full && quiet && had_memory && subject.outcome == Outcome::Done
}
