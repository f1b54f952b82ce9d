//! How long a step of a program takes at most, while a million other nodes live.

use std::time::Duration;

use super::graphs::{self, Cross, drop_all};
use super::{Collector, Mutator, Work};
use crate::choices::Choices;
use crate::effort::Effort;
use crate::{Answer, Figure, clock};

/// How many nodes live.
const LIVE: usize = 1_000_000;
/// How many steps are timed.
const STEPS: usize = 3_000_000;

/// What [`measure`] answers, by CPU time of the thread: the longest step, the one that only a ten-thousandth of all steps
/// exceed, and all steps divided by their number, without what it takes to read the clock.
pub const FIGURES: [Figure; 3] = [
    Figure { name: "longest", unit: "µs" },
    Figure { name: "99.99 %", unit: "µs" },
    Figure { name: "mean", unit: "µs" },
];

/// Makes garbage and swings edges over a million live nodes in rings with random cross edges, and times every step.
pub(super) fn measure<C: Collector>(heap: &mut C, effort: Effort) -> Answer {
    let rings = graphs::build(heap, effort.of(LIVE), Cross::Edges);
    heap.collect();
    let mut durations = vec![Duration::ZERO; effort.of(STEPS)];
    let (mut choices, mut checksum) = (Choices::new(), 0_u64);
    let mut before = clock::thread();
    for (step, duration) in durations.iter_mut().enumerate() {
        let found = heap.mutate(Step { step, rings, choices: &mut choices });
        checksum = checksum.wrapping_add(found);
        heap.safepoint(rings * graphs::RING);
        let now = clock::thread();
        *duration = now - before;
        before = now;
    }
    drop_all(heap);
    Answer { figures: figures(durations), checksum }
}

fn figures(mut durations: Vec<Duration>) -> Vec<f64> {
    let mean = durations.iter().sum::<Duration>() / durations.len() as u32;
    let mean = mean.saturating_sub(clock::cost_of_thread());
    let exceeded = durations.len() / 10_000;
    durations.sort_unstable_by(|one, other| other.cmp(one));
    [durations[0], durations[exceeded], mean].map(|time| time.as_secs_f64() * 1e6).into()
}

/// Hangs a new node below a live one, in the place of an older one, which becomes garbage; every other of these is part of a
/// cycle.
struct Step<'a> {
    step: usize,
    rings: usize,
    choices: &'a mut Choices,
}

impl Work for Step<'_> {
    type Answer = u64;

    fn run<M: Mutator>(self, mutator: &mut M) -> u64 {
        let [one, other] = [(); 2].map(|()| self.choices.below(self.rings));
        let node = mutator.node(self.step as u64);
        mutator.set_edge(&node, 0, mutator.root(other));
        if self.step.is_multiple_of(2) {
            mutator.set_edge(&node, 1, Some(node.clone()));
        }
        let head = mutator.root(one).expect("rings have heads");
        let place = mutator.edge(&head, 0).expect("rings have more than one node");
        mutator.set_edge(&place, 2, Some(node));
        mutator.data(&place)
    }
}
