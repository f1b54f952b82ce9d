//! Checks right after a collection, in the middle of a step too, where the zeal of the program asks for them.

use super::super::subject::Subject;
use super::super::{Event, Observation, Violation};
use super::machine::Machine;

/// The oldest generation: with it everything is collected.
const OLDEST: u8 = 2;

impl<S: Subject> Machine<S> {
    /// A collection is over: writes down what does not hold, unless something did not hold before.
    pub(super) fn verify_collection(&self, generation: u8) {
        let asked = self.program.zeal.is_some_and(|zeal| zeal.verified);
        if !asked || self.trace.borrow().violation.is_some() {
            return;
        }
        let violation = self.heap.check_inside().and_then(|()| self.verify_graph(generation)).err();
        self.trace.borrow_mut().violation = violation;
    }

    /// The laws 3 and 4 of lockstep, in a form that holds between the statements of a step: what its operands and local
    /// variables refer to is known by reference counts alone.
    fn verify_graph(&self, generation: u8) -> Result<(), Violation> {
        let mut observation = Observation::default();
        observation.begin(S::contract());
        self.observe(&mut observation);
        let mut live: Vec<_> = observation.live().collect();
        live.sort_unstable();
        let dangling = observation.dangling(|id| live.binary_search(&id).is_err());
        if let Some((holder, held)) = dangling {
            let holder = holder.map_or("a name".to_owned(), |holder| holder.to_string());
            return broken(3, format!("{holder} refers to {held}, which a collection reclaimed"));
        }
        let exact = S::contract().reference_counts && S::contract().generations;
        if !exact || generation != OLDEST || !self.ran_no_body() {
            return Ok(());
        }
        match observation.unreachable().first() {
            Some(id) => broken(4, format!("{id} is unreachable right after a full collection")),
            None => Ok(()),
        }
    }

    /// Whether this step has run no code of the program that the collection could have called.
    fn ran_no_body(&self) -> bool {
        let runs = |event: &Event| matches!(event, Event::Finalized(_) | Event::Callback(_));
        !self.trace.borrow().events.iter().any(runs)
    }
}

fn broken(number: u8, found: String) -> Result<(), Violation> {
    Err(Violation { invariant: format!("law {number}"), found })
}
