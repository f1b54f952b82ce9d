//! The cycle collector (section 4; CPython 3.11 `Modules/gcmodule.c`).
//!
//! What a collection reclaims has a definition that needs no algorithm: among the tracked objects of the generations collected,
//! those that cannot be reached from a reference outside that set ([`Model::unreachable_by_definition`]). The order in which
//! finalizers run and objects are cleared comes from CPython's algorithm, which is followed here; the two are compared each time.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::rc::Rc;

use crate::heap::{Event, Mark, Model};
use crate::object::{Body, Id, List, Ref};

/// The oldest generation.
const OLDEST: usize = 2;

/// The collector's lists and numbers.
#[derive(Debug, Clone)]
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
    pub garbage: Vec<Ref>,
    /// Survivors of the last full collection.
    pub long_lived_total: usize,
    /// Survivors of collections of generation 1 since then.
    pub long_lived_pending: usize,
    /// `gc.get_stats()`: collections, collected, uncollectable of each generation.
    pub statistics: [[usize; 3]; 3],
    /// Whether a collection is running.
    pub collecting: bool,
    /// Whether one is to run before the next step.
    pub due: bool,
    /// How many collections there were to be.
    pub asked: u64,
    /// Collections that no threshold asks for.
    pub zeal: Option<Rc<dyn Zeal>>,
    lists: [Vec<Id>; 7],
}

/// Says at which allocations there is a collection whatever the thresholds are.
pub trait Zeal: Debug {
    /// Asked at each allocation that may start one: the generation that is collected.
    fn generation(&self) -> Option<usize>;
}

impl Collector {
    pub(crate) fn new(thresholds: [u32; 3]) -> Self {
        Self {
            enabled: true,
            automatic: true,
            counts: [0; 3],
            thresholds,
            save_all: false,
            garbage: Vec::new(),
            long_lived_total: 0,
            long_lived_pending: 0,
            statistics: [[0; 3]; 3],
            collecting: false,
            due: false,
            asked: 0,
            zeal: None,
            lists: Default::default(),
        }
    }

    /// The objects on a list, in its order.
    #[must_use]
    pub fn list(&self, list: List) -> &[Id] {
        &self.lists[list.index()]
    }

    pub(crate) fn list_mut(&mut self, list: List) -> &mut Vec<Id> {
        &mut self.lists[list.index()]
    }
}

