//! The cycle collector (section 4; CPython 3.11 `Modules/gcmodule.c`).
//!
//! What a collection reclaims has a definition that needs no algorithm: among the tracked objects of the generations collected,
//! those that cannot be reached from a reference outside that set ([`Model::unreachable_by_definition`]). The order in which
//! finalizers run and objects are cleared comes from CPython's algorithm, which is followed here; the two are compared each time.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::rc::Rc;

use crate::heap::Model;
use crate::object::{CALLBACKS, FINALIZED, Id, Kind, List, PERMANENT, SHARED, UNREACHABLE, Weak};
use crate::trace::{Event, Mark, Within};

/// The oldest generation.
const OLDEST: usize = 2;
/// So much garbage has a mark of its own.
const MUCH: usize = 100;

/// The collector's lists and numbers.
#[derive(Debug, Clone, Default)]
pub struct Collector {
    /// `gc.isenabled()`
    pub enabled: bool,
    /// Whether allocations may start collections at all.
    pub automatic: bool,
    /// `gc.get_count()`
    pub counts: [u32; 3],
    /// `gc.get_threshold()`
    pub thresholds: [u32; 3],
    /// Whether `gc.DEBUG_SAVEALL` is set.
    pub save_all: bool,
    /// The items of `gc.garbage`.
    pub garbage: Vec<Id>,
    /// Survivors of the last full collection.
    pub long_lived_total: usize,
    /// Survivors of collections of generation 1 since then.
    pub long_lived_pending: usize,
    /// `gc.get_stats()`: collections, collected, uncollectable of each generation.
    pub statistics: [[usize; 3]; 3],
    /// Whether a collection is running.
    pub collecting: bool,
    /// Whether one is to run before the next step (S5).
    pub due: bool,
    /// The objects on each [`List`], in order.
    pub lists: [Vec<Id>; 7],
    /// How many collections there were to be.
    pub asked: u64,
    /// Collections that no threshold asks for.
    pub zeal: Option<Rc<dyn Zeal>>,
}

/// Says at which allocations there is a collection whatever the thresholds are.
pub trait Zeal: Debug {
    /// Asked at each allocation that may start one: the generation that is collected.
    fn generation(&self) -> Option<usize>;
}

/// Where trial deletion stands with an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trial {
    /// Not part of it.
    Outside,
    /// To be looked at; with the references to it from outside, as far as known.
    Waiting(usize),
    /// No reference from outside found yet.
    Tentative,
    /// Reachable from outside.
    Reached,
}

impl Model {
    /// Rule 4.5: what an allocation does once it is counted (`gc_collect_generations`).
    pub(crate) fn collect_if_due(&mut self) {
        let gc = &self.collector;
        let wanted = gc.automatic && gc.enabled && !gc.collecting;
        let zeal = gc.zeal.as_ref().filter(|_| wanted).and_then(|zeal| zeal.generation());
        if let Some(generation) = zeal {
            self.within(Within::ZEAL, |model| model.collect(generation));
            return;
        }
        let gc = &self.collector;
        if gc.thresholds[0] == 0 || gc.counts[0] <= gc.thresholds[0] || !gc.automatic {
            return;
        }
        if !wanted {
            let collecting = gc.collecting;
            self.mark(if collecting { Mark::DueInCollection } else { Mark::DueWhileDisabled });
            return;
        }
        self.collector.due = true;
        if !self.profile.deferred_collection {
            self.collect_automatically();
        }
    }

    /// The oldest generation whose count is above its threshold; the oldest of all only once the objects that wait for it are
    /// a quarter of those that survived it last.
    pub(crate) fn collect_automatically(&mut self) {
        self.collector.due = false;
        for generation in (0..=OLDEST).rev() {
            let gc = &self.collector;
            if gc.counts[generation] <= gc.thresholds[generation] {
                continue;
            }
            if generation == OLDEST && gc.long_lived_pending < gc.long_lived_total / 4 {
                self.mark(Mark::QuarterRule);
                continue;
            }
            self.within(Within::THRESHOLD, |model| model.collect(generation));
            return;
        }
    }

