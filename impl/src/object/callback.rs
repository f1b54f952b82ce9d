//! Clearing weak references, and calling back those that ask for it.
//!
//! Those to be called back are chained through themselves, so that an object can die without memory.

use super::header::Link;
use super::hooks::Hooks;
use super::pointer::Object;
use super::state::State;
use super::weak::{first, node};
use crate::planted::{Bug, planted};

/// Weak references that were cleared and are to be called back, in order; each is counted once by the chain.
pub(crate) struct Chain<H: Hooks> {
    ends: Option<(Link<H>, Link<H>)>,
}

impl<H: Hooks> Chain<H> {
    pub(crate) fn new() -> Self {
        Self { ends: None }
    }

    pub(crate) fn push_back(&mut self, reference: Object<H>) {
        let link = into_link(reference);
        node(link).next.set(None);
        let first = match self.ends {
            None => link,
            Some((first, last)) => {
                node(last).next.set(Some(link));
                first
            }
        };
        self.ends = Some((first, link));
    }

    fn push_front(&mut self, reference: Object<H>) {
        let link = into_link(reference);
        node(link).next.set(self.ends.map(|(first, _)| first));
        self.ends = Some((link, self.ends.map_or(link, |(_, last)| last)));
    }

    pub(crate) fn pop_front(&mut self) -> Option<Object<H>> {
        let (first, last) = self.ends?;
        self.ends = node(first).next.take().map(|next| (next, last));
        Some(Object::adopt(first))
    }

    fn is_single(&self) -> bool {
        self.ends.is_some_and(|(first, last)| first == last)
    }
}

impl<H: Hooks> Drop for Chain<H> {
    fn drop(&mut self) {
        while let Some(reference) = self.pop_front() {
            drop(reference);
        }
    }
}

/// The link of a reference that goes on being counted.
fn into_link<H: Hooks>(reference: Object<H>) -> Link<H> {
    std::mem::ManuallyDrop::new(reference).link()
}

/// Clears the weak references to an object that is about to be reclaimed: all of them, before any is called back, and the
/// last called has its callback released first
/// (CPython 3.11, `Objects/weakrefobject.c`, `PyObject_ClearWeakRefs`).
pub(crate) fn clear_at_death<H: Hooks>(state: &State<H>, object: Link<H>) {
    let kept = planted(Bug::WeakReferenceOutlivesReferent)
        && first(object).is_some_and(|reference| !node(reference).has_callback());
    if first(object).is_none() || kept {
        return;
    }
    let mut waiting = Chain::new();
    while let Some(reference) = clear_first(state, object) {
        if node(reference).has_callback() && reference.is_alive() {
            if planted(Bug::CallbacksBeforeAllAreCleared) {
                call_back_held(state, &reference.count_one());
            } else if planted(Bug::CallbacksInReverse) {
                waiting.push_front(reference.count_one());
            } else {
                waiting.push_back(reference.count_one());
            }
        }
    }
    // A single one is counted by its callback's argument alone.
    let mut called = Chain::new();
    let single = waiting.is_single();
    while let Some(reference) = waiting.pop_front() {
        if single {
            let callback = node(reference.link()).callback.take();
            let callback = callback.expect("the reference waited because it has a callback");
            call_back(state, &callback, reference);
        } else {
            call_back_held(state, &reference);
            called.push_front(reference);
        }
    }
    while let Some(reference) = called.pop_front() {
        let callback = node(reference.link()).callback.take();
        drop(callback);
    }
    // What a callback made of new ones is cleared without being called back.
    while clear_first(state, object).is_some() {}
}

/// Clears the first of the weak references to an object; its callback stays with it.
pub(crate) fn clear_first<H: Hooks>(state: &State<H>, object: Link<H>) -> Option<Link<H>> {
    let reference = first(object)?;
    clear(state, reference);
    Some(reference)
}

/// Clears a weak reference, if it is not yet.
pub(crate) fn clear<H: Hooks>(state: &State<H>, reference: Link<H>) {
    if node(reference).detach() {
        state.hooks.weak_reference_cleared(reference.header().tag);
    }
}

/// Calls the callback of a weak reference, which stays with it; the reference is counted once more meanwhile.
pub(crate) fn call_back_held<H: Hooks>(state: &State<H>, reference: &Object<H>) {
    let callback = node(reference.link()).callback.borrow().clone();
    let callback = callback.expect("a chain keeps a reference from losing its callback");
    call_back(state, &callback, reference.clone());
}

/// Calls the callback of a weak reference with it.
fn call_back<H: Hooks>(state: &State<H>, callback: &Object<H>, reference: Object<H>) {
    state.hooks.callback(reference.tag());
    callback.link().call(reference);
}
