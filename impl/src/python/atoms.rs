//! Kinds that hold no references: they are never tracked.

use crate::alloc::OutOfMemory;
use crate::heap::Heap;
use crate::object::{Buffer, Gc, Hooks, Layout, NoHooks, Object, Trace};

/// `None`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoneValue;

/// `True`, `False`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bool(pub bool);

/// An int. (Python's have no bounds.)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Int(pub i128);

/// A float.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Float(pub f64);

/// A str. Its text lies in a block of its own.
#[derive(Debug)]
pub struct Text<H: Hooks = NoHooks> {
    bytes: Buffer<u8, H>,
}

macro_rules! atom {
    ($kind:ty, $name:literal) => {
        impl<H: Hooks> Trace<H> for $kind {
            const NAME: &'static str = $name;
            const COLLECTED: bool = false;
            const BOUNDED: bool = false;

            fn trace(&self, _: &mut dyn FnMut(&Object<H>)) {}
        }

        impl $kind {
            /// The size of the one block that an object of this kind takes.
            pub fn demand<H: Hooks>() -> impl Iterator<Item = usize> {
                [Layout::<Self, H>::BYTES].into_iter()
            }
        }
    };
}

atom!(NoneValue, "NoneType");
atom!(Bool, "bool");
atom!(Int, "int");
atom!(Float, "float");

impl<H: Hooks> Text<H> {
    /// A str of the parts, one after the other.
    ///
    /// # Errors
    /// There is no memory.
    pub fn new(heap: &Heap<H>, parts: &[&str]) -> Result<Gc<Self, H>, OutOfMemory> {
        let len = parts.iter().map(|part| part.len()).sum();
        let mut bytes = Buffer::with_capacity(heap.state(), len)?;
        parts.iter().flat_map(|part| part.bytes()).for_each(|byte| bytes.push(byte));
        heap.allocate(Self { bytes })
    }

    /// The blocks that a str of so many bytes takes.
    pub fn demand(len: usize) -> impl Iterator<Item = usize> {
        super::demand::<Self, u8, H>(len)
    }

    /// Its text's bytes, as it was made of them.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.as_slice()
    }

    /// Its text.
    ///
    /// # Panics
    /// Never: it was made of text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(self.bytes.as_slice()).expect("it was made of text")
    }
}

impl<H: Hooks> Trace<H> for Text<H> {
    const NAME: &'static str = "str";
    const COLLECTED: bool = false;
    const BOUNDED: bool = false;

    fn trace(&self, _: &mut dyn FnMut(&Object<H>)) {}
}
