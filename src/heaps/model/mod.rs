//! The reference model as a [`Heap`]: a program is compiled to the model's operations, and what the model holds is written down.

mod compile;
mod words;

use std::cell::RefCell;
use std::rc::Rc;

use twinheap_model::collect::Zeal;
use twinheap_model::evaluate::Stop;
use twinheap_model::heap::{Limits, Model};
use twinheap_model::object::{self, DICT, Label, SHARED};
use twinheap_model::profile::{self, Profile};
use twinheap_model::trace as model;

use super::{
    CollectorState, Contract, Event, Exception, ExceptionKind, FINISH_ROUNDS_MAX, Fact, Failed,
    Fault, Heap, Id, Kept, Kind, ObjectState, Observation, Outcome, Reference, Schedule, Settings,
    Shared, Trace, Version, Violation,
};
use crate::program::{self, Program};

/// The oracle.
#[derive(Debug)]
pub struct ModelHeap {
    model: Model,
    /// How many functions the program has: the finalizers follow them.
    functions: usize,
    limit: bool,
    /// What was written last, before the model's present moment.
    kept: RefCell<Kept>,
}

impl Default for ModelHeap {
    fn default() -> Self {
        let profile = Profile::of(profile::Version::V3_11);
        let model = Model::new(profile, Rc::default(), &words::Python, Limits::default());
        Self { model, functions: 0, limit: false, kept: RefCell::default() }
    }
}

impl ModelHeap {
    /// Proves the model's counts; see [`Model::audit`].
    ///
    /// # Errors
    /// Names the first object whose count is wrong.
    pub fn audit(&self) -> Result<(), String> {
        self.model.audit()
    }

    /// Hands over what happened since the last time.
    fn report(&mut self, trace: &mut Trace) {
        let happened = &mut self.model.trace;
        trace.output.push_str(&happened.output);
        happened.output.clear();
        trace.ignored.append(&mut happened.ignored);
        let functions = self.functions;
        trace.events.extend(happened.events.drain(..).filter_map(|it| event(it, functions)));
        trace.died.extend(happened.died.drain(..).map(id));
        trace.died.sort_unstable();
        trace.steps_executed = self.model.limits.steps;
    }
}

impl Zeal for Schedule {
    fn generation(&self) -> Option<usize> {
        self.next().map(usize::from)
    }
}

impl Heap for ModelHeap {
    fn contract(&self) -> Contract {
        Contract::FULL
    }

    fn start(&mut self, program: &Rc<Program>, settings: &Settings) {
        let limits = limits(settings);
        let profile = Profile::of(version(settings.version));
        self.functions = program.functions.len();
        self.model =
            Model::new(profile, Rc::new(compile::program(program)), &words::Python, limits);
        self.model.collector.automatic = settings.automatic;
        self.model.collector.zeal =
            program.zeal.map(|zeal| -> Rc<dyn Zeal> { Rc::new(Schedule::new(zeal)) });
        self.limit = false;
        self.kept.get_mut().clear();
    }

    fn step(&mut self, index: usize, trace: &mut Trace) -> Outcome {
        self.model.moment += 1;
        let result = self.model.run(index);
        self.report(trace);
        match result {
            Ok(()) => Outcome::Done,
            Err(Stop::Limit) => {
                self.limit = true;
                Outcome::Limit
            }
            Err(Stop::Raised(raised)) => {
                let message = raised.message;
                Outcome::Raised(Exception { kind: exception_kind(raised.kind), message })
            }
        }
    }

    fn observe(&self, observation: &mut Observation) {
        let model = &self.model;
        let bound =
            |global: &Option<_>| global.map_or(Reference::Unbound, |it| reference(model, it));
        observation.names(model.globals.iter().map(bound));
        observation.collector(&collector_state(model));
        for (number, list) in model.collector.lists[..=object::PERMANENT].iter().enumerate() {
            let objects = list.iter().copied().map(id);
            observation.generation(u8::try_from(number).unwrap_or(u8::MAX), objects);
        }
        observation.garbage(model.collector.garbage.iter().map(|&item| reference(model, item)));
        let live = model.live_objects();
        let live = live.map(|(number, object)| (id(number), object.changed));
        let write = |observation: &mut Observation, Id(number)| {
            write_object(model, number as usize, observation);
        };
        observation.objects_since(&mut self.kept.borrow_mut(), model.moment, live, write);
    }

