//! Tracking and collections: section 4 of the rules, by behaviour.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::{Generation, Membership};
use crate::object::Mark;
use crate::python::{Dict, Int, Key, Tuple};
use crate::testing::*;

/// Makes a ring of instances through [`NEXT`], each with a name, and drops it.
fn drop_ring(heap: &TestHeap, log: &Log, names: &[&str]) {
    let ring: Vec<_> = names.iter().map(|name| named(heap, log, name)).collect();
    for (index, link) in ring.iter().enumerate() {
        set(link, NEXT, ring[(index + 1) % ring.len()].clone());
    }
}

fn int(heap: &TestHeap, value: i128) -> TestObject {
    heap.allocate(Int(value)).unwrap().into()
}

#[test]
fn a_ring_is_collected_with_its_finalizers_in_the_order_of_creation() {
    let (heap, log) = (heap(), Log::default());
    drop_ring(&heap, &log, &["a", "b", "c"]);
    assert_eq!((log.take().as_str(), heap.objects_live()), ("", 3));
    assert_eq!(heap.collect(Generation::Old), 3);
    assert_eq!(log.take(), "a b c");
    finish(&heap);
}

#[test]
fn survivors_go_to_the_next_older_generation() {
    let heap = heap();
    let kept = list(&heap, []);
    let at = |generation| Some(Membership::Generation(generation));
    assert_eq!(kept.object().membership(), at(Generation::Young));
    heap.collect(Generation::Young);
    assert_eq!(kept.object().membership(), at(Generation::Middle));
    heap.collect(Generation::Young);
    assert_eq!(kept.object().membership(), at(Generation::Middle));
    heap.collect(Generation::Middle);
    assert_eq!(kept.object().membership(), at(Generation::Old));
    assert_eq!(heap.long_lived(), (0, 1));
    heap.collect(Generation::Old);
    assert_eq!(heap.long_lived(), (1, 0));
    drop(kept);
    finish(&heap);
}

#[test]
fn a_full_collection_finalizes_old_then_young_then_middle() {
    let (heap, log) = (heap(), Log::default());
    let old = named(&heap, &log, "old");
    heap.collect(Generation::Middle);
    let middle = named(&heap, &log, "middle");
    heap.collect(Generation::Young);
    let young = named(&heap, &log, "young");
    for object in [old, middle, young] {
        set(&object, A, object.clone());
    }
    assert_eq!(heap.collect(Generation::Old), 3);
    assert_eq!(log.take(), "old young middle");
    finish(&heap);
}

#[test]
fn young_garbage_referenced_by_old_garbage_survives_a_young_collection() {
    let heap = heap();
    let old = instance(&heap, &plain());
    set(&old, A, old.clone());
    heap.collect(Generation::Old);
    set(&old, B, list(&heap, []));
    drop(old);
    assert_eq!(heap.collect(Generation::Young), 0);
    assert_eq!(heap.collect(Generation::Old), 2);
    finish(&heap);
}

#[test]
fn survivors_that_are_reached_late_move_behind_the_others() {
    let heap = heap();
    // Each is referenced by the one made after it only, so it shows no reference when its turn comes.
    let a = list(&heap, []);
    let b = list(&heap, [a.into_object()]);
    let c = list(&heap, [b.into_object()]);
    heap.collect(Generation::Young);
    assert_eq!(tags(&heap, Generation::Middle), [2, 1, 0]);
    assert!(heap.hooks().marks.borrow().contains(&Mark::Moved));
    drop(c);
    finish(&heap);
}

/// `import gc; a = []; b = []; t = (b, a); del a, b; gc.collect(0)` leaves `t`, `a`, `b` in generation 1 of CPython 3.11.
#[test]
fn survivors_reached_from_a_tuple_move_in_its_order_of_traversal_the_last_item_first() {
    let heap = heap();
    let (a, b) = (list(&heap, []), list(&heap, []));
    let holder = Tuple::new(&heap, [b.into(), a.into()]).unwrap();
    heap.collect(Generation::Young);
    assert_eq!(tags(&heap, Generation::Middle), [2, 0, 1]);
    drop(holder);
    finish(&heap);
}

