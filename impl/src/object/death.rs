//! The end of an object whose count reached zero.
//!
//! CPython 3.11's order: the object leaves the collector's lists; its finalizer runs, once, while it is the youngest tracked
//! object and has one reference, and may make it reachable again; its weak references are cleared, then called back; it
//! releases what it owns; its memory goes back.
//!
//! What it releases may die in turn, nested in its own death. The nesting is cut at [`NESTING_MAX`]: an object that would die
//! deeper waits, with a count of zero, on a list that the outermost death works off, the last one first
//! (CPython 3.11, `Objects/object.c`, `_PyTrash_begin`). The list links the objects through their headers.
#![expect(unsafe_code, reason = "it is here that values end and blocks are given back")]

use std::cell::Cell;
use std::fmt;

use super::callback;
use super::header::{Flag, Link, List};
use super::hooks::{Census, Hooks, Mark};
use super::state::State;
use crate::planted::{Bug, planted};

/// How many deallocations of [bounded](super::Trace::BOUNDED) kinds may be nested.
pub const NESTING_MAX: u32 = 50;

/// The deallocations under way.
pub(crate) struct Deaths<H: Hooks> {
    /// How many of bounded kinds are nested now.
    nesting: Cell<u32>,
    /// How many holds there are on objects that die.
    holds: Cell<u32>,
    /// The objects whose deallocation is put off, the last one first.
    deferred: Cell<Option<Link<H>>>,
}

impl<H: Hooks> Default for Deaths<H> {
    fn default() -> Self {
        Self { nesting: Cell::new(0), holds: Cell::new(0), deferred: Cell::new(None) }
    }
}

impl<H: Hooks> fmt::Debug for Deaths<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} nested, {} holds", self.nesting.get(), self.holds.get())
    }
}

impl<H: Hooks> Deaths<H> {
    /// Whether no deallocation is under way and none is put off.
    pub(crate) fn is_quiet(&self) -> bool {
        self.nesting.get() == 0 && self.deferred.get().is_none()
    }

    fn defer(&self, object: Link<H>) {
        object.header().defer(self.deferred.get());
        self.deferred.set(Some(object));
    }
}

/// While it exists, objects whose count reaches zero wait instead of dying: links to objects stay good whatever runs.
pub(crate) struct Hold<'a, H: Hooks>(&'a State<H>);

impl<H: Hooks> State<H> {
    /// Holds objects back from dying.
    pub(crate) fn hold(&self) -> Hold<'_, H> {
        self.deaths.holds.set(self.deaths.holds.get() + 1);
        Hold(self)
    }

    /// Deallocates what was put off, unless a deallocation is under way that will.
    fn resume_deaths(&self) {
        let deaths = &self.deaths;
        if deaths.nesting.get() > 0 || deaths.holds.get() > 0 || deaths.deferred.get().is_none() {
            return;
        }
        deaths.nesting.set(1);
        while let Some(object) = deaths.deferred.get() {
            deaths.deferred.set(object.header().resume());
            deallocate(object);
        }
        deaths.nesting.set(0);
    }
}

impl<H: Hooks> Drop for Hold<'_, H> {
    fn drop(&mut self) {
        let deaths = &self.0.deaths;
        deaths.holds.set(deaths.holds.get() - 1);
        self.0.resume_deaths();
    }
}

/// Deallocates an object whose count has reached zero, now or as soon as the nesting allows.
pub(crate) fn deallocate<H: Hooks>(object: Link<H>) {
    let state = object.state();
    let deaths = &state.deaths;
    let kind = object.header().kind;
    if !(planted(Bug::DeathKeepsDictTracked) && kind.name == "dict") {
        state.untrack(object);
    }
    let bounded = kind.bounded && !(planted(Bug::ListsNestWithoutBound) && kind.name == "list");
    let nesting_max = NESTING_MAX + u32::from(planted(Bug::NestsOneDeeper));
    if deaths.holds.get() > 0 {
        deaths.defer(object);
    } else if !bounded {
        end(state, object);
    } else if deaths.nesting.get() >= nesting_max {
        deaths.defer(object);
        state.mark(Mark::Deferred);
    } else {
        deaths.nesting.set(deaths.nesting.get() + 1);
        end(state, object);
        deaths.nesting.set(deaths.nesting.get() - 1);
        state.resume_deaths();
    }
}

/// Everything after the nesting was counted.
fn end<H: Hooks>(state: &State<H>, object: Link<H>) {
    if object.has_finalizer() && finalize(state, object) {
        state.mark(Mark::Resurrected);
        if planted(Bug::NestingNotLeft) {
            state.deaths.nesting.set(state.deaths.nesting.get() + 1);
        }
        return;
    }
    callback::clear_at_death(state, object);
    if planted(Bug::DyingObjectStaysTracked) {
        state.untrack(object);
    }
    object.header().set(Flag::Dying, true);
    if H::Census::ENABLED {
        state.census.borrow_mut().remove(object);
    }
    // SAFETY: the count is zero, and the flag keeps the object from being lent.
    unsafe { object.drop_payload() };
    // SAFETY: the value is dropped; the object is in no list, has no weak references, and is counted by nobody.
    unsafe { state.free(object) };
}

/// Runs the finalizer, if it has not run, while the object is tracked; returns whether the object is alive again.
fn finalize<H: Hooks>(state: &State<H>, object: Link<H>) -> bool {
    let header = object.header();
    if header.kind.collected {
        state.track(object, List::Young);
    }
    if !header.is(Flag::Finalized) {
        header.set_count(1);
        if planted(Bug::FinalizedTooEarly) {
            header.set(Flag::Finalized, true);
        }
        state.hooks.finalizing(header.tag);
        object.finalize();
        header.set(Flag::Finalized, !planted(Bug::FinalizedAgainAfterDeath));
        if !header.decrement() && !planted(Bug::ResurrectedFreed) {
            return true;
        }
    }
    if !planted(Bug::DyingObjectStaysTracked) {
        state.untrack(object);
    }
    false
}
