//! What a node costs that is made and dropped while many others live.

use super::graphs::{self, Cross, drop_all};
use super::{Collector, Mutator, Work};
use crate::clock::{Lap, Watch};
use crate::effort::Effort;

/// How many nodes are made and dropped.
const NODES: usize = 2_000_000;
/// How many of them between two points at which a heap may collect.
const BATCH: usize = 1_000;

/// Nodes made and dropped, one by one, under so many live ones in rings. The live ones have been collected before, so that
/// this is what nodes cost that die young.
pub(super) fn measure<C: Collector>(heap: &mut C, live: usize, effort: Effort) -> Lap {
    graphs::build(heap, live, Cross::None);
    heap.collect();
    let batches = effort.of(NODES).div_ceil(BATCH);
    let (watch, mut sum) = (Watch::start(), 0_u64);
    for _ in 0..batches {
        sum = sum.wrapping_add(heap.mutate(Batch));
        heap.safepoint(live);
    }
    let lap = watch.lap(batches * BATCH, sum);
    drop_all(heap);
    lap
}

struct Batch;

impl Work for Batch {
    type Answer = u64;

    fn run<M: Mutator>(self, mutator: &mut M) -> u64 {
        let mut sum = 0;
        for data in 0..BATCH as u64 {
            let node = mutator.node(data);
            sum += mutator.data(&node);
        }
        sum
    }
}
