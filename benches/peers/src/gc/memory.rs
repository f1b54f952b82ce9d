//! How much memory is resident for how many nodes.

use super::graphs::{Roots, drop_all};
use super::{Collector, Mutator, Work};
use crate::choices::Choices;
use crate::effort::Effort;
use crate::{Answer, Figure, resident};

/// How many nodes there are at most.
const NODES: usize = 1_000_000;
/// How many nodes are made between two points at which a heap may collect.
const BATCH: usize = 1_000;

/// What [`measure`] answers: resident bytes for a node, grown and after a random 90 % were dropped and collected, and
/// resident MB after all were.
pub const FIGURES: [Figure; 3] = [
    Figure { name: "grown", unit: "B/node" },
    Figure { name: "10 % left", unit: "B/node" },
    Figure { name: "none left", unit: "MB" },
];

/// Grows to a million nodes, each a root, drops a random 90 %, then all, and collects after both.
pub(super) fn measure<C: Collector>(heap: &mut C, effort: Effort) -> Answer {
    let (count, mut choices) = (effort.of(NODES), Choices::new());
    let mut order: Vec<usize> = (0..count).collect();
    for index in (1..count).rev() {
        order.swap(index, choices.below(index + 1));
    }
    // Resident before the start, so that only the heap's memory is measured.
    heap.mutate(Roots { count });
    let start = resident::bytes();
    let above_start = || resident::bytes().saturating_sub(start) as f64;

    for first in (0..count).step_by(BATCH) {
        heap.mutate(Grow { first, end: count.min(first + BATCH) });
        heap.safepoint(first + BATCH);
    }
    let grown = above_start();
    let (kept, dropped) = order.split_at(count / 10);
    heap.mutate(Clear { roots: dropped });
    heap.collect();
    let left = above_start();
    let checksum = heap.mutate(Clear { roots: kept });
    heap.collect();
    let none = above_start();
    drop_all(heap);
    let figures = vec![grown / count as f64, left / kept.len() as f64, none / 1e6];
    Answer { figures, checksum }
}

/// Puts new nodes into roots.
struct Grow {
    first: usize,
    end: usize,
}

impl Work for Grow {
    type Answer = ();

    fn run<M: Mutator>(self, mutator: &mut M) {
        for index in self.first..self.end {
            let node = mutator.node(index as u64);
            mutator.set_root(index, Some(node));
        }
    }
}

/// Empties roots, and adds up the data of their nodes.
struct Clear<'a> {
    roots: &'a [usize],
}

impl Work for Clear<'_> {
    type Answer = u64;

    fn run<M: Mutator>(self, mutator: &mut M) -> u64 {
        let mut sum = 0;
        for &index in self.roots {
            sum += mutator.root(index).map_or(0, |node| mutator.data(&node));
            mutator.set_root(index, None);
        }
        sum
    }
}
