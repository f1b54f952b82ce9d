//! The heap of `twinheap-impl` as a subject: nothing here but the translation of names.

mod observing;
mod recorder;
mod requests;
mod tag;

use std::borrow::Cow;
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use twinheap_impl::alloc::Geometry as Shape;
use twinheap_impl::python::{
    Bool, ClassLayout, Dict, Float, Frame, Function, Int, List, NoneValue, Set, Text, Tuple,
};
use twinheap_impl::python::{Key as HeapKey, List as HeapList};
use twinheap_impl::{Config, Gc, Generation, Heap};

use super::interpreter::Runtime;
use super::subject::{Equal, Need, OutOfMemory, Subject, View};
use super::{CollectorState, Contract, Fault, Observation, Reference, Settings, Shared, Violation};
use crate::program::{Attribute, ClassId, FunctionId, Geometry, Key, Program};
use recorder::Recorder;
use tag::Tag;

type Object = twinheap_impl::Object<Recorder>;
type Class = twinheap_impl::python::Class<Recorder>;
type Instance = twinheap_impl::python::Instance<Recorder>;
type WeakReference = twinheap_impl::WeakReference<Recorder>;

/// The heap of `twinheap-impl`, as [`super::Interpreter`] drives it.
#[derive(Debug)]
pub struct Twinheap {
    program: Rc<Program>,
    runtime: Runtime<Self>,
    classes: Vec<Rc<Class>>,
    /// Made when a weak reference first asks for it.
    functions: Vec<OnceCell<Object>>,
    /// The objects that are always there, each made when it is first asked for.
    shared: Vec<OnceCell<Object>>,
    /// The texts of keys, each once.
    keys: RefCell<BTreeMap<Box<str>, Rc<str>>>,
    fault: Option<Fault>,
    /// The number of the request that fails, among all of the heap's.
    fails_at: Cell<Option<u64>>,
    /// Last, so that it goes after all objects.
    heap: Heap<Recorder>,
}

const NO_MEMORY: &str = "the step reserved memory";

impl Twinheap {
    /// The heap itself, for what only it knows.
    #[must_use]
    pub fn check_allocator(&self) -> usize {
        self.heap.allocator().statistics().blocks_live
    }

    fn class(&self, ClassId(class): ClassId) -> &Rc<Class> {
        &self.classes[usize::from(class)]
    }