    fn finish(&mut self, trace: &mut Trace) -> usize {
        self.model.moment += 1;
        for global in 0..self.model.globals.len() {
            let old = self.model.globals[global].take();
            self.model.drop_all(old);
        }
        self.model.clear_gc_garbage();
        self.model.unfreeze();
        self.model.collector.save_all = false;
        for _ in 0..FINISH_ROUNDS_MAX {
            let finalized = self.model.trace.events.len();
            let collected = self.model.collect(2);
            let events = &self.model.trace.events[finalized..];
            let ran = events.iter().any(|event| matches!(event, model::Event::Finalized(_)));
            if collected == 0 && !ran {
                break;
            }
        }
        let constants = std::mem::take(&mut self.model.constants);
        self.model.drop_all(constants);
        self.report(trace);
        self.model.live_objects().count()
    }

    /// The model's counts are proved against the graph.
    fn check(&self) -> Result<(), Violation> {
        self.audit().map_err(|found| Violation { invariant: "model R1".to_owned(), found })
    }

    fn facts(&self, tell: &mut dyn FnMut(Fact, u64)) {
        let met = self.model.met.iter();
        met.for_each(|(mark, within, count)| tell(Fact { happening: mark.into(), within }, count));
    }
}

fn limits(settings: &Settings) -> Limits {
    let failed = match &settings.fault {
        Some(Fault::Follow(failed)) => failed.clone(),
        Some(Fault::Requests(_)) | None => Failed::default(),
    };
    Limits {
        steps_max: settings.steps_max,
        recursion_max: settings.recursion_max as usize,
        failing_steps: failed.steps,
        failing_collections: failed.collections,
        ..Limits::default()
    }
}

fn version(version: Version) -> profile::Version {
    use profile::Version as To;
    match version {
        Version::V3_8 => To::V3_8,
        Version::V3_9 => To::V3_9,
        Version::V3_10 => To::V3_10,
        Version::V3_11 => To::V3_11,
        Version::V3_12 => To::V3_12,
        Version::V3_13 => To::V3_13,
        Version::V3_14 => To::V3_14,
        Version::V3_15 => To::V3_15,
    }
}

