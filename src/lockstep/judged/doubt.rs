//! What may lead an interpreter another way than the model, so that a difference from there on is none of meaning.

use super::predict::{Entered, PredictedStep};
use super::{Allowed, Side};
use crate::heaps::{Happening, Kind, Mark, Observation, Reference, Shared};
use crate::program::{Argument, Expression, Literal, Program, Statement, Step, Value};

/// What a program has done so far that an interpreter may have done otherwise.
#[derive(Debug)]
pub(super) struct Doubt<'a> {
    program: &'a Program,
    /// Whether a body can tell, and so keep, what is dead already.
    bodies_look_at_deaths: bool,
    /// What orders the sets that were live before.
    sets: Sets,
    /// Whether the order in a set has had a say in the state.
    set_order: bool,
    deep_calls: u64,
    /// Whether a body that ran nearly too deep has had a say in the state.
    deep_call: bool,
}

/// What orders the elements of a set, where it matters; the later ones matter more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sets {
    /// Their values.
    Ordered,
    /// An address or a seed: whoever goes through the elements sees the order.
    Unordered,
    /// The same, and several of them own other objects: the order in which they die or are traversed shows too.
    Owning,
}

impl<'a> Doubt<'a> {
    pub(super) fn new(program: &'a Program) -> Self {
        let bodies = program.blocks().take(program.blocks().count() - 1);
        Self {
            program,
            bodies_look_at_deaths: bodies.flatten().any(|step| looks_at_deaths(step.statement())),
            sets: Sets::Ordered,
            set_order: false,
            deep_calls: 0,
            deep_call: false,
        }
    }

    /// What has to be doubted after `step`, which the model has just run.
    pub(super) fn after(
        &mut self,
        step: &Step,
        predicted: &PredictedStep,
        side: &Side,
    ) -> Option<Allowed> {
        let statements = || {
            let bodies = predicted.bodies(self.program).flatten();
            [step].into_iter().chain(bodies).map(Step::statement)
        };
        let live = live_sets(&side.observation);
        let displayed = statements().map(displayed).max().unwrap_or(Sets::Ordered);
        self.set_order |= match self.sets.max(live).max(displayed) {
            Sets::Ordered => false,
            Sets::Unordered => statements().any(follows_order),
            Sets::Owning => true,
        };
        self.sets = live;

        let deep_calls = deep_calls(side);
        let deep = deep_calls > self.deep_calls;
        self.deep_calls = deep_calls;
        self.deep_call |= deep && (self.bodies_look_at_deaths || !tells_order(&predicted.entered));
        match (self.set_order, deep || self.deep_call) {
            (true, _) => Some(Allowed::SetOrder),
            (false, true) => Some(Allowed::DeepCall),
            (false, false) => None,
        }
    }
}

/// What orders the sets that are live.
fn live_sets(observation: &Observation) -> Sets {
    let sets = observation.sets().map(|elements| {
        let elements = elements.iter().map(|&element| element_order(observation, element));
        set_order(elements)
    });
    sets.max().unwrap_or(Sets::Ordered)
}

/// What orders a set of such elements.
fn set_order(elements: impl Iterator<Item = Sets>) -> Sets {
    let elements: Vec<Sets> = elements.collect();
    let owners = elements.iter().filter(|element| **element == Sets::Owning).count();
    match elements.len() {
        0 | 1 => Sets::Ordered,
        _ if owners > 1 => Sets::Owning,
        _ => elements.into_iter().max().unwrap_or(Sets::Ordered).min(Sets::Unordered),
    }
}

fn element_order(observation: &Observation, element: Reference) -> Sets {
    match element {
        Reference::Object(id) => match observation.kind(id) {
            Some(Kind::Int | Kind::Float) | None => Sets::Ordered,
            Some(Kind::Text) => Sets::Unordered,
            Some(_) => Sets::Owning,
        },
        Reference::Shared(Shared::None | Shared::Character(_) | Shared::EmptyTuple) => {
            Sets::Unordered
        }
        Reference::Shared(_) | Reference::Unbound => Sets::Ordered,
    }
}

/// What orders the sets that a statement displays, which may be gone when it is over.
fn displayed(statement: &Statement) -> Sets {
    let mut sets = Sets::Ordered;
    statement.set_displays(&mut |items| {
        let order = |item: &Value| match item {
            Value::Literal(Literal::Bool(_) | Literal::Int(_) | Literal::Float(_)) => Sets::Ordered,
            Value::Literal(_) => Sets::Unordered,
            _ => Sets::Owning,
        };
        sets = sets.max(set_order(items.iter().map(order)));
    });
    sets
}

/// Whether a statement goes through a set in such a way that the order stays. What is printed does not.
fn follows_order(statement: &Statement) -> bool {
    match statement {
        Statement::Bind(_, Expression::Pop(_)) => true,
        Statement::Extend(_, items) | Statement::Augment(_, items) => {
            matches!(items, Value::Name(_) | Value::Set(_))
        }
        _ => false,
    }
}

/// How often a finalizer or callback has run so deep in deallocations that what an interpreter makes for itself may have to
/// wait there; or an exception has left so many frames of its library.
fn deep_calls(side: &Side) -> u64 {
    let deep = [Mark::DeepCall, Mark::CopyGivenUp].map(Happening::from);
    let mut sum = 0;
    side.facts(&mut |fact, count| sum += if deep.contains(&fact.happening) { count } else { 0 });
    sum
}

/// Whether bodies that ran in another order would have other numbers.
fn tells_order(entered: &[Entered]) -> bool {
    let mut numbers = entered.to_vec();
    numbers.sort_unstable();
    numbers.dedup();
    numbers.len() == entered.len()
        && (entered.len() < 2 || !entered.contains(&Entered::Finalizer(None)))
}

/// Whether a statement does something else while an object that is about to die still lives.
fn looks_at_deaths(statement: &Statement) -> bool {
    match statement {
        Statement::Bind(_, Expression::Referent(_) | Expression::WeakReference(..))
        | Statement::Collect(_)
        | Statement::Freeze => true,
        Statement::Print(arguments) => {
            arguments.iter().any(|argument| matches!(argument, Argument::Collect(_)))
        }
        _ => false,
    }
}