    /// `gc.collect(generation)`: how many objects were unreachable (rule 4.4, `gc_collect_main`).
    pub fn collect(&mut self, generation: usize) -> usize {
        if self.collector.collecting {
            self.mark(Mark::Nested);
            return 0;
        }
        let number = self.collector.asked;
        self.collector.asked += 1;
        if self.limits.failing_collections.contains(&number) {
            self.mark(Mark::CollectionFailed);
            return 0;
        }
        self.collector.collecting = true;
        let collected = self.within(self.circumstances(generation), |model| {
            model.mark(Mark::Collection);
            let collected = model.collect_now(generation);
            model.mark(if collected == 0 { Mark::NoGarbageFound } else { Mark::GarbageFound });
            if collected >= MUCH {
                model.mark(Mark::MuchGarbageFound);
            }
            collected
        });
        self.collector.collecting = false;
        collected
    }

    /// What is special of a collection that is about to begin.
    fn circumstances(&self, generation: usize) -> Within {
        let gc = &self.collector;
        let disabled = if gc.enabled { Within::ANYTHING } else { Within::DISABLED };
        let none_frozen = gc.lists[PERMANENT].is_empty();
        let frozen = if none_frozen { Within::ANYTHING } else { Within::FROZEN };
        let of = [Within::YOUNG, Within::MIDDLE, Within::OLD][generation];
        Within::COLLECTION.and(of).and(disabled).and(frozen)
    }

    fn collect_now(&mut self, generation: usize) -> usize {
        let old = (generation + 1).min(OLDEST);
        let young = self.young(generation);
        self.deduce(young, generation);
        self.promote(generation, old);
        self.clear_weak_references_to_garbage(self.profile.clear_all_first, true);
        let freed = self.within(Within::CALLING_BACK, |model| model.call_back_all(old));
        self.within(Within::FINALIZING, Self::finalize_garbage);
        self.rescue_resurrected(old);
        if self.profile.clear_again {
            self.clear_weak_references_to_garbage(true, false);
        }
        let collected = freed + self.collector.lists[UNREACHABLE].len();
        self.within(Within::CLEARING, |model| model.clear_garbage_objects(old));
        let statistics = &mut self.collector.statistics[generation];
        statistics[0] += 1;
        statistics[1] += collected;
        self.trace.events.push(Event::Collected { generation, collected, uncollectable: 0 });
        collected
    }

    /// Resets the counts and merges the younger generations behind the one collected.
    fn young(&mut self, generation: usize) -> Vec<Id> {
        if generation < OLDEST {
            self.collector.counts[generation + 1] += 1;
        }
        self.collector.counts[..=generation].fill(0);
        let mut young = std::mem::take(&mut self.collector.lists[generation]);
        for younger in 0..generation {
            young.append(&mut self.collector.lists[younger]);
        }
        young
    }

    /// Trial deletion (stage D; `deduce_unreachable`): what has a reference from outside `young`, or is reachable from such, is
    /// put on the list `reached`, the rest on the list of the unreachable. What is reached only after it was passed moves behind
    /// the others.
    fn deduce(&mut self, mut young: Vec<Id>, reached: List) {
        if young.is_empty() {
            return;
        }
        let mut trial = vec![Trial::Outside; self.objects_created()];
        young.iter().for_each(|&id| trial[id] = Trial::Waiting(self.object(id).count));
        for target in young.iter().flat_map(|&id| self.targets(id)) {
            if let Trial::Waiting(outside) = &mut trial[target] {
                *outside -= 1;
            }
        }
        let (mut survivors, mut passed, mut next) = (Vec::new(), Vec::new(), 0);
        while let Some(&id) = young.get(next) {
            next += 1;
            if trial[id] == Trial::Waiting(0) {
                trial[id] = Trial::Tentative;
                passed.push(id);
                continue;
            }
            trial[id] = Trial::Reached;
            survivors.push(id);
            for target in self.targets(id) {
                if trial[target] == Trial::Tentative {
                    self.mark(Mark::SurvivorMoved);
                    young.push(target);
                }
                if matches!(trial[target], Trial::Tentative | Trial::Waiting(0)) {
                    trial[target] = Trial::Waiting(1);
                }
            }
        }
        passed.retain(|&id| trial[id] == Trial::Tentative);
        debug_assert_eq!(self.unreachable_by_definition(&young), passed.iter().copied().collect());
        for (list, objects) in [(reached, survivors), (UNREACHABLE, passed)] {
            objects.iter().for_each(|&id| self.object_mut(id).list = Some(list));
            self.collector.lists[list] = objects;
        }
    }