fn word(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn id(number: usize) -> Id {
    Id(word(number))
}

fn reference(model: &Model, number: usize) -> Reference {
    if number < SHARED {
        return Reference::Object(id(number));
    }
    Reference::Shared(match model.kind(number) {
        object::Kind::Bool(value) => Shared::Bool(*value),
        object::Kind::Int(value) => Shared::Int(i16::try_from(*value).unwrap_or_default()),
        object::Kind::Text(text) => {
            text.bytes().next().map_or(Shared::EmptyText, Shared::Character)
        }
        object::Kind::Tuple => Shared::EmptyTuple,
        _ => Shared::None,
    })
}

/// What lockstep compares: that a finalizer's body is entered follows from its own event.
fn event(event: model::Event, functions: usize) -> Option<Event> {
    Some(match event {
        model::Event::Finalized(object) => Event::Finalized(id(object)),
        model::Event::Entered(function) if function >= functions => return None,
        model::Event::Entered(function) => Event::Entered(program::FunctionId(small(function))),
        model::Event::Callback(weak) => Event::Callback(id(weak)),
        model::Event::Cleared(weak) => Event::Cleared(id(weak)),
        model::Event::Collected { generation, collected, uncollectable } => Event::Collected {
            generation: u8::try_from(generation).unwrap_or(u8::MAX),
            collected: word(collected),
            uncollectable: word(uncollectable),
        },
    })
}

fn small(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

fn exception_kind(name: &str) -> ExceptionKind {
    ExceptionKind::ALL
        .into_iter()
        .find(|kind| kind.name() == name)
        .unwrap_or_else(|| unreachable!("the model raises {name}, which lockstep does not know"))
}

fn kind(kind: &object::Kind) -> Kind {
    match kind {
        object::Kind::Int(_) => Kind::Int,
        object::Kind::Float(_) => Kind::Float,
        object::Kind::Text(_) => Kind::Text,
        object::Kind::Tuple => Kind::Tuple,
        object::Kind::List => Kind::List,
        object::Kind::Dict(_) => Kind::Dict,
        object::Kind::Set(_) => Kind::Set,
        object::Kind::Instance(_) => Kind::Instance,
        object::Kind::Weak(_) => Kind::WeakReference,
        object::Kind::Frame => Kind::Frame,
        object::Kind::None | object::Kind::Bool(_) => unreachable!("{kind:?} is always shared"),
    }
}

fn collector_state(model: &Model) -> CollectorState {
    let gc = &model.collector;
    CollectorState {
        enabled: gc.enabled,
        save_all: gc.save_all,
        counts: gc.counts,
        thresholds: gc.thresholds,
        long_lived_total: word(gc.long_lived_total),
        long_lived_pending: word(gc.long_lived_pending),
        statistics: gc.statistics.map(|numbers| numbers.map(word)),
    }
}

fn write_object(model: &Model, number: usize, observation: &mut Observation) {
    let object = model.object(number);
    let state = ObjectState {
        id: id(number),
        kind: kind(&object.kind),
        count: word(object.count),
        finalized: object.finalized,
    };
    observation.object(state, object.weak_references.iter().copied().map(id));
    match &object.kind {
        object::Kind::Int(value) => observation.wide(value.cast_unsigned()),
        object::Kind::Float(value) => observation.wide(u128::from(value.to_bits())),
        object::Kind::Text(text) => observation.text(text),
        object::Kind::Dict(_) => {
            for (key, value) in object.entries() {
                write_key(model, key, observation);
                observation.reference(reference(model, value));
            }
        }
        object::Kind::Instance(class) => {
            let dict = model.instance_dict(number);
            observation.number(word(*class));
            observation.number(u32::from(dict.is_some()));
            dict.into_iter().for_each(|dict| observation.reference(Reference::Object(id(dict))));
            for (name, value) in model.owned(number) {
                if name != DICT {
                    observation.number(word(name));
                    observation.reference(reference(model, value));
                }
            }
        }
        object::Kind::Weak(weak) => {
            let target = weak.target.map_or(Reference::Unbound, |t| Reference::Object(id(t)));
            observation.reference(target);
            observation.number(weak.callback.map_or(0, |function| word(function) + 1));
        }
        _ => observation.references(object.items().map(|item| reference(model, item))),
    }
}

fn write_key(model: &Model, key: Label, observation: &mut Observation) {
    match &model.code.keys[key] {
        object::Kind::Int(key) => observation.int_key(i64::try_from(*key).unwrap_or_default()),
        object::Kind::Text(text) => observation.text_key(text),
        other => unreachable!("no key is {other:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{self, Options};

    /// What is written of objects that have changed, and kept of the others, is what is written of all.
    #[test]
    fn what_did_not_change_need_not_be_written_again() {
        let (mut heap, mut trace) = (ModelHeap::default(), Trace::default());
        let (mut since, mut whole) = (Observation::default(), Observation::default());
        for index in 0..400 {
            let program = Rc::new(source::program(7, index, &Options::default()));
            heap.start(&program, &Settings { steps_max: 2_000, ..Settings::default() });
            for step in 0..program.main.len() {
                let outcome = heap.step(step, &mut trace);
                if step % 3 != 1 {
                    since.begin(Contract::FULL);
                    heap.observe(&mut since);
                    heap.kept.get_mut().clear();
                    whole.begin(Contract::FULL);
                    heap.observe(&mut whole);
                    assert_eq!(since, whole, "after step {step} of\n{program}");
                }
                if outcome != Outcome::Done {
                    break;
                }
            }
        }
    }
}
