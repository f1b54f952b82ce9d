//! The allocators, one a file.

mod c;
mod floors;
mod pymalloc;
mod twinheap;

use self::c::{Glibc, Jemalloc, Mimalloc2, Mimalloc3, Rpmalloc, Snmalloc};
use self::floors::{Bump, FreeList, Nothing};
use self::pymalloc::Pymalloc;
use self::twinheap::{Believing, Checking};
use super::{Peer, alone, bump, shared};
use crate::Role::{self, Floor, Subject};

/// All of them, in the order of the table.
pub const PEERS: [Peer; 13] = [
    Peer { name: "floor: the loop alone", role: Floor, start: alone::<Nothing> },
    Peer { name: "floor: bump", role: Floor, start: bump::<Bump> },
    Peer { name: "floor: free list, size known", role: Floor, start: alone::<FreeList<true>> },
    Peer { name: "floor: free list, pool by mask", role: Floor, start: alone::<FreeList<false>> },
    Peer { name: "twinheap", role: Subject, start: alone::<Believing> },
    Peer { name: "twinheap, frees checked", role: Subject, start: alone::<Checking> },
    Peer { name: "glibc", role: Role::Peer, start: shared::<Glibc> },
    Peer { name: "jemalloc", role: Role::Peer, start: shared::<Jemalloc> },
    Peer { name: "mimalloc 2", role: Role::Peer, start: shared::<Mimalloc2> },
    Peer { name: "mimalloc 3", role: Role::Peer, start: shared::<Mimalloc3> },
    Peer { name: "rpmalloc", role: Role::Peer, start: shared::<Rpmalloc> },
    Peer { name: "snmalloc", role: Role::Peer, start: shared::<Snmalloc> },
    Peer { name: "pymalloc", role: Role::Peer, start: alone::<Pymalloc> },
];
