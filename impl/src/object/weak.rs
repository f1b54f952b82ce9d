//! Weak references.
//!
//! The weak references to an object form a list through themselves: the one without a callback first, of which there is one
//! at most, because asking for it again gives the same; then those with one, the newest first.
//!
//! - W1: a weak reference is on the list of its referent, and on no other; a cleared one is on none.
//! - W2: only the first of a list has no callback. (As in CPython, a second one can come in when the collection that its own
//!   allocation starts makes the first.)
//! - W3: the list is emptied before its object releases anything, so a referent is never given back before its weak
//!   references are cleared.
#![expect(unsafe_code, reason = "lists are linked through weak references")]

use std::cell::{Cell, RefCell};
use std::fmt;

use super::header::Link;
use super::hooks::{Hooks, NoHooks};
use super::kind::Trace;
use super::layout::{WeakHead, weak_head_offset};
use super::pointer::{Gc, Object};
use super::state::State;
use crate::alloc::OutOfMemory;
use crate::planted::{Bug, planted};

/// A weak reference: it leads to its referent as long as that lives, and does not keep it alive.
pub struct WeakReference<H: Hooks = NoHooks> {
    /// Cleared by [`Self::detach`] before the referent's block is given back: W3.
    referent: Cell<Option<Link<H>>>,
    /// The neighbours on the referent's list; once it is cleared, `next` leads along a chain of those to be called back.
    pub(super) next: Cell<Option<Link<H>>>,
    previous: Cell<Option<Link<H>>>,
    pub(super) callback: RefCell<Option<Object<H>>>,
}

impl<H: Hooks> WeakReference<H> {
    /// The size of the one block that a new weak reference takes.
    pub fn demand() -> impl Iterator<Item = usize> {
        let forgotten = usize::from(planted(Bug::WeakDemandForgotten));
        [super::layout::Layout::<Self, H>::BYTES].into_iter().skip(forgotten)
    }

    /// The referent, unless the reference was cleared or the referent is about to die.
    #[must_use]
    pub fn upgrade(&self) -> Option<Object<H>> {
        let alive = |referent: &Link<H>| referent.is_alive() || planted(Bug::UpgradesDying);
        self.referent.get().filter(alive).map(Link::count_one)
    }

    /// Whether it is cleared, or its referent about to die.
    #[must_use]
    pub fn is_dead(&self) -> bool {
        !self.referent.get().is_some_and(|it| it.is_alive() || planted(Bug::UpgradesDying))
    }

    /// Lends the referent to `look`, uncounted, even where it is about to die; `None` once the reference is cleared. None
    /// dies meanwhile.
    pub fn peek<R>(&self, look: impl FnOnce(Option<&Object<H>>) -> R) -> R {
        match self.referent.get() {
            None => look(None),
            Some(referent) => {
                let _hold = referent.state().hold();
                if referent.is_alive() { look(Some(&referent.lend())) } else { look(None) }
            }
        }
    }

    /// The callback, until it is called or was dropped.
    #[must_use]
    pub fn callback(&self) -> Option<Object<H>> {
        self.callback.borrow().clone()
    }

    pub(super) fn has_callback(&self) -> bool {
        self.callback.borrow().is_some()
    }

    /// Takes it off its referent's list; returns whether it was on one.
    pub(super) fn detach(&self) -> bool {
        let Some(referent) = self.referent.take() else { return false };
        let (previous, next) = (self.previous.take(), self.next.take());
        let head = head(referent).expect("a referent has a list");
        match previous {
            Some(previous) if planted(Bug::WeakListCutShort) => node(previous).next.set(None),
            Some(previous) => node(previous).next.set(next),
            None => head.set(next),
        }
        if let Some(next) = next {
            node(next).previous.set(previous);
        }
        true
    }
}

impl<H: Hooks> Trace<H> for WeakReference<H> {
    const NAME: &'static str = "weak reference";
    const BOUNDED: bool = false;

    fn trace(&self, visit: &mut dyn FnMut(&Object<H>)) {
        self.callback.borrow().iter().for_each(visit);
    }

    fn clear(&self) {
        self.detach();
        let callback = self.callback.take();
        drop(callback);
    }
}

impl<H: Hooks> Drop for WeakReference<H> {
    fn drop(&mut self) {
        self.detach();
    }
}

impl<H: Hooks> fmt::Debug for WeakReference<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "weak reference to {:?}", self.referent.get())
    }
}

