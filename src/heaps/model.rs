//! The reference model as a [`Heap`]: a program is translated to the model's own form, and what the model holds is written down.

use std::rc::Rc;

use twinheap_model::code::{self, Code};
use twinheap_model::collect::Zeal;
use twinheap_model::evaluate::Stop;
use twinheap_model::heap::{self as model, Limits, Model};
use twinheap_model::object::{Body, List, Ref, Shared as ModelShared};
use twinheap_model::profile::{self, Profile};

use super::{
    CollectorState, Contract, Event, Exception, ExceptionKind, FINISH_ROUNDS_MAX, Failed, Fault,
    Heap, Id, Kind, ObjectState, Observation, Outcome, Reference, Schedule, Settings, Shared,
    Trace, Version, Violation,
};
use crate::program::{self, Name, Program, Value};

/// The oracle.
#[derive(Debug)]
pub struct ModelHeap {
    model: Model,
    limit: bool,
}

impl Default for ModelHeap {
    fn default() -> Self {
        let limits = limits(&Settings { steps_max: 0, recursion_max: 1, ..Settings::default() });
        Self { model: Model::new(&profile::P311, Rc::new(Code::default()), limits), limit: false }
    }
}

impl ModelHeap {
    /// The mark of a finalizer or callback that ran so deep in deallocations that what an interpreter makes for itself may have
    /// to wait there.
    #[must_use]
    pub fn deep_call() -> &'static str {
        model::Mark::DeepCall.name()
    }

    /// The mark of a collection out of zeal.
    #[must_use]
    pub fn zealous_collection() -> &'static str {
        model::Mark::Zealous.name()
    }

    /// Proves the model's counts; see [`Model::audit`].
    ///
    /// # Errors
    /// Names the first object whose count is wrong.
    pub fn audit(&self) -> Result<(), String> {
        self.model.audit()
    }

    /// Hands over what happened since the last time.
    fn report(&mut self, trace: &mut Trace) {
        let happened = std::mem::take(&mut self.model.trace);
        trace.output.push_str(&happened.output);
        trace.ignored.extend(happened.ignored);
        trace.events.extend(happened.events.into_iter().map(event));
        trace.died.extend(happened.died.into_iter().map(id));
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
        let code = Rc::new(translate(program));
        self.model = Model::new(profile_of(settings.version), code, limits(settings));
        self.model.collector.automatic = settings.automatic;
        self.model.collector.zeal =
            program.zeal.map(|zeal| -> Rc<dyn Zeal> { Rc::new(Schedule::new(zeal)) });
        self.limit = false;
    }

    fn step(&mut self, index: usize, trace: &mut Trace) -> Outcome {
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
        for (number, _) in model.code.names.iter().enumerate() {
            let bound = model.global(number).map_or(Reference::Unbound, reference);
            observation.name(u16::try_from(number).unwrap_or(u16::MAX), bound);
        }
        observation.collector(&collector_state(model));
        for (number, list) in LISTS.into_iter().enumerate() {
            let objects = model.collector.list(list).iter().copied().map(id);
            observation.generation(u8::try_from(number).unwrap_or(u8::MAX), objects);
        }
        observation.garbage(model.collector.garbage.iter().copied().map(reference));
        for (number, object) in model.live_objects() {
            let state = ObjectState {
                id: id(number),
                kind: kind(&object.body),
                count: word(object.count),
                finalized: object.finalized,
            };
            observation.object(state, object.weak_references.iter().copied().map(id));
            write_body(model, number, &object.body, observation);
        }
    }

    fn finish(&mut self, trace: &mut Trace) -> usize {
        self.model.unbind_all();
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
        self.model.drop_constants();
        self.report(trace);
        self.model.live_objects().count()
    }

    /// The model's counts are proved against the graph.
    fn check(&self) -> Result<(), Violation> {
        self.audit().map_err(|found| Violation { invariant: "model R1".to_owned(), found })
    }

    fn marks(&self) -> Vec<(&'static str, u64)> {
        let counted = model::Mark::ALL.iter().zip(self.model.marks);
        counted.map(|(mark, count)| (mark.name(), count)).collect()
    }
}

/// The generations in the order of their numbers, the permanent one last.
const LISTS: [List; 4] =
    [List::Generation(0), List::Generation(1), List::Generation(2), List::Permanent];

fn limits(settings: &Settings) -> Limits {
    let failed = match &settings.fault {
        Some(Fault::Follow(failed)) => failed.clone(),
        Some(Fault::Requests(_)) | None => Failed::default(),
    };
    Limits {
        steps_max: settings.steps_max,
        steps: 0,
        reached: false,
        recursion_max: settings.recursion_max as usize,
        failing_steps: failed.steps,
        failing_collections: failed.collections,
    }
}