    /// The objects that a traversal visits, as often as it does.
    fn targets(&self, id: Id) -> impl Iterator<Item = Id> + use<> {
        self.references(id).into_iter().map(|(_, item)| item).filter(|&item| item < SHARED)
    }

    /// What a collection of `young` reclaims, finalizers aside, as a definition (rule 4.3): the objects that no reference from
    /// outside leads to.
    #[must_use]
    pub fn unreachable_by_definition(&self, young: &[Id]) -> BTreeSet<Id> {
        let mut unreachable: BTreeSet<Id> = young.iter().copied().collect();
        let mut inside: BTreeMap<Id, usize> = BTreeMap::new();
        for target in unreachable.iter().flat_map(|&id| self.targets(id)) {
            *inside.entry(target).or_default() += 1;
        }
        let from_outside = |id: &Id| self.object(*id).count > inside.get(id).copied().unwrap_or(0);
        let mut reached: Vec<Id> = unreachable.iter().copied().filter(from_outside).collect();
        while let Some(id) = reached.pop() {
            if unreachable.remove(&id) {
                reached.extend(self.targets(id));
            }
        }
        unreachable
    }

    fn move_all(&mut self, from: List, to: List, mark: Mark) {
        for id in std::mem::take(&mut self.collector.lists[from]) {
            self.mark(mark);
            self.object_mut(id).list = Some(to);
            self.collector.lists[to].push(id);
        }
    }

    /// Untracks what survivors need not be tracked, and moves them to the next generation.
    fn promote(&mut self, generation: List, old: List) {
        self.untrack_atomic(generation, Mark::TupleUntracked, |kind| matches!(kind, Kind::Tuple));
        let survivors = self.collector.lists[generation].len();
        if generation < OLDEST {
            self.collector.long_lived_pending += if generation == 1 { survivors } else { 0 };
            return self.move_all(generation, old, Mark::Promoted);
        }
        if self.profile.lazy_dicts {
            self.untrack_atomic(generation, Mark::DictUntracked, |kind| {
                matches!(kind, Kind::Dict(_))
            });
        }
        self.collector.long_lived_pending = 0;
        self.collector.long_lived_total = self.collector.lists[generation].len();
    }

    /// Rule 4.2: what holds nothing that may be tracked need not be.
    fn untrack_atomic(&mut self, list: List, mark: Mark, is_of_kind: fn(&Kind) -> bool) {
        let is_of_kind = |id: &Id| is_of_kind(&self.object(*id).kind);
        let all: Vec<Id> = self.collector.lists[list].iter().copied().filter(is_of_kind).collect();
        for id in all {
            if !self.object(id).items().any(|item| self.may_be_tracked(item)) {
                self.untrack(id);
                self.mark(mark);
            }
        }
    }

    /// Stage W (`handle_weakrefs`, rule 3.4): weak references to garbage are cleared, as are those that are garbage themselves
    /// and so never call back; the callbacks of the others become due.
    fn clear_weak_references_to_garbage(&mut self, all: bool, allow_callbacks: bool) {
        for id in self.collector.lists[UNREACHABLE].clone() {
            if let &Kind::Weak(Weak { callback, .. }) = self.kind(id)
                && (all || callback.is_some())
            {
                self.clear_weak(id);
                callback.iter().for_each(|_| self.mark(Mark::GarbageCallback));
            }
            for weak in self.object(id).weak_references.clone() {
                let calls = self.weak(weak).callback.is_some();
                if all || calls {
                    self.clear_weak(weak);
                }
                let is_garbage = self.object(weak).list == Some(UNREACHABLE);
                if calls && allow_callbacks && !is_garbage {
                    self.held(weak);
                    self.append(CALLBACKS, weak);
                }
            }
        }
    }

