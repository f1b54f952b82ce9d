//! The table of goals.

use super::{Engine, Goal, Theme};
use crate::heaps::Mark as Model;
use crate::heaps::Occasion as Allocator;
use crate::heaps::Point as Failure;
use crate::heaps::StageFact as Stage;
use crate::heaps::{Happening, Within};

/// `"NAME" = COUNTED_BY::HAPPENING in THIS and_in THAT, by ENGINE;`, by theme.
macro_rules! goals {
    ($($theme:ident {
        $($name:literal = $from:ident::$what:ident
            $(in $first:ident $(and_in $more:ident)*)? $(, by $engine:ident)?;)*
    })*) => {
        /// Every goal, by theme.
        pub const GOALS: &[Goal] = &[$($(Goal {
            theme: Theme::$theme,
            name: $name,
            happening: Happening::$from($from::$what),
            within: Within::ANYTHING $(.and(Within::$first)$(.and(Within::$more))*)?,
            engine: [$(Engine::$engine,)? Engine::Check][0],
        },)*)*];
    };
}

goals! {
    Death {
        "finalizer of an object whose count is zero" = Model::Finalized;
        "finalizer inside a finalizer" = Model::Finalized in FINALIZER;
        "finalizer inside a callback" = Model::Finalized in CALLBACK;
        "finalizer in the death of what held the object" = Model::Finalized in DEATH;
        "finalizer as a function returns" = Model::Finalized in RETURN;
        "finalizer as an exception's frames go" = Model::Finalized in HANDLED;
        "finalizer while garbage is cleared" = Model::Finalized in CLEARING;
        "finalizer among deaths that were put off" = Model::Finalized in DEFERRED;
        "finalizer raised" = Model::Ignored in FINALIZER;
        "finalizer raised during a collection" = Model::Ignored in FINALIZER and_in FINALIZING;
        "died again after its finalizer had run" = Model::FinalizedBefore;
        "ten deaths in one step" = Stage::Cascade;
        "death put off because it nested too deep" = Model::Deferred;
        "death put off while garbage is cleared" = Model::Deferred in CLEARING;
        "body run nearly too deep in deaths" = Model::DeepCall;
        "container filled again while it was cleared" = Model::Repopulated;
    }
    WeakReferences {
        "weak reference cleared" = Model::Cleared;
        "cleared in the death of what held the referent" = Model::Cleared in DEATH;
        "callback at the death of a referent" = Model::Callback;
        "callback inside a finalizer" = Model::Callback in FINALIZER;
        "callback inside a callback" = Model::Callback in CALLBACK;
        "callback in the death of what held the referent" = Model::Callback in DEATH;
        "callback as an exception's frames go" = Model::Callback in HANDLED;
        "callback among deaths that were put off" = Model::Callback in DEFERRED;
        "callback while garbage is cleared" = Model::Callback in CLEARING;
        "several callbacks in one step" = Stage::Callbacks;
        "callback raised" = Model::Ignored in CALLBACK;
        "callback raised during a collection" = Model::Ignored in CALLBACK and_in CALLING_BACK;
        "callback lost: died before its referent" = Model::CallbackLost;
        "weak reference died before its referent" = Model::WeakReferenceDied;
        "earlier weak reference shared" = Model::WeakReferenceShared;
        "weak reference made" = Model::WeakReferenceMade;
        "weak reference made in a finalizer" = Model::WeakReferenceMade in FINALIZER;
        "weak reference made in a callback" = Model::WeakReferenceMade in CALLBACK;
        "weak reference made to garbage" = Model::WeakReferenceToGarbage;
        "referent read" = Model::Upgraded;
        "referent read in a finalizer" = Model::Upgraded in FINALIZER;
        "referent read in a callback" = Model::Upgraded in CALLBACK;
        "referent read while it was dying" = Model::DyingReferent;
    }
    Collections {
        "collection" = Model::Collection;
        "collection in a function" = Model::Collection in FUNCTION;
        "collection in a finalizer" = Model::Collection in FINALIZER;
        "collection in a callback" = Model::Collection in CALLBACK;
        "collection in the death of an object" = Model::Collection in DEATH;
        "collection as a function returns" = Model::Collection in RETURN;
        "collection as an exception's frames go" = Model::Collection in HANDLED;
        "collection while they are disabled" = Model::Collection in DISABLED;
        "collection for a threshold" = Model::Collection in THRESHOLD;
        "full collection for a threshold" = Model::Collection in THRESHOLD and_in OLD;
        "collection of generation 1 for a threshold" = Model::Collection in THRESHOLD and_in MIDDLE;
        "collection for a threshold in a finalizer" = Model::Collection in THRESHOLD and_in FINALIZER;
        "collection for a threshold in a callback" = Model::Collection in THRESHOLD and_in CALLBACK;
        "full collection put off by the quarter rule" = Model::QuarterRule;
        "threshold crossed during a collection" = Model::DueInCollection;
        "threshold crossed while disabled" = Model::DueWhileDisabled;
        "threshold crossed while copying" = Model::DueWhileDisabled in COPY;
        "collection out of zeal" = Model::Collection in ZEAL;
        "collection out of zeal in a finalizer" = Model::Collection in ZEAL and_in FINALIZER;
        "collection asked for by a finalizer of a collection" = Model::Nested in FINALIZING;
        "collection asked for by a callback of a collection" = Model::Nested in CALLING_BACK;
        "collection asked for while garbage is cleared" = Model::Nested in CLEARING;
    }
    Garbage {
        "no garbage found" = Model::NoGarbageFound;
        "garbage in generation 0" = Model::GarbageFound in YOUNG;
        "garbage in generation 1" = Model::GarbageFound in MIDDLE;
        "garbage in generation 2" = Model::GarbageFound in OLD;
        "a hundred objects of garbage" = Model::MuchGarbageFound;
        "garbage found for a threshold" = Model::GarbageFound in THRESHOLD;
        "garbage reclaimed" = Model::Reclaimed;
        "garbage reclaimed in a finalizer" = Model::Reclaimed in FINALIZER;
        "garbage cleared and kept alive by something" = Model::ClearedSurvivor;
        "finalizer of garbage" = Model::FinalizedByCollector;
        "finalizer of garbage for a threshold" = Model::FinalizedByCollector in THRESHOLD;
        "finalizer of garbage inside a finalizer" = Model::FinalizedByCollector in FINALIZER;
        "garbage whose finalizer had run before" = Model::GarbageFinalizedBefore;
        "garbage died of finalizers of garbage" = Model::GarbageDied in FINALIZING;
        "callback of a weak reference to garbage" = Model::CallbackByCollector;
        "callback to garbage for a threshold" = Model::CallbackByCollector in THRESHOLD;
        "callback of garbage itself: not called" = Model::GarbageCallback;
        "weak reference dropped by its own callback" = Model::CallbackFreed;
        "garbage kept by DEBUG_SAVEALL" = Model::Uncollectable;
        "gc.garbage has items" = Stage::Garbage;
        "gc.garbage emptied" = Model::GarbageDropped;
    }
    Resurrection {
        "resurrected as its count reached zero" = Model::Resurrected;
        "resurrected in a finalizer" = Model::Resurrected in FINALIZER;
        "resurrected in a callback" = Model::Resurrected in CALLBACK;
        "resurrected from what held it" = Model::Resurrected in DEATH;
        "resurrected as a function returns" = Model::Resurrected in RETURN;
        "resurrected as an exception's frames go" = Model::Resurrected in HANDLED;
        "resurrected while garbage is cleared" = Model::Resurrected in CLEARING;
        "resurrected among deaths that were put off" = Model::Resurrected in DEFERRED;
        "garbage resurrected" = Model::ResurrectedByCollector;
        "garbage resurrected for a threshold" = Model::ResurrectedByCollector in THRESHOLD;
        "garbage resurrected that has no finalizer" = Model::ResurrectedAlong;
        "part of the garbage resurrected" = Model::ResurrectedInPart;
        "objects left that go on being resurrected" = Stage::Leftover;
    }
    Survivors {
        "survivor moved to generation 1" = Model::Promoted in YOUNG;
        "survivor moved to generation 2" = Model::Promoted in MIDDLE;
        "survivor reached late" = Model::SurvivorMoved;
        "tuple untracked" = Model::TupleUntracked;
        "dict untracked" = Model::DictUntracked;
        "object frozen" = Model::Frozen;
        "object frozen during a collection" = Model::Frozen in COLLECTION;
        "object unfrozen" = Model::Unfrozen;
        "frozen object died" = Model::FrozenDied;
        "garbage beside frozen objects" = Model::GarbageFound in FROZEN;
    }
    Containers {
        "dict tracked by an insertion" = Model::DictTracked;
        "dict of an instance made" = Model::DictMaterialised;
        "dict of an instance made by copying" = Model::DictMaterialised in COPY;
        "dict of an instance made meanwhile" = Model::DictMaterialisedMeanwhile, by Corpus;
        "no room for one more name of a class" = Model::KeysFull;
        "set outgrew its table" = Model::SetGrew;
        "set popped again" = Model::PoppedAgain;
        "object met again by a deep copy" = Model::CopiedBefore;
        "tuple deeply copied by way of its items" = Model::TupleCopiedByItems;
        "deep copy given up halfway" = Model::CopyGivenUp;
    }
    Calls {
        "function called" = Model::Called;
        "function called by a function" = Model::Called in FUNCTION;
        "function called by a finalizer" = Model::Called in FINALIZER;
        "function called by a callback" = Model::Called in CALLBACK;
        "frame kept by an exception" = Model::FrameKept;
        "several frames kept by an exception" = Model::FramesKept;
        "exception caught" = Model::Caught;
        "exception caught in a finalizer" = Model::Caught in FINALIZER;
        "exception not caught" = Stage::Raised;
        "recursion too deep" = Model::RecursionError;
        "recursion too deep in a finalizer" = Model::RecursionError in FINALIZER, by Corpus;
        "recursion too deep in a deep copy" = Model::RecursionError in COPY;
        "cut short by the limit of steps" = Model::Limit, by Corpus;
        "cut short in a finalizer" = Model::Limit in FINALIZER, by Corpus;
        "cut short in a callback" = Model::Limit in CALLBACK, by Corpus;
    }
    Allocator {
        "arena taken" = Allocator::ArenaMapped;
        "arena taken during a collection" = Allocator::ArenaMapped in COLLECTION;
        "arena wholly free and kept" = Allocator::ArenaKept;
        "arena returned" = Allocator::ArenaReturned;
        "arena returned during a collection" = Allocator::ArenaReturned in COLLECTION;
        "pool taken" = Allocator::PoolCarved;
        "pool taken in a finalizer" = Allocator::PoolCarved in FINALIZER;
        "pool taken in a callback" = Allocator::PoolCarved in CALLBACK;
        "pool taken again for its size class" = Allocator::PoolReused;
        "pool taken again for another size class" = Allocator::PoolReclassed;
        "pool full" = Allocator::PoolFilled;
        "full pool has room again" = Allocator::PoolReopened;
        "full pool has room again during a collection" = Allocator::PoolReopened in COLLECTION;
        "pool returned" = Allocator::PoolReturned;
        "pool returned during a collection" = Allocator::PoolReturned in COLLECTION;
        "pool returned in a finalizer" = Allocator::PoolReturned in FINALIZER;
        "pool returned in a callback" = Allocator::PoolReturned in CALLBACK;
        "large block taken" = Allocator::LargeTaken;
        "large block resized" = Allocator::LargeResized;
        "large block returned" = Allocator::LargeReturned;
        "large block returned during a collection" = Allocator::LargeReturned in COLLECTION;
        "blocks reserved inside another reservation" = Allocator::ReservedInside;
        "block reserved in vain" = Allocator::ReservedInVain;
    }
    Failure {
        "step out of memory" = Model::MemoryError;
        "step out of memory in a function" = Model::MemoryError in FUNCTION;
        "step out of memory in a finalizer" = Model::MemoryError in FINALIZER;
        "step out of memory in a callback" = Model::MemoryError in CALLBACK;
        "step out of memory during a collection" = Model::MemoryError in COLLECTION;
        "collection out of memory" = Model::CollectionFailed;
        "threshold crossed while memory fails" = Model::CollectionFailed in THRESHOLD;
        "collection out of memory in a finalizer" = Model::CollectionFailed in FINALIZER;
        "collection out of zeal out of memory" = Model::CollectionFailed in ZEAL;
        "no memory for a block" = Failure::Block;
        "no memory for a block during a collection" = Failure::Block in COLLECTION;
        "no memory for a large block to grow" = Failure::LargeGrowth;
        "no memory for blocks in advance" = Failure::Reservation;
        "no memory for the list of blocks in advance" = Failure::ReservationList;
        "no memory for an arena" = Failure::Arena;
        "no memory for a large block" = Failure::LargeBlock, by Sweep;
        "no memory for a list of objects" = Failure::ObjectList;
        "no memory for the work of a collection" = Failure::Collection;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_a_hundred_goals_and_no_two_are_the_same() {
        assert!(GOALS.len() >= 100);
        for (index, goal) in GOALS.iter().enumerate() {
            let differs = |other: &Goal| {
                other.name != goal.name
                    && (other.happening, other.within) != (goal.happening, goal.within)
            };
            assert!(GOALS[..index].iter().all(differs), "{}", goal.name);
        }
    }

    #[test]
    fn whatever_is_counted_is_a_goal() {
        for happening in Happening::all() {
            let is_of_it = |goal: &Goal| goal.happening == happening;
            assert!(GOALS.iter().any(is_of_it), "no goal asks for {happening:?}");
        }
    }

    #[test]
    fn a_report_has_room_for_the_names() {
        for goal in GOALS {
            assert!(goal.name.len() <= 52, "{}", goal.name);
        }
    }
}
