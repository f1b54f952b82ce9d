//! dumpster for one thread: collections start when references are dropped.

use std::cell::RefCell;

use dumpster::Trace;
use dumpster::unsync::{Gc, collect};

use super::reads_and_writes;
use crate::Unavailable;
use crate::gc::EDGES;
use crate::gc::rooted::Graph;

#[derive(Trace)]
pub(super) struct Node {
    data: u64,
    edges: RefCell<[Option<Gc<Node>>; EDGES]>,
}

#[derive(Debug)]
pub(super) struct Heap;

impl Graph for Heap {
    reads_and_writes!(Gc<Node>);

    fn new() -> Result<Self, Unavailable> {
        Ok(Self)
    }

    #[inline]
    fn node(&self, data: u64) -> Gc<Node> {
        Gc::new(Node { data, edges: RefCell::default() })
    }

    fn collect(&self) {
        collect();
    }
}
