//! What the tests of several layers share: a heap that logs, and classes whose finalizers do.

use std::cell::RefCell;
use std::rc::Rc;

use crate::alloc::{Checking, Geometry, Guards};
use crate::object::{Hooks, Mark, Recorded};
use crate::python::{Class, ClassLayout, Function, Instance, List};
use crate::{Config, Gc, Generation, Heap, Object, WeakReference};

/// What happened, as text.
#[derive(Debug, Clone, Default)]
pub(crate) struct Log(Rc<RefCell<Vec<String>>>);

impl Log {
    pub(crate) fn push(&self, line: impl Into<String>) {
        self.0.borrow_mut().push(line.into());
    }

    /// Everything logged since the last call, with spaces between.
    pub(crate) fn take(&self) -> String {
        self.0.take().join(" ")
    }
}

/// Hooks that number objects by their creation and remember marks.
#[derive(Debug, Default)]
pub(crate) struct Observer {
    pub(crate) created: std::cell::Cell<u32>,
    pub(crate) died: RefCell<Vec<u32>>,
    pub(crate) events: Log,
    pub(crate) marks: RefCell<Vec<Mark>>,
}

impl Hooks for Observer {
    type Tag = u32;
    type Census = Recorded;

    fn allocated(&self, _: &'static str) -> u32 {
        self.created.replace(self.created.get() + 1)
    }

    fn deallocated(&self, tag: u32) {
        self.died.borrow_mut().push(tag);
    }

    fn finalizing(&self, tag: u32) {
        self.events.push(format!("finalized{tag}"));
    }

    fn weak_reference_cleared(&self, tag: u32) {
        self.events.push(format!("cleared{tag}"));
    }

    fn callback(&self, tag: u32) {
        self.events.push(format!("callback{tag}"));
    }

    fn collected(&self, generation: usize, collected: usize, uncollectable: usize) {
        self.events.push(format!("collected{generation}:{collected}+{uncollectable}"));
    }

    fn mark(&self, mark: Mark) {
        self.marks.borrow_mut().push(mark);
    }
}

pub(crate) type TestHeap = Heap<Observer>;
pub(crate) type TestObject = Object<Observer>;

/// The attributes of the test classes.
pub(crate) const A: u32 = 0;
pub(crate) const B: u32 = 1;
pub(crate) const NEXT: u32 = 2;

/// A heap without automatic collections that checks everything.
pub(crate) fn heap() -> TestHeap {
    let checking = Checking::Full(Guards::NONE);
    let config =
        Config { geometry: Geometry::TINY, checking, automatic: false, ..Config::default() };
    Heap::new(config, Observer::default())
}

pub(crate) fn layout() -> ClassLayout<Observer> {
    ClassLayout {
        number: 0,
        slots: Vec::new(),
        attributes: true,
        weakly_referenceable: true,
        finalizer: None,
    }
}

/// A class without a finalizer.
pub(crate) fn plain() -> Rc<Class<Observer>> {
    Class::new(layout())
}

/// A class whose finalizer does this.
pub(crate) fn finalizing(finalizer: impl Fn(&TestObject) + 'static) -> Rc<Class<Observer>> {
    Class::new(ClassLayout { finalizer: Some(Rc::new(finalizer)), ..layout() })
}

/// An instance of `class`.
pub(crate) fn instance(
    heap: &TestHeap,
    class: &Rc<Class<Observer>>,
) -> Gc<Instance<Observer>, Observer> {
    Instance::new(heap, class).unwrap()
}

/// An instance whose finalizer logs its name.
pub(crate) fn named(heap: &TestHeap, log: &Log, name: &str) -> Gc<Instance<Observer>, Observer> {
    let (log, name) = (log.clone(), name.to_owned());
    instance(heap, &finalizing(move |_| log.push(name.clone())))
}

/// Sets an attribute and drops what it displaces.
pub(crate) fn set(
    instance: &Gc<Instance<Observer>, Observer>,
    attribute: u32,
    value: impl Into<TestObject>,
) {
    drop(instance.set(attribute, value.into()).unwrap());
}

pub(crate) fn list(
    heap: &TestHeap,
    items: impl IntoIterator<Item = TestObject, IntoIter: ExactSizeIterator>,
) -> Gc<List<Observer>, Observer> {
    List::new(heap, items).unwrap()
}

/// A weak reference without a callback.
pub(crate) fn weak(
    heap: &TestHeap,
    referent: &TestObject,
) -> Gc<WeakReference<Observer>, Observer> {
    heap.weak_reference(referent, None).unwrap().unwrap()
}

/// A weak reference whose callback does this.
pub(crate) fn weak_with(
    heap: &TestHeap,
    referent: &TestObject,
    callback: impl Fn(TestObject) + 'static,
) -> Gc<WeakReference<Observer>, Observer> {
    let callback = Function::new(heap, Rc::new(callback)).unwrap();
    heap.weak_reference(referent, Some(callback.into())).unwrap().unwrap()
}

/// Whether a weak reference reads as dead: `x` for dead, `o` for alive.
pub(crate) fn state(reference: &Gc<WeakReference<Observer>, Observer>) -> &'static str {
    if reference.is_dead() { "x" } else { "o" }
}

/// The tags of a generation's objects, in order.
pub(crate) fn tags(heap: &TestHeap, generation: Generation) -> Vec<u32> {
    let mut tags = Vec::new();
    heap.tracked_objects(generation, |object| tags.push(object.tag()));
    tags
}

/// Asserts that the heap keeps its rules and has no object left.
pub(crate) fn finish(heap: &TestHeap) {
    heap.check().unwrap();
    heap.clear_garbage();
    while heap.collect(Generation::Old) > 0 {}
    heap.check().unwrap();
    assert_eq!(heap.objects_live(), 0);
    assert_eq!(heap.allocator().statistics().blocks_live, 0);
}