#[test]
fn callbacks_come_before_finalizers_and_finalizers_before_clearing() {
    let (heap, log) = (heap(), Log::default());
    let seen = log.clone();
    let class = finalizing(move |this| {
        let this = this.downcast_ref::<crate::python::Instance<Observer>>().unwrap();
        seen.push(if this.get(NEXT).is_some() { "whole" } else { "cleared" });
    });
    let (a, b) = (instance(&heap, &class), instance(&heap, &class));
    set(&a, NEXT, b.clone());
    set(&b, NEXT, a.clone());
    let seen = log.clone();
    let reference = weak_with(&heap, b.object(), move |this| {
        seen.push(format!("callback:{}", this.reference_count()));
    });
    drop((a, b));
    assert_eq!(heap.collect(Generation::Old), 2);
    assert_eq!(log.take(), "callback:3 whole whole");
    assert_eq!(
        heap.hooks().events.take(),
        "cleared3 callback3 finalized0 finalized1 collected2:2+0"
    );
    drop(reference);
    finish(&heap);
}

#[test]
fn a_weak_reference_in_the_garbage_is_cleared_and_not_called_back() {
    let (heap, log) = (heap(), Log::default());
    let (alive, object) = (instance(&heap, &plain()), instance(&heap, &plain()));
    let seen = log.clone();
    let reference = weak_with(&heap, alive.object(), move |_| seen.push("called"));
    set(&object, A, reference);
    set(&object, NEXT, object.clone());
    drop(object);
    assert_eq!(heap.collect(Generation::Old), 2);
    drop(alive);
    assert_eq!(log.take(), "");
    finish(&heap);
}

#[test]
fn a_weak_reference_that_dies_in_its_callback_is_counted() {
    let heap = heap();
    let object = instance(&heap, &plain());
    set(&object, NEXT, object.clone());
    let kept = Rc::new(RefCell::new(None));
    let inside = Rc::clone(&kept);
    let reference = weak_with(&heap, object.object(), move |_| drop(inside.take()));
    *kept.borrow_mut() = Some(reference);
    drop(object);
    assert_eq!(heap.collect(Generation::Old), 2);
    finish(&heap);
}

#[test]
fn a_weak_reference_called_back_moves_behind_the_older_generation() {
    let heap = heap();
    let object = instance(&heap, &plain());
    set(&object, NEXT, object.clone());
    let reference = weak_with(&heap, object.object(), |_| {});
    let other = list(&heap, []);
    heap.collect(Generation::Old);
    drop(object);
    heap.collect(Generation::Old);
    let expected = [other.object().tag(), reference.object().tag()];
    assert_eq!(tags(&heap, Generation::Old), expected);
    drop((other, reference));
    finish(&heap);
}

#[test]
fn what_a_finalizer_makes_reachable_survives_whole_and_is_finalized_once() {
    let (heap, log) = (heap(), Log::default());
    let kept = Rc::new(RefCell::new(None));
    let (keep, seen) = (Rc::clone(&kept), log.clone());
    let class = finalizing(move |this| {
        seen.push("finalized");
        *keep.borrow_mut() = Some(this.clone());
    });
    let object = instance(&heap, &class);
    set(&object, NEXT, object.clone());
    let reference = weak(&heap, object.object());
    drop(object);
    assert_eq!(heap.collect(Generation::Young), 0);
    assert_eq!((log.take().as_str(), state(&reference)), ("finalized", "x"));
    let object = kept.take().unwrap();
    assert_eq!(object.membership(), Some(Membership::Generation(Generation::Middle)));
    drop(object);
    assert_eq!(heap.collect(Generation::Old), 1);
    assert_eq!(log.take(), "");
    drop(reference);
    finish(&heap);
}

#[test]
fn what_dies_by_its_count_in_a_finalizer_is_not_counted() {
    let heap = heap();
    let breaking = finalizing(|this| {
        let this = this.downcast_ref::<crate::python::Instance<Observer>>().unwrap();
        drop(this.remove(NEXT));
    });
    let (a, b) = (instance(&heap, &breaking), instance(&heap, &plain()));
    set(&a, NEXT, b.clone());
    set(&b, NEXT, a.clone());
    drop((a, b));
    assert_eq!(heap.collect(Generation::Old), 0);
    assert_eq!(heap.objects_live(), 0);
    finish(&heap);
}

