//! Counts, deaths, finalizers, weak references: sections 2 and 3 of the rules, by behaviour.

use std::cell::RefCell;
use std::rc::Rc;

use super::{Mark, NESTING_MAX};
use crate::testing::*;
use crate::{Generation, NoHooks, Object};

#[test]
fn a_reference_is_one_word_and_a_header_three() {
    assert_eq!(size_of::<Object>(), size_of::<usize>());
    assert_eq!(size_of::<super::header::Header<NoHooks>>(), 24);
}

#[test]
fn clones_are_counted_and_the_last_drop_deallocates_at_once() {
    let (heap, log) = (heap(), Log::default());
    let object = named(&heap, &log, "a");
    let clone = object.clone();
    assert_eq!(object.object().reference_count(), 2);
    drop(object);
    assert_eq!(log.take(), "");
    drop(clone);
    assert_eq!(log.take(), "a");
    finish(&heap);
}

#[test]
fn lists_and_tuples_release_from_the_last_to_the_first() {
    let (heap, log) = (heap(), Log::default());
    let three = || ["a", "b", "c"].map(|name| named(&heap, &log, name).into());
    drop(list(&heap, three()));
    assert_eq!(log.take(), "c b a");
    drop(crate::python::Tuple::new(&heap, three()).unwrap());
    assert_eq!(log.take(), "c b a");
    let cleared = list(&heap, three());
    cleared.clear();
    assert_eq!(log.take(), "c b a");
    drop(cleared);
    finish(&heap);
}

#[test]
fn a_finalizer_sees_its_container_emptied_and_may_fill_it_again() {
    let (heap, log) = (heap(), Log::default());
    let kept = list(&heap, []);
    let (weak_kept, seen, heap_inside) = (weak_list(&kept), log.clone(), heap.clone());
    let class = finalizing(move |_| {
        let kept = weak_kept.borrow();
        seen.push(format!("len{}", kept.len()));
        kept.try_reserve(1).unwrap();
        kept.append(list(&heap_inside, []).into());
    });
    kept.try_reserve(1).unwrap();
    kept.append(instance(&heap, &class).into());
    kept.clear();
    assert_eq!(log.take(), "len0");
    assert_eq!(kept.len(), 1);
    drop(kept);
}

/// A second reference to a list, for a closure.
fn weak_list(
    list: &crate::Gc<crate::python::List<Observer>, Observer>,
) -> Rc<RefCell<crate::Gc<crate::python::List<Observer>, Observer>>> {
    Rc::new(RefCell::new(list.clone()))
}

#[test]
fn a_resurrected_object_is_the_youngest_and_is_finalized_once() {
    let heap = heap();
    let kept = Rc::new(RefCell::new(Vec::new()));
    let keep = Rc::clone(&kept);
    let class = finalizing(move |this| {
        assert_eq!(this.reference_count(), 1);
        assert!(this.is_tracked() && !this.is_finalized());
        keep.borrow_mut().push(this.clone());
    });
    let object = instance(&heap, &class);
    let reference = weak(&heap, object.object());
    let _other = list(&heap, []);
    heap.collect(Generation::Old);
    drop(object);
    assert_eq!(heap.hooks().marks.borrow().last(), Some(&Mark::Resurrected));
    assert_eq!(state(&reference), "o");
    let object = kept.borrow_mut().pop().unwrap();
    assert!(object.is_finalized());
    assert_eq!(tags(&heap, Generation::Young), [0]);
    heap.check().unwrap();
    drop(object);
    assert_eq!(state(&reference), "x");
    assert!(kept.borrow().is_empty());
    drop((reference, _other));
    finish(&heap);
}

#[test]
fn deaths_nested_deeper_than_the_limit_come_in_chunks_the_last_one_first() {
    let expected = |depth: u32| -> Vec<u32> {
        let mut order: Vec<u32> = (0..NESTING_MAX - 1).rev().collect();
        order.push(NESTING_MAX - 1);
        order.extend((NESTING_MAX..depth).rev());
        order
    };
    let (heap, log) = (heap(), Log::default());
    let mut chain: Option<TestObject> = None;
    for level in (0..60).rev() {
        let link = named(&heap, &log, &level.to_string()).into();
        chain =
            Some(list(&heap, [Some(link), chain].into_iter().flatten().collect::<Vec<_>>()).into());
    }
    drop(chain);
    let order: Vec<u32> = log.take().split(' ').map(|level| level.parse().unwrap()).collect();
    assert_eq!(order, expected(60));
    assert!(heap.hooks().marks.borrow().contains(&Mark::Deferred));
    finish(&heap);
}

#[test]
fn a_weak_reference_to_a_deferred_object_reads_as_dead_until_it_is_finalized() {
    let (heap, log) = (heap(), Log::default());
    let reference = Rc::new(RefCell::new(None));
    let (inside, seen) = (Rc::clone(&reference), log.clone());
    let deep = instance(
        &heap,
        &finalizing(move |_| {
            seen.push(format!("finalizer:{}", state(inside.borrow().as_ref().unwrap())));
        }),
    );
    let seen = log.clone();
    let weak = weak_with(&heap, deep.object(), move |_| seen.push("callback"));
    *reference.borrow_mut() = Some(weak.clone());
    let (inside, seen) = (Rc::clone(&reference), log.clone());
    let shallow = instance(
        &heap,
        &finalizing(move |_| {
            seen.push(format!("before:{}", state(inside.borrow().as_ref().unwrap())));
        }),
    );
    let mut chain: TestObject = deep.into();
    for _ in 0..NESTING_MAX - 1 {
        chain = list(&heap, [chain]).into();
    }
    // The outermost list releases the chain first, the witness after it.
    drop(list(&heap, [shallow.into(), chain]));
    assert_eq!(log.take(), "before:x finalizer:o callback");
    reference.take();
    drop(weak);
    finish(&heap);
}

