//! CPython's heap through its C interface: a type as an extension module defines it in C, with 64 bytes a node.

use std::ffi::{c_char, c_int, c_uint, c_void};
use std::ptr::{self, NonNull};
use std::sync::OnceLock;

use crate::Unavailable;
use crate::gc::EDGES;
use crate::gc::rooted::Graph;
use crate::python::Library;

/// An object of ours, laid out as `PyObject` with our fields behind.
#[repr(C)]
struct Instance {
    reference_count: isize,
    kind: *mut c_void,
    data: u64,
    edges: [*mut Instance; EDGES],
}

/// A counted reference to an instance.
pub(super) struct Reference(NonNull<Instance>);

/// The interpreter, whose only thread this is.
#[derive(Debug)]
pub(super) struct Heap {
    interface: &'static Interface,
}

/// The functions that are called, by their names in C.
#[derive(Debug)]
struct Interface {
    gc_new: unsafe extern "C" fn(*mut c_void) -> *mut Instance,
    gc_track: unsafe extern "C" fn(*mut Instance),
    gc_untrack: unsafe extern "C" fn(*mut Instance),
    gc_del: unsafe extern "C" fn(*mut Instance),
    gc_collect: unsafe extern "C" fn() -> isize,
    dealloc: unsafe extern "C" fn(*mut Instance),
    thread_state: unsafe extern "C" fn() -> *mut c_void,
    trash_begin: unsafe extern "C" fn(*mut c_void, *mut Instance) -> c_int,
    trash_end: unsafe extern "C" fn(*mut c_void),
    /// The type.
    kind: KindPointer,
}

/// The address of our type, which is never freed.
#[derive(Debug, Clone, Copy)]
struct KindPointer(*mut c_void);

// SAFETY: it is only handed back to the interpreter, in the thread that started it.
unsafe impl Send for KindPointer {}
// SAFETY: as above.
unsafe impl Sync for KindPointer {}

static INTERFACE: OnceLock<Result<Interface, Unavailable>> = OnceLock::new();

/// `PyType_Slot`
#[repr(C)]
struct Slot {
    slot: c_int,
    function: *mut c_void,
}

/// `PyType_Spec`
#[repr(C)]
struct Spec {
    name: *const c_char,
    basic_size: c_int,
    item_size: c_int,
    flags: c_uint,
    slots: *mut Slot,
}

/// `Py_tp_clear` of `typeslots.h`
const TP_CLEAR: c_int = 51;
/// `Py_tp_dealloc`
const TP_DEALLOC: c_int = 52;
/// `Py_tp_traverse`
const TP_TRAVERSE: c_int = 71;
/// `Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC`
const FLAGS: c_uint = 1 << 18 | 1 << 14;
/// Before 3.9 the functions that bound the stack have other names; from 3.12 on a reference is counted in another way.
const MINORS: std::ops::RangeInclusive<u32> = 9..=11;

impl Interface {
    fn get() -> Result<&'static Self, Unavailable> {
        INTERFACE.get_or_init(Self::load).as_ref().map_err(Clone::clone)
    }

    /// The interface, once a node exists.
    #[inline]
    fn of_nodes() -> &'static Self {
        match INTERFACE.get() {
            Some(Ok(interface)) => interface,
            _ => unreachable!("a node was made with it"),
        }
    }

    fn load() -> Result<Self, Unavailable> {
        let library = Library::started()?;
        if !library.minor().is_some_and(|minor| MINORS.contains(&minor)) {
            let reason = "counts references as CPython 3.9 to 3.11 do";
            return Err(Unavailable::because(reason));
        }
        macro_rules! function {
            ($name:literal) => {
                // SAFETY: the field that it goes to has the type of the function of this name.
                unsafe { library.function($name) }?
            };
        }
        Ok(Self {
            gc_new: function!("_PyObject_GC_New"),
            gc_track: function!("PyObject_GC_Track"),
            gc_untrack: function!("PyObject_GC_UnTrack"),
            gc_del: function!("PyObject_GC_Del"),
            gc_collect: function!("PyGC_Collect"),
            dealloc: function!("_Py_Dealloc"),
            thread_state: function!("PyThreadState_Get"),
            trash_begin: function!("_PyTrash_begin"),
            trash_end: function!("_PyTrash_end"),
            kind: make_kind(function!("PyType_FromSpec")),
        })
    }
}

fn make_kind(from_spec: unsafe extern "C" fn(*mut Spec) -> *mut c_void) -> KindPointer {
    let mut slots = [
        Slot { slot: TP_TRAVERSE, function: traverse as *mut c_void },
        Slot { slot: TP_CLEAR, function: clear as *mut c_void },
        Slot { slot: TP_DEALLOC, function: deallocate as *mut c_void },
        Slot { slot: 0, function: ptr::null_mut() },
    ];
    let mut spec = Spec {
        name: c"peers.Node".as_ptr(),
        basic_size: size_of::<Instance>() as c_int,
        item_size: 0,
        flags: FLAGS,
        slots: slots.as_mut_ptr(),
    };
    // SAFETY: the interpreter is started, and the specification is as it asks; it copies what it keeps.
    let kind = unsafe { from_spec(&raw mut spec) };
    assert!(!kind.is_null(), "the type can be made");
    KindPointer(kind)
}

