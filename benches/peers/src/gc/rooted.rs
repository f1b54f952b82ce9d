//! Heaps whose references are values that a program can keep anywhere: their roots are a list of these.

use super::{ALLOCATIONS_MIN, Collector, Mutator, Work};
use crate::Unavailable;

/// A heap whose references are roots wherever they are kept.
pub(super) trait Graph: Sized + 'static {
    /// A reference to a node.
    type Node: Clone;

    /// Whether it reclaims cycles at all.
    const RECLAIMS_CYCLES: bool = true;
    /// Whether it starts collections by itself.
    const HAS_TRIGGER: bool = true;

    fn new() -> Result<Self, Unavailable>;
    fn node(&self, data: u64) -> Self::Node;
    fn data(node: &Self::Node) -> u64;
    fn edge(node: &Self::Node, edge: usize) -> Option<Self::Node>;
    fn set_edge(node: &Self::Node, edge: usize, target: Option<Self::Node>);
    fn collect(&self);
}

/// Such a heap with a program's roots.
#[derive(Debug)]
pub(super) struct Rooted<G: Graph> {
    // Before the heap, which outlives its references.
    roots: Vec<Option<G::Node>>,
    graph: G,
    /// Nodes made since the last collection that a safepoint started.
    allocations: usize,
}

impl<G: Graph> Collector for Rooted<G> {
    const RECLAIMS_CYCLES: bool = G::RECLAIMS_CYCLES;

    fn new() -> Result<Self, Unavailable> {
        Ok(Self { roots: Vec::new(), graph: G::new()?, allocations: 0 })
    }

    #[inline]
    fn mutate<W: Work>(&mut self, work: W) -> W::Answer {
        work.run(self)
    }

    #[inline]
    fn safepoint(&mut self, live: usize) {
        if !G::HAS_TRIGGER && self.allocations >= live.max(ALLOCATIONS_MIN) {
            self.collect();
        }
    }

    fn collect(&mut self) {
        self.graph.collect();
        self.allocations = 0;
    }
}

impl<G: Graph> Mutator for Rooted<G> {
    type Node = G::Node;

    #[inline]
    fn node(&mut self, data: u64) -> G::Node {
        if !G::HAS_TRIGGER {
            self.allocations += 1;
        }
        self.graph.node(data)
    }

    #[inline]
    fn data(&self, node: &G::Node) -> u64 {
        G::data(node)
    }

    #[inline]
    fn edge(&self, node: &G::Node, edge: usize) -> Option<G::Node> {
        G::edge(node, edge)
    }

    #[inline]
    fn set_edge(&mut self, node: &G::Node, edge: usize, target: Option<G::Node>) {
        G::set_edge(node, edge, target);
    }

    #[inline]
    fn root(&self, index: usize) -> Option<G::Node> {
        self.roots[index].clone()
    }

    #[inline]
    fn set_root(&mut self, index: usize, node: Option<G::Node>) {
        self.roots[index] = node;
    }

    fn resize_roots(&mut self, count: usize) {
        self.roots.resize_with(count, || None);
    }
}
