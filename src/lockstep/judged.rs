//! Compares the model with what a real interpreter did.
//!
//! The model runs first, without automatic collections and with the interpreter's own version of the semantics, and its
//! predictions are kept; so interpreters can be given many programs at once.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::allowed::Allowed;
use super::divergence::{Divergence, DivergenceKind, Place};
use super::side::{Maker, Role, Side, Stage};
use crate::heaps::{
    Event, Id, Kind, ModelHeap, Observation, Outcome, Reference, Settings, Shared, Trace, Version,
};
use crate::judge::{JudgedProgram, JudgedStep, NameState, Verdict};
use crate::program::{Argument, FunctionId, Literal, Program, Statement, Step, Value};

/// What the model says a program does.
#[derive(Debug, Clone, PartialEq)]
pub struct Prediction {
    steps: Vec<PredictedStep>,
    raised: Option<String>,
    cut_short: bool,
}

#[derive(Debug, Clone, PartialEq)]
struct PredictedStep {
    output: String,
    entered: Vec<Entered>,
    ignored: Vec<String>,
    names: Vec<Option<PredictedName>>,
    /// Whether a set has been seen whose order depends on addresses or on the seed of hashes.
    unordered_set: bool,
    /// Whether a body has run nearly too deep in deallocations.
    deep_call: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Entered {
    /// The finalizer with that number among the `def` lines; unknown if the object came and went within the step.
    Finalizer(Option<u32>),
    Function(u32),
}

#[derive(Debug, Clone, PartialEq)]
struct PredictedName {
    same_as: usize,
    count: Option<u32>,
    type_name: String,
    weak_references: usize,
    tracked: bool,
    finalized: bool,
    /// Whether it is a text of one character.
    character: bool,
}

/// What comparing a program came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Judged {
    /// Main steps that were compared.
    pub steps: u64,
    /// What was let pass, and how often.
    pub allowed: BTreeMap<Allowed, u64>,
}

/// The model, kept for many predictions.
#[derive(Debug)]
pub struct Predictor {
    side: Side,
}

impl Predictor {
    /// Predicts with the heap that `model` makes.
    #[must_use]
    pub fn new(model: Maker) -> Self {
        Self { side: Side::new(Role::Oracle, model) }
    }

    /// What `program` does in a Python of that version.
    ///
    /// # Errors
    /// A panic of the model.
    pub fn predict(
        &mut self,
        program: &Rc<Program>,
        version: Version,
    ) -> Result<Prediction, Box<Divergence>> {
        let settings = Settings { version, automatic: false, ..Settings::default() };
        let prediction = predict(&mut self.side, program, &settings);
        self.side.replace_if_broken();
        prediction
    }
}

fn predict(
    side: &mut Side,
    program: &Rc<Program>,
    settings: &Settings,
) -> Result<Prediction, Box<Divergence>> {
    let mut prediction = Prediction { steps: Vec::new(), raised: None, cut_short: false };
    let names = main_names(program);
    side.start(program, settings)?;
    side.observe(Stage { program, place: Place::Start })?;
    let mut unordered_set = false;
    for index in 0..program.main.len() {
        let stage = Stage { program, place: Place::Step(index) };
        side.step(stage)?;
        side.observe(stage)?;
        unordered_set |= has_unordered_set(&side.observation);
        prediction.steps.push(PredictedStep {
            output: side.trace.output.clone(),
            entered: entered(&side.trace, [&side.before, &side.observation], program),
            ignored: side.trace.ignored.iter().map(|line| class_of(line).to_owned()).collect(),
            names: bound_names(&side.observation, &names, program),
            unordered_set,
            deep_call: has_deep_call(side),
        });
        match &side.outcome {
            Outcome::Done => {}
            Outcome::Raised(exception) => {
                prediction.raised = Some(exception.kind.name().to_owned());
                break;
            }
            Outcome::Limit => {
                prediction.cut_short = true;
                break;
            }
        }
    }
    // Nothing of the end is compared; the next start forgets what is left.
    Ok(prediction)
}

fn has_deep_call(side: &Side) -> bool {
    side.marks().into_iter().any(|(name, count)| name == ModelHeap::deep_call() && count > 0)
}

