//! The collectors, one a file.

mod bacon_rajan;
mod boa;
mod cpython;
mod dumpster_sync;
mod dumpster_unsync;
mod gc_arena;
mod gcmodule;
mod rust_cc;
mod rust_gc;
mod std_counted;
mod twinheap;

use self::std_counted::{ArcGraph, RcGraph};
use self::twinheap::{Believing, Checking};
use super::rooted::Rooted;
use super::{Peer, start};
use crate::Role::{self, Floor, Subject};

/// All of them, in the order of the table.
pub const PEERS: [Peer; 13] = [
    on_global("Rc", Floor, start::<Rooted<RcGraph>>),
    on_global("Arc", Floor, start::<Rooted<ArcGraph>>),
    on_its_own("twinheap", Subject, start::<Rooted<Believing>>),
    on_its_own("twinheap, frees checked", Subject, start::<Rooted<Checking>>),
    on_its_own("CPython", Role::Peer, start::<Rooted<cpython::Heap>>),
    on_global("gc-arena", Role::Peer, start::<gc_arena::Heap>),
    on_global("boa_gc", Role::Peer, start::<Rooted<boa::Heap>>),
    on_global("gc", Role::Peer, start::<Rooted<rust_gc::Heap>>),
    on_global("gcmodule", Role::Peer, start::<Rooted<gcmodule::Heap>>),
    on_global("rust-cc", Role::Peer, start::<Rooted<rust_cc::Heap>>),
    on_global("bacon_rajan_cc", Role::Peer, start::<Rooted<bacon_rajan::Heap>>),
    on_global("dumpster unsync", Role::Peer, start::<Rooted<dumpster_unsync::Heap>>),
    on_global("dumpster sync", Role::Peer, start::<Rooted<dumpster_sync::Heap>>),
];

type Start = fn(super::Task, crate::effort::Effort) -> Result<crate::Round, crate::Unavailable>;

const fn on_global(name: &'static str, role: Role, start: Start) -> Peer {
    Peer { name, role, on_global_allocator: true, start }
}

const fn on_its_own(name: &'static str, role: Role, start: Start) -> Peer {
    Peer { name, role, on_global_allocator: false, start }
}

/// [`Graph`](super::rooted::Graph)'s functions of nodes, for references that lead to a [`Node`] with `data` and `edges`.
macro_rules! reads_and_writes {
    ($reference:ty) => {
        type Node = $reference;

        #[inline]
        fn data(node: &$reference) -> u64 {
            node.data
        }

        #[inline]
        fn edge(node: &$reference, edge: usize) -> Option<$reference> {
            node.edges.borrow()[edge].clone()
        }

        #[inline]
        fn set_edge(node: &$reference, edge: usize, target: Option<$reference>) {
            // What is displaced is dropped when the node is not borrowed any more, since that may collect.
            let displaced = std::mem::replace(&mut node.edges.borrow_mut()[edge], target);
            drop(displaced);
        }
    };
}
use reads_and_writes;
