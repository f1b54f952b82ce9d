//! The standard library's counted references: what counting alone costs, without a collector.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use super::reads_and_writes;
use crate::Unavailable;
use crate::gc::EDGES;
use crate::gc::rooted::Graph;

macro_rules! counted {
    ($graph:ident, $node:ident, $pointer:ident) => {
        #[doc = concat!("Nodes held by [`", stringify!($pointer), "`].")]
        #[derive(Debug)]
        pub(super) struct $graph;

        #[derive(Debug)]
        pub(super) struct $node {
            data: u64,
            edges: RefCell<[Option<$pointer<$node>>; EDGES]>,
        }

        impl Graph for $graph {
            const RECLAIMS_CYCLES: bool = false;

            reads_and_writes!($pointer<$node>);

            fn new() -> Result<Self, Unavailable> {
                Ok(Self)
            }

            #[inline]
            fn node(&self, data: u64) -> Self::Node {
                $pointer::new($node { data, edges: RefCell::default() })
            }

            fn collect(&self) {}
        }
    };
}

counted!(RcGraph, RcNode, Rc);

// One thread uses it all: the question is what an atomic count costs.
counted!(ArcGraph, ArcNode, Arc);
