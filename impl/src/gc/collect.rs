//! A collection, stage by stage
//! (CPython 3.11, `Modules/gcmodule.c`, `gc_collect_main`).
//!
//! 1. The generations up to the collected one are put together: it first, then the younger ones from generation 0 up.
//! 2. Trial deletion finds the unreachable objects; the others become the older generation.
//! 3. The weak references to unreachable objects are cleared, then those outside the set are called back.
//! 4. Finalizers run, each once, in order, on objects that are all still whole.
//! 5. Trial deletion among what is left finds what is reachable again; that becomes the older generation.
//! 6. The others are cleared in order: they drop their references, counts reach zero, and objects die.
//!
//! Objects may die or come back at any point from stage 3 on, by their counts; they leave the list of unreachable objects
//! themselves. A collection inside a collection does nothing. Memory is taken before stage 1, and without it the collection
//! does not run.

use super::scan::Scan;
use super::{Generation, Statistics};
use crate::alloc::{OutOfMemory, Point};
use crate::object::callback::{self, Chain};
use crate::object::header::{Flag, Link, List};
use crate::object::state::{State, add};
use crate::object::{Hooks, Mark, Untracking, weak};
use crate::planted::{Bug, planted};

impl<H: Hooks> State<H> {
    /// Collects a generation and all younger ones. Returns how many objects were found unreachable, and how many weak
    /// references were freed by their own callbacks; 0 inside another collection.
    pub(crate) fn collect(&self, generation: Generation) -> usize {
        let collector = &self.collector;
        if collector.collecting.replace(true) && !planted(Bug::CollectionInsideCollection) {
            self.mark(Mark::NestedCollection);
            return 0;
        }
        self.hooks.collecting(generation.number());
        let collected = self.collect_now(generation);
        collector.collecting.set(false);
        match collected {
            Ok(collected) => self.hooks.collected(generation.number(), collected, 0),
            Err(OutOfMemory) => self.mark(Mark::CollectionWithoutMemory),
        }
        collected.unwrap_or(0)
    }

    fn collect_now(&self, generation: Generation) -> Result<usize, OutOfMemory> {
        let mut scan = self.working_memory(generation)?;
        let older = generation.older().list();
        self.begin(generation, &mut scan);
        self.keep_reachable(generation, &mut scan);
        if planted(Bug::FinalizersBeforeWeakReferences) {
            self.run_finalizers();
        }
        let freed = self.clear_weak_references(older);
        let early = self.list(List::Unreachable).borrow().len();
        self.run_finalizers();
        self.keep_resurrected(older, &mut scan);
        drop(scan);
        let found = self.list(List::Unreachable).borrow().len();
        let collected = freed + if planted(Bug::CollectedCountedEarly) { early } else { found };
        self.clear_unreachable(older);
        self.list(List::Unreachable).take();
        self.end(generation, collected);
        Ok(collected)
    }

    fn working_memory(&self, generation: Generation) -> Result<Scan<H>, OutOfMemory> {
        let lists = &Generation::ALL[..=generation.number()];
        let total = lists.iter().map(|young| self.list(young.list()).borrow().len()).sum();
        self.allocator.borrow_mut().request_of_system(Point::Collection)?;
        self.list(List::Unreachable).borrow_mut().reserve(total, || Ok(()))?;
        Scan::with_capacity(total)
    }

    /// Stage 1.
    fn begin(&self, generation: Generation, scan: &mut Scan<H>) {
        let (number, counts) = (generation.number(), &self.collector.counts);
        if let Some(older) = counts.get(number + 1)
            && !planted(Bug::OlderCountForgotten)
        {
            older.set(older.get().saturating_add(1));
        }
        let first = if planted(Bug::CountOfGenerationKept) { number.min(1) } else { 0 };
        counts[first..=number].iter().for_each(|count| count.set(0));
        let youngest = if planted(Bug::FullCollectionForgetsYoung) { number / 2 } else { 0 };
        let younger = Generation::ALL[youngest..number].iter().copied();
        let merged = std::iter::once(generation).chain(younger);
        let skipped = usize::from(planted(Bug::MergedYoungFirst));
        for merged in merged.clone().skip(skipped).chain(merged.take(skipped)) {
            self.list(merged.list()).borrow_mut().drain_into(&mut scan.objects);
        }
    }

    /// Stage 2.
    fn keep_reachable(&self, generation: Generation, scan: &mut Scan<H>) {
        let older = generation.older().list();
        let mut kept = 0;
        scan.run(self, &mut |object| {
            if self.needs_no_collector(object, Untracking::EveryCollection)
                || planted(Bug::DictsGivenUpEarly)
                    && self.needs_no_collector(object, Untracking::FullCollections)
            {
                object.header().set_list(List::Untracked);
            } else {
                kept += 1;
                self.keep(object, older);
            }
        });
        match generation {
            Generation::Young => {}
            Generation::Middle => add(&self.collector.long_lived_pending, kept),
            Generation::Old => self.end_full_scan(),
        }
        self.set_aside(scan);
    }

    /// After a full collection's scan, dicts that hold nothing that may be tracked are given up, too.
    fn end_full_scan(&self) {
        let old = self.list(List::Old);
        let mut index = 0;
        while index < old.borrow().slots() {
            let object = old.borrow().get(index);
            if let Some(object) = object
                && self.needs_no_collector(object, Untracking::FullCollections)
            {
                self.untrack(object);
            }
            index += 1;
        }
        self.collector.long_lived_pending.set(0);
        self.collector.long_lived_total.set(old.borrow().len());
    }

