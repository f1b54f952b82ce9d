//! Kinds of objects: what the heap knows of a type.
//!
//! [`Trace`] is a safe trait, and a wrong implementation costs order or memory, never soundness. Memory is given back in
//! one way only, when a count reaches zero, and a count is the number of [`Object`]s that exist. The collector never frees:
//! it asks the objects that it found unreachable to drop references that they own, which lowers counts. If `trace` reports
//! too little, objects live longer; if it reports too much, [`Trace::clear`] empties an object that is still in use.
#![expect(unsafe_code, reason = "a kind's functions take the value as a pointer to bytes")]

use std::any::TypeId;
use std::fmt;
use std::marker::PhantomData;
use std::ptr::NonNull;

use super::hooks::{Hooks, NoHooks};
use super::layout::Layout;
use super::pointer::Object;

/// A type whose values can be objects.
///
/// Its `Drop` releases the references that it owns, in the kind's own order.
///
/// ```
/// use std::cell::RefCell;
/// use twinheap_impl::{Config, Generation, Heap, NoHooks, Object, Trace};
///
/// struct Node(RefCell<Option<Object>>);
///
/// impl Trace for Node {
///     const NAME: &'static str = "node";
///
///     fn trace(&self, visit: &mut dyn FnMut(&Object)) {
///         self.0.borrow().iter().for_each(visit);
///     }
///
///     fn clear(&self) {
///         let next = self.0.take();
///         drop(next);
///     }
/// }
///
/// let heap = Heap::new(Config::default(), NoHooks);
/// let node = heap.allocate(Node(RefCell::default()))?;
/// node.0.replace(Some(node.object().clone()));
/// drop(node);
/// assert_eq!(heap.collect(Generation::Young), 1);
/// # Ok::<(), twinheap_impl::alloc::OutOfMemory>(())
/// ```
pub trait Trace<H: Hooks = NoHooks>: Sized + 'static {
    /// The kind's name.
    const NAME: &'static str;
    /// Whether its values can be part of a cycle: those that cannot are never tracked, and cost the collector nothing.
    const COLLECTED: bool = true;
    /// Whether a new one is tracked at once; otherwise it calls [`Object::track`] when it has to be.
    const TRACKED_AT_BIRTH: bool = true;
    /// Whether nested deallocations of this kind are counted and cut at [`super::NESTING_MAX`]. Without it a long chain
    /// takes stack in proportion to its length.
    const BOUNDED: bool = true;
    /// Whether its values have room for weak references to them.
    const WEAKLY_REFERENCEABLE: bool = false;
    /// When a collection stops tracking a value that holds nothing that may be tracked.
    const UNTRACKING: Untracking = Untracking::Never;

    /// Visits each reference that it owns, as often as it owns it, in the order of the kind: the order in which late survivors
    /// of a collection move depends on it. It must not use the heap.
    fn trace(&self, visit: &mut dyn FnMut(&Object<H>));

    /// Drops the references that it owns, when it was found unreachable: each is out of reach before it is dropped. Kinds
    /// that are only ever in cycles with others may leave it out, as tuples do.
    fn clear(&self) {}

    /// Whether it has a finalizer now.
    fn has_finalizer(&self) -> bool {
        false
    }

    /// Runs its finalizer; `this` is the object, which it may make reachable again.
    fn finalize(&self, this: &Object<H>) {
        let _ = this;
    }

    /// Calls it, as the callback of the weak reference `argument`; kinds that cannot be called do nothing.
    fn call(&self, argument: Object<H>) {
        drop(argument);
    }

    /// Whether weak references to this value may be made, where its kind has room for them.
    fn supports_weak_references(&self) -> bool {
        Self::WEAKLY_REFERENCEABLE
    }
}

/// When the collector gives up an object that holds nothing that may be tracked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Untracking {
    /// It stays tracked.
    Never,
    /// At the end of each collection that it survives. An untracked one counts as nothing that may be tracked.
    EveryCollection,
    /// At the end of each full collection. An untracked one may be tracked again.
    FullCollections,
}

/// A kind, as its objects' headers name it.
pub(crate) struct Kind<H: Hooks> {
    pub(crate) name: &'static str,
    pub(crate) type_id: TypeId,
    pub(crate) collected: bool,
    pub(crate) bounded: bool,
    pub(crate) weakly_referenceable: bool,
    pub(crate) untracking: Untracking,
    /// The size of its objects' blocks.
    pub(crate) bytes: usize,
    /// Where the value lies in the block.
    pub(crate) payload_offset: usize,
    functions: Functions<H>,
}

/// What a traversal calls for each reference.
pub(crate) type Visit<'a, H> = &'a mut dyn FnMut(&Object<H>);

