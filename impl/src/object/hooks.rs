//! What can be observed of a heap while it works.
//!
//! Every method does nothing unless it is overridden, and a heap without hooks compiles to code without calls.

use std::cell::Cell;
use std::fmt::Debug;

use crate::gc::Generation;

/// An observer of one heap. Its methods run in the middle of the heap's work: they may read and record, and should not
/// use the heap.
pub trait Hooks: Sized + 'static {
    /// What each object carries for the observer: a number, or nothing. Four bytes fit the header's padding.
    type Tag: Copy + Default + 'static;

    /// Whether the heap keeps a [census](Recorded) of its objects.
    type Census: Census;

    /// An object of this kind came into being; the tag is kept with it. It is not tracked yet.
    fn allocated(&self, kind: &'static str) -> Self::Tag {
        let _ = kind;
        Self::Tag::default()
    }

    /// An object ended; its memory is about to be given back.
    fn deallocated(&self, tag: Self::Tag) {
        let _ = tag;
    }

    /// The finalizer of an object is about to run.
    fn finalizing(&self, tag: Self::Tag) {
        let _ = tag;
    }

    /// A weak reference lost its referent, which died or is about to be reclaimed, or is itself about to be reclaimed.
    fn weak_reference_cleared(&self, tag: Self::Tag) {
        let _ = tag;
    }

    /// The callback of a weak reference is about to run.
    fn callback(&self, tag: Self::Tag) {
        let _ = tag;
    }

    /// An object of a collected kind is being allocated, and a collection could start: which generation is to be collected
    /// now, whatever the thresholds say.
    fn collection_wanted(&self) -> Option<Generation> {
        None
    }

    /// A collection of this generation is about to begin; [it ends](Self::collected), or
    /// [fails for want of memory](Mark::CollectionWithoutMemory).
    fn collecting(&self, generation: usize) {
        let _ = generation;
    }

    /// A collection of this generation is over: the heap [can be checked](crate::Heap::check_inside).
    fn collected(&self, generation: usize, collected: usize, uncollectable: usize) {
        let _ = (generation, collected, uncollectable);
    }

    /// Something happened that is easy to miss.
    fn mark(&self, mark: Mark) {
        let _ = mark;
    }
}

/// A behaviour of the heap that a test may want to know it has reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// A finalizer made its dying object reachable again.
    Resurrected,
    /// A finalizer of unreachable objects made some of them reachable again.
    ResurrectedInCollection,
    /// The deallocation of an object was put off: it was nested too deep.
    Deferred,
    /// A collection found that an object holds nothing that needs the collector.
    Untracked,
    /// An object survived into an older generation.
    Promoted,
    /// A survivor was reached late and moved behind the others.
    Moved,
    /// A collection was asked for inside a collection.
    NestedCollection,
    /// An allocation started a collection.
    AutomaticCollection,
    /// A full collection was due, and put off because few objects were new in the oldest generation.
    QuarterRule,
    /// A weak reference to unreachable objects was called back by the collector.
    CalledBackInCollection,
    /// A collection did not run because its working memory could not be had.
    CollectionWithoutMemory,
}

/// Whether a heap keeps a list of all its live objects: [`Unrecorded`] or [`Recorded`].
pub trait Census: Debug + Default + sealed::Sealed + 'static {
    #[doc(hidden)]
    const ENABLED: bool;
    #[doc(hidden)]
    fn index(&self) -> u32;
    #[doc(hidden)]
    fn set_index(&self, index: u32);
}

/// No list of live objects: nothing is stored.
#[derive(Debug, Default)]
pub struct Unrecorded;

/// A list of live objects in the order of their creation; four bytes in each header, eight in the list.
#[derive(Debug, Default)]
pub struct Recorded(Cell<u32>);

impl Census for Unrecorded {
    const ENABLED: bool = false;
    fn index(&self) -> u32 {
        0
    }
    fn set_index(&self, _: u32) {}
}

impl Census for Recorded {
    const ENABLED: bool = true;
    fn index(&self) -> u32 {
        self.0.get()
    }
    fn set_index(&self, index: u32) {
        self.0.set(index);
    }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Unrecorded {}
    impl Sealed for super::Recorded {}
}

/// Observes nothing and costs nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NoHooks;

impl Hooks for NoHooks {
    type Tag = ();
    type Census = Unrecorded;
}