    /// Whether an object is of a kind that is given up at such a time, and holds nothing that may be tracked.
    fn needs_no_collector(&self, object: Link<H>, time: Untracking) -> bool {
        if object.header().kind.untracking != time {
            return false;
        }
        let _hold = self.hold();
        let mut holds_any = false;
        object.trace(&mut |referent| holds_any |= referent.may_be_tracked());
        if !holds_any {
            self.mark(Mark::Untracked);
        }
        !holds_any
    }

    /// Puts an object that is in the collection's hands at the end of a generation; of the youngest, if the other has no
    /// memory to grow.
    fn keep(&self, object: Link<H>, older: List) {
        object.header().set_list(List::Untracked);
        let mut list = self.list(older).borrow_mut();
        let total = list.len() + 1;
        let room = list.reserve(total, || Ok(()));
        drop(list);
        self.track(object, if room.is_ok() { older } else { List::Young });
        self.mark(Mark::Promoted);
    }

    /// The objects that a scan found unreachable are from now on known by their list.
    fn set_aside(&self, scan: &mut Scan<H>) {
        for object in scan.objects.drain(..) {
            object.header().set_list(List::Untracked);
            self.track(object, List::Unreachable);
        }
    }

    /// The unreachable object at an index of their list.
    fn unreachable(&self, index: usize) -> Option<Link<H>> {
        self.list(List::Unreachable).borrow().get(index)
    }

    /// Calls `work` for each unreachable object that is there when its turn comes.
    fn for_each_unreachable(&self, mut work: impl FnMut(usize, Link<H>)) {
        let mut index = 0;
        while index < self.list(List::Unreachable).borrow().slots() {
            if let Some(object) = self.unreachable(index) {
                work(index, object);
            }
            index += 1;
        }
    }

    /// Stage 3. A weak reference that is unreachable itself is cleared and never called back. Returns how many of those
    /// called back died of it.
    fn clear_weak_references(&self, older: List) -> usize {
        let mut waiting = Chain::new();
        self.for_each_unreachable(|_, object| {
            if planted(Bug::WeakReferencesLeftByCollection) {
                return;
            }
            if weak::is_weak_reference(object) {
                callback::clear(self, object);
            }
            while let Some(reference) = callback::clear_first(self, object) {
                if weak::asks_for_callback(reference) {
                    self.untrack(reference);
                    reference.header().set_list(List::Pending);
                    waiting.push_back(reference.count_one());
                }
            }
        });
        let mut freed = 0;
        while let Some(reference) = waiting.pop_front() {
            self.mark(Mark::CalledBackInCollection);
            callback::call_back_held(self, &reference);
            if reference.reference_count() == 1 {
                freed += usize::from(!planted(Bug::FreedByCallbackUncounted));
            } else {
                self.keep(reference.link(), older);
            }
        }
        freed
    }

    /// Stage 4.
    fn run_finalizers(&self) {
        self.for_each_unreachable(|_, object| {
            let header = object.header();
            if planted(Bug::FinalizersUncollectable) && object.has_finalizer() {
                self.save(object);
            }
            if !header.is(Flag::Finalized) && object.has_finalizer() {
                header.set(Flag::Finalized, !planted(Bug::FinalizedAgainAfterCollection));
                let held = object.count_one();
                self.hooks.finalizing(header.tag);
                object.finalize();
                drop(held);
            }
        });
    }

    /// Stage 5.
    fn keep_resurrected(&self, older: List, scan: &mut Scan<H>) {
        self.list(List::Unreachable).borrow_mut().drain_into(&mut scan.objects);
        let mut any = false;
        scan.run(self, &mut |object| {
            self.mark(Mark::ResurrectedInCollection);
            self.keep(object, older);
            any = true;
        });
        if planted(Bug::OneResurrectedKeepsAll) && any {
            scan.objects.drain(..).for_each(|object| self.keep(object, older));
        }
        self.set_aside(scan);
    }

    /// Stage 6. What something keeps alive although it is cleared goes on living, emptied.
    fn clear_unreachable(&self, older: List) {
        self.for_each_unreachable(|index, object| {
            if self.collector.save_all.get() {
                self.save(object);
            }
            if !self.collector.save_all.get() || planted(Bug::SavedGarbageCleared) {
                let held = (!planted(Bug::ClearedWithoutReference)).then(|| object.count_one());
                object.clear();
                drop(held);
            }
            if self.unreachable(index) == Some(object) {
                self.untrack(object);
                if planted(Bug::ClearedObjectLost) {
                    return;
                }
                self.keep(object, older);
            }
        });
    }

    /// Appends an object to `gc.garbage`, if there is memory for it: it is not cleared either way.
    fn save(&self, object: Link<H>) {
        let mut garbage = self.collector.garbage.borrow_mut();
        if garbage.try_reserve(1).is_ok() {
            garbage.push(object.count_one());
        }
    }

    fn end(&self, generation: Generation, collected: usize) {
        let number = generation.number();
        let statistics = &self.collector.statistics[number];
        let total = statistics.get();
        statistics.set(Statistics {
            collections: total.collections + 1,
            collected: total.collected + collected as u64,
            ..total
        });
    }

    /// Appends all objects of a list to another.
    pub(crate) fn move_all(&self, from: List, to: List) -> Result<(), OutOfMemory> {
        let total = self.list(from).borrow().len() + self.list(to).borrow().len();
        self.list(to).borrow_mut().reserve(total, || self.longer_list())?;
        let mut moved = self.list(from).take();
        moved.drain(&mut |object| {
            object.header().set_list(List::Untracked);
            self.track(object, to);
        });
        self.list(from).replace(moved);
        Ok(())
    }
}
