//! The heap of `twinheap-impl` as a subject: nothing here but the translation of names.

mod dicts;
mod facts;
mod failing;
mod fixed;
mod observing;
mod recorder;
mod requests;
mod store;
mod tag;

use std::borrow::Cow;
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use twinheap_impl::alloc::Failing;
use twinheap_impl::python::{Bool, Dict, Float, Frame, Int, List, NoneValue, Set, Text, Tuple};
use twinheap_impl::{Gc, Generation, Heap};

use super::interpreter::Runtime;
use super::subject::{Equal, Need, OutOfMemory, Subject, View};
use super::{
    CollectorState, Contract, Fact, Fault, Id, Observation, Reference, Schedule, Settings, Shared,
    Violation, Within, Word,
};
use crate::program::{Attribute, ClassId, FunctionId, Key, Program};
use facts::Facts;
use failing::{Failures, NO_FAILURES, Operation};
use fixed::SharedObjects;
use recorder::Recorder;
pub use store::store;

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
    shared: SharedObjects,
    /// The texts of keys, each once.
    keys: RefCell<BTreeMap<Box<str>, Rc<str>>>,
    /// The dicts whose table is for keys of any type: those that had an int as a key since they were last empty.
    general: RefCell<BTreeSet<Id>>,
    /// Room for the objects of a generation while it is observed.
    ids: RefCell<Vec<Id>>,
    fault: Option<Fault>,
    /// The requests that fail, numbered among all of the heap's.
    failing: Cell<Option<Failing>>,
    failures: Cell<Failures>,
    facts: Facts,
    /// Last, so that it goes after all objects.
    heap: Heap<Recorder>,
}

const NO_MEMORY: &str = "the step reserved memory";

impl Twinheap {
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
}

fn generation(number: u8) -> Generation {
    Generation::ALL[usize::from(number)]
}

fn violation(violation: twinheap_impl::Violation) -> Violation {
    Violation { invariant: violation.invariant.into(), found: violation.found }
}

impl Subject for Twinheap {
    type Ref = Object;

    fn contract() -> Contract {
        Contract::FULL
    }

    fn new(program: &Rc<Program>, settings: &Settings, runtime: Runtime<Self>) -> Self {
        let heap = Heap::new(fixed::config(program, settings), Recorder::new(runtime.clone()));
        let subject = Self {
            program: Rc::clone(program),
            classes: fixed::classes(program, &runtime),
            functions: program.functions.iter().map(|_| OnceCell::new()).collect(),
            shared: [const { OnceCell::new() }; _],
            keys: RefCell::default(),
            general: RefCell::default(),
            ids: RefCell::default(),
            fault: settings.fault.clone(),
            failing: Cell::new(None),
            failures: Cell::new(NO_FAILURES),
            facts: Facts::new(),
            runtime,
            heap,
        };
        // The only one of its like that the collector counts.
        subject.shared(Shared::EmptyTuple);
        subject
    }

    fn begin(&self) {
        // Nothing is tracked yet, so that this only resets the counts.
        self.freeze();
        self.facts.begin(self.counts());
        self.arm();
        if let Some(zeal) = self.program.zeal {
            self.heap.hooks().begin(Schedule::new(zeal));
        }
    }

    fn end(&self) {
        self.disarm();
    }
    fn failures(&self) -> Vec<(&'static str, u64)> {
        self.all_failures()
    }
    fn turn(&self, within: Within) {
        self.facts.turn(self.counts(), within);
    }
    fn facts(&self, tell: &mut dyn FnMut(Fact, u64)) {
        self.facts.tell(self.counts(), tell);
    }

