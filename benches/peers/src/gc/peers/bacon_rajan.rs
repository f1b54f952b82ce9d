//! bacon_rajan_cc: trial deletion from buffered possible roots, asked for by the program.

use std::cell::RefCell;

use bacon_rajan_cc::{Cc, Trace, Tracer, collect_cycles};

use super::reads_and_writes;
use crate::Unavailable;
use crate::gc::EDGES;
use crate::gc::rooted::Graph;

pub(super) struct Node {
    data: u64,
    edges: RefCell<[Option<Cc<Node>>; EDGES]>,
}

impl Trace for Node {
    fn trace(&self, tracer: &mut Tracer) {
        self.edges.borrow().iter().flatten().for_each(|edge| edge.trace(tracer));
    }
}

#[derive(Debug)]
pub(super) struct Heap;

impl Graph for Heap {
    const HAS_TRIGGER: bool = false;

    reads_and_writes!(Cc<Node>);

    fn new() -> Result<Self, Unavailable> {
        Ok(Self)
    }

    #[inline]
    fn node(&self, data: u64) -> Cc<Node> {
        Cc::new(Node { data, edges: RefCell::default() })
    }

    fn collect(&self) {
        collect_cycles();
    }
}
