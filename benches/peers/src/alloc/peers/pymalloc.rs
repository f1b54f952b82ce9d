//! CPython's allocator for objects, through its C interface.

use std::ffi::c_void;
use std::ptr::NonNull;

use crate::Unavailable;
use crate::alloc::Allocator;
use crate::python::Library;

/// `PyObject_Malloc` and its like.
#[derive(Debug)]
pub(super) struct Pymalloc {
    malloc: unsafe extern "C" fn(usize) -> *mut c_void,
    free: unsafe extern "C" fn(*mut c_void),
    realloc: unsafe extern "C" fn(*mut c_void, usize) -> *mut c_void,
}

// SAFETY: so CPython asks of the object domain; its blocks are aligned to 16.
unsafe impl Allocator for Pymalloc {
    fn new() -> Result<Self, Unavailable> {
        let library = Library::started()?;
        Ok(Self {
            // SAFETY: the type is that of `PyObject_Malloc`.
            malloc: unsafe { library.function("PyObject_Malloc") }?,
            // SAFETY: the type is that of `PyObject_Free`.
            free: unsafe { library.function("PyObject_Free") }?,
            // SAFETY: the type is that of `PyObject_Realloc`.
            realloc: unsafe { library.function("PyObject_Realloc") }?,
        })
    }

    #[inline]
    fn allocate(&mut self, bytes: usize) -> NonNull<u8> {
        // SAFETY: the interpreter is started, and this is its only thread.
        let block = unsafe { (self.malloc)(bytes) };
        NonNull::new(block.cast()).expect("there is memory")
    }

    #[inline]
    unsafe fn deallocate(&mut self, block: NonNull<u8>, _: usize) {
        // SAFETY: as in `allocate`, and the caller promises that the block is this allocator's.
        unsafe { (self.free)(block.as_ptr().cast()) }
    }

    #[inline]
    unsafe fn reallocate(&mut self, block: NonNull<u8>, _: usize, bytes: usize) -> NonNull<u8> {
        // SAFETY: as in `deallocate`.
        let block = unsafe { (self.realloc)(block.as_ptr().cast(), bytes) };
        NonNull::new(block.cast()).expect("there is memory")
    }
}