/// The list of the weak references to an object, if its kind has room for one.
fn head<'a, H: Hooks>(object: Link<H>) -> Option<&'a WeakHead<H>> {
    object.header().kind.weakly_referenceable.then(|| {
        // SAFETY: the layout of such a kind has its head here.
        let head = unsafe { object.block().add(weak_head_offset::<H>()) };
        // SAFETY: it was written with the header, and lives as long.
        unsafe { head.cast::<WeakHead<H>>().as_ref() }
    })
}

/// The weak reference at a link of a list of weak references.
pub(super) fn node<'a, H: Hooks>(link: Link<H>) -> &'a WeakReference<H> {
    assert!(is_weak_reference(link), "lists of weak references have weak references");
    // SAFETY: that is its type, and it leaves the list before it dies.
    unsafe { link.payload().cast::<WeakReference<H>>().as_ref() }
}

/// Whether an object is a weak reference.
pub(crate) fn is_weak_reference<H: Hooks>(object: Link<H>) -> bool {
    object.header().kind.type_id == std::any::TypeId::of::<WeakReference<H>>()
}

/// Whether a weak reference that a collection cleared is to be called back: it has a callback, and is not unreachable itself.
pub(crate) fn asks_for_callback<H: Hooks>(reference: Link<H>) -> bool {
    let unreachable = reference.header().list() == super::header::List::Unreachable;
    let asks = !unreachable || planted(Bug::CallbackOfGarbageCalled);
    node(reference).has_callback() && asks && reference.is_alive()
}

/// Whether a weak reference leads to `referent`, and back to the one before it on the list: W1.
pub(crate) fn stands_on<H: Hooks>(
    reference: Link<H>,
    referent: Link<H>,
    previous: Option<Link<H>>,
) -> bool {
    let reference = node(reference);
    reference.referent.get() == Some(referent) && reference.previous.get() == previous
}

/// Visits the weak references to an object in list order.
pub(crate) fn references<H: Hooks>(object: Link<H>, visit: &mut dyn FnMut(Link<H>)) {
    let mut next = first(object);
    while let Some(reference) = next {
        next = node(reference).next.get();
        visit(reference);
    }
}

/// The first of the weak references to an object.
pub(crate) fn first<H: Hooks>(object: Link<H>) -> Option<Link<H>> {
    head(object)?.get()
}

impl<H: Hooks> State<H> {
    /// A weak reference to `referent`, with an optional callback; without one, the same as long as it lives. `None` if there
    /// can be none to that object.
    pub(crate) fn weak_reference(
        &self,
        referent: &Object<H>,
        callback: Option<Object<H>>,
    ) -> Result<Option<Gc<WeakReference<H>, H>>, OutOfMemory> {
        let referent = referent.link();
        if !referent.supports_weak_references() {
            return Ok(None);
        }
        if callback.is_none()
            && !planted(Bug::WeakReferenceNotShared)
            && let Some(basic) = basic(referent).filter(|basic| basic.is_alive())
        {
            return Ok(basic.count_one().downcast().ok());
        }
        let stale = first(referent);
        let reference = self.allocate(
            WeakReference {
                referent: Cell::new(None),
                next: Cell::new(None),
                previous: Cell::new(None),
                callback: RefCell::new(callback),
            },
            true,
        )?;
        if let (true, Some(head)) = (planted(Bug::WeakHeadStale), head(referent)) {
            head.set(stale);
        }
        insert(referent, reference.object().link());
        Ok(Some(reference))
    }
}

/// The weak reference without a callback, which is the first if there is one.
fn basic<H: Hooks>(object: Link<H>) -> Option<Link<H>> {
    first(object).filter(|reference| !node(*reference).has_callback())
}

/// Puts a new weak reference on the list: in front, or behind the one without a callback if it has one itself. The list is
/// looked at after the allocation, which may have changed it.
fn insert<H: Hooks>(referent: Link<H>, link: Link<H>) {
    let reference = node(link);
    let head = head(referent).expect("the referent can be weakly referenced");
    let in_front = !reference.has_callback() || planted(Bug::WeakReferenceInFront);
    let previous = if in_front { None } else { basic(referent) };
    let slot = previous.map_or(head, |previous| &node(previous).next);
    let next = slot.replace(Some(link));
    reference.referent.set(Some(referent));
    reference.previous.set(previous);
    reference.next.set(next);
    if let Some(next) = next {
        node(next).previous.set(Some(link));
    }
}
