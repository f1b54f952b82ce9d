//! boa_gc: marks and sweeps; allocations start collections.

use boa_gc::{Finalize, Gc, GcRefCell, Trace, force_collect};

use super::reads_and_writes;
use crate::Unavailable;
use crate::gc::EDGES;
use crate::gc::rooted::Graph;

#[derive(Trace, Finalize)]
pub(super) struct Node {
    data: u64,
    edges: GcRefCell<[Option<Gc<Node>>; EDGES]>,
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
        Gc::new(Node { data, edges: GcRefCell::new([const { None }; EDGES]) })
    }

    fn collect(&self) {
        force_collect();
    }
}
