//! [`Heap`]: the handle to a heap, and all that one can ask of it.
#![expect(unsafe_code, reason = "the allocator is told where the heap's state will be")]

use std::fmt;
use std::ops::Deref;
use std::rc::Rc;

use crate::alloc::{Allocator, Backing, Checking, Failing, Geometry, OutOfMemory};
use crate::gc::{Collector, Generation, Statistics};
use crate::object::header::List;
use crate::object::state::State;
use crate::object::{Gc, Hooks, NoHooks, Object, Trace, WeakReference};
use crate::planted::{Bug, planted};
use crate::violation::Violation;

/// How a heap is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Config {
    /// The allocator's shape, and the thresholds that the collector starts with.
    pub geometry: Geometry,
    /// Where blocks come from.
    pub backing: Backing,
    /// How much the allocator checks.
    pub checking: Checking,
    /// Whether allocations may start collections at all; [`Heap::disable`] turns them off for a while.
    pub automatic: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            geometry: Geometry::PRODUCTION,
            backing: Backing::default(),
            checking: Checking::default(),
            automatic: true,
        }
    }
}

/// A handle to a heap for one thread; clones are handles to the same heap.
///
/// Objects do not keep their heap's handles alive. Dropping the last handle while there are objects leaks the heap with
/// them: they stay valid, and their memory is not given back to the system.
///
/// ```
/// use twinheap_impl::{Config, Heap, NoHooks, python::List};
///
/// let heap = Heap::new(Config::default(), NoHooks);
/// let list = List::new(&heap, [])?;
/// list.try_reserve(1)?;
/// list.append(list.object().clone());
/// drop(list);
/// assert_eq!(heap.objects_live(), 1);
/// assert_eq!(heap.collect(twinheap_impl::Generation::Old), 1);
/// assert_eq!(heap.objects_live(), 0);
/// # Ok::<(), twinheap_impl::alloc::OutOfMemory>(())
/// ```
pub struct Heap<H: Hooks = NoHooks> {
    state: Rc<State<H>>,
}

impl<H: Hooks> Heap<H> {
    /// A heap without objects.
    ///
    /// # Panics
    /// If the geometry is not as its fields' documentation asks.
    #[must_use]
    pub fn new(config: Config, hooks: H) -> Self {
        let Config { geometry, backing, checking, automatic } = config;
        let mut state = Rc::<State<H>>::new_uninit();
        let allocator = Allocator::new(geometry, backing, checking, Rc::as_ptr(&state).cast());
        let collector = Collector::new(automatic, geometry.thresholds);
        let place = Rc::get_mut(&mut state).expect("nobody else has it yet");
        place.write(State::new(allocator, collector, hooks));
        // SAFETY: the state was just written.
        Self { state: unsafe { state.assume_init() } }
    }

    pub(crate) fn state(&self) -> &State<H> {
        &self.state
    }

    /// The hooks that it was made with.
    #[must_use]
    pub fn hooks(&self) -> &H {
        &self.state.hooks
    }

    /// Makes an object of `value`, tracked if its kind is at birth.
    ///
    /// It may run a collection first, with finalizers and callbacks, of which the new object is not a part.
    ///
    /// # Errors
    /// There is no memory; `value` is dropped.
    pub fn allocate<T: Trace<H>>(&self, value: T) -> Result<Gc<T, H>, OutOfMemory> {
        self.state.allocate(value, T::TRACKED_AT_BIRTH)
    }

    /// Makes an object of `value` that is not tracked.
    ///
    /// # Errors
    /// There is no memory; `value` is dropped.
    pub fn allocate_untracked<T: Trace<H>>(&self, value: T) -> Result<Gc<T, H>, OutOfMemory> {
        self.state.allocate(value, false)
    }

    /// A weak reference to `referent`, with an optional callback: an object whose kind can be [called](Trace::call). Without
    /// one, it is the same as long as it lives. `None` if there can be no weak references to that object.
    ///
    /// # Errors
    /// There is no memory.
    pub fn weak_reference(
        &self,
        referent: &Object<H>,
        callback: Option<Object<H>>,
    ) -> Result<Option<Gc<WeakReference<H>, H>>, OutOfMemory> {
        self.state.weak_reference(referent, callback)
    }
}