    /// Calls the callbacks that are due. Returns how many weak references that freed.
    fn call_back_all(&mut self, old: List) -> usize {
        let mut freed = 0;
        while let Some(&weak) = self.collector.lists[CALLBACKS].first() {
            self.mark(Mark::CallbackByCollector);
            if let Some(callback) = self.weak(weak).callback {
                self.call_ignoring(Event::Callback(weak), callback, weak);
            }
            self.drop_ref(weak);
            if self.collector.lists[CALLBACKS].first() == Some(&weak) {
                self.append(old, weak);
            } else {
                self.mark(Mark::CallbackFreed);
                freed += 1;
            }
        }
        freed
    }

    /// Stage F (`finalize_garbage`): in list order; others may die meanwhile.
    fn finalize_garbage(&mut self) {
        while let Some(&id) = self.collector.lists[UNREACHABLE].first() {
            self.append(FINALIZED, id);
            let Some(finalizer) = self.finalizer(id) else { continue };
            if self.object(id).finalized {
                self.mark(Mark::GarbageFinalizedBefore);
            } else {
                self.object_mut(id).finalized = true;
                self.held(id);
                self.mark(Mark::FinalizedByCollector);
                self.call_ignoring(Event::Finalized(id), finalizer, id);
                self.drop_ref(id);
            }
        }
    }

    /// Stage R (`handle_resurrected_objects`): what finalizers made reachable joins the older generation (S10).
    fn rescue_resurrected(&mut self, old: List) {
        let finalized = std::mem::take(&mut self.collector.lists[FINALIZED]);
        self.deduce(finalized, FINALIZED);
        let mut rescued = self.collector.lists[FINALIZED].clone();
        if self.profile.resurrection_aborts && !rescued.is_empty() {
            rescued.extend(&self.collector.lists[UNREACHABLE]);
        }
        if !rescued.is_empty() && !self.collector.lists[UNREACHABLE].is_empty() {
            self.mark(Mark::ResurrectedInPart);
        }
        for id in rescued {
            let has_finalizer = self.finalizer(id).is_some();
            self.mark(if has_finalizer {
                Mark::ResurrectedByCollector
            } else {
                Mark::ResurrectedAlong
            });
            self.append(old, id);
        }
    }

    /// Stage C (`delete_garbage`): each object drops what it holds, which kills it or another of its cycle. What is kept alive
    /// by something else survives, emptied.
    fn clear_garbage_objects(&mut self, old: List) {
        let save_all = self.collector.save_all;
        while let Some(&id) = self.collector.lists[UNREACHABLE].first() {
            self.held(id);
            if save_all {
                self.mark(Mark::Uncollectable);
                self.collector.garbage.push(id);
            } else {
                self.clear(id);
                self.drop_ref(id);
            }
            if self.collector.lists[UNREACHABLE].first() != Some(&id) {
                self.mark(Mark::Reclaimed);
                continue;
            }
            if !save_all {
                self.mark(Mark::ClearedSurvivor);
            }
            self.append(old, id);
        }
    }

    /// `gc.garbage.clear()`: a list's items are dropped from the last to the first.
    pub fn clear_gc_garbage(&mut self) {
        let garbage = std::mem::take(&mut self.collector.garbage);
        garbage.iter().for_each(|_| self.mark(Mark::GarbageDropped));
        self.drop_all(garbage.into_iter().rev());
    }

    /// `gc.freeze()`: everything tracked moves to the permanent generation, which no collection looks at.
    pub(crate) fn freeze(&mut self) {
        for generation in 0..=OLDEST {
            self.move_all(generation, PERMANENT, Mark::Frozen);
        }
        self.collector.counts = [0; 3];
    }

    /// `gc.unfreeze()`: the permanent generation joins the oldest.
    pub fn unfreeze(&mut self) {
        self.move_all(PERMANENT, OLDEST, Mark::Unfrozen);
    }
}
