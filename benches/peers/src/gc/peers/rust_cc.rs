//! rust-cc: counts, and collections that allocations start.

use std::cell::RefCell;

use rust_cc::{Cc, Finalize, Trace, collect_cycles};

use super::reads_and_writes;
use crate::Unavailable;
use crate::gc::EDGES;
use crate::gc::rooted::Graph;

#[derive(Trace, Finalize)]
pub(super) struct Node {
    data: u64,
    edges: RefCell<[Option<Cc<Node>>; EDGES]>,
}

#[derive(Debug)]
pub(super) struct Heap;

impl Graph for Heap {
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