    fn shared(&self, shared: Shared) -> Object {
        self.shared_object(shared).clone()
    }
    fn int(&self, value: i128) -> Object {
        self.sure(Operation::Int, || self.heap.allocate(Int(value))).into_object()
    }
    fn float(&self, value: f64) -> Object {
        self.sure(Operation::Float, || self.heap.allocate(Float(value))).into_object()
    }
    fn text(&self, value: &str) -> Object {
        self.sure(Operation::Text, || Text::new(&self.heap, &[value])).into_object()
    }
    fn tuple(&self, items: Vec<Object>, constant: bool) -> Object {
        let mut items = takeable(items);
        let make = || {
            let items = taken(&mut items);
            if constant {
                Tuple::constant(&self.heap, items)
            } else {
                Tuple::new(&self.heap, items)
            }
        };
        self.sure(Operation::Tuple, make).into_object()
    }
    fn tuple_sum(&self, left: &Object, right: &Object) -> Object {
        let left_len = self.len(left);
        let item = |index: usize| match index.checked_sub(left_len) {
            None => self.item(left, index),
            Some(index) => self.item(right, index),
        };
        let len = left_len + self.len(right);
        let make = || Tuple::new(&self.heap, (0..len).map(item));
        self.sure(Operation::Tuple, make).into_object()
    }
    fn list(&self, items: Vec<Object>) -> Object {
        let mut items = takeable(items);
        self.sure(Operation::List, || List::new(&self.heap, taken(&mut items))).into_object()
    }
    fn list_with_room(&self, capacity: usize) -> Object {
        let make = || List::with_capacity(&self.heap, capacity);
        self.sure(Operation::ListRoom, make).into_object()
    }
    fn dict(&self, capacity: usize) -> Object {
        self.sure(Operation::Dict, || Dict::new(&self.heap, capacity)).into_object()
    }
    fn dict_copy(&self, dict: &Object) -> Object {
        self.copy_of_dict(dict)
    }
    fn set(&self, elements: usize) -> Object {
        let make = || Set::with_room_to_merge(&self.heap, elements);
        self.sure(Operation::Set, make).into_object()
    }
    fn set_copy(&self, set: &Object) -> Object {
        let set = self.set_of(set);
        let copy = || self.at_once(set.demand_copy(), || set.copy(&self.heap));
        self.sure(Operation::SetCopy, copy).into_object()
    }
    fn instance(&self, class: ClassId) -> Object {
        let make = || Instance::new(&self.heap, self.class(class));
        self.sure(Operation::Instance, make).into_object()
    }
    fn weak_reference(&self, referent: &Object, callback: Option<FunctionId>) -> Object {
        let callback = || callback.map(|function| self.function(function).clone());
        let make = || self.heap.weak_reference(referent, callback());
        let made = self.sure(Operation::WeakReference, make);
        made.expect("the referent can have them").into_object()
    }
    fn frame(&self, mut locals: Vec<Option<Object>>) -> Object {
        // No collection starts while an exception is on its way.
        let enabled = self.heap.is_enabled();
        self.set_enabled(false);
        let make = || Frame::new(&self.heap, locals.iter_mut().map(Option::take));
        let frame = self.sure(Operation::Frame, make);
        self.set_enabled(enabled);
        frame.into_object()
    }

    fn frame_set(&self, frame: &Object, slot: usize, value: Option<Object>) -> Option<Object> {
        frame.downcast_ref::<Frame<Recorder>>().expect("a frame is given").set(slot, value)
    }

    fn reference(&self, object: &Object) -> Reference {
        object.tag().reference()
    }
    fn word(&self, object: &Object) -> Word {
        object.tag().word()
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
        self.attributes_of(instance)
    }
    fn referent(&self, weak_reference: &Object) -> Option<Object> {
        weak_reference.downcast_ref::<WeakReference>().expect("a weak reference is given").upgrade()
    }

