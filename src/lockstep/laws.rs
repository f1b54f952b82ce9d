//! What holds for every heap, whatever its contract: checked on the subject alone, so that an oracle with the same mistake
//! does not hide it.
//!
//! 1. Nothing is reclaimed twice.
//! 2. A finalizer runs at most once for an object (CPython 3.4 and later, PEP 442; in 3.8 an object without a collector's
//!    header has nowhere to note it).
//! 3. Nothing reachable is reclaimed: whatever a live object or a name refers to is live.
//! 4. After a full collection in which nothing of the program ran, nothing unreachable is left, frozen objects and constants
//!    aside.

use std::collections::BTreeSet;

use super::divergence::Place;
use super::side::Stage;
use crate::heaps::{Event, Id, Observation, Trace, Version, Violation};
use crate::program::Statement;

/// What a subject has done so far.
#[derive(Debug)]
pub(super) struct Laws {
    version: Version,
    died: BTreeSet<Id>,
    finalized: BTreeSet<Id>,
    /// The program's constants, which its code holds.
    constants: BTreeSet<Id>,
}

impl Laws {
    pub(super) fn new(version: Version) -> Self {
        Self {
            version,
            died: BTreeSet::new(),
            finalized: BTreeSet::new(),
            constants: BTreeSet::new(),
        }
    }

    /// Takes what is live before the first step as the program's constants.
    pub(super) fn start(&mut self, observation: &Observation) {
        self.constants = observation.live().collect();
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
        &self,
        stage: Stage<'_>,
        trace: &Trace,
        observation: &Observation,
    ) -> Result<(), Violation> {
        let mut live: Vec<Id> = observation.live().collect();
        live.sort_unstable();
        live.retain(|id| !self.died.contains(id));
        let gone = |id: Id| live.binary_search(&id).is_err();
        if let Some((holder, held)) = observation.dangling(gone) {
            let holder = holder.map_or("a name".to_owned(), |holder| holder.to_string());
            return broken(3, format!("{holder} refers to {held}, which was reclaimed"));
        }
        if collects_everything(stage, trace) && observation.frozen().next().is_none() {
            self.nothing_unreachable(observation)?;
        }
        Ok(())
    }

    fn nothing_unreachable(&self, observation: &Observation) -> Result<(), Violation> {
        let reachable = observation.reachable();
        let left = |id: &Id| !reachable.contains(id) && !self.constants.contains(id);
        match observation.live().find(left) {
            Some(id) => broken(4, format!("{id} is unreachable after a full collection")),
            None => Ok(()),
        }
    }
}

fn broken(number: u8, found: String) -> Result<(), Violation> {
    Err(Violation { invariant: format!("law {number}"), found })
}

/// Whether this was a full collection that had its memory and ran no code of the program: what a finalizer or callback drops is not its business.
fn collects_everything(stage: Stage<'_>, trace: &Trace) -> bool {
    let Place::Step(index) = stage.place else { return false };
    let full = matches!(stage.program.main[index].statement(), Statement::Collect(None | Some(2)));
    if !trace.failed.collections.is_empty() {
        return false;
    }
    let quiet = trace
        .events
        .iter()
        .all(|event| matches!(event, Event::Cleared(_) | Event::Collected { .. }));
    full && quiet
}
