//! Collectors: what is asked of one, the workloads, the peers.
//!
//! A *node* has 8 bytes of data and three mutable optional edges. A program holds nodes in variables while it [works](Work), and
//! in numbered roots from then on: so both counted references and arenas, whose nodes cannot leave them, are used as they are
//! meant to be.

mod depth;
mod graphs;
mod memory;
mod pause;
mod peers;
mod rooted;
mod under;
mod workload;

pub use memory::FIGURES as MEMORY_FIGURES;
pub use pause::FIGURES as PAUSE_FIGURES;
pub use peers::PEERS;
pub use workload::Workload;

use crate::clock::Lap;
use crate::effort::Effort;
use crate::{Answer, Role, Round, Unavailable};

/// How many edges a node has.
pub const EDGES: usize = 3;

/// A program's view of a heap while it works.
pub trait Mutator {
    /// A reference to a node.
    type Node: Clone;

    /// A node without edges.
    fn node(&mut self, data: u64) -> Self::Node;

    /// What a node was made with.
    fn data(&self, node: &Self::Node) -> u64;

    /// Where an edge of a node leads.
    fn edge(&self, node: &Self::Node, edge: usize) -> Option<Self::Node>;

    /// Lets an edge of a node lead somewhere else.
    fn set_edge(&mut self, node: &Self::Node, edge: usize, target: Option<Self::Node>);

    /// A root.
    fn root(&self, index: usize) -> Option<Self::Node>;

    /// Changes a root.
    fn set_root(&mut self, index: usize, node: Option<Self::Node>);

    /// Makes the number of roots this; new ones are empty.
    fn resize_roots(&mut self, count: usize);
}

/// What a program does between two points at which a heap may collect.
pub trait Work {
    /// What comes out of it.
    type Answer;

    /// Does it.
    fn run<M: Mutator>(self, mutator: &mut M) -> Self::Answer;
}

/// A heap with a collector.
pub trait Collector: Sized + 'static {
    /// Whether it reclaims cycles at all.
    const RECLAIMS_CYCLES: bool = true;

    /// Gets it ready.
    ///
    /// # Errors
    /// It is not on this machine.
    fn new() -> Result<Self, Unavailable>;

    /// Lets a program work.
    fn mutate<W: Work>(&mut self, work: W) -> W::Answer;

    /// Lets it collect if it is due, where it has to be asked; `live` is how many nodes the program holds, about. Those without
    /// a trigger of their own collect after as many allocations, at least [`ALLOCATIONS_MIN`].
    fn safepoint(&mut self, live: usize);

    /// Collects everything that is unreachable.
    fn collect(&mut self);
}

/// How many nodes are enough to measure what is done to each.
const NODES_MEASURABLE: usize = 100_000;

/// How many allocations a collector without a trigger of its own waits for at least.
pub const ALLOCATIONS_MIN: usize = 10_000;

/// What a worker is asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Task {
    /// A workload, by its CPU time.
    Race(Workload),
    /// The resident memory for nodes.
    Memory,
    /// The longest steps of a program.
    Pause,
    /// A node made and dropped, under so many live ones.
    Under(usize),
    /// A full collection of so many live nodes, by node.
    Live(usize),
    /// A chain of so many nodes, dropped, by node.
    Chain(usize),
    /// A ring of so many nodes, dropped and collected, by node.
    Ring(usize),
}

/// A collector that races.
#[derive(Debug, Clone, Copy)]
pub struct Peer {
    /// What it is called in tables.
    pub name: &'static str,
    /// What it is to us.
    pub role: Role,
    /// Whether it takes its memory from the global allocator.
    pub on_global_allocator: bool,
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

impl Task {
    fn needs_cycles(self) -> bool {
        match self {
            Self::Race(workload) => workload.needs_cycles(),
            Self::Memory | Self::Chain(_) => false,
            Self::Pause | Self::Under(_) | Self::Live(_) | Self::Ring(_) => true,
        }
    }
}

/// Rounds of a collector.
fn start<C: Collector>(task: Task, effort: Effort) -> Result<Round, Unavailable> {
    if task.needs_cycles() && !C::RECLAIMS_CYCLES {
        return Err(Unavailable::because("does not reclaim cycles"));
    }
    let mut heap = C::new()?;
    Ok(Box::new(move || match task {
        Task::Race(workload) => workload.lap(&mut heap, effort).into(),
        Task::Memory => memory::measure(&mut heap, effort),
        Task::Pause => pause::measure(&mut heap, effort),
        Task::Under(live) => under::measure(&mut heap, live, effort).into(),
        Task::Live(nodes) => repeated(nodes, || graphs::collect_live(&mut heap, nodes)),
        Task::Chain(nodes) => repeated(nodes, || depth::chain(&mut heap, nodes)),
        Task::Ring(nodes) => repeated(nodes, || depth::ring(&mut heap, nodes)),
    }))
}

/// The mean of as many laps as make a measurable time together, if each is over so many nodes.
fn repeated(nodes: usize, mut lap: impl FnMut() -> Lap) -> Answer {
    let laps = (NODES_MEASURABLE / nodes).max(1);
    let laps: Vec<Lap> = (0..laps).map(|_| lap()).collect();
    let nanoseconds = laps.iter().map(|lap| lap.nanoseconds).sum::<f64>() / laps.len() as f64;
    Lap { nanoseconds, ..laps[0] }.into()
}