/// Memory.
impl<H: Hooks> Heap<H> {
    /// Takes blocks of these sizes, in bytes, in advance, so that the allocations that ask for them cannot fail. Each call
    /// opens a level, which [`Self::settle`] closes; only the top one serves.
    ///
    /// # Errors
    /// There is no memory for one of them; nothing is taken.
    pub fn prepare(&self, sizes: &[usize]) -> Result<(), OutOfMemory> {
        self.state.allocator.borrow_mut().reserve(sizes)
    }

    /// Closes the top level of [prepared](Self::prepare) blocks, and gives back those that were not used.
    ///
    /// # Panics
    /// If no level is open.
    pub fn settle(&self) {
        self.state.allocator.borrow_mut().settle();
    }

    /// Lets the `request`-th request for memory from now, counted from 0, fail once; `None` lets none fail.
    pub fn fail_at(&self, request: Option<u64>) {
        self.state.allocator.borrow_mut().fail_at(request);
    }

    /// Lets such requests for memory fail, counted from now; `None` lets none fail.
    pub fn fail(&self, failing: Option<Failing>) {
        self.state.allocator.borrow_mut().fail(failing);
    }

    /// How many requests for memory there were.
    #[must_use]
    pub fn requests(&self) -> u64 {
        self.state.allocator.borrow().requests()
    }

    /// The allocator, to be looked at. It must not be kept while the heap is used.
    #[must_use]
    pub fn allocator(&self) -> impl Deref<Target = Allocator> + '_ {
        self.state.allocator.borrow()
    }

    /// How many objects there are.
    #[must_use]
    pub fn objects_live(&self) -> usize {
        self.state.objects_live.get()
    }

    /// Visits every live object in the order of creation. None dies meanwhile; counts are as they are.
    ///
    /// Without a [census](Hooks::Census) there is nothing to visit.
    pub fn live_objects(&self, visit: impl FnMut(&Object<H>)) {
        self.state.visit(&self.state.census, visit);
    }

    /// Checks the numbered invariants of every layer, between two operations.
    ///
    /// # Errors
    /// The first one that does not hold.
    pub fn check(&self) -> Result<(), Violation> {
        self.state.check()
    }

    /// Checks those that hold whenever no collection is under way, in the middle of an operation too: in a finalizer, in a
    /// callback, or when [a collection is over](Hooks::collected) that an allocation has started.
    ///
    /// # Errors
    /// The first one that does not hold.
    pub fn check_inside(&self) -> Result<(), Violation> {
        self.state.check_inside()
    }
}

/// The collector.
impl<H: Hooks> Heap<H> {
    /// Collects a generation and all younger ones (`gc.collect`), whether the collector is enabled or not. Returns how many
    /// objects were found unreachable; 0 inside another collection.
    ///
    /// # Panics
    /// If a kind visits more references than exist.
    pub fn collect(&self, generation: Generation) -> usize {
        self.state.collect(generation)
    }

    /// Lets allocations start collections.
    pub fn enable(&self) {
        self.state.collector.enabled.set(true);
    }

    /// Keeps allocations from starting collections.
    pub fn disable(&self) {
        self.state.collector.enabled.set(false);
    }

    /// Whether allocations may start collections.
    #[must_use]
    pub fn is_enabled(&self) -> bool {
        self.state.collector.enabled.get()
    }

    /// Whether a collection is under way.
    #[must_use]
    pub fn is_collecting(&self) -> bool {
        self.state.collector.collecting.get()
    }

    /// The counts that the thresholds are compared with (`gc.get_count()`).
    #[must_use]
    pub fn counts(&self) -> [u32; 3] {
        [0, 1, 2].map(|generation| self.state.collector.counts[generation].get())
    }

    /// The thresholds. Zero for generation 0 keeps allocations from starting collections.
    #[must_use]
    pub fn thresholds(&self) -> [u32; 3] {
        [0, 1, 2].map(|generation| self.state.collector.thresholds[generation].get())
    }