#[test]
fn a_collection_inside_a_collection_does_nothing() {
    let (heap, log) = (heap(), Log::default());
    let (inside, seen) = (heap.clone(), log.clone());
    let class = finalizing(move |_| seen.push(inside.collect(Generation::Old).to_string()));
    let object = instance(&heap, &class);
    set(&object, NEXT, object.clone());
    drop(object);
    heap.collect(Generation::Old);
    assert_eq!(log.take(), "0");
    assert!(heap.hooks().marks.borrow().contains(&Mark::NestedCollection));
    assert_eq!(heap.statistics()[2].collections, 1);
    finish(&heap);
}

#[test]
fn frozen_objects_are_not_looked_at_and_still_die_by_their_count() {
    let heap = heap();
    let ring = instance(&heap, &plain());
    set(&ring, NEXT, ring.clone());
    let plain_list = list(&heap, []);
    heap.freeze().unwrap();
    assert_eq!((heap.freeze_count(), heap.counts()), (2, [0, 0, 0]));
    drop((ring, plain_list));
    assert_eq!(heap.freeze_count(), 1);
    assert_eq!(heap.collect(Generation::Old), 0);
    heap.unfreeze().unwrap();
    assert_eq!(heap.collect(Generation::Old), 1);
    finish(&heap);
}

#[test]
fn garbage_is_saved_whole_after_its_finalizers_ran() {
    let (heap, log) = (heap(), Log::default());
    drop_ring(&heap, &log, &["a", "b"]);
    heap.set_save_all(true);
    assert_eq!(heap.collect(Generation::Old), 2);
    assert_eq!(log.take(), "a b");
    heap.set_save_all(false);
    let mut saved = Vec::new();
    heap.garbage(|object| saved.push((object.tag(), object.reference_count())));
    assert_eq!(saved, [(0, 2), (1, 2)]);
    assert_eq!(heap.collect(Generation::Old), 0);
    heap.clear_garbage();
    assert_eq!(heap.collect(Generation::Old), 2);
    finish(&heap);
}

#[test]
fn tuples_are_given_up_in_one_pass_over_each_collection() {
    let heap = heap();
    let inner = Tuple::new(&heap, [int(&heap, 1)]).unwrap();
    let outer = Tuple::new(&heap, [inner.clone().into()]).unwrap();
    let holding = Tuple::new(&heap, [list(&heap, []).into()]).unwrap();
    heap.collect(Generation::Young);
    // The outer one was looked at last, when the inner one was given up already.
    assert!(!inner.object().is_tracked() && !outer.object().is_tracked());
    assert!(holding.object().is_tracked());
    // Without a name of its own the inner one is reached late, so it comes behind the outer one.
    let unnamed = Tuple::new(&heap, [int(&heap, 1)]).unwrap();
    let late = Tuple::new(&heap, [unnamed.into()]).unwrap();
    heap.collect(Generation::Young);
    assert!(late.object().is_tracked() && !late.get(0).unwrap().is_tracked());
    heap.collect(Generation::Middle);
    assert!(!late.object().is_tracked());
    assert!(!Tuple::new(&heap, []).unwrap().object().is_tracked());
    drop((inner, outer, holding, late));
    finish(&heap);
}

#[test]
fn dicts_are_tracked_by_what_they_are_given_and_given_up_by_full_collections() {
    let heap = heap();
    let dict = Dict::new(&heap, 0).unwrap();
    drop(dict.insert(Key::Int(1), int(&heap, 1)).unwrap());
    let atoms = Tuple::constant(&heap, [int(&heap, 2)]).unwrap();
    drop(dict.insert(Key::Int(2), atoms.into()).unwrap());
    assert!(!dict.object().is_tracked());
    drop(dict.insert(Key::Int(3), Dict::new(&heap, 0).unwrap().into()).unwrap());
    assert!(dict.object().is_tracked());
    drop(dict.remove(&Key::Int(3)));
    heap.collect(Generation::Middle);
    assert!(dict.object().is_tracked());
    heap.collect(Generation::Old);
    assert!(!dict.object().is_tracked());
    drop(dict);
    finish(&heap);
}

