//! Python's kinds: order of release, tracking, layouts, memory.

use std::rc::Rc;

use super::{Class, ClassLayout, Dict, Frame, Instance, Int, Key, List, Set, Text, Tuple};
use crate::testing::*;
use crate::{Gc, Generation};

fn text(key: &str) -> Key {
    Key::Text(key.into())
}

fn int(heap: &TestHeap, value: i128) -> TestObject {
    heap.allocate(Int(value)).unwrap().into()
}

fn value(object: &TestObject) -> i128 {
    object.downcast_ref::<Int>().unwrap().0
}

#[test]
fn a_list_shifts_and_returns_what_it_displaces() {
    let heap = heap();
    let items = list(&heap, [1, 2, 3].map(|item| int(&heap, item)));
    items.try_reserve(2).unwrap();
    items.insert(0, int(&heap, 0));
    items.extend([int(&heap, 4)]);
    assert_eq!(value(&items.set(2, int(&heap, 20))), 2);
    assert_eq!(value(&items.remove(1)), 1);
    assert_eq!(value(&items.pop().unwrap()), 4);
    let left: Vec<_> = (0..items.len()).map(|index| value(&items.get(index).unwrap())).collect();
    assert_eq!(left, [0, 20, 3]);
    drop(items);
    finish(&heap);
}

#[test]
fn a_dict_keeps_the_order_of_insertion_and_releases_in_it() {
    let (heap, log) = (heap(), Log::default());
    let dict = Dict::new(&heap, 0).unwrap();
    for name in ["a", "b", "c"] {
        drop(dict.insert(text(name), named(&heap, &log, name).into()).unwrap());
    }
    drop(dict.remove(&text("a")));
    drop(dict.insert(text("a"), named(&heap, &log, "again").into()).unwrap());
    drop(dict.insert(text("b"), named(&heap, &log, "new").into()).unwrap());
    assert_eq!(log.take(), "a b");
    drop(dict);
    assert_eq!(log.take(), "new c again");
    finish(&heap);
}

#[test]
fn a_large_dict_finds_its_keys_after_many_removals() {
    let heap = heap();
    let dict = Dict::new(&heap, 0).unwrap();
    for round in 0..5_i64 {
        for key in 0..200 {
            drop(dict.insert(Key::Int(key), int(&heap, i128::from(key + round))).unwrap());
        }
        for key in (0..200).filter(|key| key % 3 != 0) {
            assert_eq!(
                dict.remove(&Key::Int(key)).map(|found| value(&found)),
                Some(i128::from(key + round))
            );
        }
        assert_eq!(dict.len(), 67);
        assert!(dict.get(&Key::Int(1)).is_none());
        assert_eq!(value(&dict.get(&Key::Int(99)).unwrap()), i128::from(99 + round));
    }
    dict.clear();
    assert!(dict.is_empty());
    drop(dict);
    finish(&heap);
}

/// Each line is a history of a set of ints in CPython 3.11 (a: add, r: remove, p: pop, c: copy, x: clear), then its order.
const SET_ORDERS: &str = include_str!("set_orders.txt");

#[test]
fn sets_have_the_order_of_cpython() {
    for line in SET_ORDERS.lines() {
        let heap = heap();
        let (history, expected) = line.split_once(" = ").unwrap();
        let mut set = Set::new(&heap).unwrap();
        for op in history.split(' ') {
            let number: i64 = op[1..].parse().unwrap();
            let equal = &mut |other: &TestObject| value(other) == i128::from(number);
            match &op[..1] {
                "a" => drop(set.add(number, int(&heap, number.into()), equal).unwrap()),
                "r" => assert!(set.remove(number, equal).is_some()),
                "p" => assert_eq!(value(&set.pop().unwrap()), i128::from(number), "{history}"),
                "c" => set = set.copy(&heap).unwrap(),
                _ => set.clear(),
            }
        }
        let mut found = Vec::new();
        set.elements(&mut |hash, _| found.push(hash.to_string()));
        assert_eq!(found.join(" "), expected, "after {history}");
        drop(set);
        finish(&heap);
    }
}

#[test]
fn a_set_asks_for_the_blocks_that_it_announces() {
    let heap = heap();
    for len in [0, 1, 4, 5, 18, 19, 200] {
        let sizes: Vec<usize> = Set::<Observer>::demand(len).collect();
        heap.prepare(&sizes).unwrap();
        let requests = heap.requests();
        let set = Set::new(&heap).unwrap();
        for number in 0..i64::try_from(len).unwrap() {
            heap.prepare(&Int::demand::<Observer>().collect::<Vec<_>>()).unwrap();
            let element = int(&heap, number.into());
            heap.settle();
            assert!(set.add(number, element, &mut |_| false).unwrap());
        }
        assert_eq!(heap.requests() - requests, len as u64);
        heap.settle();
        let copied: Vec<usize> = set.demand_copy().collect();
        heap.prepare(&copied).unwrap();
        let requests = heap.requests();
        drop(set.copy(&heap).unwrap());
        assert_eq!(heap.requests(), requests);
        heap.settle();
    }
    finish(&heap);
}