impl Prediction {
    /// Whether the program was cut short by the step limit: an interpreter, which has none, is not to run it.
    #[must_use]
    pub fn is_cut_short(&self) -> bool {
        self.cut_short
    }
}

/// The class of an exception as the last line of a traceback has it.
fn class_of(line: &str) -> &str {
    line.split_once(':').map_or(line, |(class, _)| class)
}

/// The names that the main block can bind: its own and those that a body declares global.
fn main_names(program: &Program) -> Vec<u16> {
    let mut names = Vec::new();
    let mut add = |name: crate::program::Name| {
        if !names.contains(&name.0) {
            names.push(name.0);
        }
    };
    for step in &program.main {
        step.statement().names(&mut |name, _| add(name));
    }
    let finalizers = program.classes.iter().filter_map(|class| class.finalizer.as_ref());
    let bodies = finalizers
        .map(|finalizer| &finalizer.body)
        .chain(program.functions.iter().map(|function| &function.body));
    bodies.flat_map(|body| &body.globals).for_each(|name| add(*name));
    names.sort_unstable();
    names
}

/// The program in the pieces that an interpreter executes.
#[must_use]
pub fn judged_program(program: &Program) -> JudgedProgram {
    let classes = program.classes.iter().map(|class| program.written(class).to_string());
    let functions = program.functions.iter().map(|function| program.written(function).to_string());
    let names = main_names(program);
    JudgedProgram {
        definitions: classes.chain(functions).collect(),
        steps: program.main.iter().map(|step| program.written(step).to_string()).collect(),
        names: names.iter().map(|&name| program.names[usize::from(name)].clone()).collect(),
    }
}

fn entered(trace: &Trace, seen: [&Observation; 2], program: &Program) -> Vec<Entered> {
    let entered = trace.events.iter().filter_map(|event| match *event {
        Event::Finalized(id) => {
            let class = seen.iter().find_map(|observation| observation.class(id));
            let class = class.map(|class| usize::from(class.0));
            Some(Entered::Finalizer(class.map(|class| finalizers(program, class))))
        }
        Event::Entered(FunctionId(function)) => {
            Some(Entered::Function(finalizers(program, usize::MAX) + u32::from(function)))
        }
        Event::Callback(_) | Event::Cleared(_) | Event::Collected { .. } => None,
    });
    entered.collect()
}

/// How many classes before that one have a finalizer: the number of its `def` line.
fn finalizers(program: &Program, before: usize) -> u32 {
    let with = program.classes.iter().take(before).filter(|class| class.finalizer.is_some());
    u32::try_from(with.count()).unwrap_or(u32::MAX)
}

fn bound_names(
    observation: &Observation,
    names: &[u16],
    program: &Program,
) -> Vec<Option<PredictedName>> {
    let bindings: Vec<Reference> = names.iter().map(|&name| observation.binding(name)).collect();
    let tracked = observation.tracked();
    let predict = |reference: &Reference| {
        let same_as = bindings.iter().position(|other| other == reference).unwrap_or_default();
        match *reference {
            Reference::Unbound => None,
            Reference::Shared(shared) => Some(PredictedName {
                same_as,
                count: None,
                type_name: shared_type(shared).to_owned(),
                weak_references: 0,
                tracked: false,
                finalized: false,
                character: matches!(shared, Shared::Character(_)),
            }),
            Reference::Object(id) => {
                let (state, weak_references) = observation.state(id)?;
                Some(PredictedName {
                    same_as,
                    count: Some(state.count),
                    type_name: type_name(observation, id, state.kind, program),
                    weak_references,
                    tracked: tracked.contains(&id),
                    finalized: state.finalized,
                    character: false,
                })
            }
        }
    };
    bindings.iter().map(predict).collect()
}

fn type_name(observation: &Observation, id: Id, kind: Kind, program: &Program) -> String {
    match observation.class(id) {
        Some(class) => program.classes[usize::from(class.0)].name.clone(),
        None => kind.name().to_owned(),
    }
}

