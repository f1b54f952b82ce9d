//! The hooks through which the heap tells what it does.

use std::cell::{Cell, OnceCell};
use std::fmt;

use twinheap_impl::object::{Mark, Recorded};
use twinheap_impl::{Generation, Hooks};

use super::super::interpreter::Runtime;
use super::super::{Event, Id, Schedule};
use super::Twinheap;
use super::tag::Tag;

/// Numbers the objects in the order of their creation, and passes on what happens to them.
pub struct Recorder {
    runtime: Runtime<Twinheap>,
    next: Cell<u32>,
    /// What the next object is, where the program does not create it.
    hidden: Cell<Option<Tag>>,
    hidden_live: Cell<usize>,
    /// How many collections there were to be since the program began.
    collections: Cell<u64>,
    /// The program's zeal, once it has begun.
    schedule: OnceCell<Schedule>,
}

impl Recorder {
    pub(super) fn new(runtime: Runtime<Twinheap>) -> Self {
        Self {
            runtime,
            next: Cell::new(0),
            hidden: Cell::new(None),
            hidden_live: Cell::new(0),
            collections: Cell::new(0),
            schedule: OnceCell::new(),
        }
    }

    /// Lets the one object that `create` makes have `tag`.
    pub(super) fn hiding<T>(&self, tag: Tag, create: impl FnOnce() -> T) -> T {
        self.hidden.set(Some(tag));
        let created = create();
        assert!(self.hidden.get().is_none(), "one object was made");
        self.hidden_live.set(self.hidden_live.get() + 1);
        created
    }

    /// From now on allocations start the collections of this schedule.
    pub(super) fn begin(&self, schedule: Schedule) {
        let begun = self.schedule.set(schedule);
        assert!(begun.is_ok(), "a program begins once");
    }

    /// How many objects there are that the program did not create.
    pub(super) fn hidden_live(&self) -> usize {
        self.hidden_live.get()
    }

    /// The number of the collection that is over.
    fn next_collection(&self) -> u64 {
        self.collections.replace(self.collections.get() + 1)
    }

    fn event(&self, tag: Tag, event: impl FnOnce(Id) -> Event) {
        if let Some(id) = tag.id() {
            self.runtime.event(event(id));
        }
    }
}

impl Hooks for Recorder {
    type Tag = Tag;
    type Census = Recorded;

    fn allocated(&self, _kind: &'static str) -> Tag {
        self.hidden.take().unwrap_or_else(|| {
            let number = self.next.get();
            self.next.set(number + 1);
            Tag::object(Id(number))
        })
    }

    fn deallocated(&self, tag: Tag) {
        if let Some(id) = tag.id() {
            self.runtime.died(id);
        }
    }

    fn weak_reference_cleared(&self, tag: Tag) {
        self.event(tag, Event::Cleared);
    }

    fn collection_wanted(&self) -> Option<Generation> {
        self.schedule.get()?.next().map(super::generation)
    }

    fn mark(&self, mark: Mark) {
        if mark == Mark::CollectionWithoutMemory {
            self.runtime.collection_failed(self.next_collection());
        }
    }

    fn collecting(&self, _generation: usize) {
        self.runtime.collecting();
    }

    fn collected(&self, generation: usize, collected: usize, uncollectable: usize) {
        self.next_collection();
        let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        self.runtime.event(Event::Collected {
            generation: u8::try_from(generation).expect("there are three"),
            collected: count(collected),
            uncollectable: count(uncollectable),
        });
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "recorder of {} objects", self.next.get())
    }
}