#[test]
fn attributes_are_released_in_the_order_of_the_class() {
    let (heap, log) = (heap(), Log::default());
    let class = plain();
    let first = instance(&heap, &class);
    set(&first, A, named(&heap, &log, "first.a"));
    set(&first, B, named(&heap, &log, "first.b"));
    let second = instance(&heap, &class);
    set(&second, B, named(&heap, &log, "second.b"));
    set(&second, A, named(&heap, &log, "second.a"));
    drop((first, second));
    assert_eq!(log.take(), "first.a first.b second.a second.b");
    finish(&heap);
}

#[test]
fn slots_are_released_before_attributes() {
    let (heap, log) = (heap(), Log::default());
    let class = Class::new(ClassLayout { slots: vec![B], ..layout() });
    let object = instance(&heap, &class);
    set(&object, A, named(&heap, &log, "attribute"));
    set(&object, B, named(&heap, &log, "slot"));
    drop(object);
    assert_eq!(log.take(), "slot attribute");
    finish(&heap);
}

#[test]
fn a_materialised_dict_keeps_the_layout_and_is_one_object_more() {
    let (heap, log) = (heap(), Log::default());
    let class = plain();
    set(&instance(&heap, &class), A, int(&heap, 0));
    let object = instance(&heap, &class);
    set(&object, B, named(&heap, &log, "b"));
    set(&object, NEXT, object.clone());
    let dict = object.materialise().unwrap();
    assert!(dict.object().is_tracked());
    assert!(object.materialise().unwrap().object().is(dict.object()));
    set(&object, A, named(&heap, &log, "a"));
    assert_eq!((dict.len(), object.get(A).is_some()), (3, true));
    let mut order = Vec::new();
    dict.items(&mut |key, _| order.push(key.clone()));
    assert_eq!(order, [B, NEXT, A].map(Key::Attribute));
    drop((dict, object));
    assert_eq!(heap.collect(Generation::Old), 4);
    // Finalizers in the order of the list: b is older than the dict's a.
    assert_eq!(log.take(), "b a");
    finish(&heap);
}

#[test]
fn a_dict_of_attributes_is_tracked_when_it_is_given_a_container() {
    let heap = heap();
    let object = instance(&heap, &plain());
    set(&object, A, int(&heap, 1));
    let dict = object.materialise().unwrap();
    assert!(!dict.object().is_tracked());
    set(&object, B, list(&heap, []));
    assert!(dict.object().is_tracked());
    drop((object, dict));
    finish(&heap);
}

/// How many attributes fit the layout of a class that has had so many instances, before one goes into a dict.
fn shared_attributes(instances: usize) -> u32 {
    let heap = heap();
    let class = plain();
    let objects: Vec<_> = (0..instances).map(|_| instance(&heap, &class)).collect();
    let shared = (0..100).find(|attribute| {
        set(&objects[0], *attribute, int(&heap, 0));
        objects[0].dict().is_some()
    });
    drop(objects);
    finish(&heap);
    shared.unwrap()
}

#[test]
fn instances_take_room_from_the_layout_of_their_class() {
    assert_eq!([1, 5, 29, 40].map(shared_attributes), [29, 25, 1, 1]);
}

#[test]
fn an_attribute_without_room_in_the_layout_moves_all_into_a_dict_in_the_order_of_assignment() {
    let (heap, log) = (heap(), Log::default());
    let class = plain();
    let objects: Vec<_> = (0..28).map(|_| instance(&heap, &class)).collect();
    set(&objects[0], A, int(&heap, 0));
    set(&objects[0], B, int(&heap, 0));
    let object = &objects[1];
    set(object, B, named(&heap, &log, "b"));
    set(object, A, named(&heap, &log, "a"));
    assert!(object.dict().is_none());
    set(object, 7, named(&heap, &log, "more"));
    assert!(object.dict().is_some());
    drop(objects);
    assert_eq!(log.take(), "b a more");
    finish(&heap);
}

#[test]
fn a_frame_releases_its_slots_in_order() {
    let (heap, log) = (heap(), Log::default());
    let slots = [Some(named(&heap, &log, "a").into()), None, Some(named(&heap, &log, "b").into())];
    drop(Frame::new(&heap, slots).unwrap());
    assert_eq!(log.take(), "a b");
    finish(&heap);
}

