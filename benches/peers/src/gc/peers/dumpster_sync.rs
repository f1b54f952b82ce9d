//! dumpster for all threads: collections start when references are dropped.

use std::mem;
use std::sync::Mutex;

use dumpster::Trace;
use dumpster::sync::{Gc, collect};

use crate::Unavailable;
use crate::gc::EDGES;
use crate::gc::rooted::Graph;

#[derive(Trace)]
pub(super) struct Node {
    data: u64,
    edges: Mutex<[Option<Gc<Node>>; EDGES]>,
}

#[derive(Debug)]
pub(super) struct Heap;

impl Graph for Heap {
    type Node = Gc<Node>;

    #[inline]
    fn data(node: &Gc<Node>) -> u64 {
        node.data
    }

    #[inline]
    fn edge(node: &Gc<Node>, edge: usize) -> Option<Gc<Node>> {
        node.edges.lock().expect("nothing panics")[edge].clone()
    }

    #[inline]
    fn set_edge(node: &Gc<Node>, edge: usize, target: Option<Gc<Node>>) {
        // What is displaced is dropped when the node is not locked any more, since that may collect.
        let displaced = mem::replace(&mut node.edges.lock().expect("nothing panics")[edge], target);
        drop(displaced);
    }

    fn new() -> Result<Self, Unavailable> {
        Ok(Self)
    }

    #[inline]
    fn node(&self, data: u64) -> Gc<Node> {
        Gc::new(Node { data, edges: Mutex::default() })
    }

    fn collect(&self) {
        collect();
    }
}
