//! The allocator: size classes, blocks, pools, arenas.
//!
//! It knows bytes and nothing of objects. The scheme is CPython's (`Objects/obmalloc.c`): a request of up to
//! [`SizeClass::BYTES_MAX`] bytes is served with a block of its [`SizeClass`] from a *pool* of equal blocks, a larger one
//! with memory of its own from the system. Pools come from *arenas*, which come from the system and go back to it.
//! One thread uses an allocator at a time.
//!
//! So that errors of whoever uses the blocks come to light, each block can be the system's ([`Backing`]), blocks can be
//! checked, guarded and kept for a while after they are freed ([`Checking`], [`Guards`]), and in a build for
//! AddressSanitizer that tool is told of each byte whether it may be touched. Requests, and which of them fail, are the same
//! in every one of these modes.
//!
//! # Invariants
//!
//! Between two operations, and under the numbers that [`Allocator::check`] reports:
//!
//! 1. A pool's header names the allocator's owner, the arena that it lies in, and the capacity of its class.
//! 2. `count + free list == carved <= capacity` in every pool.
//! 3. A free list leads over starts of carved blocks, over each at most once. So no block that is in use is on it.
//! 4. The used pools of a class are exactly the pools of the class with `0 < count < capacity`, each once; the links back
//!    agree with the links on. So a full pool is on no list.
//! 5. The empty pools of an arena are exactly its pools with `count == 0`, each once.
//! 6. `pools_free == empty pools + pools never carved` in every arena, and none is carved beyond its end.
//! 7. The usable arenas with `n > 0` free pools are exactly the mapped arenas with `pools_free == n`, each once; the links
//!    back agree with the links on, and no `n` is below `pools_free_min`. So an arena without free pools is on no list.
//! 8. The spare records are exactly those without memory, each once.
//! 9. At most one arena is wholly free.
//! 10. `mapped` is the number of mapped arenas, and `mapped <= mapped_max <= mapped_total`.
//! 11. Arenas start at multiples of [`POOL_ALIGN_BYTES`].
//! 12. The system's blocks are `count` blocks of `bytes` bytes together, each one that no pool serves and the owner's; the
//!     links back agree with the links on. So under [`Backing::System`] there are no arenas.
//! 13. A reserved block is in use, in a pool of its class or as a block of the system's with room for its size, and reserved
//!     once.
//! 14. Under [`Checking::Full`], the bytes of a free block after its link are poison.
//! 15. `blocks in use == blocks live + blocks reserved + blocks quarantined`, and the bytes asked for are at most those of the
//!     blocks in use.
//! 16. Each redzone is as it was written. The words that say what was asked for, none for a reserved block, add up to the
//!     bytes asked for.
//! 17. A quarantined block is in use for its pool or among the system's, not reserved, quarantined once, and poison from the
//!     first redzone to the last; there are no more of them and no larger ones than [`Guards`] says.
//! 18. In a build for AddressSanitizer, free, reserved and quarantined blocks are poisoned for it, redzones included, and of
//!     a block that the caller has the bytes asked for are not.
//!
//! They stand for those of obmalloc: M4 and M5 are 2, M2, M3 and M6 are 3, M7, M8 and M10 are 4, M9 is 5, M11 is 6, M12 and
//! M13 are 7, M14 is 8, M15 is 9, M23 is 10, M1 is 3 with 11, M16 is 1, M24 is 12, M27 and M29 are 14, M22 is 15. There is no
//! radix tree (M17): whoever frees a block says how large it is. The others (M18 to M21, M25, M26, M28, M30) compare one
//! moment with another: tests assert them, M21 as [`Allocator::reallocate`] has it.

mod account;
mod allocator;
mod arena;
mod block;
mod check;
mod check_guards;
mod checking;
mod fault;
mod geometry;
mod guarded;
mod guards;
mod occasion;
mod pool;
mod quarantine;
mod reserve;
mod sanitizer;
mod size_class;
mod statistics;
mod system;
#[cfg(test)]
mod tests;
mod used;

pub use account::Account;
pub use allocator::Allocator;
pub use checking::Checking;
pub use fault::{Failing, OutOfMemory, Point};
pub use geometry::{Geometry, POOL_ALIGN_BYTES};
pub use guards::Guards;
pub use occasion::Occasion;
pub use size_class::SizeClass;
pub use statistics::{ClassStatistics, Statistics};
pub use system::Backing;
