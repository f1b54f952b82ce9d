//! Allocators: what is asked of one, the workloads, the peers.

mod memory;
mod peers;
pub mod space;
mod threads;
mod workload;

use std::ptr::NonNull;

pub use memory::FIGURES as MEMORY_FIGURES;
pub use peers::PEERS;
pub use workload::Workload;

use self::space::Space;
use crate::effort::Effort;
use crate::{Role, Round, Unavailable};

/// What a block is at least: what the workloads write to each.
pub const BYTES_MIN: usize = 16;

/// An allocator.
///
/// # Safety
/// A block that it hands out has at least so many bytes, which can be read and written until it is taken back, and is aligned
/// to 8.
pub unsafe trait Allocator: Sized + 'static {
    /// Gets it ready.
    ///
    /// # Errors
    /// It is not on this machine.
    fn new() -> Result<Self, Unavailable>;

    /// A block of at least `bytes` bytes, which are [`BYTES_MIN`] or more.
    ///
    /// # Panics
    /// If there is no memory.
    fn allocate(&mut self, bytes: usize) -> NonNull<u8>;

    /// Takes a block back.
    ///
    /// # Safety
    /// The block is of this allocator and of so many bytes, and nobody uses it any more.
    unsafe fn deallocate(&mut self, block: NonNull<u8>, bytes: usize);

    /// A block with the contents of another, as far as both go, which is taken back.
    ///
    /// # Safety
    /// The block is of this allocator and of `bytes_old` bytes, and nobody uses it any more.
    unsafe fn reallocate(
        &mut self,
        block: NonNull<u8>,
        bytes_old: usize,
        bytes: usize,
    ) -> NonNull<u8>;
}

/// An allocator all of whose values are handles to the same memory, one for each thread.
///
/// # Safety
/// A block may be taken back by a handle in another thread than the one that handed it out.
pub unsafe trait Shared: Allocator {}

/// How many blocks are replaced.
const STEPS: usize = 2_000_000;

/// What a worker is asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Task {
    /// A workload, by its CPU time.
    Race(Workload),
    /// A block of the mix replaced, under so many live ones.
    Under(usize),
    /// The resident memory for blocks of this size, or of the mix.
    Memory(Option<usize>),
}

/// An allocator that races.
#[derive(Debug, Clone, Copy)]
pub struct Peer {
    /// What it is called in tables.
    pub name: &'static str,
    /// What it is to us.
    pub role: Role,
    start: fn(Task, Effort) -> Result<Round, Unavailable>,
}

impl Peer {
    /// Prepares rounds of a task.
    ///
    /// # Errors
    /// It is not on this machine, or cannot do that.
    pub fn start(&self, task: Task, effort: Effort) -> Result<Round, Unavailable> {
        (self.start)(task, effort)
    }
}

/// Rounds of an allocator that one thread uses.
fn alone<A: Allocator>(task: Task, effort: Effort) -> Result<Round, Unavailable> {
    let mut space = Space::<A>::new()?;
    match task {
        Task::Race(workload) => workload.alone(space, effort),
        Task::Under(live) => {
            Ok(Box::new(move || workload::mix(&mut space, live, effort.of(STEPS)).into()))
        }
        Task::Memory(bytes) => Ok(Box::new(move || memory::measure(&mut space, bytes, effort))),
    }
}

/// Rounds of an allocator that threads share.
fn shared<A: Shared>(task: Task, effort: Effort) -> Result<Round, Unavailable> {
    match task {
        Task::Race(Workload::ProducerConsumer) => threads::producer_consumer::<A>(effort),
        Task::Race(Workload::Larson) => threads::larson::<A>(effort),
        _ => alone::<A>(task, effort),
    }
}

/// Rounds of a floor that never takes memory back.
fn bump<A: Allocator>(task: Task, effort: Effort) -> Result<Round, Unavailable> {
    match task {
        Task::Race(Workload::Hot | Workload::LastInFirstOut(_) | Workload::FirstInFirstOut(_)) => {
            alone::<A>(task, effort)
        }
        _ => Err(Unavailable::because("never takes memory back")),
    }
}
