//! The workloads of the table; an operation is a node, unless said otherwise.

use std::hint::black_box;

use super::graphs::{self, Cross};
use super::{Collector, Mutator, Work};
use crate::choices::Choices;
use crate::clock::{Lap, Watch};
use crate::effort::Effort;

const MILLION: usize = 1_000_000;

/// What is asked of a collector.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Workload {
    /// A reference is copied and dropped.
    Clone,
    /// 100 nodes are made and dropped in order.
    Acyclic,
    /// A node that points at itself is dropped; its share of collections is included, here and below.
    SelfCycle,
    /// Doubly linked lists of 1,000 nodes.
    Lists,
    /// Binary trees of 1,023 nodes with edges to their parents.
    Trees,
    /// Random edges and drops over a growing set of roots; an operation is a step.
    Mutate,
    /// A full collection over a million live nodes in rings of 1,000 with random cross edges.
    Live,
    /// The same graph, all of it garbage.
    Garbage,
    /// The same without cross edges.
    Rings,
}

impl Workload {
    /// All of them, with the names of the table's columns.
    pub const ALL: [(&str, Self); 9] = [
        ("clone", Self::Clone),
        ("acyclic", Self::Acyclic),
        ("self-cycle", Self::SelfCycle),
        ("lists", Self::Lists),
        ("trees", Self::Trees),
        ("mutate", Self::Mutate),
        ("live 1M", Self::Live),
        ("garbage 1M", Self::Garbage),
        ("rings", Self::Rings),
    ];

    pub(super) fn needs_cycles(self) -> bool {
        !matches!(self, Self::Clone | Self::Acyclic | Self::Mutate)
    }

    pub(super) fn lap<C: Collector>(self, heap: &mut C, effort: Effort) -> Lap {
        let nodes = effort.of(MILLION);
        match self {
            Self::Clone => heap.mutate(Clones { count: 10 * nodes }),
            Self::Acyclic => batches(heap, 2 * nodes, Acyclic::NODES, || Acyclic),
            Self::SelfCycle => batches(heap, nodes, SelfCycles::NODES, || SelfCycles),
            Self::Lists => batches(heap, nodes, List::NODES, || List),
            Self::Trees => batches(heap, nodes, Tree::NODES, || Tree),
            Self::Mutate => mutate(heap, nodes),
            Self::Live => graphs::collect_live(heap, nodes),
            Self::Garbage => graphs::collect_garbage(heap, nodes, Cross::Edges),
            Self::Rings => graphs::collect_garbage(heap, nodes, Cross::None),
        }
    }
}

/// Works until at least so many nodes were made, then collects what is left of them.
fn batches<C, W>(heap: &mut C, nodes: usize, nodes_per_batch: usize, work: fn() -> W) -> Lap
where
    C: Collector,
    W: Work<Answer = u64>,
{
    let batches = nodes.div_ceil(nodes_per_batch);
    let (watch, mut sum) = (Watch::start(), 0_u64);
    for _ in 0..batches {
        sum = sum.wrapping_add(heap.mutate(work()));
        heap.safepoint(0);
    }
    heap.collect();
    watch.lap(batches * nodes_per_batch, sum)
}

struct Clones {
    count: usize,
}

impl Work for Clones {
    type Answer = Lap;

    fn run<M: Mutator>(self, mutator: &mut M) -> Lap {
        let node = mutator.node(1);
        let watch = Watch::start();
        for _ in 0..self.count {
            drop(black_box(black_box(&node).clone()));
        }
        watch.lap(self.count, mutator.data(&node))
    }
}

struct Acyclic;

impl Acyclic {
    const BATCH: usize = 100;
    const BATCHES: usize = 10;
    const NODES: usize = Self::BATCH * Self::BATCHES;
}

impl Work for Acyclic {
    type Answer = u64;