    fn list_set(&self, list: &Object, index: usize, item: Object) -> Object {
        self.list_of(list).set(index, item)
    }
    fn list_insert(&self, list: &Object, index: usize, item: Object) {
        let list = self.list_of(list);
        self.sure(Operation::ListReserve, || list.try_reserve(1));
        list.insert(index, item);
    }
    fn list_remove(&self, list: &Object, index: usize) -> Object {
        self.list_of(list).remove(index)
    }
    fn list_extend(&self, list: &Object, items: Vec<Object>) {
        let list = self.list_of(list);
        self.sure(Operation::ListReserve, || list.try_reserve(items.len()));
        list.extend(items);
    }
    fn dict_set(&self, dict: &Object, key: &Key, value: Object) -> Option<Object> {
        self.note_key(dict, key);
        let dict = self.dict_of(dict);
        self.sure(Operation::DictInsert, || dict.insert(self.key(key), value.clone()))
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
        let set = self.set_of(set);
        let added = self.sure(Operation::SetAdd, || set.add(hash, item.clone(), equal));
        (!added).then_some(item)
    }
    fn set_pop(&self, set: &Object) -> Option<Object> {
        self.set_of(set).pop()
    }
    fn clear(&self, container: &Object) {
        if let Some(list) = container.downcast_ref::<List<Recorder>>() {
            list.clear();
        } else if let Some(dict) = container.downcast_ref::<Dict<Recorder>>() {
            self.forget_keys(container);
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
        let (instance, attribute) = (self.instance_of(instance), attribute.0.into());
        let mut value = Some(value);
        self.sure(Operation::InstanceSet, || {
            let set = || instance.set(attribute, value.take().expect("it takes no more memory"));
            self.at_once(instance.growth(attribute), set)
        })
    }
    fn delete_attribute(&self, instance: &Object, attribute: Attribute) -> Option<Object> {
        let instance = self.instance_of(instance);
        self.sure(Operation::InstanceRemove, || instance.remove(attribute.0.into()))
    }
    fn materialise(&self, instance: &Object) {
        drop(self.materialised(instance));
    }
    fn copy_attributes(&self, from: &Object, to: &Object) {
        self.update_from(from, to);
    }
    fn fill_attributes(&self, instance: &Object, attributes: Vec<(Attribute, Object)>) {
        self.update(instance, attributes);
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
            // Keys are visited, too, unless the table is one for texts alone.
            return if self.is_general(object) { 2 * dict.len() } else { dict.len() };
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
        self.sure(Operation::Freeze, || self.heap.freeze());
    }
    fn unfreeze(&self) {
        self.sure(Operation::Unfreeze, || self.heap.unfreeze());
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
        self.heap.tracked_objects(generation(number), |object| objects.push(object.clone()));
        objects
    }

    fn observe(&self, observation: &mut Observation) {
        self.write_observation(observation);
    }
    fn objects_live(&self) -> usize {
        self.heap.objects_live() - self.heap.hooks().hidden_live()
    }
    fn check(&self) -> Result<(), Violation> {
        self.heap.check().map_err(violation)
    }

    fn check_inside(&self) -> Result<(), Violation> {
        self.heap.check_inside().map_err(violation)
    }

    fn prepare(&self, demand: &[Need<Object>]) -> Result<(), OutOfMemory> {
        self.reserve(demand)
    }
    fn settle(&self) {
        self.heap.settle();
    }
}

impl Drop for Twinheap {
    /// Reclaims the cycles that a program has left, with finalizers that do nothing any more: objects that stay would keep
    /// the heap's memory for good.
    fn drop(&mut self) {
        if !std::thread::panicking() && self.objects_live() > 0 {
            self.clear_garbage();
            self.unfreeze();
            self.set_save_all(false);
            self.collect(2);
        }
    }
}

/// Items that are taken out one by one, and stay where they are if none is: what is tried again needs them still, and bodies
/// that run meanwhile count each reference once.
fn takeable(items: Vec<Object>) -> Vec<Option<Object>> {
    items.into_iter().map(Some).collect()
}

fn taken(items: &mut [Option<Object>]) -> impl ExactSizeIterator<Item = Object> {
    items.iter_mut().map(|item| item.take().expect("an item is taken once"))
}
