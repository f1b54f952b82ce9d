//! The heap, with a node type as any program would define it.

use std::cell::RefCell;

use twinheap_impl::{self as heap, Config, Gc, Generation, NoHooks, Object, Trace, alloc};

use super::reads_and_writes;
use crate::Unavailable;
use crate::gc::EDGES;
use crate::gc::rooted::Graph;

#[derive(Debug)]
pub(super) struct Node {
    data: u64,
    edges: RefCell<[Option<Gc<Node>>; EDGES]>,
}

impl Trace for Node {
    const NAME: &'static str = "node";

    fn trace(&self, visit: &mut dyn FnMut(&Object)) {
        self.edges.borrow().iter().flatten().for_each(|edge| visit(edge.object()));
    }

    fn clear(&self) {
        let edges = self.edges.take();
        drop(edges);
    }
}

/// Believes that what is freed is its own, as the others do.
#[derive(Debug)]
pub(super) struct Believing(heap::Heap);

/// Checks that in constant time, which is the default.
#[derive(Debug)]
pub(super) struct Checking(heap::Heap);

macro_rules! graph {
    ($name:ident, $checking:expr) => {
        impl Graph for $name {
            reads_and_writes!(Gc<Node>);

            fn new() -> Result<Self, Unavailable> {
                let config = Config { checking: $checking, ..Config::default() };
                Ok(Self(heap::Heap::new(config, NoHooks)))
            }

            #[inline]
            fn node(&self, data: u64) -> Gc<Node> {
                let node = Node { data, edges: RefCell::default() };
                self.0.allocate(node).expect("there is memory")
            }

            fn collect(&self) {
                self.0.collect(Generation::Old);
            }
        }
    };
}

graph!(Believing, alloc::Checking::Off);
graph!(Checking, alloc::Checking::Cheap);