fn profile_of(version: Version) -> &'static Profile {
    match version {
        Version::V3_8 => &profile::P38,
        Version::V3_9 => &profile::P39,
        Version::V3_10 => &profile::P310,
        Version::V3_11 => &profile::P311,
        Version::V3_12 => &profile::P312,
        Version::V3_13 => &profile::P313,
        Version::V3_14 => &profile::P314,
        Version::V3_15 => &profile::P315,
    }
}

fn word(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn id(number: usize) -> Id {
    Id(word(number))
}

fn reference(reference: Ref) -> Reference {
    match reference {
        Ref::Object(number) => Reference::Object(id(number)),
        Ref::Shared(shared) => Reference::Shared(match shared {
            ModelShared::None => Shared::None,
            ModelShared::Bool(value) => Shared::Bool(value),
            ModelShared::Int(value) => Shared::Int(value),
            ModelShared::EmptyText => Shared::EmptyText,
            ModelShared::Character(code) => Shared::Character(code),
            ModelShared::EmptyTuple => Shared::EmptyTuple,
        }),
    }
}

fn event(event: model::Event) -> Event {
    match event {
        model::Event::Finalized(object) => Event::Finalized(id(object)),
        model::Event::Entered(function) => Event::Entered(program::FunctionId(small(function))),
        model::Event::Callback(weak) => Event::Callback(id(weak)),
        model::Event::Cleared(weak) => Event::Cleared(id(weak)),
        model::Event::Collected { generation, collected, uncollectable } => Event::Collected {
            generation: u8::try_from(generation).unwrap_or(u8::MAX),
            collected: word(collected),
            uncollectable: word(uncollectable),
        },
    }
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

fn kind(body: &Body) -> Kind {
    match body {
        Body::Int(_) => Kind::Int,
        Body::Float(_) => Kind::Float,
        Body::Text(_) => Kind::Text,
        Body::Tuple { .. } => Kind::Tuple,
        Body::List(_) => Kind::List,
        Body::Dict(_) => Kind::Dict,
        Body::Set(_) => Kind::Set,
        Body::Instance(_) => Kind::Instance,
        Body::Weak(_) => Kind::WeakReference,
        Body::Frame(_) => Kind::Frame,
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

fn write_body(model: &Model, number: usize, body: &Body, observation: &mut Observation) {
    match body {
        Body::Int(value) => observation.wide(value.cast_unsigned()),
        Body::Float(value) => observation.wide(u128::from(value.to_bits())),
        Body::Text(text) => observation.text(text),
        Body::Tuple { items, .. } | Body::List(items) => {
            items.iter().for_each(|&item| observation.reference(reference(item)));
        }
        Body::Set(table) => table.items().for_each(|item| observation.reference(reference(item))),
        Body::Frame(locals) => {
            locals.iter().flatten().for_each(|&local| observation.reference(reference(local)));
        }
        Body::Dict(dict) => {
            for (key, value) in &dict.items {
                write_key(model, key, observation);
                observation.reference(reference(*value));
            }
        }
        Body::Instance(instance) => {
            observation.number(word(instance.class));
            observation.number(u32::from(instance.dict.is_some()));
            if let Some(dict) = instance.dict {
                observation.reference(Reference::Object(id(dict)));
            }
            for (key, value) in model.attributes_in_order(number) {
                if let code::Key::Attribute(attribute) = key {
                    observation.number(word(attribute));
                    observation.reference(reference(value));
                }
            }
        }
        Body::Weak(weak) => {
            let target = weak.target.map_or(Reference::Unbound, |t| Reference::Object(id(t)));
            observation.reference(target);
            observation.number(weak.callback.map_or(0, |function| word(function) + 1));
        }
    }
}

fn write_key(model: &Model, key: &code::Key, observation: &mut Observation) {
    match key {
        code::Key::Int(key) => observation.int_key(*key),
        code::Key::Text(text) => observation.text_key(text),
        code::Key::Attribute(attribute) => {
            observation.text_key(&model.code.attributes[*attribute]);
        }
    }
}

/// The names of a body: which are local, and where.
struct Scope {
    locals: Vec<Name>,
}

fn translate(program: &Program) -> Code {
    let translator = Translator { program, constants: program.constants() };
    let class = |class: &program::Class| code::Class {
        name: class.name.clone(),
        slots: class.slots.as_ref().map(|slots| {
            slots.attributes.iter().map(|attribute| usize::from(attribute.0)).collect()
        }),
        weakly_referenceable: class.slots.as_ref().is_none_or(|slots| slots.weakref),
        finalizer: class.finalizer.as_ref().map(|finalizer| {
            translator.function("__del__", &[finalizer.receiver], &finalizer.body, None)
        }),
    };
    let function = |function: &program::Function| {
        let returns = function.returns;
        translator.function(&function.name, &function.parameters, &function.body, returns)
    };
    let main = Scope { locals: Vec::new() };
    Code {
        names: program.names.clone(),
        attributes: program.attributes.clone(),
        constants: translator.constants.iter().map(|c| translator.constant(c)).collect(),
        classes: program.classes.iter().map(class).collect(),
        functions: program.functions.iter().map(function).collect(),
        main: program.main.iter().map(|step| translator.step(&main, step)).collect(),
    }
}

struct Translator<'a> {
    program: &'a Program,
    constants: Vec<program::Constant>,
}

impl Translator<'_> {
    fn constant(&self, constant: &program::Constant) -> code::Constant {
        match constant {
            program::Constant::Literal(literal) => match literal {
                program::Literal::None => code::Constant::None,
                program::Literal::Bool(value) => code::Constant::Bool(*value),
                program::Literal::Int(value) => code::Constant::Int(i128::from(*value)),
                program::Literal::Float(value) => code::Constant::Float(*value),
                program::Literal::Text(text) => code::Constant::Text(text.clone()),
            },
            program::Constant::Tuple(items) => {
                code::Constant::Tuple(items.iter().map(|item| self.number(item)).collect())
            }
        }
    }

    fn number(&self, constant: &program::Constant) -> usize {
        let number = self.constants.iter().position(|other| other == constant);
        number.expect("Program::constants lists every constant of the text")
    }

    fn function(
        &self,
        name: &str,
        parameters: &[Name],
        body: &program::Body,
        returns: Option<Name>,
    ) -> code::Function {
        let scope = Scope { locals: body.locals(parameters) };
        code::Function {
            name: name.to_owned(),
            parameters: parameters.len(),
            locals: scope.locals.iter().map(|name| usize::from(name.0)).collect(),
            steps: body.steps.iter().map(|step| self.step(&scope, step)).collect(),
            returns: returns.map(|name| scope.variable(name)),
        }
    }

    fn step(&self, scope: &Scope, step: &program::Step) -> code::Step {
        let statement = self.statement(scope, step.statement());
        match step {
            program::Step::Plain(_) => code::Step::Plain(statement),
            program::Step::Guarded(_) => code::Step::Guarded(statement),
            program::Step::Repeated(count, _) => code::Step::Repeated(*count, statement),
        }
    }

    fn statement(&self, scope: &Scope, statement: &program::Statement) -> code::Statement {
        use code::Statement as To;
        use program::Statement as From;
        let variable = |name: &Name| scope.variable(*name);
        let value = |value: &Value| self.value(scope, value);
        match statement {
            From::Bind(name, expression) => {
                To::Bind(variable(name), self.expression(scope, expression))
            }
            From::Call(function, arguments) => {
                To::Call(usize::from(function.0), self.values(scope, arguments))
            }
            From::Augment(name, operand) => To::Augment(variable(name), value(operand)),
            From::SetItem(name, key, item) => To::SetItem(variable(name), to_key(key), value(item)),
            From::SetAttribute(name, attribute, item) => {
                To::SetAttribute(variable(name), usize::from(attribute.0), value(item))
            }
            From::Append(name, item) => To::Append(variable(name), value(item)),
            From::Insert(name, index, item) => To::Insert(variable(name), *index, value(item)),
            From::Extend(name, items) => To::Extend(variable(name), value(items)),
            From::Clear(name) => To::Clear(variable(name)),
            From::Delete(name) => To::Delete(variable(name)),
            From::DeleteItem(name, key) => To::DeleteItem(variable(name), to_key(key)),
            From::DeleteAttribute(name, attribute) => {
                To::DeleteAttribute(variable(name), usize::from(attribute.0))
            }
            From::Collect(generation) => To::Collect(usize::from(generation.unwrap_or(2))),
            From::Enable => To::Enable(true),
            From::Disable => To::Enable(false),
            From::SetThreshold(thresholds) => To::SetThreshold(*thresholds),
            From::Freeze => To::Freeze,
            From::Unfreeze => To::Unfreeze,
            From::SaveAll(save_all) => To::SaveAll(*save_all),
            From::ClearGarbage => To::ClearGarbage,
            From::Print(arguments) => {
                To::Print(arguments.iter().map(|a| self.argument(scope, a)).collect())
            }
        }
    }

    fn expression(&self, scope: &Scope, expression: &program::Expression) -> code::Expression {
        use code::Expression as To;
        use program::Expression as From;
        let variable = |name: &Name| scope.variable(*name);
        let value = |value: &Value| self.value(scope, value);
        if let Some(constant) = expression.constant() {
            return To::Value(code::Value::Constant(self.number(&constant)));
        }
        match expression {
            From::Value(operand) => To::Value(value(operand)),
            From::Item(name, key) => To::Item(variable(name), to_key(key)),
            From::Attribute(name, attribute) => {
                To::Attribute(variable(name), usize::from(attribute.0))
            }
            From::Pop(name) => To::Pop(variable(name)),
            From::Referent(name) => To::Referent(variable(name)),
            From::Copy(operand) => To::Copy(value(operand)),
            From::DeepCopy(operand) => To::DeepCopy(value(operand)),
            From::Add(left, right) => To::Add(value(left), value(right)),
            From::Call(function, arguments) => {
                To::Call(usize::from(function.0), self.values(scope, arguments))
            }
            From::WeakReference(target, callback) => {
                To::WeakReference(value(target), callback.map(|function| usize::from(function.0)))
            }
        }
    }

    fn values(&self, scope: &Scope, values: &[Value]) -> Vec<code::Value> {
        values.iter().map(|value| self.value(scope, value)).collect()
    }

    fn value(&self, scope: &Scope, value: &Value) -> code::Value {
        if let Some(constant) = value.constant() {
            return code::Value::Constant(self.number(&constant));
        }
        match value {
            Value::Name(name) => code::Value::Variable(scope.variable(*name)),
            Value::Literal(literal) => {
                code::Value::Constant(self.number(&program::Constant::Literal(literal.clone())))
            }
            Value::List(items) => code::Value::List(self.values(scope, items)),
            Value::Tuple(items) => code::Value::Tuple(self.values(scope, items)),
            Value::Set(items) => {
                let items = self.program.folded_set(value).unwrap_or(items);
                code::Value::Set(self.values(scope, items))
            }
            Value::Dict(items) => {
                let item =
                    |(key, value): &(program::Key, Value)| (to_key(key), self.value(scope, value));
                code::Value::Dict(items.iter().map(item).collect())
            }
            Value::New(class) => code::Value::New(usize::from(class.0)),
        }
    }

    fn argument(&self, scope: &Scope, argument: &program::Argument) -> code::Argument {
        use code::Argument as To;
        use program::Argument as From;
        let variable = |name: &Name| scope.variable(*name);
        let value = |value: &Value| self.value(scope, value);
        match argument {
            From::Literal(literal) => To::Value(value(&Value::Literal(literal.clone()))),
            From::Name(name) => To::Value(code::Value::Variable(variable(name))),
            From::Attribute(name, attribute) => {
                To::Attribute(variable(name), usize::from(attribute.0))
            }
            From::Item(name, key) => To::Item(variable(name), to_key(key)),
            From::Is(left, right) => To::Is(value(left), value(right)),
            From::Equal(left, right) => To::Equal(value(left), value(right)),
            From::TypeName(operand) => To::TypeName(value(operand)),
            From::Len(operand) => To::Len(value(operand)),
            From::ReferenceCount(operand) => To::ReferenceCount(value(operand)),
            From::SameId(left, right) => To::SameId(value(left), value(right)),
            From::IdDifference(left, right) => To::IdDifference(value(left), value(right)),
            From::IsDead(name) => To::IsDead(variable(name)),
            From::Collect(generation) => To::Collect(usize::from(generation.unwrap_or(2))),
            From::Counts => To::Counts,
            From::Thresholds => To::Thresholds,
            From::IsEnabled => To::IsEnabled,
            From::IsTracked(operand) => To::IsTracked(value(operand)),
            From::IsFinalized(operand) => To::IsFinalized(value(operand)),
            From::GarbageLen => To::GarbageLen,
            From::FreezeCount => To::FreezeCount,
            From::Collections(generation) => To::Collections(usize::from(*generation)),
            From::ReferentsLen(operand) => To::ReferentsLen(value(operand)),
            From::InGeneration(operand, generation) => {
                To::InGeneration(value(operand), usize::from(*generation))
            }
        }
    }
}

impl Scope {
    fn variable(&self, name: Name) -> code::Variable {
        let number = usize::from(name.0);
        match self.locals.iter().position(|&local| local == name) {
            Some(place) => code::Variable::Local(place, number),
            None => code::Variable::Global(number),
        }
    }
}

fn to_key(key: &program::Key) -> code::Key {
    match key {
        program::Key::Int(value) => code::Key::Int(*value),
        program::Key::Text(text) => code::Key::Text(text.clone()),
    }
}
