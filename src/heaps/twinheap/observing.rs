//! Observations of the heap.

use twinheap_impl::Generation;
use twinheap_impl::python::{Dict, Float, Frame, Int, Key, List, Set, Text, Tuple};

use super::super::{CollectorState, Id, Kind, ObjectState, Observation, Reference, Word};
use super::{Instance, Object, Recorder, Twinheap, WeakReference};

/// The number of the permanent generation.
const PERMANENT: u8 = 3;

impl Twinheap {
    pub(super) fn collector_state(&self) -> CollectorState {
        let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let total = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
        let (long_lived_total, long_lived_pending) = self.heap.long_lived();
        CollectorState {
            enabled: self.heap.is_enabled(),
            save_all: self.heap.saves_all(),
            counts: self.heap.counts(),
            thresholds: self.heap.thresholds(),
            long_lived_total: count(long_lived_total),
            long_lived_pending: count(long_lived_pending),
            statistics: self
                .heap
                .statistics()
                .map(|of| [total(of.collections), total(of.collected), total(of.uncollectable)]),
        }
    }

    pub(super) fn write_observation(&self, observation: &mut Observation) {
        observation.collector(&self.collector_state());
        let mut ids = self.ids.borrow_mut();
        for (number, generation) in (0..).zip(Generation::ALL) {
            ids.clear();
            self.heap.tracked_objects(generation, |object| push_id(object, &mut ids));
            observation.generation(number, ids.iter().copied());
        }
        ids.clear();
        self.heap.permanent_objects(|object| push_id(object, &mut ids));
        observation.generation(PERMANENT, ids.iter().copied());
        let mut garbage: Vec<Reference> = Vec::new();
        self.heap.garbage(|object| garbage.push(object.tag().reference()));
        observation.garbage(garbage);
        self.heap.live_objects(|object| self.write_object(object, observation));
    }

    fn write_object(&self, object: &Object, observation: &mut Observation) {
        let Some(id) = object.tag().id() else { return };
        let (count, finalized) = (object.reference_count(), object.is_finalized());
        let state = |kind| ObjectState { id, kind, count, finalized };
        let mut begin = |kind| observation.object(state(kind), []);
        if let Some(list) = object.downcast_ref::<List<Recorder>>() {
            begin(Kind::List);
            list.items(|item| observation.reference(item.tag().word()));
        } else if let Some(instance) = object.downcast_ref::<Instance>() {
            observation.object(state(Kind::Instance), weak_references(object));
            write_instance(instance, observation);
        } else if let Some(text) = object.downcast_ref::<Text<Recorder>>() {
            begin(Kind::Text);
            observation.text(text.as_bytes());
        } else if let Some(value) = object.downcast_ref::<Int>() {
            begin(Kind::Int);
            observation.wide(value.0.cast_unsigned());
        } else if let Some(dict) = object.downcast_ref::<Dict<Recorder>>() {
            begin(Kind::Dict);
            dict.items(&mut |key, value| {
                self.write_key(key, observation);
                observation.reference(value.tag().word());
            });
        } else if let Some(weak_reference) = object.downcast_ref::<WeakReference>() {
            begin(Kind::WeakReference);
            write_weak_reference(weak_reference, observation);
        } else if let Some(tuple) = object.downcast_ref::<Tuple<Recorder>>() {
            begin(Kind::Tuple);
            tuple.items(|item| observation.reference(item.tag().word()));
        } else if let Some(value) = object.downcast_ref::<Float>() {
            begin(Kind::Float);
            observation.wide(value.0.to_bits().into());
        } else if object.holds::<Set<Recorder>>() {
            observation.object(state(Kind::Set), weak_references(object));
            object.referents(&mut |item| observation.reference(item.tag().word()));
        } else if let Some(frame) = object.downcast_ref::<Frame<Recorder>>() {
            begin(Kind::Frame);
            for local in (0..frame.len()).map(|index| frame.get(index)) {
                let unbound = Word::from(Reference::Unbound);
                observation.reference(local.map_or(unbound, |local| local.tag().word()));
            }
        }
    }

    /// A key as the program sees it; instance attributes are their spellings.
    fn write_key(&self, key: &Key, observation: &mut Observation) {
        match key {
            Key::Int(value) => observation.int_key(*value),
            Key::Text(text) => observation.text_key(text),
            Key::Attribute(attribute) => {
                let index = usize::try_from(*attribute).expect("an index fits");
                observation.text_key(&self.program.attributes[index]);
            }
        }
    }
}

/// Adds an object's name, if the program created it.
fn push_id(object: &Object, ids: &mut Vec<Id>) {
    if let Some(id) = object.tag().id() {
        ids.push(id);
    }
}

/// The weak references to an object of a kind that has room for them.
fn weak_references(object: &Object) -> Vec<Id> {
    let mut references = Vec::new();
    object.weak_references(&mut |weak| references.extend(weak.tag().id()));
    references
}

fn write_instance(instance: &Instance, observation: &mut Observation) {
    observation.number(instance.class().layout().number);
    match instance.dict() {
        Some(dict) => {
            observation.number(1);
            observation.reference(dict.object().tag().word());
        }
        None => observation.number(0),
    }
    instance.inline_attributes(&mut |attribute, value| {
        observation.number(attribute);
        observation.reference(value.tag().word());
    });
}

fn write_weak_reference(weak_reference: &WeakReference, observation: &mut Observation) {
    let referent = weak_reference.peek(|referent| referent.map(|it| it.tag().word()));
    observation.reference(referent.unwrap_or(Reference::Unbound.into()));
    let function = weak_reference.callback().and_then(|function| function.tag().function_number());
    observation.number(function.map_or(0, |function| function + 1));
}