/// The functions of a kind. Each takes a pointer to a live value of the kind.
struct Functions<H: Hooks> {
    trace: unsafe fn(NonNull<u8>, Visit<'_, H>),
    clear: unsafe fn(NonNull<u8>),
    has_finalizer: unsafe fn(NonNull<u8>) -> bool,
    finalize: unsafe fn(NonNull<u8>, &Object<H>),
    call: unsafe fn(NonNull<u8>, Object<H>),
    supports_weak_references: unsafe fn(NonNull<u8>) -> bool,
    drop: unsafe fn(NonNull<u8>),
}

impl<H: Hooks> fmt::Debug for Kind<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// The kind of the type `T`.
pub(crate) struct KindOf<T, H>(PhantomData<(T, H)>);

impl<T: Trace<H>, H: Hooks> KindOf<T, H> {
    pub(crate) const KIND: &'static Kind<H> = &Kind {
        name: T::NAME,
        type_id: TypeId::of::<T>(),
        collected: T::COLLECTED,
        bounded: T::BOUNDED,
        weakly_referenceable: T::WEAKLY_REFERENCEABLE,
        untracking: T::UNTRACKING,
        bytes: Layout::<T, H>::BYTES,
        payload_offset: Layout::<T, H>::PAYLOAD_OFFSET,
        functions: Functions {
            trace: trace::<T, H>,
            clear: clear::<T, H>,
            has_finalizer: has_finalizer::<T, H>,
            finalize: finalize::<T, H>,
            call: call::<T, H>,
            supports_weak_references: supports_weak_references::<T, H>,
            drop: drop_value::<T>,
        },
    };
}

/// The value at `payload`.
///
/// # Safety
/// `payload` points at a live `T`, for as long as the reference is used.
unsafe fn value<'a, T>(payload: NonNull<u8>) -> &'a T {
    // SAFETY: the caller's promise.
    unsafe { payload.cast::<T>().as_ref() }
}

unsafe fn trace<T: Trace<H>, H: Hooks>(payload: NonNull<u8>, visit: Visit<'_, H>) {
    // SAFETY: the caller's promise.
    unsafe { value::<T>(payload) }.trace(visit);
}

unsafe fn clear<T: Trace<H>, H: Hooks>(payload: NonNull<u8>) {
    // SAFETY: the caller's promise.
    unsafe { value::<T>(payload) }.clear();
}

unsafe fn has_finalizer<T: Trace<H>, H: Hooks>(payload: NonNull<u8>) -> bool {
    // SAFETY: the caller's promise.
    unsafe { value::<T>(payload) }.has_finalizer()
}

unsafe fn finalize<T: Trace<H>, H: Hooks>(payload: NonNull<u8>, this: &Object<H>) {
    // SAFETY: the caller's promise.
    unsafe { value::<T>(payload) }.finalize(this);
}

unsafe fn call<T: Trace<H>, H: Hooks>(payload: NonNull<u8>, argument: Object<H>) {
    // SAFETY: the caller's promise.
    unsafe { value::<T>(payload) }.call(argument);
}

unsafe fn supports_weak_references<T: Trace<H>, H: Hooks>(payload: NonNull<u8>) -> bool {
    // SAFETY: the caller's promise.
    unsafe { value::<T>(payload) }.supports_weak_references()
}

unsafe fn drop_value<T>(payload: NonNull<u8>) {
    // SAFETY: the caller's promise; the value is not used afterwards.
    unsafe { payload.cast::<T>().drop_in_place() }
}

/// What the heap does with an object, whatever its kind.
impl<H: Hooks> super::header::Link<H> {
    fn functions(self) -> &'static Functions<H> {
        &self.header().kind.functions
    }

    pub(crate) fn trace(self, visit: Visit<'_, H>) {
        // SAFETY: the payload is a value of the header's kind, alive as long as the object is.
        unsafe { (self.functions().trace)(self.payload(), visit) }
    }

    pub(crate) fn clear(self) {
        // SAFETY: as in `trace`.
        unsafe { (self.functions().clear)(self.payload()) }
    }

    pub(crate) fn has_finalizer(self) -> bool {
        // SAFETY: as in `trace`.
        unsafe { (self.functions().has_finalizer)(self.payload()) }
    }

    pub(crate) fn finalize(self) {
        // SAFETY: as in `trace`.
        unsafe { (self.functions().finalize)(self.payload(), &self.lend()) }
    }

    pub(crate) fn call(self, argument: Object<H>) {
        // SAFETY: as in `trace`.
        unsafe { (self.functions().call)(self.payload(), argument) }
    }

    pub(crate) fn supports_weak_references(self) -> bool {
        // SAFETY: as in `trace`.
        let supports = unsafe { (self.functions().supports_weak_references)(self.payload()) };
        self.header().kind.weakly_referenceable && supports
    }

    /// Ends the value.
    ///
    /// # Safety
    /// The object's count is zero, and its value is never used again.
    pub(crate) unsafe fn drop_payload(self) {
        // SAFETY: as in `trace`, and the caller's promise.
        unsafe { (self.functions().drop)(self.payload()) }
    }
}