    fn list_of<'a>(&self, object: &'a Object) -> &'a Gc<List<Recorder>, Recorder> {
        object.downcast_ref().expect("a list is given")
    }

    fn dict_of<'a>(&self, object: &'a Object) -> &'a Gc<Dict<Recorder>, Recorder> {
        object.downcast_ref().expect("a dict is given")
    }

    fn set_of<'a>(&self, object: &'a Object) -> &'a Gc<Set<Recorder>, Recorder> {
        object.downcast_ref().expect("a set is given")
    }

    fn instance_of<'a>(&self, object: &'a Object) -> &'a Gc<Instance, Recorder> {
        object.downcast_ref().expect("an instance is given")
    }

    fn key(&self, key: &Key) -> HeapKey {
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
    fn program_key(&self, key: &HeapKey) -> Key {
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
    fn function(&self, id: FunctionId) -> &Object {
        self.functions[usize::from(id.0)].get_or_init(|| {
            let runtime = self.runtime.clone();
            let body = Rc::new(move |argument| runtime.callback(id, argument));
            self.hidden(Tag::function(id), || Function::new(&self.heap, body)).into_object()
        })
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
    fn hidden<T>(
        &self,
        tag: Tag,
        create: impl FnOnce() -> Result<T, twinheap_impl::alloc::OutOfMemory>,
    ) -> T {
        self.without_failures(|| self.heap.hooks().hiding(tag, create)).expect(NO_MEMORY)
    }

    fn dict_items_of(&self, dict: &Dict<Recorder>) -> Vec<(HeapKey, Object)> {
        let mut items = Vec::with_capacity(dict.len());
        dict.items(&mut |key, value| items.push((key.clone(), value.clone())));
        items
    }

    /// The `__dict__` of a new instance, with a table of its own and room for so many items.
    fn own_table(&self, instance: &Object, items: usize) -> Gc<Dict<Recorder>, Recorder> {
        let dict = self.instance_of(instance).materialise().expect(NO_MEMORY);
        dict.leave_layout().expect(NO_MEMORY);
        dict.try_reserve(items).expect(NO_MEMORY);
        dict
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

const SHARED_COUNT: usize = 5 + 256 + 262;

fn shape(geometry: Geometry) -> Shape {
    match geometry {
        Geometry::Production => Shape::PRODUCTION,
        Geometry::Tiny => Shape::TINY,
        Geometry::Odd => Shape::ODD,
        Geometry::Small => Shape::SMALL,
    }
}

fn generation(number: u8) -> Generation {
    Generation::ALL[usize::from(number)]
}

impl Subject for Twinheap {
    type Ref = Object;

    fn contract() -> Contract {
        Contract::FULL
    }

    fn new(program: &Rc<Program>, settings: &Settings, runtime: Runtime<Self>) -> Self {
        // What a program means never depends on the geometry, so neither do the thresholds.
        let thresholds = Shape::PRODUCTION.thresholds;
        let geometry = Shape { thresholds, ..shape(program.geometry) };
        let config = Config { geometry, automatic: settings.automatic, ..Config::default() };
        let heap = Heap::new(config, Recorder::new(runtime.clone()));
        let subject = Self {
            program: Rc::clone(program),
            classes: (0..)
                .zip(&program.classes)
                .map(|(number, _)| class(program, ClassId(number), &runtime))
                .collect(),
            functions: program.functions.iter().map(|_| OnceCell::new()).collect(),
            shared: (0..SHARED_COUNT).map(|_| OnceCell::new()).collect(),
            keys: RefCell::default(),
            fault: settings.fault,
            fails_at: Cell::new(None),
            runtime,
            heap,
        };
        subject.shared(Shared::EmptyTuple);
        // The only one that the collector counts: forget that.
        subject.heap.freeze().expect("nothing is tracked");
        subject
    }

    fn shared(&self, shared: Shared) -> Object {
        self.shared[place(shared)].get_or_init(|| self.make_shared(shared)).clone()
    }
    fn int(&self, value: i128) -> Object {
        self.heap.allocate(Int(value)).expect(NO_MEMORY).into_object()
    }
    fn float(&self, value: f64) -> Object {
        self.heap.allocate(Float(value)).expect(NO_MEMORY).into_object()
    }
    fn text(&self, value: &str) -> Object {
        Text::new(&self.heap, &[value]).expect(NO_MEMORY).into_object()
    }
    fn tuple(&self, items: Vec<Object>, constant: bool) -> Object {
        let tuple = if constant {
            Tuple::constant(&self.heap, items)
        } else {
            Tuple::new(&self.heap, items)
        };
        tuple.expect(NO_MEMORY).into_object()
    }
    fn list(&self, items: Vec<Object>) -> Object {
        List::new(&self.heap, items).expect(NO_MEMORY).into_object()
    }
    fn list_with_room(&self, capacity: usize) -> Object {
        HeapList::with_capacity(&self.heap, capacity).expect(NO_MEMORY).into_object()
    }
    fn dict(&self, capacity: usize) -> Object {
        Dict::new(&self.heap, capacity).expect(NO_MEMORY).into_object()
    }
    fn dict_copy(&self, dict: &Object) -> Object {
        let tracked = dict.is_tracked();
        let original = self.dict_of(dict);
        let copy = Dict::new(&self.heap, original.len()).expect(NO_MEMORY);
        for (key, value) in self.dict_items_of(original) {
            drop(copy.insert(key, value).expect(NO_MEMORY));
        }
        // CPython copies the table as it is, and tracks the copy if the original is tracked.
        if tracked && !copy.is_empty() {
            copy.object().track();
        }
        copy.into_object()
    }
    fn set(&self, elements: usize) -> Object {
        Set::with_room_to_merge(&self.heap, elements).expect(NO_MEMORY).into_object()
    }
    fn set_copy(&self, set: &Object) -> Object {
        self.set_of(set).copy(&self.heap).expect(NO_MEMORY).into_object()
    }
    fn instance(&self, class: ClassId) -> Object {
        Instance::new(&self.heap, self.class(class)).expect(NO_MEMORY).into_object()
    }
    fn weak_reference(&self, referent: &Object, callback: Option<FunctionId>) -> Object {
        let callback = callback.map(|function| self.function(function).clone());
        let made = self.heap.weak_reference(referent, callback).expect(NO_MEMORY);
        made.expect("the referent can have them").into_object()
    }
    fn frame(&self, locals: Vec<Option<Object>>) -> Object {
        self.without_failures(|| Frame::new(&self.heap, locals))
            .expect("a frame's memory is not made to fail")
            .into_object()
    }

    fn reference(&self, object: &Object) -> Reference {
        object.tag().reference()
    }
    fn view<'a>(&'a self, object: &'a Object) -> View<'a> {
        if let Some(value) = object.downcast_ref::<Int>() {
            View::Int(value.0)
        } else if object.holds::<List<Recorder>>() {
            View::List
        } else if let Some(instance) = object.downcast_ref::<Instance>() {
            let number = instance.class().layout().number;
            View::Instance(ClassId(u16::try_from(number).expect("a class's number")))
        } else if object.holds::<Tuple<Recorder>>() {
            View::Tuple
        } else if object.holds::<Dict<Recorder>>() {
            View::Dict
        } else if let Some(text) = object.downcast_ref::<Text<Recorder>>() {
            View::Text(Cow::Borrowed(text.as_str()))
        } else if object.holds::<NoneValue>() {
            View::None
        } else if let Some(value) = object.downcast_ref::<Bool>() {
            View::Bool(value.0)
        } else if let Some(value) = object.downcast_ref::<Float>() {
            View::Float(value.0)
        } else if object.holds::<Set<Recorder>>() {
            View::Set
        } else if object.holds::<WeakReference>() {
            View::WeakReference
        } else {
            View::Frame
        }
    }
    fn len(&self, container: &Object) -> usize {
        if let Some(list) = container.downcast_ref::<List<Recorder>>() {
            list.len()
        } else if let Some(tuple) = container.downcast_ref::<Tuple<Recorder>>() {
            tuple.len()
        } else if let Some(dict) = container.downcast_ref::<Dict<Recorder>>() {
            dict.len()
        } else {
            self.set_of(container).len()
        }
    }
    fn item(&self, sequence: &Object, index: usize) -> Object {
        let item = match sequence.downcast_ref::<Tuple<Recorder>>() {
            Some(tuple) => tuple.get(index),
            None => self.list_of(sequence).get(index),
        };
        item.expect("the index is in range")
    }
    fn dict_items(&self, dict: &Object) -> Vec<(Key, Object)> {
        let items = self.dict_items_of(self.dict_of(dict));
        items.into_iter().map(|(key, value)| (self.program_key(&key), value)).collect()
    }
    fn dict_item(&self, dict: &Object, key: &Key) -> Option<Object> {
        self.dict_of(dict).get(&self.key(key))
    }
    fn set_items(&self, set: &Object) -> Vec<Object> {
        let mut items = Vec::with_capacity(self.len(set));
        self.set_of(set).elements(&mut |_, element| items.push(element.clone()));
        items
    }
    fn set_contains(&self, set: &Object, hash: i64, equal: Equal<'_, Self>) -> bool {
        self.set_of(set).contains(hash, equal)
    }
    fn attribute(&self, instance: &Object, attribute: Attribute) -> Option<Object> {
        self.instance_of(instance).get(attribute.0.into())
    }
    fn attributes(&self, instance: &Object) -> Vec<(Attribute, Object)> {
        let mut attributes = Vec::new();
        let mut add = |attribute: u32, value: &Object| {
            let attribute = Attribute(u16::try_from(attribute).expect("an attribute's number"));
            attributes.push((attribute, value.clone()));
        };
        let instance = self.instance_of(instance);
        match instance.dict() {
            Some(dict) => dict.items(&mut |key, value| {
                if let HeapKey::Attribute(attribute) = key {
                    add(*attribute, value);
                }
            }),
            None => instance.inline_attributes(&mut add),
        }
        attributes
    }
    fn referent(&self, weak_reference: &Object) -> Option<Object> {
        weak_reference.downcast_ref::<WeakReference>().expect("a weak reference is given").upgrade()
    }

    fn list_set(&self, list: &Object, index: usize, item: Object) -> Object {
        self.list_of(list).set(index, item)
    }
    fn list_insert(&self, list: &Object, index: usize, item: Object) {
        let list = self.list_of(list);
        list.try_reserve(1).expect(NO_MEMORY);
        list.insert(index, item);
    }
    fn list_remove(&self, list: &Object, index: usize) -> Object {
        self.list_of(list).remove(index)
    }
    fn list_extend(&self, list: &Object, items: Vec<Object>) {
        let list = self.list_of(list);
        list.try_reserve(items.len()).expect(NO_MEMORY);
        list.extend(items);
    }
    fn dict_set(&self, dict: &Object, key: &Key, value: Object) -> Option<Object> {
        self.dict_of(dict).insert(self.key(key), value).expect(NO_MEMORY)
    }
    fn dict_remove(&self, dict: &Object, key: &Key) -> Option<Object> {
        self.dict_of(dict).remove(&self.key(key))
    }
    fn set_add(
        &self,
        set: &Object,
        hash: i64,
        item: Object,
        equal: Equal<'_, Self>,
    ) -> Option<Object> {
        let added = self.set_of(set).add(hash, item.clone(), equal).expect(NO_MEMORY);
        (!added).then_some(item)
    }
    fn set_pop(&self, set: &Object) -> Option<Object> {
        self.set_of(set).pop()
    }
    fn clear(&self, container: &Object) {
        if let Some(list) = container.downcast_ref::<List<Recorder>>() {
            list.clear();
        } else if let Some(dict) = container.downcast_ref::<Dict<Recorder>>() {
            dict.clear();
        } else {
            self.set_of(container).clear();
        }
    }
    fn set_attribute(
        &self,
        instance: &Object,
        attribute: Attribute,
        value: Object,
    ) -> Option<Object> {
        self.instance_of(instance).set(attribute.0.into(), value).expect(NO_MEMORY)
    }
    fn delete_attribute(&self, instance: &Object, attribute: Attribute) -> Option<Object> {
        self.instance_of(instance).remove(attribute.0.into())
    }
    fn materialise(&self, instance: &Object) {
        drop(self.instance_of(instance).materialise().expect(NO_MEMORY));
    }
    fn copy_attributes(&self, from: &Object, to: &Object) {
        let source = self.instance_of(from).materialise().expect(NO_MEMORY);
        let items = self.dict_items_of(&source);
        let dict = if source.has_layout() {
            self.instance_of(to).materialise().expect(NO_MEMORY)
        } else {
            self.own_table(to, items.len())
        };
        for (key, value) in items {
            drop(dict.insert(key, value).expect(NO_MEMORY));
        }
    }
    fn fill_attributes(&self, instance: &Object, attributes: Vec<(Attribute, Object)>) {
        let dict = self.own_table(instance, attributes.len());
        for (attribute, value) in attributes {
            drop(dict.insert(HeapKey::Attribute(attribute.0.into()), value).expect(NO_MEMORY));
        }
    }

    fn reference_count(&self, object: &Object) -> usize {
        usize::try_from(object.reference_count()).expect("a count fits")
    }
    fn is_tracked(&self, object: &Object) -> bool {
        object.is_tracked()
    }
    fn is_finalized(&self, object: &Object) -> bool {
        object.is_finalized()
    }
    fn referents_len(&self, object: &Object) -> usize {
        if let Some(dict) = object.downcast_ref::<Dict<Recorder>>() {
            // Keys are visited, too, unless all are texts.
            let mut ints = false;
            dict.items(&mut |key, _| ints |= matches!(key, HeapKey::Int(_)));
            return if ints { 2 * dict.len() } else { dict.len() };
        }
        // The class is no object of this heap.
        let mut count = usize::from(object.holds::<Instance>());
        object.referents(&mut |_| count += 1);
        count
    }

    fn collect(&self, number: u8) -> usize {
        self.heap.collect(generation(number))
    }
    fn set_enabled(&self, enabled: bool) {
        if enabled { self.heap.enable() } else { self.heap.disable() }
    }
    fn set_thresholds(&self, thresholds: [u32; 3]) {
        self.heap.set_thresholds(thresholds);
    }
    fn freeze(&self) {
        self.heap.freeze().expect("lists of objects are not made to fail");
    }
    fn unfreeze(&self) {
        self.heap.unfreeze().expect("lists of objects are not made to fail");
    }
    fn set_save_all(&self, save_all: bool) {
        self.heap.set_save_all(save_all);
    }
    fn clear_garbage(&self) {
        self.heap.clear_garbage();
    }
    fn garbage_len(&self) -> usize {
        self.heap.garbage_len()
    }
    fn freeze_count(&self) -> usize {
        self.heap.freeze_count()
    }
    fn collector(&self) -> CollectorState {
        self.collector_state()
    }
    fn objects_in(&self, number: u8) -> Vec<Object> {
        let mut objects = Vec::new();
        self.heap.tracked_objects(generation(number), &mut |object| objects.push(object.clone()));
        objects
    }

    fn observe(&self, observation: &mut Observation) {
        self.write_observation(observation);
    }
    fn objects_live(&self) -> usize {
        self.heap.objects_live() - self.heap.hooks().hidden_live()
    }
    fn check(&self) -> Result<(), Violation> {
        self.heap.check().map_err(|violation| Violation {
            invariant: violation.invariant.into(),
            found: violation.found,
        })
    }

    fn prepare(&self, demand: &[Need<Object>]) -> Result<(), OutOfMemory> {
        self.arm();
        self.reserve(demand)
    }
    fn settle(&self) {
        self.heap.settle();
    }
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
        finalizer: class.finalizer.as_ref().map(
            |_| -> twinheap_impl::python::Finalizer<Recorder> {
                Rc::new(move |object: &Object| runtime.finalize(id, object))
            },
        ),
    })
}
