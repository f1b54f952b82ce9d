//! What a heap consists of, and how objects come into being.
//!
//! The heap is used by one thread. Its parts are in cells, and none stays borrowed while code of others runs: finalizers,
//! callbacks, hooks, and the drop of values.
#![expect(unsafe_code, reason = "values are written into blocks")]

use std::cell::{Cell, RefCell};
use std::fmt;
use std::ptr::NonNull;

use super::death;
use super::dense::{Dense, InCensus, InCollector, Index};
use super::header::{Header, Link, List};
use super::hooks::{Census, Hooks, Mark};
use super::kind::{KindOf, Trace};
use super::layout::{Layout, WeakHead, weak_head_offset};
use super::pointer::{Gc, Object};
use crate::alloc::{Allocator, OutOfMemory, Point};
use crate::gc::Collector;
use crate::planted::{Bug, planted};

/// The state of one heap, at an address that never changes: every pool names it as its owner.
pub(crate) struct State<H: Hooks> {
    pub(crate) allocator: RefCell<Allocator>,
    /// In the order of [`List`]: the young, middle, old and permanent objects, and the unreachable ones of a collection.
    lists: [RefCell<Dense<H, InCollector>>; 5],
    /// Every live object in the order of creation, if the hooks want it.
    pub(crate) census: RefCell<Dense<H, InCensus>>,
    /// How many objects there are.
    pub(crate) objects_live: Cell<usize>,
    /// How many of them are of a collected kind. The young list has room for so many: any may have to be tracked.
    pub(crate) collected_live: Cell<usize>,
    pub(crate) deaths: death::Deaths<H>,
    pub(crate) collector: Collector<H>,
    pub(crate) hooks: H,
}

impl<H: Hooks> fmt::Debug for State<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "heap of {} objects", self.objects_live.get())
    }
}

impl<H: Hooks> State<H> {
    pub(crate) fn new(allocator: Allocator, collector: Collector<H>, hooks: H) -> Self {
        Self {
            allocator: RefCell::new(allocator),
            lists: Default::default(),
            census: RefCell::default(),
            objects_live: Cell::new(0),
            collected_live: Cell::new(0),
            deaths: death::Deaths::default(),
            collector,
            hooks,
        }
    }

    /// One of the collector's lists.
    pub(crate) fn list(&self, list: List) -> &RefCell<Dense<H, InCollector>> {
        &self.lists[list as usize]
    }

    /// Appends an untracked object to a list that has room for it.
    pub(crate) fn track(&self, object: Link<H>, list: List) {
        assert!(!object.header().is_tracked(), "an object is in one list at most");
        object.header().set_list(list);
        self.list(list).borrow_mut().push(object);
    }

    /// Takes an object out of its list, if it is in one.
    pub(crate) fn untrack(&self, object: Link<H>) {
        match object.header().list() {
            List::Untracked => return,
            List::Pending => {}
            list => self.list(list).borrow_mut().remove(object),
        }
        object.header().set_list(List::Untracked);
    }

    /// Makes an object of `value`, tracked or not.
    ///
    /// For a collected kind it may run a collection first, of which the new object is not a part
    /// (CPython 3.11, `Modules/gcmodule.c`, `gc_alloc`).
    pub(crate) fn allocate<T: Trace<H>>(
        &self,
        value: T,
        tracked: bool,
    ) -> Result<Gc<T, H>, OutOfMemory> {
        self.allocate_with(|| value, tracked)
    }

