//! Bugs, each planted at one place, to measure harnesses with. At most one is on, and in an ordinary build none can be.
//!
//! With `--cfg planted` a process chooses one when it starts. Without it [`planted`] is known to be false when the code is
//! compiled, and nothing of the bugs is left.

macro_rules! bugs {
    ($($bug:ident)*) => {
        /// What may be wrong. The catalogue, in the folder `planted` of the repository, has a file for each.
        #[derive(Clone, Copy)]
        pub(crate) enum Bug {
            $($bug),*
        }

        /// Their names, in the order of [`Bug`].
        #[cfg(planted)]
        const NAMES: &[&str] = &[$(stringify!($bug)),*];
    };
}

bugs! {
    ArenaLinkedHalf
    ArenasNeverUnmapped
    BlockOnListTwice
    CallbackOfGarbageCalled
    CallbacksBeforeAllAreCleared
    CallbacksInReverse
    ClearedObjectLost
    ClearedWithoutReference
    CollectedCountedEarly
    CollectionInsideCollection
    CollectsAlthoughDisabled
    CollectsAtThreshold
    CollectsWithThresholdZero
    CountOfGenerationKept
    CountSaturates
    DeallocationWraps
    DeathKeepsDictTracked
    DemandForgetsBuffer
    DictForgetsToTrack
    DictReusesHoles
    DictsGivenUpEarly
    DuplicateReferenceOnce
    DyingObjectStaysTracked
    EmptyPoolStaysListed
    FailureCounted
    FinalizedAgainAfterCollection
    FinalizedAgainAfterDeath
    FinalizedTooEarly
    FinalizersBeforeWeakReferences
    FinalizersUncollectable
    FreeListForgotten
    FreedByCallbackUncounted
    FreezeForgetsMiddle
    FreezeKeepsCounts
    FullCollectionForgetsYoung
    FullPoolForgotten
    FullPoolStaysListed
    FullestArenaMissed
    ImmortalTooSoon
    InstanceDictForgotten
    InstanceDictUntracked
    InstanceKeepsSlots
    InstanceSlotsForgotten
    LateObjectsNotFollowed
    LateObjectsStayInOrder
    ListClearedInPlace
    ListForgetsFirst
    ListsNestWithoutBound
    MergedYoungFirst
    MiddleStaysMiddle
    NestingNotLeft
    NestsOneDeeper
    NewObjectLostInCollection
    NewObjectOldInCollection
    OlderCountForgotten
    OneResurrectedKeepsAll
    PoolClosedTooEarly
    PoolOverrunsItsSlot
    PoolServesSmallerClass
    QuarterRuleIgnored
    ReachedAheadForgotten
    ReallocationCutShort
    ReallocationLosesBlock
    ReallocationUncounted
    ReservationKept
    ReservationServedTwice
    ResurrectedFreed
    SavedGarbageCleared
    SetVisitsTwice
    SharedRoomUncounted
    SizeRoundedDown
    SpareRecordsLost
    TupleKeepsFirst
    TupleOfDictGivenUp
    TupleUntrackedAtBirth
    UnfrozenYoung
    UpgradesDying
    WeakDemandForgotten
    WeakHeadStale
    WeakListCutShort
    WeakReferenceInFront
    WeakReferenceNotShared
    WeakReferenceOutlivesReferent
    WeakReferencesLeftByCollection
    YoungBecomesOld
}

/// Whether this bug is on.
#[cfg(not(planted))]
#[inline(always)]
pub(crate) const fn planted(_: Bug) -> bool {
    false
}

#[cfg(planted)]
pub(crate) use switch::planted;
#[cfg(planted)]
pub use switch::{choose, chosen, count};

#[cfg(planted)]
mod switch {
    use std::sync::OnceLock;

    use super::{Bug, NAMES};

    /// The number of the bug that is on.
    static CHOSEN: OnceLock<usize> = OnceLock::new();

    /// Turns a bug on, by its name in `snake_case`, for as long as the process lives. Returns whether there is such a bug and
    /// none was chosen before.
    pub fn choose(name: &str) -> bool {
        numbered(name).is_some_and(|bug| CHOSEN.set(bug).is_ok())
    }

    /// The name of the bug that is on.
    pub fn chosen() -> Option<String> {
        number().map(|bug| snake_case(NAMES[bug]))
    }

    /// How many bugs there are.
    pub fn count() -> usize {
        NAMES.len()
    }

    #[inline]
    pub(crate) fn planted(bug: Bug) -> bool {
        number() == Some(bug as usize)
    }

    #[inline]
    fn number() -> Option<usize> {
        CHOSEN.get().copied()
    }

    fn numbered(name: &str) -> Option<usize> {
        NAMES.iter().position(|bug| snake_case(bug) == name)
    }

    fn snake_case(name: &str) -> String {
        let mut snake = String::new();
        for character in name.chars() {
            if character.is_ascii_uppercase() && !snake.is_empty() {
                snake.push('_');
            }
            snake.push(character.to_ascii_lowercase());
        }
        snake
    }
}