fn shared_type(shared: Shared) -> &'static str {
    match shared {
        Shared::None => "NoneType",
        Shared::Bool(_) => "bool",
        Shared::Int(_) => "int",
        Shared::EmptyText | Shared::Character(_) => "str",
        Shared::EmptyTuple => "tuple",
    }
}

fn has_unordered_set(observation: &Observation) -> bool {
    let unordered = |element: &Reference| match *element {
        Reference::Object(id) => {
            !matches!(observation.kind(id), Some(Kind::Int | Kind::Float) | None)
        }
        Reference::Shared(shared) => {
            matches!(shared, Shared::None | Shared::Character(_) | Shared::EmptyTuple)
        }
        Reference::Unbound => false,
    };
    observation.sets().any(|elements| elements.len() > 1 && elements.iter().any(unordered))
}

/// Compares what the model predicts with what the interpreter did.
///
/// # Errors
/// The first difference that no entry of [`Allowed`] explains; the interpreter is right.
pub fn compare(
    program: &Rc<Program>,
    prediction: &Prediction,
    verdict: &Verdict,
) -> Result<Judged, Box<Divergence>> {
    let mut comparison = Comparison { program, judged: Judged::default() };
    if program.zeal.is_some() {
        comparison.allow(Allowed::Automatic);
    }
    if prediction.cut_short {
        comparison.allow(Allowed::CutShort);
        return Ok(comparison.judged);
    }
    for (index, (found, expected)) in prediction.steps.iter().zip(&verdict.steps).enumerate() {
        comparison.judged.steps += 1;
        if meets_recursion_limit(found, expected) {
            comparison.allow(Allowed::RecursionLimit);
            return Ok(comparison.judged);
        }
        if let Err(divergence) = comparison.step(index, expected, found) {
            let allowed = match (found.unordered_set, found.deep_call) {
                (true, _) => Allowed::SetOrder,
                (false, true) => Allowed::DeepCall,
                (false, false) => return Err(divergence),
            };
            comparison.allow(allowed);
            return Ok(comparison.judged);
        }
    }
    comparison.end(prediction, verdict)?;
    Ok(comparison.judged)
}

fn meets_recursion_limit(found: &PredictedStep, expected: &JudgedStep) -> bool {
    const CLASS: &str = "RecursionError";
    let ignored = found.ignored.iter().chain(&expected.ignored);
    ignored.into_iter().any(|class| class == CLASS)
        || found.output.contains(CLASS)
        || expected.output.contains(CLASS)
}

struct Comparison<'a> {
    program: &'a Rc<Program>,
    judged: Judged,
}

type Verdicts = Result<(), Box<Divergence>>;

