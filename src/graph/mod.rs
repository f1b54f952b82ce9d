//! Graphs of objects, and what a collector does with them: programs for whoever tests the collector alone.
//!
//! A [`Graph`] comes first, all of its nodes, references and weak references; then a schedule: names are unbound, generations
//! collected, objects frozen, references changed. So nearly every step is about what the collector has to get right, where a
//! random program spends most of its steps on making something to collect. It knows the language and nothing of the heaps.
//!
//! Every byte string is a graph: see [`GraphForm`].

mod form;
mod write;

pub use form::GraphForm;

use crate::program::Geometry;

/// How many nodes a graph has at most.
pub const NODES_MAX: usize = 16;

/// Objects, the references between them, and what happens to them then.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Graph {
    /// The allocator's shape.
    pub geometry: Geometry,
    /// The thresholds of the collector, or none for those that it has.
    pub thresholds: Option<[u32; 3]>,
    /// What finalizers and callbacks do.
    pub habit: Habit,
    /// The objects, each bound to a name of its own; at least one.
    pub nodes: Vec<Node>,
    /// References, in the order in which they are made.
    pub edges: Vec<Edge>,
    /// Weak references, in the order in which they are made.
    pub watches: Vec<Watch>,
    /// What happens once all that is there.
    pub schedule: Vec<Act>,
}

/// What an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Node {
    /// An instance with a `__dict__`.
    Plain,
    /// An instance with slots.
    Slots,
    /// An instance with a finalizer.
    Finalized,
    /// A list.
    List,
    /// A dict.
    Dict,
    /// A tuple of the nodes before it that its edges lead to.
    Tuple,
}

/// What a finalizer does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Habit {
    /// Nothing.
    #[default]
    Quiet,
    /// Binds its object to a global name.
    Resurrects,
    /// Puts its object into a global list.
    Hoards,
    /// Cuts a reference of its object.
    Cuts,
    /// Collects.
    Collects,
    /// Raises.
    Raises,
}

/// A reference from one node to another, by their places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edge {
    /// The node that refers.
    pub from: usize,
    /// The node that is referred to.
    pub to: usize,
    /// Which attribute or key, modulo how many there are; lists append.
    pub label: usize,
}

/// A weak reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Watch {
    /// The node that it refers to; if that is no instance, there is no weak reference.
    pub referent: usize,
    /// The node that holds it, or none for a name.
    pub holder: Option<usize>,
    /// Whether it has a callback.
    pub callback: bool,
}

/// What happens to a graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// A node's name is unbound.
    Drop(usize),
    /// Names from that node on are unbound, so many.
    DropMany(usize, usize),
    /// A collection, its result printed; of all generations where none is given.
    Collect(Option<u8>),
    /// Another reference.
    Link(Edge),
    /// A node's references are cleared: a list's or dict's, or one attribute.
    Cut(usize),
    /// A name is bound to a new object of the node's kind, which is young.
    Renew(usize),
    /// `gc.freeze()`
    Freeze,
    /// `gc.unfreeze()`
    Unfreeze,
    /// `gc.set_debug(…)`
    SaveAll(bool),
    /// `gc.garbage.clear()`
    ClearGarbage,
    /// A weak reference is asked for its referent, which the hoard then holds.
    Upgrade(usize),
    /// What finalizers have kept is let go.
    LetGo,
}
