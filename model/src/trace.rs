//! What a heap tells: what happened, in order, and which behaviours were reached.

use crate::object::Id;

/// What happened, in order.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    /// The text printed.
    pub output: String,
    /// Exceptions that finalizers and callbacks raised, as a traceback's last line.
    pub ignored: Vec<String>,
    /// What happened to objects.
    pub events: Vec<Event>,
    /// The objects that are gone.
    pub died: Vec<Id>,
}

/// Something that the heap did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each says what happened to the object of that number")]
pub enum Event {
    Finalized(Id),
    /// The body of that function is about to run.
    Entered(usize),
    Callback(Id),
    Cleared(Id),
    Collected {
        generation: usize,
        collected: usize,
        uncollectable: usize,
    },
}

/// Declares the marks with their names.
macro_rules! marks {
    ($($mark:ident $name:literal,)*) => {
        /// A behaviour that a program can reach, for those who ask what was tested.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[expect(missing_docs, reason = "each is named by `name`")]
        pub enum Mark { $($mark,)* }

        impl Mark {
            /// Every mark.
            pub const ALL: [Self; [$($name),*].len()] = [$(Self::$mark),*];

            /// What was reached, in words.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$mark => $name,)* }
            }
        }
    };
}

marks! {
    Finalized "finalized when its count reached zero",
    FinalizedByCollector "finalized by a collection",
    Resurrected "resurrected when its count reached zero",
    ResurrectedByCollector "resurrected during a collection",
    FinalizedBefore "died again after its finalizer had run",
    FinalizerRaised "a finalizer or callback raised an exception",
    Callback "callback of a dead object's weak reference",
    CallbackByCollector "callback of a weak reference to garbage",
    GarbageCallback "callback of a weak reference that is garbage itself: not called",
    CallbackFreed "weak reference dropped by its own callback during a collection",
    WeakReferenceShared "weak reference shared with an earlier one",
    WeakReferenceDied "weak reference died before its referent",
    DyingReferent "weak reference read while its referent is dying",
    TupleUntracked "tuple untracked by a collection",
    DictUntracked "dict untracked by a full collection",
    DictTracked "dict tracked by an insertion",
    Promoted "survivor moved to an older generation",
    SurvivorMoved "survivor that was reached late moved behind the others",
    Reclaimed "garbage cycle reclaimed",
    ClearedSurvivor "cleared garbage that something kept alive",
    Automatic "automatic collection",
    AutomaticFull "automatic full collection",
    Zealous "collection at an allocation out of zeal",
    QuarterRule "automatic full collection put off by the quarter rule",
    Nested "collection asked for during a collection",
    CollectedInFinalizer "collection inside a finalizer or callback",
    Frozen "object frozen",
    Unfrozen "object unfrozen",
    FrozenDied "frozen object died",
    Uncollectable "garbage kept by DEBUG_SAVEALL",
    DeepCall "finalizer or callback run nearly too deep to deallocate",
    Deferred "deallocation put off because it nested too deep",
    Repopulated "container filled again while it was being cleared",
    DictMaterialised "dict of an instance made",
    FrameKept "frame kept alive by an exception",
    RecursionError "recursion too deep",
    MemoryError "out of memory",
}
