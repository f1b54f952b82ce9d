//! [`Function`].

use std::fmt;
use std::rc::Rc;

use crate::alloc::OutOfMemory;
use crate::heap::Heap;
use crate::object::{Gc, Hooks, Layout, NoHooks, Object, Trace};

/// Something that can be called back with a weak reference.
///
/// The collector does not see what it captures, so objects in there are kept alive as if by a name.
pub struct Function<H: Hooks = NoHooks> {
    body: Rc<dyn Fn(Object<H>)>,
}

impl<H: Hooks> Function<H> {
    /// A function with this body. It is handed a reference of its own.
    ///
    /// # Errors
    /// There is no memory.
    pub fn new(heap: &Heap<H>, body: Rc<dyn Fn(Object<H>)>) -> Result<Gc<Self, H>, OutOfMemory> {
        heap.allocate(Self { body })
    }

    /// The size of the one block that a function takes.
    pub fn demand() -> impl Iterator<Item = usize> {
        [Layout::<Self, H>::BYTES].into_iter()
    }
}

impl<H: Hooks> Trace<H> for Function<H> {
    const NAME: &'static str = "function";
    const COLLECTED: bool = false;

    fn trace(&self, _: &mut dyn FnMut(&Object<H>)) {}

    fn call(&self, argument: Object<H>) {
        let body = Rc::clone(&self.body);
        body(argument);
    }
}

impl<H: Hooks> fmt::Debug for Function<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("function")
    }
}