fn automatic(thresholds: [u32; 3]) -> TestHeap {
    let heap = TestHeap::new(crate::Config::default(), Observer::default());
    heap.set_thresholds(thresholds);
    heap
}

#[test]
fn a_collection_comes_with_the_allocation_after_the_threshold_and_leaves_the_new_object_young() {
    let heap = automatic([5, 2, 10]);
    let mut kept = Vec::new();
    for _ in 0..5 {
        kept.push(list(&heap, []));
    }
    assert_eq!((heap.counts(), heap.statistics()[0].collections), ([5, 0, 0], 0));
    kept.push(list(&heap, []));
    assert_eq!((heap.counts(), heap.statistics()[0].collections), ([0, 1, 0], 1));
    assert_eq!(tags(&heap, Generation::Young), [5]);
    for _ in 0..18 {
        kept.push(list(&heap, []));
    }
    // Every fourth is one of generation 1.
    let collections = heap.statistics().map(|generation| generation.collections);
    assert_eq!(collections, [3, 1, 0]);
    drop(kept);
    finish(&heap);
}

#[test]
fn freed_objects_lower_the_count_and_not_below_zero() {
    let heap = automatic([100, 10, 10]);
    let kept = [list(&heap, []), list(&heap, [])];
    drop(list(&heap, []));
    assert_eq!(heap.counts(), [2, 0, 0]);
    heap.collect(Generation::Young);
    drop(kept);
    assert_eq!(heap.counts(), [0, 1, 0]);
    finish(&heap);
}

#[test]
fn disabled_or_with_a_threshold_of_zero_no_collection_comes() {
    let heap = automatic([1, 1, 1]);
    heap.disable();
    let kept: Vec<_> = (0..10).map(|_| list(&heap, [])).collect();
    heap.enable();
    heap.set_thresholds([0, 1, 1]);
    let more: Vec<_> = (0..10).map(|_| list(&heap, [])).collect();
    assert_eq!(heap.statistics()[0].collections, 0);
    drop((kept, more));
    finish(&heap);
}

#[test]
fn a_full_collection_waits_for_a_quarter_of_new_long_lived_objects() {
    let heap = automatic([1, 0, 0]);
    heap.disable();
    let mut kept: Vec<_> = (0..40).map(|_| list(&heap, [])).collect();
    heap.collect(Generation::Old);
    assert_eq!(heap.long_lived(), (40, 0));
    heap.enable();
    let full = Cell::new(0);
    while heap.statistics()[2].collections == 1 {
        kept.push(list(&heap, []));
        full.set(full.get() + 1);
        if heap.statistics()[2].collections == 1 {
            assert!(heap.long_lived().1 <= 11, "put off for too long: {:?}", heap.long_lived());
        }
    }
    assert!(full.get() > 10);
    assert!(heap.hooks().marks.borrow().contains(&Mark::QuarterRule));
    drop(kept);
    finish(&heap);
}

#[test]
fn objects_made_in_a_collection_are_young_and_no_part_of_it() {
    let heap = heap();
    let made = Rc::new(RefCell::new(None));
    let (keep, inside) = (Rc::clone(&made), heap.clone());
    let class = finalizing(move |this| {
        let around = list(&inside, [this.clone()]);
        let this = this.downcast_ref::<crate::python::Instance<Observer>>().unwrap();
        set(this, A, around.clone());
        *keep.borrow_mut() = Some(weak_probe(&around));
    });
    let object = instance(&heap, &class);
    set(&object, NEXT, object.clone());
    drop(object);
    // The new list points back at the object: that is a reference from outside the set.
    assert_eq!(heap.collect(Generation::Old), 0);
    assert_eq!(made.take(), Some(Some(Membership::Generation(Generation::Young))));
    assert_eq!(heap.collect(Generation::Old), 2);
    drop(class);
    finish(&heap);
}

fn weak_probe(list: &crate::Gc<crate::python::List<Observer>, Observer>) -> Option<Membership> {
    list.object().membership()
}