impl List {
    fn index(self) -> usize {
        match self {
            Self::Generation(generation) => generation,
            Self::Permanent => 3,
            Self::Unreachable => 4,
            Self::Finalized => 5,
            Self::Callbacks => 6,
        }
    }
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
        let may_start = gc.automatic && gc.enabled && !gc.collecting;
        let zeal = gc.zeal.as_ref().filter(|_| may_start).and_then(|zeal| zeal.generation());
        if let Some(generation) = zeal {
            self.mark(Mark::Zealous);
            self.collect(generation);
            return;
        }
        let gc = &self.collector;
        let due = may_start && gc.thresholds[0] != 0 && gc.counts[0] > gc.thresholds[0];
        if due && self.profile.deferred_collection {
            self.collector.due = true;
        } else if due {
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
            self.mark(if generation == OLDEST { Mark::AutomaticFull } else { Mark::Automatic });
            self.collect(generation);
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
            return 0;
        }
        if !self.frames.is_empty() {
            self.mark(Mark::CollectedInFinalizer);
        }
        self.collector.collecting = true;
        let old = List::Generation((generation + 1).min(OLDEST));
        let young = self.young(generation);
        self.deduce(young, List::Generation(generation));
        self.promote(generation, old);
        let freed = self.clear_weak_references_to_garbage(old);
        self.finalize_garbage();
        self.rescue_resurrected(old);
        if self.profile.clear_again {
            self.clear_again();
        }
        let collected = freed + self.collector.list(List::Unreachable).len();
        self.clear_garbage_objects(old);
        let statistics = &mut self.collector.statistics[generation];
        statistics[0] += 1;
        statistics[1] += collected;
        self.trace.events.push(Event::Collected { generation, collected, uncollectable: 0 });
        self.collector.collecting = false;
        collected
    }

    /// Resets the counts and merges the younger generations behind the one collected.
    fn young(&mut self, generation: usize) -> Vec<Id> {
        if generation < OLDEST {
            self.collector.counts[generation + 1] += 1;
        }
        self.collector.counts[..=generation].fill(0);
        let mut young = std::mem::take(self.collector.list_mut(List::Generation(generation)));
        for younger in 0..generation {
            young.append(self.collector.list_mut(List::Generation(younger)));
        }
        young
    }

    /// Trial deletion (stage D; `deduce_unreachable`): what has a reference from outside `young`, or is reachable from such, is
    /// put on the list `reached`, the rest on the list of the unreachable. An object that is reached only
    /// after it was passed moves behind the others.
    fn deduce(&mut self, mut young: Vec<Id>, reached: List) {
        let mut trial = vec![Trial::Outside; self.objects.len()];
        young.iter().for_each(|&id| trial[id] = Trial::Waiting(self.object(id).count));
        for &id in &young {
            for target in self.references(id).into_iter().filter_map(Ref::id) {
                if let Trial::Waiting(outside) = &mut trial[target] {
                    *outside -= 1;
                }
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
            for target in self.references(id).into_iter().filter_map(Ref::id) {
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
        self.set_list(reached, survivors);
        self.set_list(List::Unreachable, passed);
    }

    /// What a collection of `young` reclaims, finalizers aside, as a definition (rule 4.3): the objects that no reference from
    /// outside leads to.
    #[must_use]
    pub fn unreachable_by_definition(&self, young: &[Id]) -> BTreeSet<Id> {
        let targets = |id: Id| self.references(id).into_iter().filter_map(Ref::id);
        let mut unreachable: BTreeSet<Id> = young.iter().copied().collect();
        let mut inside: BTreeMap<Id, usize> = BTreeMap::new();
        for target in unreachable.iter().flat_map(|&id| targets(id)) {
            *inside.entry(target).or_default() += 1;
        }
        let from_outside = |id: &Id| self.object(*id).count > inside.get(id).copied().unwrap_or(0);
        let mut reached: Vec<Id> = unreachable.iter().copied().filter(from_outside).collect();
        while let Some(id) = reached.pop() {
            if unreachable.remove(&id) {
                reached.extend(targets(id));
            }
        }
        unreachable
    }

    fn set_list(&mut self, list: List, objects: Vec<Id>) {
        objects.iter().for_each(|&id| self.object_mut(id).list = Some(list));
        *self.collector.list_mut(list) = objects;
    }

    fn move_all(&mut self, from: List, to: List, mark: Mark) {
        for id in std::mem::take(self.collector.list_mut(from)) {
            self.mark(mark);
            self.object_mut(id).list = Some(to);
            self.collector.list_mut(to).push(id);
        }
    }

    /// Untracks what survivors need not be tracked, and moves them to the next generation.
    fn promote(&mut self, generation: usize, old: List) {
        let from = List::Generation(generation);
        for id in self.collector.list(from).to_vec() {
            let body = &self.object(id).body;
            let values: Option<(Mark, Vec<Ref>)> = match body {
                Body::Tuple { items, .. } => Some((Mark::TupleUntracked, items.clone())),
                _ => None,
            };
            self.untrack_if_atomic(id, values);
        }
        if generation == 1 {
            self.collector.long_lived_pending += self.collector.list(from).len();
        }
        if generation < OLDEST {
            return self.move_all(from, old, Mark::Promoted);
        }
        for id in self.collector.list(from).to_vec() {
            let values = match &self.object(id).body {
                Body::Dict(dict) if self.profile.lazy_dicts => Some((
                    Mark::DictUntracked,
                    dict.items.iter().map(|&(_, value)| value).collect(),
                )),
                _ => None,
            };
            self.untrack_if_atomic(id, values);
        }
        self.collector.long_lived_pending = 0;
        self.collector.long_lived_total = self.collector.list(from).len();
    }

    /// Rule 4.2: nothing that it holds can be tracked.
    fn untrack_if_atomic(&mut self, id: Id, values: Option<(Mark, Vec<Ref>)>) {
        let Some((mark, values)) = values else { return };
        if !values.into_iter().any(|value| self.may_be_tracked(value)) {
            self.untrack(id);
            self.mark(mark);
        }
    }

    /// Rule 3.4 (`handle_weakrefs`): weak references to garbage are cleared, and the callbacks of those that are not garbage
    /// themselves are called. Returns how many of the latter that freed.
    fn clear_weak_references_to_garbage(&mut self, old: List) -> usize {
        for id in self.collector.list(List::Unreachable).to_vec() {
            if matches!(&self.object(id).body, Body::Weak(weak)
                if weak.callback.is_some() || self.profile.clear_all_first)
            {
                self.clear_garbage_weak(id);
            }
            for weak in self.object(id).weak_references.clone() {
                self.take_weak(id, weak);
            }
        }
        let mut freed = 0;
        while let Some(&weak) = self.collector.list(List::Callbacks).first() {
            self.mark(Mark::CallbackByCollector);
            if let Some(callback) = self.weak(weak).callback {
                self.call_back(weak, callback);
            }
            self.drop_ref(Ref::Object(weak));
            if self.collector.list(List::Callbacks).first() == Some(&weak) {
                self.append(old, weak);
            } else {
                self.mark(Mark::CallbackFreed);
                freed += 1;
            }
        }
        freed
    }

    /// A weak reference that is garbage itself never calls back.
    fn clear_garbage_weak(&mut self, weak: Id) {
        if let Some(target) = self.weak(weak).target {
            self.object_mut(target).weak_references.retain(|&other| other != weak);
            self.forget_target(weak);
        }
        if self.weak(weak).callback.is_some() {
            self.mark(Mark::GarbageCallback);
        }
    }

    /// Clears one weak reference to garbage; its callback becomes due unless it is garbage too.
    fn take_weak(&mut self, target: Id, weak: Id) {
        let callback = self.weak(weak).callback.is_some();
        if !callback && !self.profile.clear_all_first {
            return;
        }
        self.object_mut(target).weak_references.retain(|&other| other != weak);
        self.forget_target(weak);
        if callback && self.object(weak).list != Some(List::Unreachable) {
            self.hold(Ref::Object(weak));
            self.append(List::Callbacks, weak);
        }
    }

    /// Stage F (`finalize_garbage`): in list order; others may die meanwhile.
    fn finalize_garbage(&mut self) {
        while let Some(&id) = self.collector.list(List::Unreachable).first() {
            self.append(List::Finalized, id);
            if self.has_finalizer(id) && !self.object(id).finalized {
                self.object_mut(id).finalized = true;
                self.hold(Ref::Object(id));
                self.mark(Mark::FinalizedByCollector);
                self.run_finalizer(id);
                self.drop_ref(Ref::Object(id));
            }
        }
    }

    /// Stage R (`handle_resurrected_objects`): what finalizers made reachable joins the older generation.
    fn rescue_resurrected(&mut self, old: List) {
        let finalized = std::mem::take(self.collector.list_mut(List::Finalized));
        self.deduce(finalized, List::Finalized);
        let mut rescued = self.collector.list(List::Finalized).to_vec();
        if self.profile.resurrection_aborts && !rescued.is_empty() {
            rescued.extend(self.collector.list(List::Unreachable));
        }
        for id in rescued {
            self.mark(Mark::ResurrectedByCollector);
            self.append(old, id);
        }
    }

    /// S9: weak references that finalizers made to what is still garbage are cleared, without callbacks.
    fn clear_again(&mut self) {
        for id in self.collector.list(List::Unreachable).to_vec() {
            if matches!(self.object(id).body, Body::Weak(_)) {
                self.clear_garbage_weak(id);
            }
            for weak in std::mem::take(&mut self.object_mut(id).weak_references) {
                self.forget_target(weak);
            }
        }
    }

    /// Stage C (`delete_garbage`): each object drops what it holds, which kills it or another of its cycle. What is kept alive
    /// by something else survives, emptied.
    fn clear_garbage_objects(&mut self, old: List) {
        while let Some(&id) = self.collector.list(List::Unreachable).first() {
            self.hold(Ref::Object(id));
            if self.collector.save_all {
                self.mark(Mark::Uncollectable);
                self.collector.garbage.push(Ref::Object(id));
            } else {
                self.clear(id);
                self.drop_ref(Ref::Object(id));
            }
            if self.collector.list(List::Unreachable).first() == Some(&id) {
                if !self.collector.save_all {
                    self.mark(Mark::ClearedSurvivor);
                }
                self.append(old, id);
            } else {
                self.mark(Mark::Reclaimed);
            }
        }
    }

    /// `gc.freeze()`: everything tracked moves to the permanent generation, which no collection looks at.
    pub(crate) fn freeze(&mut self) {
        for generation in 0..=OLDEST {
            self.move_all(List::Generation(generation), List::Permanent, Mark::Frozen);
        }
        self.collector.counts = [0; 3];
    }

    /// `gc.unfreeze()`: the permanent generation joins the oldest.
    pub fn unfreeze(&mut self) {
        self.move_all(List::Permanent, List::Generation(OLDEST), Mark::Unfrozen);
    }
}
