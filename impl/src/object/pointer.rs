//! [`Object`] and [`Gc`]: counted references to objects.
#![expect(unsafe_code, reason = "a reference to an object of a known type is one to its value")]

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;
use std::ptr::NonNull;

use super::header::{Flag, Link, List};
use super::hooks::{Hooks, NoHooks};
use super::kind::{Trace, Untracking};
use super::layout::Layout;
use super::{death, weak};
use crate::gc::Membership;
use crate::planted::{Bug, planted};

/// A counted reference to an object of any kind. It is one pointer.
///
/// Cloning it counts one reference more. Dropping it counts one less, and at zero the object is deallocated before the drop
/// returns, unless too many deallocations are nested ([`super::NESTING_MAX`]).
#[repr(transparent)]
pub struct Object<H: Hooks = NoHooks> {
    link: Link<H>,
}

/// A counted reference to an object whose value is a `T`. It is one pointer, and can be used as an [`Object`].
#[repr(transparent)]
pub struct Gc<T: Trace<H>, H: Hooks = NoHooks> {
    object: Object<H>,
    value: PhantomData<T>,
}

impl<H: Hooks> Object<H> {
    /// The reference that `link` counts already.
    #[inline]
    pub(crate) fn adopt(link: Link<H>) -> Self {
        Self { link }
    }

    /// The object, without counting.
    #[inline]
    pub(crate) fn link(&self) -> Link<H> {
        self.link
    }

    /// How many references point at the object.
    #[must_use]
    pub fn reference_count(&self) -> u32 {
        self.link.header().count()
    }

    /// The name of its kind.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        self.link.header().kind.name
    }

    /// What the hooks keep with it.
    #[must_use]
    pub fn tag(&self) -> H::Tag {
        self.link.header().tag
    }

    /// Its address, fixed while it lives.
    #[must_use]
    pub fn address(&self) -> usize {
        self.link.block().addr().get()
    }

    /// Whether both are the same object.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        self.link == other.link
    }

    /// Whether the collector knows it.
    #[must_use]
    pub fn is_tracked(&self) -> bool {
        self.link.header().is_tracked()
    }

    /// Where the collector has it, if it is tracked.
    #[must_use]
    pub fn membership(&self) -> Option<Membership> {
        Membership::of(self.link.header().list())
    }

    /// Whether its finalizer has run.
    #[must_use]
    pub fn is_finalized(&self) -> bool {
        self.link.header().is(Flag::Finalized)
    }

    /// Whether its kind has a finalizer for it now.
    #[must_use]
    pub fn has_finalizer(&self) -> bool {
        self.link.has_finalizer()
    }

    /// Whether a cycle may lead through it (CPython `_PyObject_GC_MAY_BE_TRACKED`): it is of a collected kind, and was not
    /// found to hold nothing that may be tracked.
    #[must_use]
    pub fn may_be_tracked(&self) -> bool {
        let header = self.link.header();
        header.kind.collected
            && (header.kind.untracking != Untracking::EveryCollection || header.is_tracked())
            && !(planted(Bug::TupleOfDictGivenUp) && self.kind() == "dict" && !header.is_tracked())
    }

    /// Lets the collector know it, as the youngest object, if it does not yet. Atomic kinds are never tracked.
    pub fn track(&self) {
        let header = self.link.header();
        if header.kind.collected && header.list() == List::Untracked {
            self.link.state().track(self.link, List::Young);
        }
    }

    /// Visits each reference that it owns, in the order of its kind.
    ///
    /// # Panics
    /// If `visit` changes the object, where its kind notices.
    pub fn referents(&self, visit: &mut dyn FnMut(&Self)) {
        let _hold = self.link.state().hold();
        self.link.trace(visit);
    }

    /// Whether weak references to it may be made.
    #[must_use]
    pub fn supports_weak_references(&self) -> bool {
        self.link.supports_weak_references()
    }

    /// Visits the weak references to it, in list order: the one without a callback, then the newest first.
    pub fn weak_references(&self, visit: &mut dyn FnMut(&Self)) {
        let _hold = self.link.state().hold();
        weak::references(self.link, &mut |reference| visit(&reference.lend()));
    }

    /// Whether its value is a `T`.
    #[must_use]
    pub fn holds<T: Trace<H>>(&self) -> bool {
        self.link.header().kind.type_id == std::any::TypeId::of::<T>()
    }

    /// The same reference with its type, if its value is a `T`.
    #[must_use]
    pub fn downcast_ref<T: Trace<H>>(&self) -> Option<&Gc<T, H>> {
        // SAFETY: `Gc<T>` is an `Object` whose value is a `T`, and both are transparent.
        self.holds::<T>().then(|| unsafe { &*std::ptr::from_ref(self).cast::<Gc<T, H>>() })
    }

    /// The same reference with its type.
    ///
    /// # Errors
    /// The reference itself, if its value is not a `T`.
    pub fn downcast<T: Trace<H>>(self) -> Result<Gc<T, H>, Self> {
        if self.holds::<T>() { Ok(Gc { object: self, value: PhantomData }) } else { Err(self) }
    }
}

impl<H: Hooks> Clone for Object<H> {
    #[inline]
    fn clone(&self) -> Self {
        self.link.count_one()
    }
}

impl<H: Hooks> Drop for Object<H> {
    #[inline]
    fn drop(&mut self) {
        if self.link.header().decrement() {
            death::deallocate(self.link);
        }
    }
}

impl<H: Hooks> fmt::Debug for Object<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.link.fmt(f)
    }
}

impl<T: Trace<H>, H: Hooks> Gc<T, H> {
    /// The reference that `link` counts already.
    ///
    /// # Safety
    /// The value of `link` is a `T`.
    pub(crate) unsafe fn adopt(link: Link<H>) -> Self {
        Self { object: Object::adopt(link), value: PhantomData }
    }

    /// The same reference without its type.
    #[must_use]
    pub fn object(&self) -> &Object<H> {
        &self.object
    }

    /// The same reference without its type.
    #[must_use]
    pub fn into_object(self) -> Object<H> {
        self.object
    }

    /// Where the value of every `T` lies in its block.
    #[inline]
    fn value(&self) -> NonNull<T> {
        debug_assert!(self.object.holds::<T>(), "the type is the value's");
        // SAFETY: the offset lies inside the block of a `T`.
        unsafe { self.object.link.block().add(Layout::<T, H>::PAYLOAD_OFFSET) }.cast()
    }
}

impl<T: Trace<H>, H: Hooks> Clone for Gc<T, H> {
    #[inline]
    fn clone(&self) -> Self {
        Self { object: self.object.clone(), value: PhantomData }
    }
}

impl<T: Trace<H>, H: Hooks> Deref for Gc<T, H> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: the value is a `T` and lives as long as the object, which this reference counts.
        unsafe { self.value().as_ref() }
    }
}

impl<T: Trace<H>, H: Hooks> AsRef<Object<H>> for Gc<T, H> {
    fn as_ref(&self) -> &Object<H> {
        &self.object
    }
}

impl<T: Trace<H>, H: Hooks> From<Gc<T, H>> for Object<H> {
    fn from(typed: Gc<T, H>) -> Self {
        typed.object
    }
}

impl<T: Trace<H>, H: Hooks> fmt::Debug for Gc<T, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.object.fmt(f)
    }
}
