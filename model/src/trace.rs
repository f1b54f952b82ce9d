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

/// Declares the marks.
macro_rules! marks {
    ($($(#[$doc:meta])* $mark:ident,)*) => {
        /// Something that a program can make a heap do, for those who ask what was tested.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Mark { $($(#[$doc])* $mark,)* }

        impl Mark {
            /// Every mark, in order.
            pub const ALL: &[Self] = &[$(Self::$mark),*];
        }
    };
}

marks! {
    /// A finalizer is about to run because a count reached zero.
    Finalized,
    /// Such a finalizer made its object reachable again.
    Resurrected,
    /// An object whose finalizer has run dies.
    FinalizedBefore,
    /// A finalizer or callback raised an exception, which is ignored.
    Ignored,
    /// A finalizer or callback runs nearly too deep to deallocate.
    DeepCall,
    /// A deallocation was put off because it nested too deep.
    Deferred,
    /// A container was filled again while it was being cleared.
    Repopulated,
    /// A frozen object died.
    FrozenDied,
    /// Garbage died by its count before the collection came to clear it.
    GarbageDied,
    /// A weak reference lost its referent.
    Cleared,
    /// The callback of a dead object's weak reference is about to run.
    Callback,
    /// The callback of a weak reference to garbage is about to run.
    CallbackByCollector,
    /// A weak reference that is garbage itself is not called back.
    GarbageCallback,
    /// A weak reference died of its own callback during a collection.
    CallbackFreed,
    /// A weak reference was made.
    WeakReferenceMade,
    /// One was made to what the collection under way holds for garbage.
    WeakReferenceToGarbage,
    /// An earlier weak reference was given out again.
    WeakReferenceShared,
    /// A weak reference died before its referent.
    WeakReferenceDied,
    /// One with a callback did.
    CallbackLost,
    /// A weak reference gave its referent.
    Upgraded,
    /// A weak reference was read while its referent was dying.
    DyingReferent,
    /// A tuple was untracked.
    TupleUntracked,
    /// A dict was untracked.
    DictUntracked,
    /// A dict was tracked by an insertion.
    DictTracked,
    /// A survivor moved to an older generation.
    Promoted,
    /// A survivor that was reached late moved behind the others.
    SurvivorMoved,
    /// A collection begins.
    Collection,
    /// A collection ends that found garbage.
    GarbageFound,
    /// It was a hundred objects or more.
    MuchGarbageFound,
    /// A collection ends that found none.
    NoGarbageFound,
    /// A finalizer is about to run on garbage.
    FinalizedByCollector,
    /// Garbage has a finalizer that has run.
    GarbageFinalizedBefore,
    /// A finalizer made garbage reachable again.
    ResurrectedByCollector,
    /// What has no finalizer became reachable again with it.
    ResurrectedAlong,
    /// Some garbage became reachable again, and some not.
    ResurrectedInPart,
    /// Garbage was reclaimed.
    Reclaimed,
    /// Cleared garbage was kept alive by something.
    ClearedSurvivor,
    /// Garbage was put into `gc.garbage`.
    Uncollectable,
    /// `gc.garbage` was emptied.
    GarbageDropped,
    /// A full collection was put off by the quarter rule.
    QuarterRule,
    /// A collection was asked for during a collection.
    Nested,
    /// The threshold was crossed during a collection.
    DueInCollection,
    /// The threshold was crossed while collections are disabled.
    DueWhileDisabled,
    /// An object was frozen.
    Frozen,
    /// A frozen object was given back to the oldest generation.
    Unfrozen,
    /// The dict of an instance was made.
    DictMaterialised,
    /// Code that ran while it was being made had made it already.
    DictMaterialisedMeanwhile,
    /// A class had no room for one more name that its instances share.
    KeysFull,
    /// The table of a set grew.
    SetGrew,
    /// Something was popped from a set that lacked some already.
    PoppedAgain,
    /// A deep copy came to an object once more.
    CopiedBefore,
    /// A tuple was deeply copied in the course of copying its items.
    TupleCopiedByItems,
    /// A deep copy was given up halfway.
    CopyGivenUp,
    /// A function is called.
    Called,
    /// A frame was kept alive by an exception.
    FrameKept,
    /// One more was kept by the same exception.
    FramesKept,
    /// An exception was caught.
    Caught,
    /// Recursion was too deep.
    RecursionError,
    /// A step failed for lack of memory.
    MemoryError,
    /// A collection did not run for lack of memory.
    CollectionFailed,
    /// The program was cut short.
    Limit,
}

/// What something happens in the course of: any of these, each a bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Within(u32);

impl Within {
    /// Whatever else is under way.
    pub const ANYTHING: Self = Self(0);
    /// A finalizer.
    pub const FINALIZER: Self = Self(1);
    /// A callback.
    pub const CALLBACK: Self = Self(1 << 1);
    /// A call that a statement made.
    pub const FUNCTION: Self = Self(1 << 2);
    /// The death of an object that holds others.
    pub const DEATH: Self = Self(1 << 3);
    /// The end of deallocations that were put off.
    pub const DEFERRED: Self = Self(1 << 4);
    /// The end of a function's frame.
    pub const RETURN: Self = Self(1 << 5);
    /// The end of an exception, with the frames that it kept.
    pub const HANDLED: Self = Self(1 << 6);
    /// `copy.copy` or `copy.deepcopy`.
    pub const COPY: Self = Self(1 << 7);
    /// A collection.
    pub const COLLECTION: Self = Self(1 << 8);
    /// A collection of generation 0.
    pub const YOUNG: Self = Self(1 << 9);
    /// A collection of generation 1.
    pub const MIDDLE: Self = Self(1 << 10);
    /// A collection of generation 2.
    pub const OLD: Self = Self(1 << 11);
    /// A collection that a threshold asked for.
    pub const THRESHOLD: Self = Self(1 << 12);
    /// A collection at an allocation out of zeal.
    pub const ZEAL: Self = Self(1 << 13);
    /// A collection while those of thresholds are disabled.
    pub const DISABLED: Self = Self(1 << 14);
    /// A collection while there are frozen objects.
    pub const FROZEN: Self = Self(1 << 15);
    /// That part of a collection in which callbacks run.
    pub const CALLING_BACK: Self = Self(1 << 16);
    /// That part of a collection in which finalizers run.
    pub const FINALIZING: Self = Self(1 << 17);
    /// That part of a collection in which garbage is cleared.
    pub const CLEARING: Self = Self(1 << 18);

    /// All of both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Without any of the other.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether all of the other are among these.
    #[must_use]
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// How often each mark was met, by what else was under way. There are few such pairs in a program.
#[derive(Debug, Clone, Default)]
pub struct Met(Vec<(Mark, Within, u64)>);

impl Met {
    pub(crate) fn add(&mut self, mark: Mark, within: Within) {
        let known = self.0.iter_mut().find(|met| (met.0, met.1) == (mark, within));
        match known {
            Some((_, _, count)) => *count += 1,
            None => self.0.push((mark, within, 1)),
        }
    }

    /// Each mark with what else was under way, and how often.
    pub fn iter(&self) -> impl Iterator<Item = (Mark, Within, u64)> + '_ {
        self.0.iter().copied()
    }
}
