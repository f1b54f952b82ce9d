//! Observations of the heap.

use twinheap_impl::Generation;
use twinheap_impl::python::{Dict, Float, Frame, Int, List, Set, Text, Tuple};

use super::super::{CollectorState, Id, Kind, ObjectState, Observation, Reference};
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
        let mut ids: Vec<Id> = Vec::new();
        for (number, generation) in (0..).zip(Generation::ALL) {
            self.heap.tracked_objects(generation, &mut |object| ids.extend(object.tag().id()));
            observation.generation(number, ids.drain(..));
        }
        self.heap.permanent_objects(&mut |object| ids.extend(object.tag().id()));
        observation.generation(PERMANENT, ids.drain(..));
        let mut garbage: Vec<Reference> = Vec::new();
        self.heap.garbage(&mut |object| garbage.push(object.tag().reference()));
        observation.garbage(garbage);
        self.heap.live_objects(&mut |object| self.write_object(object, observation));
    }

    fn write_object(&self, object: &Object, observation: &mut Observation) {
        let Some(id) = object.tag().id() else { return };
        let mut weak_references: Vec<Id> = Vec::new();
        object.weak_references(&mut |weak| weak_references.extend(weak.tag().id()));
        let state = |kind| ObjectState {
            id,
            kind,
            count: object.reference_count(),
            finalized: object.is_finalized(),
        };
        let mut begin = |kind| observation.object(state(kind), weak_references.drain(..));
        if let Some(value) = object.downcast_ref::<Int>() {
            begin(Kind::Int);
            observation.wide(value.0.cast_unsigned());
        } else if let Some(value) = object.downcast_ref::<Float>() {
            begin(Kind::Float);
            observation.wide(value.0.to_bits().into());
        } else if let Some(text) = object.downcast_ref::<Text<Recorder>>() {
            begin(Kind::Text);
            observation.text(text.as_str());
        } else if let Some(tuple) = object.downcast_ref::<Tuple<Recorder>>() {
            begin(Kind::Tuple);
            write_items((0..tuple.len()).map(|index| tuple.get(index)), observation);
        } else if let Some(list) = object.downcast_ref::<List<Recorder>>() {
            begin(Kind::List);
            write_items((0..list.len()).map(|index| list.get(index)), observation);
        } else if let Some(set) = object.downcast_ref::<Set<Recorder>>() {
            begin(Kind::Set);
            set.elements(&mut |_, element| observation.reference(element.tag().reference()));
        } else if let Some(dict) = object.downcast_ref::<Dict<Recorder>>() {
            begin(Kind::Dict);
            dict.items(&mut |key, value| {
                observation.key(&self.program_key(key));
                observation.reference(value.tag().reference());
            });
        } else if let Some(instance) = object.downcast_ref::<Instance>() {
            begin(Kind::Instance);
            write_instance(instance, observation);
        } else if let Some(weak_reference) = object.downcast_ref::<WeakReference>() {
            begin(Kind::WeakReference);
            write_weak_reference(weak_reference, observation);
        } else if let Some(frame) = object.downcast_ref::<Frame<Recorder>>() {
            begin(Kind::Frame);
            write_items((0..frame.len()).map(|index| frame.get(index)), observation);
        }
    }
}

fn write_items(items: impl Iterator<Item = Option<Object>>, observation: &mut Observation) {
    for item in items {
        observation.reference(item.map_or(Reference::Unbound, |item| item.tag().reference()));
    }
}

fn write_instance(instance: &Instance, observation: &mut Observation) {
    observation.number(instance.class().layout().number);
    match instance.dict() {
        Some(dict) => {
            observation.number(1);
            observation.reference(dict.object().tag().reference());
        }
        None => observation.number(0),
    }
    instance.inline_attributes(&mut |attribute, value| {
        observation.number(attribute);
        observation.reference(value.tag().reference());
    });
}

fn write_weak_reference(weak_reference: &WeakReference, observation: &mut Observation) {
    let referent = weak_reference.peek(|referent| referent.map(|it| it.tag().reference()));
    observation.reference(referent.unwrap_or(Reference::Unbound));
    let function = weak_reference.callback().and_then(|function| function.tag().function_number());
    observation.number(function.map_or(0, |function| function + 1));
}