impl Comparison<'_> {
    fn allow(&mut self, allowed: Allowed) {
        *self.judged.allowed.entry(allowed).or_default() += 1;
    }

    fn end(&mut self, prediction: &Prediction, verdict: &Verdict) -> Verdicts {
        let expected = verdict.raised.as_ref().map(|raised| raised.class.as_str());
        let found = prediction.raised.as_deref();
        if [expected, found].contains(&Some("RecursionError")) {
            self.allow(Allowed::RecursionLimit);
            return Ok(());
        }
        if expected == found && prediction.steps.len() == verdict.steps.len() {
            return Ok(());
        }
        let index = prediction.steps.len().min(verdict.steps.len()).saturating_sub(1);
        let text = |raised: Option<&str>| {
            raised.map_or_else(|| "no exception".to_owned(), |class| format!("{class} raised"))
        };
        let role = format!("{} for {}", found.unwrap_or("done"), expected.unwrap_or("done"));
        self.differ(index, DivergenceKind::Outcome, &role, [text(expected), text(found)])
    }

    fn step(&mut self, index: usize, expected: &JudgedStep, found: &PredictedStep) -> Verdicts {
        self.output(index, expected, found)?;
        if expected.ignored != found.ignored {
            let texts = [expected.ignored.join("\n"), found.ignored.join("\n")];
            return self.differ(index, DivergenceKind::Output, "ignored exceptions", texts);
        }
        self.entered(index, expected, found)?;
        for (name, (expected, found)) in expected.names.iter().zip(&found.names).enumerate() {
            self.name(index, name, expected.as_ref(), found.as_ref())?;
        }
        Ok(())
    }

    fn output(&mut self, index: usize, expected: &JudgedStep, found: &PredictedStep) -> Verdicts {
        if expected.output == found.output {
            return Ok(());
        }
        if is_specified_alike(&expected.output, &found.output) {
            self.allow(Allowed::ConstantCount);
            return Ok(());
        }
        let masked = without_addresses(&expected.output) == without_addresses(&found.output);
        let bodies = !found.entered.is_empty();
        let prints = |wanted: &dyn Fn(&Argument) -> bool| {
            self.program.main.get(index).is_some_and(|step| prints(step, wanted))
                || bodies && self.program.blocks().flatten().any(|step| prints(step, wanted))
        };
        let uncounted = |argument: &Argument| match argument {
            Argument::ReferenceCount(Value::Literal(_) | Value::Tuple(_)) => true,
            Argument::ReferenceCount(Value::Name(name)) => self.is_uncounted(*name, expected),
            _ => false,
        };
        let character = |argument: &Argument| match argument {
            Argument::Is(left, right) | Argument::SameId(left, right) => {
                self.is_character(left, found) && self.is_character(right, found)
            }
            _ => false,
        };
        let allowed =
            if masked || prints(&|argument| matches!(argument, Argument::IdDifference(..))) {
                Allowed::Address
            } else if prints(&|argument| matches!(argument, Argument::Counts)) {
                Allowed::CollectorCounts
            } else if prints(&uncounted) {
                Allowed::ConstantCount
            } else if prints(&character) {
                Allowed::Character
            } else {
                let texts = [expected.output.clone(), found.output.clone()];
                return self.differ(index, DivergenceKind::Output, "output", texts);
            };
        self.allow(allowed);
        Ok(())
    }

    /// Whether a value is a text of one character.
    fn is_character(&self, value: &Value, found: &PredictedStep) -> bool {
        match value {
            Value::Literal(Literal::Text(text)) => text.len() == 1,
            Value::Name(name) => {
                let names = main_names(self.program);
                let place = names.iter().position(|&number| number == name.0);
                let state = place.and_then(|place| found.names.get(place)?.as_ref());
                state.is_some_and(|state| state.character)
            }
            _ => false,
        }
    }

    /// Whether the interpreter gives no count for what the name is bound to.
    fn is_uncounted(&self, name: crate::program::Name, expected: &JudgedStep) -> bool {
        let index = main_names(self.program).iter().position(|&number| number == name.0);
        let state = index.and_then(|index| expected.names.get(index)?.as_ref());
        state.is_some_and(|state| state.references.is_none())
    }

    fn entered(&self, index: usize, expected: &JudgedStep, found: &PredictedStep) -> Verdicts {
        let same = |expected: &u32, found: &Entered| match found {
            Entered::Finalizer(None) => *expected < finalizers(self.program, usize::MAX),
            Entered::Finalizer(Some(number)) | Entered::Function(number) => expected == number,
        };
        let pairs = expected.entered.iter().zip(&found.entered);
        if expected.entered.len() == found.entered.len()
            && pairs.clone().all(|(expected, found)| same(expected, found))
        {
            return Ok(());
        }
        let expected: Vec<_> = expected.entered.iter().map(|&number| self.body(number)).collect();
        let found: Vec<_> = found
            .entered
            .iter()
            .map(|entered| match entered {
                Entered::Finalizer(None) => "a finalizer".to_owned(),
                Entered::Finalizer(Some(number)) | Entered::Function(number) => self.body(*number),
            })
            .collect();
        let texts = [expected.join("\n"), found.join("\n")];
        self.differ(index, DivergenceKind::Event, "bodies entered", texts)
    }

    /// The body with that number among the `def` lines.
    fn body(&self, number: u32) -> String {
        let finalizers = self.program.classes.iter().filter(|class| class.finalizer.is_some());
        let finalizers = finalizers.map(|class| format!("{}.__del__", class.name));
        let functions = self.program.functions.iter().map(|function| function.name.clone());
        finalizers.chain(functions).nth(number as usize).unwrap_or_default()
    }

    fn name(
        &mut self,
        index: usize,
        name: usize,
        expected: Option<&NameState>,
        found: Option<&PredictedName>,
    ) -> Verdicts {
        let (Some(expected), Some(found)) = (expected, found) else {
            let text = |bound: bool| if bound { "bound" } else { "unbound" }.to_owned();
            let texts = [text(expected.is_some()), text(found.is_some())];
            return if texts[0] == texts[1] {
                Ok(())
            } else {
                self.differ_in_name(index, name, "binding", texts)
            };
        };
        let count = match (expected.references, found.count) {
            (Some(expected), Some(found)) => [expected, found].map(|count| count.to_string()),
            (None, None) => Default::default(),
            _ => {
                self.allow(Allowed::ConstantCount);
                Default::default()
            }
        };
        let finalized = match expected.finalized {
            Some(expected) => [expected, found.finalized].map(|one| one.to_string()),
            None => {
                self.allow(Allowed::Finalized);
                Default::default()
            }
        };
        let numbers = |expected: usize, found: usize| [expected, found].map(|n| n.to_string());
        let alias = if found.character && expected.same_as != found.same_as {
            self.allow(Allowed::Character);
            Default::default()
        } else {
            numbers(expected.same_as, found.same_as)
        };
        let weak = usize::try_from(expected.weak_references).unwrap_or(usize::MAX);
        let aspects = [
            ("type", [type_spelling(&expected.type_name), &found.type_name].map(str::to_owned)),
            ("alias", alias),
            ("reference count", count),
            ("weak references", numbers(weak, found.weak_references)),
            ("tracked", [expected.tracked, found.tracked].map(|tracked| tracked.to_string())),
            ("finalized", finalized),
        ];
        for (aspect, texts) in aspects {
            if texts[0] != texts[1] {
                return self.differ_in_name(index, name, aspect, texts);
            }
        }
        Ok(())
    }

    fn differ_in_name(
        &self,
        index: usize,
        name: usize,
        aspect: &str,
        texts: [String; 2],
    ) -> Verdicts {
        let number = main_names(self.program).get(name).copied().unwrap_or_default();
        let spelling = self.program.names.get(usize::from(number)).cloned().unwrap_or_default();
        let stage = Stage { program: self.program, place: Place::Step(index) };
        let [expected, found] = texts;
        Err(Box::new(Divergence {
            about: format!("{aspect} of what {spelling} is bound to"),
            expected,
            found,
            ..Divergence::at(stage, DivergenceKind::Observation, aspect.to_owned())
        }))
    }

    fn differ(
        &self,
        index: usize,
        kind: DivergenceKind,
        role: &str,
        [expected, found]: [String; 2],
    ) -> Verdicts {
        let stage = Stage { program: self.program, place: Place::Step(index) };
        let about = role.to_owned();
        let at = Divergence::at(stage, kind, about.clone());
        Err(Box::new(Divergence { about, expected, found, ..at }))
    }
}

/// Python 3.8 and 3.9 call the class of weak references otherwise than later versions.
fn type_spelling(name: &str) -> &str {
    if name == "ReferenceType" { "weakref" } else { name }
}

fn prints(step: &Step, wanted: &dyn Fn(&Argument) -> bool) -> bool {
    match step.statement() {
        Statement::Print(arguments) => arguments.iter().any(wanted),
        _ => false,
    }
}

/// Whether the lines are the same but for words that the model prints as `?`, because no rule says what they are.
fn is_specified_alike(expected: &str, found: &str) -> bool {
    let same = |(expected, found): (&str, &str)| expected == found || found == "?";
    let words = |text: &str| text.split([' ', '\n']).count();
    words(expected) == words(found)
        && expected.split([' ', '\n']).zip(found.split([' ', '\n'])).all(same)
}

/// The text with every address, `0x…` in the interpreter and `o3` in the model, as `0x`.
fn without_addresses(text: &str) -> String {
    let mut parts = text.split(" at ");
    let mut masked = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        masked += " at 0x";
        let digits = part.strip_prefix("0x").or_else(|| part.strip_prefix('o')).unwrap_or(part);
        masked += digits.trim_start_matches(|digit: char| digit.is_ascii_hexdigit());
    }
    masked
}
