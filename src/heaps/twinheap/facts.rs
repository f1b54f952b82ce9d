//! What the allocator does, by what is under way.

use std::cell::RefCell;

use super::super::{Fact, Happening, Occasion, Point, Within};
use super::Twinheap;

/// How often there was each occasion, and each failure.
type Counts = [u64; Occasion::ALL.len() + Point::ALL.len()];

/// What the allocator did since the program began.
#[derive(Debug)]
pub(super) struct Facts(RefCell<State>);

#[derive(Debug)]
struct State {
    within: Within,
    /// What the allocator had counted when that began.
    before: Counts,
    /// What it has done in the course of each; there are few.
    done: Vec<(Within, Counts)>,
}

impl Facts {
    pub(super) fn new() -> Self {
        let before = [0; _];
        Self(RefCell::new(State { within: Within::ANYTHING, before, done: Vec::new() }))
    }

    /// Forgets all, and begins at these counts.
    pub(super) fn begin(&self, now: Counts) {
        *self.0.borrow_mut() = State { within: Within::ANYTHING, before: now, done: Vec::new() };
    }

    /// Something else is under way from now on.
    pub(super) fn turn(&self, now: Counts, within: Within) {
        let state = &mut *self.0.borrow_mut();
        if now != state.before {
            state.add(&now);
        }
        state.within = within;
    }

    pub(super) fn tell(&self, now: Counts, tell: &mut dyn FnMut(Fact, u64)) {
        let state = &mut *self.0.borrow_mut();
        state.add(&now);
        for &(within, counts) in &state.done {
            let occasions = Occasion::ALL.iter().copied().map(Happening::Allocator);
            let happenings = occasions.chain(Point::ALL.map(Happening::Failure));
            for (happening, count) in happenings.zip(counts).filter(|(_, count)| *count > 0) {
                tell(Fact { happening, within }, count);
            }
        }
    }
}

impl State {
    fn add(&mut self, now: &Counts) {
        let within = self.within;
        let place = self.done.iter().position(|(known, _)| *known == within);
        let place = place.unwrap_or_else(|| {
            self.done.push((within, [0; _]));
            self.done.len() - 1
        });
        let more = now.iter().zip(self.before);
        for (count, (now, before)) in self.done[place].1.iter_mut().zip(more) {
            *count += now - before;
        }
        self.before = *now;
    }
}

impl Twinheap {
    /// What the allocator has counted.
    pub(super) fn counts(&self) -> Counts {
        let allocator = self.heap.allocator();
        let mut counts = [0; _];
        let (occasions, failures) = counts.split_at_mut(Occasion::ALL.len());
        occasions.copy_from_slice(&allocator.occasions());
        failures.copy_from_slice(&allocator.failures());
        counts
    }
}
