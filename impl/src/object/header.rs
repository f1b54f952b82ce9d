//! What stands before every object: its count, its place in the collector's lists, its kind.
//!
//! Two words are counted by hand to keep it at three: the count and the index share a word with the link of the list of
//! deferred objects, because an object on that list has a count of zero and stands in no other list.
#![expect(
    unsafe_code,
    reason = "one word has two readings, and headers are found through pointers"
)]

use std::cell::Cell;
use std::fmt;
use std::mem::ManuallyDrop;
use std::ptr::NonNull;

use super::hooks::Hooks;
use super::kind::Kind;
use super::pointer::Object;
use super::state::State;
use crate::alloc::Allocator;
use crate::planted::{Bug, planted};

/// The header of an object.
pub(crate) struct Header<H: Hooks> {
    word: Cell<Word<H>>,
    pub(crate) kind: &'static Kind<H>,
    list: Cell<List>,
    flags: Cell<u8>,
    pub(crate) tag: H::Tag,
    pub(crate) census: H::Census,
}

/// The word with two readings; `deferred` is valid while [`Flag::Deferred`] is set, `counted` otherwise.
union Word<H: Hooks> {
    counted: Counted,
    deferred: Option<Link<H>>,
}

impl<H: Hooks> Clone for Word<H> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<H: Hooks> Copy for Word<H> {}

#[derive(Clone, Copy)]
struct Counted {
    /// How many references point at the object.
    count: u32,
    /// Where it stands in its list.
    index: u32,
}

/// The list of the collector in which an object stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum List {
    Young,
    Middle,
    Old,
    Permanent,
    /// The unreachable objects of the collection under way.
    Unreachable,
    /// Tracked, while its callback waits: the weak references of the collection under way.
    Pending,
    /// None: it is not tracked.
    Untracked,
}

/// What is true of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flag {
    /// Its finalizer has run.
    Finalized = 1,
    /// Its count is zero and its deallocation is put off.
    Deferred = 2,
    /// Its references are being released.
    Dying = 4,
    /// It belongs to the set that a collection examines, and is not known to be reachable.
    Collecting = 8,
}

/// A reference to an object that is not counted.
///
/// Whoever keeps one lets go of it before the object's memory is given back (see [`Link::new`]), so reading through it is
/// safe.
pub(crate) struct Link<H: Hooks>(NonNull<Header<H>>);

impl<H: Hooks> Clone for Link<H> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<H: Hooks> Copy for Link<H> {}

impl<H: Hooks> PartialEq for Link<H> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<H: Hooks> fmt::Debug for Link<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {:p}", self.header().kind.name, self.0)
    }
}

impl<H: Hooks> Link<H> {
    /// A link to the object whose header is at `header`.
    ///
    /// # Safety
    /// 1. `header` is the header of a live object, with provenance of the whole block.
    /// 2. Every copy that is kept is one of these, so that none is used after the block is given back:
    ///    counted by the object (in [`Object`]); in a list that the object's death removes it from (the collector's lists,
    ///    the census, the weak references of a referent, the deferred objects); in a working array of a collection while
    ///    [`State::hold`] keeps every object from dying.
    pub(crate) unsafe fn new(header: NonNull<Header<H>>) -> Self {
        Self(header)
    }

    /// The header.
    #[inline]
    pub(crate) fn header<'a>(self) -> &'a Header<H> {
        // SAFETY: the object is alive, by rule 2 of `Link::new`.
        unsafe { self.0.as_ref() }
    }

    /// The block's first byte, with provenance of the whole block.
    #[inline]
    pub(crate) fn block(self) -> NonNull<u8> {
        self.0.cast()
    }

    /// The value behind the header.
    #[inline]
    pub(crate) fn payload(self) -> NonNull<u8> {
        // SAFETY: the payload lies inside the block, which is as large as the kind says.
        unsafe { self.block().add(self.header().kind.payload_offset) }
    }

    /// The state of the heap to which it belongs.
    #[inline]
    pub(crate) fn state<'a>(self) -> &'a State<H> {
        // SAFETY: every object is a small block of its heap's allocator.
        let owner = unsafe { Allocator::owner_of(self.block()) };
        // SAFETY: the owner is the heap's state, which outlives its objects: see `Heap`'s drop.
        unsafe { &*owner.cast::<State<H>>() }
    }