    /// Sets the thresholds.
    pub fn set_thresholds(&self, thresholds: [u32; 3]) {
        for (threshold, value) in self.state.collector.thresholds.iter().zip(thresholds) {
            threshold.set(value);
        }
    }

    /// What the collections of each generation came to.
    #[must_use]
    pub fn statistics(&self) -> [Statistics; 3] {
        [0, 1, 2].map(|generation| self.state.collector.statistics[generation].get())
    }

    /// How many objects survived the last full collection, and how many have come into the oldest generation since.
    #[must_use]
    pub fn long_lived(&self) -> (usize, usize) {
        (self.state.collector.long_lived_total.get(), self.state.collector.long_lived_pending.get())
    }

    /// Takes every tracked object out of the collector's sight (`gc.freeze`).
    ///
    /// # Errors
    /// There is no memory; the generations before the one that failed are frozen.
    pub fn freeze(&self) -> Result<(), OutOfMemory> {
        for generation in Generation::ALL {
            if planted(Bug::FreezeForgetsMiddle) && generation == Generation::Middle {
                continue;
            }
            self.state.move_all(generation.list(), List::Permanent)?;
            if !planted(Bug::FreezeKeepsCounts) || generation == Generation::Young {
                self.state.collector.counts[generation.number()].set(0);
            }
        }
        Ok(())
    }

    /// Puts the frozen objects into the oldest generation (`gc.unfreeze`).
    ///
    /// # Errors
    /// There is no memory; nothing changed.
    pub fn unfreeze(&self) -> Result<(), OutOfMemory> {
        let to = if planted(Bug::UnfrozenYoung) { List::Young } else { List::Old };
        self.state.move_all(List::Permanent, to)
    }

    /// How many objects are frozen.
    #[must_use]
    pub fn freeze_count(&self) -> usize {
        self.state.list(List::Permanent).borrow().len()
    }

    /// Whether unreachable objects are kept in the garbage instead of being cleared (`gc.DEBUG_SAVEALL`).
    #[must_use]
    pub fn saves_all(&self) -> bool {
        self.state.collector.save_all.get()
    }

    /// Sets whether unreachable objects are kept in the garbage instead of being cleared.
    pub fn set_save_all(&self, save_all: bool) {
        self.state.collector.save_all.set(save_all);
    }

    /// How many objects the garbage has (`len(gc.garbage)`).
    #[must_use]
    pub fn garbage_len(&self) -> usize {
        self.state.collector.garbage.borrow().len()
    }

    /// Visits the objects of the garbage in order (`gc.garbage`).
    pub fn garbage(&self, mut visit: impl FnMut(&Object<H>)) {
        let _hold = self.state.hold();
        for index in 0..self.garbage_len() {
            let object = self.state.collector.garbage.borrow().get(index).map(Object::link);
            object.into_iter().for_each(|object| visit(&object.lend()));
        }
    }

    /// Empties the garbage, and drops its objects, the last one first.
    pub fn clear_garbage(&self) {
        self.state.collector.clear_garbage();
    }

    /// Visits the objects of a generation in the collector's order. None dies meanwhile; counts are as they are.
    pub fn tracked_objects(&self, generation: Generation, visit: impl FnMut(&Object<H>)) {
        self.state.visit(self.state.list(generation.list()), visit);
    }

    /// Visits the frozen objects in order. None dies meanwhile; counts are as they are.
    pub fn permanent_objects(&self, visit: impl FnMut(&Object<H>)) {
        self.state.visit(self.state.list(List::Permanent), visit);
    }
}

impl<H: Hooks> Clone for Heap<H> {
    fn clone(&self) -> Self {
        Self { state: Rc::clone(&self.state) }
    }
}

impl<H: Hooks> Drop for Heap<H> {
    /// Leaks the heap's state if this is the last handle and blocks are in use: objects and buffers lead to it.
    fn drop(&mut self) {
        let last = Rc::strong_count(&self.state) == 1;
        if last && self.state.allocator.borrow().statistics().blocks_live > 0 {
            std::mem::forget(Rc::clone(&self.state));
        }
    }
}

impl<H: Hooks> fmt::Debug for Heap<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.state.fmt(f)
    }
}
