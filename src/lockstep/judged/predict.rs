//! What the model says that a program does.

use std::rc::Rc;

use super::doubt::Doubt;
use super::{Allowed, Divergence, Maker, Place, Role, Side, Stage, finalizers, main_names};
use crate::heaps::{Event, Id, Kind, Observation, Outcome, Reference, Settings, Shared, Version};
use crate::program::{FunctionId, Program, Step};

/// What the model says a program does.
#[derive(Debug, Clone, PartialEq)]
pub struct Prediction {
    pub(super) steps: Vec<PredictedStep>,
    pub(super) raised: Option<String>,
    pub(super) cut_short: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct PredictedStep {
    pub(super) output: String,
    pub(super) entered: Vec<Entered>,
    pub(super) ignored: Vec<String>,
    pub(super) names: Vec<Option<PredictedName>>,
    /// What may have led the interpreter another way, in this step or before.
    pub(super) doubt: Option<Allowed>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Entered {
    /// The finalizer with that number among the `def` lines; unknown if the object came and went within the step.
    Finalizer(Option<u32>),
    Function(u32),
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct PredictedName {
    pub(super) same_as: usize,
    pub(super) count: Option<u32>,
    pub(super) type_name: String,
    pub(super) weak_references: usize,
    pub(super) tracked: bool,
    pub(super) finalized: bool,
    /// Whether it is a text of one character.
    pub(super) character: bool,
}

impl Prediction {
    /// Whether the program was cut short by the step limit: an interpreter, which has none, is not to run it.
    #[must_use]
    pub fn is_cut_short(&self) -> bool {
        self.cut_short
    }
}

impl PredictedStep {
    /// The bodies that ran, as far as known: all finalizers for one whose class is not.
    pub(super) fn bodies<'a>(&self, program: &'a Program) -> impl Iterator<Item = &'a [Step]> {
        let finalizers = finalizers(program, usize::MAX);
        let ran = move |number: u32, entered: &Entered| match *entered {
            Entered::Finalizer(None) => number < finalizers,
            Entered::Finalizer(Some(entered)) | Entered::Function(entered) => entered == number,
        };
        let blocks = (0..).zip(program.blocks());
        let bodies =
            blocks.filter(move |(number, _)| self.entered.iter().any(|one| ran(*number, one)));
        bodies.map(|(_, body)| body)
    }
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
    let mut doubt = Doubt::new(program);
    for (index, step) in program.main.iter().enumerate() {
        let stage = Stage { program, place: Place::Step(index) };
        side.step(stage)?;
        side.observe(stage)?;
        let mut predicted = predicted_step(side, &names, program);
        predicted.doubt = doubt.after(step, &predicted, side);
        prediction.steps.push(predicted);
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

fn predicted_step(side: &Side, names: &[u16], program: &Program) -> PredictedStep {
    PredictedStep {
        output: side.trace.output.clone(),
        entered: entered(side, program),
        ignored: side.trace.ignored.iter().map(|line| class_of(line).to_owned()).collect(),
        names: bound_names(&side.observation, names, program),
        doubt: None,
    }
}

/// The class of an exception as the last line of a traceback has it.
fn class_of(line: &str) -> &str {
    line.split_once(':').map_or(line, |(class, _)| class)
}

fn entered(side: &Side, program: &Program) -> Vec<Entered> {
    let seen = [&side.before, &side.observation];
    let entered = side.trace.events.iter().filter_map(|event| match *event {
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