    fn run<M: Mutator>(self, mutator: &mut M) -> u64 {
        let mut nodes = Vec::with_capacity(Self::BATCH);
        let mut sum = 0;
        for _ in 0..Self::BATCHES {
            nodes.extend((0..Self::BATCH as u64).map(|data| mutator.node(data)));
            sum += nodes.drain(..).map(|node| mutator.data(&node)).sum::<u64>();
        }
        sum
    }
}

struct SelfCycles;

impl SelfCycles {
    const NODES: usize = 100;
}

impl Work for SelfCycles {
    type Answer = u64;

    fn run<M: Mutator>(self, mutator: &mut M) -> u64 {
        let mut sum = 0;
        for data in 0..Self::NODES as u64 {
            let node = mutator.node(data);
            mutator.set_edge(&node, 0, Some(node.clone()));
            sum += mutator.data(&node);
        }
        sum
    }
}

struct List;

impl List {
    const NODES: usize = 1_000;
}

impl Work for List {
    type Answer = u64;

    fn run<M: Mutator>(self, mutator: &mut M) -> u64 {
        let mut last = mutator.node(0);
        let mut sum = 0;
        for data in 1..Self::NODES as u64 {
            let node = mutator.node(data);
            mutator.set_edge(&node, 0, Some(last.clone()));
            mutator.set_edge(&last, 1, Some(node.clone()));
            sum += mutator.data(&last);
            last = node;
        }
        sum
    }
}

struct Tree;

impl Tree {
    const NODES: usize = 1_023;
    const PARENT: usize = 2;
}

impl Work for Tree {
    type Answer = u64;

    fn run<M: Mutator>(self, mutator: &mut M) -> u64 {
        let nodes: Vec<_> = (0..Self::NODES as u64).map(|data| mutator.node(data)).collect();
        let mut sum = 0;
        for (index, node) in nodes.iter().enumerate().skip(1) {
            let parent = (index - 1) / 2;
            mutator.set_edge(&nodes[parent], (index - 1) % 2, Some(node.clone()));
            mutator.set_edge(node, Self::PARENT, Some(nodes[parent].clone()));
            sum += mutator.data(node);
        }
        sum
    }
}

/// How many roots there are at most.
const ROOTS: usize = 10_000;
const STEPS_PER_BATCH: usize = 1_000;

fn mutate<C: Collector>(heap: &mut C, steps: usize) -> Lap {
    heap.mutate(graphs::Roots { count: ROOTS });
    let mut choices = Choices::new();
    let (watch, mut sum) = (Watch::start(), 0_u64);
    let batches = steps.div_ceil(STEPS_PER_BATCH);
    for batch in 0..batches {
        // The set grows over the first half of the steps.
        let roots = (2 * ROOTS * (batch + 1) / batches).min(ROOTS);
        sum = sum.wrapping_add(heap.mutate(RandomSteps { choices: &mut choices, roots }));
        heap.safepoint(roots);
    }
    heap.mutate(graphs::Roots { count: 0 });
    heap.collect();
    watch.lap(batches * STEPS_PER_BATCH, sum)
}

struct RandomSteps<'a> {
    choices: &'a mut Choices,
    roots: usize,
}

impl Work for RandomSteps<'_> {
    type Answer = u64;

    fn run<M: Mutator>(self, mutator: &mut M) -> u64 {
        let mut sum = 0_u64;
        for step in 0..STEPS_PER_BATCH as u64 {
            let [one, other] = [(); 2].map(|()| self.choices.below(self.roots));
            match (self.choices.below(4), mutator.root(one)) {
                (0, _) => mutator.set_root(one, None),
                (1, Some(node)) => {
                    let target = mutator.root(other);
                    mutator.set_edge(&node, (step % 3) as usize, target);
                    sum = sum.wrapping_add(mutator.data(&node));
                }
                _ => {
                    let node = mutator.node(step);
                    mutator.set_root(one, Some(node));
                }
            }
        }
        sum
    }
}
