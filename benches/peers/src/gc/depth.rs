//! Graphs as deep as they have nodes: what recurses over them needs a stack as deep.

use super::graphs::{Roots, drop_all};
use super::{Collector, Mutator, Work};
use crate::clock::{Lap, Watch};

/// How many nodes are made between two points at which a heap may collect.
const BATCH: usize = 1_000;

/// The root that leads to all of it.
const HEAD: usize = 0;
/// The root of the node that was made first.
const TAIL: usize = 1;

/// A chain of so many nodes: dropped, and collected by heaps that do not count references.
pub(super) fn chain<C: Collector>(heap: &mut C, nodes: usize) -> Lap {
    build(heap, nodes);
    let checksum = heap.mutate(Release { closes: false });
    let watch = Watch::start();
    drop_all(heap);
    watch.lap(nodes, checksum)
}

/// A ring of so many nodes: dropped and collected.
pub(super) fn ring<C: Collector>(heap: &mut C, nodes: usize) -> Lap {
    build(heap, nodes);
    let checksum = heap.mutate(Release { closes: true });
    let watch = Watch::start();
    drop_all(heap);
    watch.lap(nodes, checksum)
}

fn build<C: Collector>(heap: &mut C, nodes: usize) {
    heap.mutate(Roots { count: 2 });
    for first in (0..nodes).step_by(BATCH) {
        heap.mutate(Lengthen { first, end: nodes.min(first + BATCH) });
        heap.safepoint(first + BATCH);
    }
}

/// Puts nodes before the head.
struct Lengthen {
    first: usize,
    end: usize,
}

impl Work for Lengthen {
    type Answer = ();

    fn run<M: Mutator>(self, mutator: &mut M) {
        for index in self.first..self.end {
            let node = mutator.node(index as u64);
            if index == 0 {
                mutator.set_root(TAIL, Some(node.clone()));
            }
            let head = mutator.root(HEAD);
            mutator.set_edge(&node, 0, head);
            mutator.set_root(HEAD, Some(node));
        }
    }
}

/// Leaves the head as the only root, and lets the tail lead back to it or not.
struct Release {
    closes: bool,
}

impl Work for Release {
    type Answer = u64;

    fn run<M: Mutator>(self, mutator: &mut M) -> u64 {
        let (head, tail) = (mutator.root(HEAD), mutator.root(TAIL));
        let (head, tail) = head.zip(tail).expect("both were made");
        if self.closes {
            mutator.set_edge(&tail, 0, Some(head.clone()));
        }
        mutator.set_root(TAIL, None);
        mutator.data(&head)
    }
}