#[test]
fn a_cleared_instance_takes_attributes_again() {
    let heap = heap();
    let object = instance(&heap, &plain());
    set(&object, A, int(&heap, 1));
    drop(object.materialise().unwrap());
    crate::Trace::clear(&*object);
    assert!(object.get(A).is_none() && object.dict().is_none());
    set(&object, A, int(&heap, 2));
    assert_eq!(value(&object.get(A).unwrap()), 2);
    drop(object);
    finish(&heap);
}

const MANY: usize = 1_000_000;

/// Makes a chain of many objects, each of which holds the one before.
fn chain(heap: &TestHeap, link: impl Fn(&TestHeap, TestObject) -> TestObject) -> TestObject {
    let mut chain = int(heap, 0);
    for _ in 0..MANY {
        chain = link(heap, chain);
    }
    chain
}

fn production() -> TestHeap {
    let checking = crate::alloc::Checking::Off;
    let config = crate::Config { automatic: false, checking, ..crate::Config::default() };
    TestHeap::new(config, Observer::default())
}

fn link_list(heap: &TestHeap, next: TestObject) -> TestObject {
    List::new(heap, [next]).unwrap().into()
}

fn link_tuple(heap: &TestHeap, next: TestObject) -> TestObject {
    Tuple::new(heap, [next]).unwrap().into()
}

fn link_dict(heap: &TestHeap, next: TestObject) -> TestObject {
    let dict = Dict::new(heap, 1).unwrap();
    drop(dict.insert(Key::Int(0), next).unwrap());
    dict.into()
}

fn link_instances(class: &Rc<Class<Observer>>) -> impl Fn(&TestHeap, TestObject) -> TestObject {
    let class = Rc::clone(class);
    move |heap, next| {
        let object = instance(heap, &class);
        set(&object, NEXT, next);
        object.into()
    }
}

#[test]
fn long_chains_die_in_constant_stack() {
    let heap = production();
    drop(chain(&heap, link_list));
    drop(chain(&heap, link_tuple));
    drop(chain(&heap, link_dict));
    drop(chain(&heap, link_instances(&plain())));
    assert_eq!(heap.objects_live(), 0);
    finish(&heap);
}

#[test]
fn a_long_ring_is_collected_in_constant_stack() {
    let heap = production();
    let class = plain();
    let start = instance(&heap, &class);
    let link = link_instances(&class);
    let mut last: TestObject = start.clone().into();
    for _ in 0..MANY {
        last = link(&heap, last);
    }
    set(&start, NEXT, last);
    drop(start);
    assert_eq!(heap.collect(Generation::Old), MANY + 1);
    finish(&heap);
}

/// Everything that asks for memory, in one program. Fails where memory does, and must leave no trace of it.
fn ask_for_everything(heap: &TestHeap, log: &Log) -> Result<(), crate::alloc::OutOfMemory> {
    let class = plain();
    let object = Instance::new(heap, &class)?;
    let number: TestObject = heap.allocate(Int(1))?.into();
    let text: TestObject = Text::new(heap, &["te", "xt"])?.into();
    let items = List::new(heap, [object.clone().into(), number.clone()])?;
    items.try_reserve(1)?;
    items.append(items.object().clone());
    let dict = Dict::new(heap, 0)?;
    for key in 0..12 {
        drop(dict.insert(Key::Int(key), number.clone())?);
    }
    drop(dict.insert(self::text("list"), items.clone().into())?);
    for attribute in 0..40 {
        drop(object.set(attribute, text.clone())?);
    }
    drop(object.set(NEXT, dict.clone().into())?);
    drop(object.materialise()?.insert(Key::Attribute(77), items.into())?);
    let elements = Set::new(heap)?;
    for hash in 0..30 {
        elements.add(hash, dict.clone().into(), &mut |_| false)?;
    }
    let seen = log.clone();
    let callback = super::Function::new(heap, Rc::new(move |_| seen.push("called")))?;
    let reference: Option<Gc<_, _>> =
        heap.weak_reference(object.object(), Some(callback.into()))?;
    let frame = Frame::new(heap, [reference.map(Into::into), Some(elements.copy(heap)?.into())])?;
    drop(object.set(A, Tuple::new(heap, [frame.into()])?.into())?);
    Ok(())
}

#[test]
fn every_failing_request_leaves_the_heap_in_order() {
    let mut request = 0;
    loop {
        let (heap, log) = (heap(), Log::default());
        heap.fail_at(Some(request));
        let result = ask_for_everything(&heap, &log);
        heap.fail_at(None);
        heap.check().unwrap();
        finish(&heap);
        if result.is_ok() {
            break;
        }
        request += 1;
    }
    assert!(request > 35, "only {request} requests were made");
}