/// `tp_traverse`. The type is not visited, as with the types that are part of the interpreter: it never ends.
unsafe extern "C" fn traverse(
    this: *mut Instance,
    visit: unsafe extern "C" fn(*mut Instance, *mut c_void) -> c_int,
    argument: *mut c_void,
) -> c_int {
    // SAFETY: the interpreter calls this with a live object of the type.
    let edges = unsafe { (*this).edges };
    for edge in edges {
        if !edge.is_null() {
            // SAFETY: as the interpreter asks: once for each reference that the object owns.
            let result = unsafe { visit(edge, argument) };
            if result != 0 {
                return result;
            }
        }
    }
    0
}

/// `tp_clear`
unsafe extern "C" fn clear(this: *mut Instance) -> c_int {
    for edge in 0..EDGES {
        // SAFETY: the interpreter calls this with a live object of the type.
        drop(unsafe { replace(this, edge, ptr::null_mut()) });
    }
    0
}

/// `tp_dealloc`, with `Py_TRASHCAN_BEGIN` and `Py_TRASHCAN_END` of `cpython/object.h` around it, which bound the stack.
unsafe extern "C" fn deallocate(this: *mut Instance) {
    let interface = Interface::of_nodes();
    // SAFETY: the interpreter calls this with an object whose count is zero.
    unsafe { (interface.gc_untrack)(this) };
    // SAFETY: this thread has the interpreter.
    let thread = unsafe { (interface.thread_state)() };
    // SAFETY: the object is untracked, as asked.
    if unsafe { (interface.trash_begin)(thread, this) } != 0 {
        return;
    }
    // SAFETY: the object is still whole.
    unsafe { clear(this) };
    // SAFETY: it is of the type, which counts its objects' references to it.
    let kind = unsafe { (*this).kind }.cast::<isize>();
    // SAFETY: nobody uses the object any more.
    unsafe { (interface.gc_del)(this) };
    // SAFETY: a type begins with its count, as any object, which does not reach zero: we keep one.
    unsafe { *kind -= 1 };
    // SAFETY: it ends what was begun.
    unsafe { (interface.trash_end)(thread) };
}

/// Puts a reference into an edge, and answers the one that was there.
///
/// # Safety
/// `this` is alive, and `target` is null or a reference that is counted.
#[inline]
unsafe fn replace(this: *mut Instance, edge: usize, target: *mut Instance) -> Option<Reference> {
    // SAFETY: the caller's promise; nobody else has a reference to the array.
    let place = unsafe { &mut (*this).edges[edge] };
    NonNull::new(std::mem::replace(place, target)).map(Reference)
}

impl Reference {
    #[inline]
    fn instance(&self) -> *mut Instance {
        self.0.as_ptr()
    }

    /// The instance, still counted.
    #[inline]
    fn into_raw(self) -> *mut Instance {
        std::mem::ManuallyDrop::new(self).instance()
    }

    /// `Py_INCREF`
    ///
    /// # Safety
    /// The instance is alive.
    #[inline]
    unsafe fn count(instance: NonNull<Instance>) -> Self {
        // SAFETY: the caller's promise.
        unsafe { (*instance.as_ptr()).reference_count += 1 };
        Self(instance)
    }
}

impl Clone for Reference {
    #[inline]
    fn clone(&self) -> Self {
        // SAFETY: this reference keeps it alive.
        unsafe { Self::count(self.0) }
    }
}

impl Drop for Reference {
    /// `Py_DECREF`
    #[inline]
    fn drop(&mut self) {
        let instance = self.instance();
        // SAFETY: this reference kept it alive.
        let count = unsafe { (*instance).reference_count } - 1;
        // SAFETY: the same.
        unsafe { (*instance).reference_count = count };
        if count == 0 {
            // SAFETY: the last reference is gone, and this thread has the interpreter.
            unsafe { (Interface::of_nodes().dealloc)(instance) };
        }
    }
}

impl Graph for Heap {
    type Node = Reference;

    fn new() -> Result<Self, Unavailable> {
        Ok(Self { interface: Interface::get()? })
    }

    #[inline]
    fn node(&self, data: u64) -> Reference {
        // SAFETY: the interpreter is started, and this thread has it.
        let instance = unsafe { (self.interface.gc_new)(self.interface.kind.0) };
        let reference = Reference(NonNull::new(instance).expect("there is memory"));
        // SAFETY: the object is new, with room for the field.
        unsafe { (*instance).data = data };
        // SAFETY: the same.
        unsafe { (*instance).edges = [ptr::null_mut(); EDGES] };
        // SAFETY: the object is not tracked yet, and can be traversed.
        unsafe { (self.interface.gc_track)(instance) };
        reference
    }

    #[inline]
    fn data(node: &Reference) -> u64 {
        // SAFETY: the reference keeps it alive.
        unsafe { (*node.instance()).data }
    }

    #[inline]
    fn edge(node: &Reference, edge: usize) -> Option<Reference> {
        // SAFETY: the reference keeps it alive.
        let target = unsafe { (*node.instance()).edges[edge] };
        // SAFETY: the node keeps it alive.
        NonNull::new(target).map(|target| unsafe { Reference::count(target) })
    }

    #[inline]
    fn set_edge(node: &Reference, edge: usize, target: Option<Reference>) {
        let target = target.map_or(ptr::null_mut(), Reference::into_raw);
        // SAFETY: the reference keeps it alive, and the target is counted.
        drop(unsafe { replace(node.instance(), edge, target) });
    }

    fn collect(&self) {
        // SAFETY: this thread has the interpreter.
        unsafe { (self.interface.gc_collect)() };
    }
}