#[test]
fn weak_references_without_a_callback_are_shared_and_come_first() {
    let heap = heap();
    let object = instance(&heap, &plain());
    let first = weak_with(&heap, object.object(), |_| {});
    let basic = weak(&heap, object.object());
    let second = weak_with(&heap, object.object(), |_| {});
    assert!(basic.object().is(weak(&heap, object.object()).object()));
    let mut order = Vec::new();
    object.object().weak_references(&mut |reference| order.push(reference.tag()));
    let expected: Vec<u32> = [&basic, &second, &first].map(|weak| weak.object().tag()).into();
    assert_eq!(order, expected);
    heap.check().unwrap();
    drop((basic, second));
    heap.check().unwrap();
    drop((object, first));
    finish(&heap);
}

#[test]
fn all_weak_references_are_dead_before_the_first_callback_and_the_newest_is_called_first() {
    let (heap, log) = (heap(), Log::default());
    let object = instance(&heap, &plain());
    let references = Rc::new(RefCell::new(Vec::new()));
    for name in ["a", "b"] {
        let (log, all) = (log.clone(), Rc::clone(&references));
        let reference = weak_with(&heap, object.object(), move |this| {
            let states: String = all.borrow().iter().map(state).collect();
            log.push(format!("{name}:{states}:{}", this.reference_count()));
        });
        references.borrow_mut().push(reference);
    }
    drop(object);
    // Held by the list, by the call, and by the temporaries that CPython makes when there are several.
    assert_eq!(log.take(), "b:xx:3 a:xx:3");
    let other = instance(&heap, &plain());
    let counts = log.clone();
    let single = weak_with(&heap, other.object(), move |this| {
        counts.push(this.reference_count().to_string());
    });
    drop(other);
    assert_eq!(log.take(), "2");
    drop((references.take(), single));
    finish(&heap);
}

#[test]
fn a_callback_that_drops_a_waiting_weak_reference_does_not_stop_its_callback() {
    let (heap, log) = (heap(), Log::default());
    let object = instance(&heap, &plain());
    let kept = Rc::new(RefCell::new(Vec::new()));
    for name in ["a", "b"] {
        let (log, all) = (log.clone(), Rc::clone(&kept));
        let reference = weak_with(&heap, object.object(), move |_| {
            log.push(name);
            all.borrow_mut().clear();
        });
        kept.borrow_mut().push(reference);
    }
    drop(object);
    assert_eq!(log.take(), "b a");
    finish(&heap);
}

#[test]
fn a_weak_reference_on_its_own_referent_is_called_back_at_death() {
    let (heap, log) = (heap(), Log::default());
    let object = instance(&heap, &plain());
    let seen = log.clone();
    set(&object, A, weak_with(&heap, object.object(), move |_| seen.push("called")));
    drop(object);
    assert_eq!(log.take(), "called");
    finish(&heap);
}

#[test]
fn a_dropped_weak_reference_is_never_called_back() {
    let (heap, log) = (heap(), Log::default());
    let object = instance(&heap, &plain());
    let seen = log.clone();
    drop(weak_with(&heap, object.object(), move |_| seen.push("called")));
    drop(object);
    assert_eq!(log.take(), "");
    finish(&heap);
}

#[test]
fn a_weak_reference_made_by_a_finalizer_is_called_back() {
    let (heap, log) = (heap(), Log::default());
    let made = Rc::new(RefCell::new(None));
    let (keep, inside, seen) = (Rc::clone(&made), heap.clone(), log.clone());
    let class = finalizing(move |this| {
        let seen = seen.clone();
        *keep.borrow_mut() = Some(weak_with(&inside, this, move |_| seen.push("called")));
    });
    drop(instance(&heap, &class));
    assert_eq!(log.take(), "called");
    made.take();
    drop(class);
    finish(&heap);
}

#[test]
fn kinds_without_room_have_no_weak_references() {
    let heap = heap();
    let object: TestObject = list(&heap, []).into();
    assert!(heap.weak_reference(&object, None).unwrap().is_none());
    let slots = crate::python::Class::new(crate::python::ClassLayout {
        weakly_referenceable: false,
        ..layout()
    });
    let object = instance(&heap, &slots);
    assert!(heap.weak_reference(object.object(), None).unwrap().is_none());
    drop(object);
}

#[test]
fn the_census_is_in_the_order_of_creation_and_without_the_dead() {
    let heap = heap();
    let mut objects: Vec<_> = (0..100).map(|_| list(&heap, [])).collect();
    let mut index = 0;
    objects.retain(|_| {
        index += 1;
        index % 3 == 0
    });
    let more = list(&heap, []);
    let mut found = Vec::new();
    heap.live_objects(|object| found.push(object.tag()));
    let expected: Vec<u32> =
        objects.iter().chain([&more]).map(|list| list.object().tag()).collect();
    assert_eq!(found, expected);
    drop((objects, more));
    finish(&heap);
}

#[test]
fn no_object_dies_while_objects_are_visited() {
    let heap = heap();
    let objects = RefCell::new((0..10).map(|_| list(&heap, [])).collect::<Vec<_>>());
    let mut visited = 0;
    heap.live_objects(|_| {
        objects.borrow_mut().clear();
        visited += 1;
    });
    assert_eq!((visited, heap.objects_live()), (1, 0));
    finish(&heap);
}

#[test]
fn objects_outlive_the_handles_of_their_heap() {
    let heap = heap();
    let object = list(&heap, [list(&heap, []).into()]);
    drop(heap);
    assert_eq!(object.get(0).unwrap().kind(), "list");
    drop(object);
}