    /// The same, with a value that is made after that collection.
    pub(crate) fn allocate_with<T: Trace<H>>(
        &self,
        make: impl FnOnce() -> T,
        tracked: bool,
    ) -> Result<Gc<T, H>, OutOfMemory> {
        self.make_room::<T>()?;
        let block = self.allocator.borrow_mut().allocate(Layout::<T, H>::BYTES)?;
        add(&self.objects_live, 1);
        if T::COLLECTED {
            add(&self.collected_live, 1);
            self.count_allocation();
        }
        let value = make();
        let tag = self.hooks.allocated(T::NAME);
        let link = write(block, Header::new(KindOf::<T, H>::KIND, tag), value);
        if H::Census::ENABLED {
            self.census.borrow_mut().push(link);
        }
        let collecting = self.collector.collecting.get();
        let lost = collecting && planted(Bug::NewObjectLostInCollection);
        let old = collecting && planted(Bug::NewObjectOldInCollection);
        if T::COLLECTED && tracked && !lost {
            self.track(link, if old { List::Middle } else { List::Young });
        }
        // SAFETY: the block was just written with a `T`.
        Ok(unsafe { Gc::adopt(link) })
    }

    /// Room for one object more in the lists that it may have to stand in.
    fn make_room<T: Trace<H>>(&self) -> Result<(), OutOfMemory> {
        if T::COLLECTED {
            let total = self.collected_live.get() + 1;
            self.list(List::Young).borrow_mut().reserve(total, || self.longer_list())?;
        }
        if H::Census::ENABLED {
            let total = self.objects_live.get() + 1;
            self.census.borrow_mut().reserve(total, || self.longer_list())?;
        }
        Ok(())
    }

    /// Asks whether a list of objects may take more memory of the system.
    pub(crate) fn longer_list(&self) -> Result<(), OutOfMemory> {
        self.allocator.borrow_mut().request_of_system(Point::ObjectList)
    }

    /// Gives the block of an object back.
    ///
    /// # Safety
    /// The object's value has been dropped, and no link to it is left.
    pub(crate) unsafe fn free(&self, object: Link<H>) {
        let kind = object.header().kind;
        subtract(&self.objects_live, 1);
        if kind.collected {
            subtract(&self.collected_live, 1);
            self.collector.count_deallocation();
        }
        self.hooks.deallocated(object.header().tag);
        let mut allocator = self.allocator.borrow_mut();
        // SAFETY: the block was allocated with the kind's size, and nobody uses it: the caller's promise.
        unsafe { allocator.deallocate(object.block(), kind.bytes) }
    }

    pub(crate) fn mark(&self, mark: Mark) {
        self.hooks.mark(mark);
    }
}

/// Writes a new object into its block.
fn write<T: Trace<H>, H: Hooks>(block: NonNull<u8>, header: Header<H>, value: T) -> Link<H> {
    // SAFETY: the block is new, aligned for a header, and large enough for the layout.
    unsafe { block.cast::<Header<H>>().write(header) };
    if T::WEAKLY_REFERENCEABLE {
        // SAFETY: the layout has room for the head here.
        let head = unsafe { block.add(weak_head_offset::<H>()) }.cast::<WeakHead<H>>();
        // SAFETY: as above, and the offset is aligned for it.
        unsafe { head.write(Cell::new(None)) };
    }
    // SAFETY: the layout has room for the value here.
    let payload = unsafe { block.add(Layout::<T, H>::PAYLOAD_OFFSET) }.cast::<T>();
    // SAFETY: as above, and the offset is aligned for it.
    unsafe { payload.write(value) };
    // SAFETY: the header was just written, and the block pointer is the allocator's; the link becomes a counted one.
    unsafe { Link::new(block.cast()) }
}

pub(crate) fn add(counter: &Cell<usize>, count: usize) {
    counter.set(counter.get() + count);
}

pub(crate) fn subtract(counter: &Cell<usize>, count: usize) {
    counter.set(counter.get() - count);
}

impl<H: Hooks> State<H> {
    /// Visits the objects of a list in order, none of which dies meanwhile.
    pub(crate) fn visit<I: Index<H>>(
        &self,
        list: &RefCell<Dense<H, I>>,
        mut visit: impl FnMut(&Object<H>),
    ) {
        let _hold = self.hold();
        let mut next = 0;
        loop {
            // The list is not borrowed while an object is visited.
            let Some((index, object)) = list.borrow().next(next) else { return };
            if object.is_alive() {
                visit(&object.lend());
            }
            next = index + 1;
        }
    }
}