    /// The object, to be lent to code that takes one: its count is untouched.
    #[inline]
    pub(crate) fn lend(self) -> ManuallyDrop<Object<H>> {
        ManuallyDrop::new(Object::adopt(self))
    }

    /// Another counted reference to it.
    #[inline]
    pub(crate) fn count_one(self) -> Object<H> {
        self.header().increment();
        Object::adopt(self)
    }

    /// Whether the object can still be reached by references: it is neither deferred nor being released.
    pub(crate) fn is_alive(self) -> bool {
        let header = self.header();
        !header.is(Flag::Deferred) && !header.is(Flag::Dying) && header.count() > 0
    }
}

impl<H: Hooks> Header<H> {
    /// The header of a new object, with one reference and untracked.
    pub(crate) fn new(kind: &'static Kind<H>, tag: H::Tag) -> Self {
        Self {
            word: Cell::new(Word { counted: Counted { count: 1, index: 0 } }),
            kind,
            list: Cell::new(List::Untracked),
            flags: Cell::new(0),
            tag,
            census: H::Census::default(),
        }
    }

    #[inline]
    fn counted(&self) -> Counted {
        // SAFETY: any eight bytes are two numbers; they mean something while the object is not deferred.
        unsafe { self.word.get().counted }
    }

    #[inline]
    fn set_counted(&self, counted: Counted) {
        self.word.set(Word { counted });
    }

    /// How many references point at the object.
    #[inline]
    pub(crate) fn count(&self) -> u32 {
        debug_assert!(!self.is(Flag::Deferred), "a deferred object has no count");
        self.counted().count
    }

    #[inline]
    pub(crate) fn set_count(&self, count: u32) {
        self.set_counted(Counted { count, ..self.counted() });
    }

    /// Counts one reference more.
    #[inline]
    pub(crate) fn increment(&self) {
        let counted = self.counted();
        let count = counted.count.checked_add(1).expect("fewer than 2^32 references to an object");
        let count = if planted(Bug::CountSaturates) { count.min(15) } else { count };
        self.set_counted(Counted { count, ..counted });
    }

    /// Counts one reference less, and says whether none is left.
    #[inline]
    pub(crate) fn decrement(&self) -> bool {
        let counted = self.counted();
        debug_assert!(counted.count > 0, "a counted reference is counted");
        if planted(Bug::ImmortalTooSoon) && counted.count == 16 {
            return false;
        }
        let count = counted.count - 1;
        self.set_counted(Counted { count, ..counted });
        count == 0
    }

    /// Where the object stands in its list.
    #[inline]
    pub(crate) fn index(&self) -> u32 {
        self.counted().index
    }

    pub(crate) fn set_index(&self, index: u32) {
        self.set_counted(Counted { index, ..self.counted() });
    }

    /// The list in which it stands.
    #[inline]
    pub(crate) fn list(&self) -> List {
        self.list.get()
    }

    pub(crate) fn set_list(&self, list: List) {
        self.list.set(list);
    }

    /// Whether the collector knows the object.
    #[inline]
    pub(crate) fn is_tracked(&self) -> bool {
        self.list.get() != List::Untracked
    }

    #[inline]
    pub(crate) fn is(&self, flag: Flag) -> bool {
        self.flags.get() & flag as u8 != 0
    }

    #[inline]
    pub(crate) fn set(&self, flag: Flag, value: bool) {
        let others = self.flags.get() & !(flag as u8);
        self.flags.set(if value { others | flag as u8 } else { others });
    }

    /// Puts the object, whose count is zero and which stands in no list, on the list of deferred objects, before `next`.
    pub(crate) fn defer(&self, next: Option<Link<H>>) {
        assert!(self.count() == 0 && !self.is_tracked(), "only a dying object is deferred");
        self.set(Flag::Deferred, true);
        self.word.set(Word { deferred: next });
    }

    /// Takes the object, the first of the list of deferred objects, off it; returns the next.
    pub(crate) fn resume(&self) -> Option<Link<H>> {
        assert!(self.is(Flag::Deferred), "the list of deferred objects has deferred objects");
        // SAFETY: the object is deferred, so the word was written by `defer`.
        let next = unsafe { self.word.get().deferred };
        self.set(Flag::Deferred, false);
        self.set_counted(Counted { count: 0, index: 0 });
        next
    }
}
