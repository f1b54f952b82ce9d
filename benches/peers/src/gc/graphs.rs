//! Large graphs: rings of nodes, with random edges between them or without.

use super::{Collector, Mutator, Work};
use crate::choices::Choices;
use crate::clock::{Lap, Watch};

/// How many nodes a ring has.
pub(super) const RING: usize = 1_000;

/// How many nodes are made between two points at which a heap may collect.
const BATCH: usize = 1_000;

/// Whether each node has an edge to a random other one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cross {
    None,
    Edges,
}

/// Makes the number of roots this.
pub(super) struct Roots {
    pub(super) count: usize,
}

impl Work for Roots {
    type Answer = ();

    fn run<M: Mutator>(self, mutator: &mut M) {
        mutator.resize_roots(self.count);
    }
}

/// A full collection of so many live nodes.
pub(super) fn collect_live<C: Collector>(heap: &mut C, nodes: usize) -> Lap {
    let rings = build(heap, nodes, Cross::Edges);
    let watch = Watch::start();
    heap.collect();
    let lap = watch.lap(rings * RING, 0);
    let checksum = heap.mutate(Heads { count: rings });
    drop_all(heap);
    Lap { checksum, ..lap }
}

/// So many nodes, dropped and collected.
pub(super) fn collect_garbage<C: Collector>(heap: &mut C, nodes: usize, cross: Cross) -> Lap {
    let rings = build(heap, nodes, cross);
    let checksum = heap.mutate(Heads { count: rings });
    let watch = Watch::start();
    drop_all(heap);
    watch.lap(rings * RING, checksum)
}

/// Drops every root and collects.
pub(super) fn drop_all<C: Collector>(heap: &mut C) {
    heap.mutate(Roots { count: 0 });
    heap.collect();
}

/// Makes at least so many nodes in rings. The roots are one node of each; their number is the answer.
pub(super) fn build<C: Collector>(heap: &mut C, nodes: usize, cross: Cross) -> usize {
    let rings = nodes.div_ceil(RING);
    heap.mutate(Roots { count: rings * RING });
    for ring in 0..rings {
        heap.mutate(MakeRing { first: ring * RING });
        heap.safepoint((ring + 1) * RING);
    }
    if cross == Cross::Edges {
        let mut choices = Choices::new();
        for first in (0..rings * RING).step_by(BATCH) {
            let choices = &mut choices;
            heap.mutate(CrossEdges { choices, first, nodes: rings * RING });
        }
    }
    // Nothing young is left when the nodes lose a reference each, which makes them suspects where there are such.
    heap.collect();
    heap.mutate(KeepHeads { rings });
    rings
}

/// Makes a ring whose nodes are roots.
struct MakeRing {
    first: usize,
}

impl Work for MakeRing {
    type Answer = ();

    fn run<M: Mutator>(self, mutator: &mut M) {
        let head = mutator.node(self.first as u64 + 1);
        let mut last = head.clone();
        mutator.set_root(self.first, Some(head.clone()));
        for index in self.first + 1..self.first + RING {
            let node = mutator.node(index as u64 + 1);
            mutator.set_edge(&last, 0, Some(node.clone()));
            mutator.set_root(index, Some(node.clone()));
            last = node;
        }
        mutator.set_edge(&last, 0, Some(head));
    }
}

/// Gives nodes that are roots an edge to a random one.
struct CrossEdges<'a> {
    choices: &'a mut Choices,
    first: usize,
    nodes: usize,
}

impl Work for CrossEdges<'_> {
    type Answer = ();

    fn run<M: Mutator>(self, mutator: &mut M) {
        for index in self.first..self.first + BATCH {
            let target = mutator.root(self.choices.below(self.nodes));
            let node = mutator.root(index).expect("it was made");
            mutator.set_edge(&node, 1, target);
        }
    }
}

/// Moves the first node of each ring to the first roots, and drops the others.
struct KeepHeads {
    rings: usize,
}

impl Work for KeepHeads {
    type Answer = ();

    fn run<M: Mutator>(self, mutator: &mut M) {
        for ring in 0..self.rings {
            let head = mutator.root(ring * RING);
            mutator.set_root(ring, head);
        }
        mutator.resize_roots(self.rings);
    }
}

/// Adds up the data of so many roots.
struct Heads {
    count: usize,
}

impl Work for Heads {
    type Answer = u64;

    fn run<M: Mutator>(self, mutator: &mut M) -> u64 {
        let nodes = (0..self.count).filter_map(|index| mutator.root(index));
        nodes.map(|node| mutator.data(&node)).sum()
    }
}
