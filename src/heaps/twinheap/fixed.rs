//! What lives as long as the program: classes, functions, objects that are always there, texts of keys.

use std::cell::OnceCell;
use std::rc::Rc;

use twinheap_impl::Config;
use twinheap_impl::alloc;
use twinheap_impl::alloc::Geometry as Shape;
use twinheap_impl::python::{
    Bool, ClassLayout, Finalizer, Function, Int, Key as HeapKey, NoneValue, Text, Tuple,
};

use super::super::interpreter::Runtime;
use super::super::memory::{Backing, Guards, Memory};
use super::super::{Settings, Shared};
use super::recorder::Recorder;
use super::tag::Tag;
use super::{Class, NO_MEMORY, Object, Twinheap};
use crate::program::{Attribute, ClassId, FunctionId, Geometry, Key, Program};

impl Twinheap {
    pub(super) fn key(&self, key: &Key) -> HeapKey {
        let text = match key {
            Key::Int(value) => return HeapKey::Int(*value),
            Key::Text(text) => text.as_str(),
        };
        if let Some(known) = self.keys.borrow().get(text) {
            return HeapKey::Text(Rc::clone(known));
        }
        let new: Rc<str> = text.into();
        self.keys.borrow_mut().insert(text.into(), Rc::clone(&new));
        HeapKey::Text(new)
    }

    /// A key as the program sees it; instance attributes are their spellings.
    pub(super) fn program_key(&self, key: &HeapKey) -> Key {
        match key {
            HeapKey::Int(value) => Key::Int(*value),
            HeapKey::Text(text) => Key::Text(text.as_ref().into()),
            HeapKey::Attribute(attribute) => {
                let index = usize::try_from(*attribute).expect("an index fits");
                Key::Text(self.program.attributes[index].clone())
            }
        }
    }

    /// The function as something that weak references can call.
    pub(super) fn function(&self, id: FunctionId) -> &Object {
        self.functions[usize::from(id.0)].get_or_init(|| {
            let runtime = self.runtime.clone();
            let body = Rc::new(move |argument| runtime.callback(id, argument));
            self.hidden(Tag::function(id), || Function::new(&self.heap, body)).into_object()
        })
    }

    pub(super) fn shared_object(&self, shared: Shared) -> &Object {
        let place = place(shared);
        let page = self.shared[place / PAGE].get_or_init(Box::default);
        page[place % PAGE].get_or_init(|| self.make_shared(shared))
    }

    fn make_shared(&self, shared: Shared) -> Object {
        let tag = Tag::shared(shared);
        let heap = &self.heap;
        match shared {
            Shared::None => self.hidden(tag, || heap.allocate(NoneValue)).into_object(),
            Shared::Bool(value) => self.hidden(tag, || heap.allocate(Bool(value))).into_object(),
            Shared::Int(value) => {
                self.hidden(tag, || heap.allocate(Int(value.into()))).into_object()
            }
            Shared::EmptyText => self.hidden(tag, || Text::new(heap, &[])).into_object(),
            Shared::Character(code) => {
                let text = char::from(code).to_string();
                self.hidden(tag, || Text::new(heap, &[&text])).into_object()
            }
            Shared::EmptyTuple => self.hidden(tag, || Tuple::new(heap, [])).into_object(),
        }
    }

    /// Makes an object that the program doesn't create.
    fn hidden<T>(&self, tag: Tag, create: impl FnOnce() -> Result<T, alloc::OutOfMemory>) -> T {
        self.without_failures(|| self.heap.hooks().hiding(tag, create)).expect(NO_MEMORY)
    }
}

/// Where a shared object stands in the list of them.
fn place(shared: Shared) -> usize {
    match shared {
        Shared::None => 0,
        Shared::Bool(value) => 1 + usize::from(value),
        Shared::EmptyText => 3,
        Shared::EmptyTuple => 4,
        Shared::Character(code) => 5 + usize::from(code),
        Shared::Int(value) => {
            5 + 256 + usize::try_from(value + 5).expect("shared ints begin at -5")
        }
    }
}

/// How many objects are always there.
const SHARED_COUNT: usize = 5 + 256 + 262;
const PAGE: usize = 16;

/// The objects that are always there, in pages that are made when one of their objects is: a program has few of them.
pub(super) type SharedObjects =
    [OnceCell<Box<[OnceCell<Object>; PAGE]>>; SHARED_COUNT.div_ceil(PAGE)];

/// The classes of the program.
pub(super) fn classes(program: &Rc<Program>, runtime: &Runtime<Twinheap>) -> Vec<Rc<Class>> {
    let numbers = (0..).zip(&program.classes).map(|(number, _)| ClassId(number));
    numbers.map(|number| class(program, number, runtime)).collect()
}

/// A class of the program. Slots are released in alphabetical order.
fn class(program: &Rc<Program>, id: ClassId, runtime: &Runtime<Twinheap>) -> Rc<Class> {
    let class = &program.classes[usize::from(id.0)];
    let spelling = |attribute: &Attribute| &program.attributes[usize::from(attribute.0)];
    let mut slots: Vec<Attribute> =
        class.slots.as_ref().map_or_else(Vec::new, |slots| slots.attributes.clone());
    slots.sort_by_key(spelling);
    let runtime = runtime.clone();
    Class::new(ClassLayout {
        number: id.0.into(),
        slots: slots.iter().map(|attribute| attribute.0.into()).collect(),
        attributes: class.slots.is_none(),
        weakly_referenceable: class.slots.as_ref().is_none_or(|slots| slots.weakref),
        finalizer: class.finalizer.as_ref().map(|_| -> Finalizer<Recorder> {
            Rc::new(move |object: &Object| runtime.finalize(id, object))
        }),
    })
}

/// How the heap is made for a program.
pub(super) fn config(program: &Program, settings: &Settings) -> Config {
    // What a program means never depends on the geometry, so neither do the thresholds.
    let thresholds = Shape::PRODUCTION.thresholds;
    let geometry = Shape { thresholds, ..shape(program.geometry) };
    let (backing, checking) = memory(settings.memory);
    Config { geometry, automatic: settings.automatic, backing, checking }
}

/// Where the allocator has its blocks from, and what it checks.
pub(super) fn memory(Memory { backing, guards }: Memory) -> (alloc::Backing, alloc::Checking) {
    let backing = match backing {
        Backing::Pooled => alloc::Backing::Pooled,
        Backing::System => alloc::Backing::System,
    };
    (backing, guards.map_or(alloc::Checking::Cheap, checking))
}

fn checking(guards: Guards) -> alloc::Checking {
    let Guards { redzone_bytes, quarantine_blocks, quarantine_bytes } = guards;
    alloc::Checking::Full(alloc::Guards { redzone_bytes, quarantine_blocks, quarantine_bytes })
}

pub(super) fn shape(geometry: Geometry) -> Shape {
    match geometry {
        Geometry::Production => Shape::PRODUCTION,
        Geometry::Tiny => Shape::TINY,
        Geometry::Odd => Shape::ODD,
        Geometry::Small => Shape::SMALL,
    }
}
