//! Compares what two heaps did in one stage of a program.

use std::fmt::Write as _;

use super::divergence::{Divergence, DivergenceKind};
use super::side::{Side, Stage};
use super::signature::Role;
use crate::heaps::{Contract, Event, Id, Kind, Outcome, Violation, difference};

/// Both sides after a stage.
#[derive(Clone, Copy)]
pub(super) struct Compared<'a> {
    pub(super) stage: Stage<'a>,
    pub(super) oracle: &'a Side,
    pub(super) subject: &'a Side,
}

type Verdict = Result<(), Box<Divergence>>;

/// What was done.
pub(super) fn compare_trace(compared: Compared<'_>) -> Verdict {
    compared.outcome()?;
    compared.output()?;
    compared.ignored()?;
    compared.events()?;
    compared.deaths()
}

/// The state that it led to.
pub(super) fn compare_state(compared: Compared<'_>) -> Verdict {
    compared.observation()
}

/// How many objects are left after the end: as many in both, and none unless they may be.
pub(super) fn compare_leftovers(compared: Compared<'_>, may_leave: bool) -> Verdict {
    let (expected, found) = (compared.oracle.left, compared.subject.left);
    if expected == found && (expected == 0 || may_leave) {
        return Ok(());
    }
    let count = |left: usize| format!("{left} objects left");
    let expected = if may_leave { count(expected) } else { count(0) };
    let role = Role::Part("objects".to_owned());
    compared.differ(DivergenceKind::Leftover, "leftovers", role, [expected, count(found)])
}

impl Compared<'_> {
    fn contract(&self) -> Contract {
        self.oracle.contract
    }

    fn outcome(&self) -> Verdict {
        let (expected, found) = (&self.oracle.outcome, &self.subject.outcome);
        if expected == found {
            return Ok(());
        }
        let role = Role::instead(outcome_class(expected), outcome_class(found));
        let texts = [outcome_text(expected), outcome_text(found)];
        self.differ(DivergenceKind::Outcome, "outcome", role, texts)
    }

    fn output(&self) -> Verdict {
        let (expected, found) = (&self.oracle.trace.output, &self.subject.trace.output);
        if expected == found {
            return Ok(());
        }
        let role = Role::Part("output".to_owned());
        self.differ(DivergenceKind::Output, "output", role, [expected.clone(), found.clone()])
    }

    fn ignored(&self) -> Verdict {
        let (expected, found) = (&self.oracle.trace.ignored, &self.subject.trace.ignored);
        let equal = if self.contract().order {
            expected == found
        } else {
            same_items(expected, found) || !self.contract().prompt
        };
        if equal {
            return Ok(());
        }
        let texts = [expected.join("\n"), found.join("\n")];
        let role = Role::Part("ignored exception".to_owned());
        self.differ(DivergenceKind::Output, "ignored exceptions", role, texts)
    }

    fn events(&self) -> Verdict {
        let contract = self.contract();
        let (expected, found) = (&self.oracle.trace.events, &self.subject.trace.events);
        if contract == Contract::FULL && expected == found || !contract.prompt {
            return Ok(());
        }
        let promised = |events: &[Event]| -> Vec<Event> {
            events.iter().copied().filter(|event| promises(contract, *event)).collect()
        };
        let (expected, found) = (promised(expected), promised(found));
        let unordered = !contract.order && same_items(&expected, &found);
        if expected == found || unordered {
            return Ok(());
        }
        let first = expected.iter().zip(&found).take_while(|(one, other)| one == other).count();
        let telling = [expected.get(first), found.get(first)];
        let role = telling.map(|event| event.map_or("none", |event| event_class(*event)));
        let objects = telling.into_iter().flatten().filter_map(|event| event_object(*event));
        Err(Box::new(Divergence {
            about: format!("event {} of {}", first + 1, expected.len()),
            expected: self.event_lines(&expected, first),
            found: self.event_lines(&found, first),
            objects: self.objects(objects),
            ..Divergence::at(self.stage, DivergenceKind::Event, Role::instead(role[0], role[1]))
        }))
    }

    fn deaths(&self) -> Verdict {
        let (expected, found) = (&self.oracle.trace.died, &self.subject.trace.died);
        if expected == found || !self.contract().prompt {
            return Ok(());
        }
        let only = |these: &[Id], those: &[Id]| -> Vec<Id> {
            these.iter().copied().filter(|id| those.binary_search(id).is_err()).collect()
        };
        let (missing, extra) = (only(expected, found), only(found, expected));
        let telling = missing.first().or(extra.first()).copied();
        let kind = telling.and_then(|id| self.kind_of(id));
        let role = Role::Fate { kind, died: missing.is_empty() };
        Err(Box::new(Divergence {
            about: "objects that died".to_owned(),
            expected: ids(expected),
            found: ids(found),
            objects: self.objects(missing.into_iter().chain(extra)),
            ..Divergence::at(self.stage, DivergenceKind::Deaths, role)
        }))
    }

    fn observation(&self) -> Verdict {
        let (expected, found) = (&self.oracle.observation, &self.subject.observation);
        let program = self.stage.program;
        let Some(difference) = difference(expected, found, program) else { return Ok(()) };
        let kind = difference.object.and_then(|id| self.kind_of(id));
        let role = Role::State { kind, aspect: difference.aspect };
        Err(Box::new(Divergence {
            about: difference.subject,
            expected: difference.expected,
            found: difference.found,
            objects: self.named(difference.object),
            ..Divergence::at(self.stage, DivergenceKind::Observation, role)
        }))
    }

    pub(super) fn violation(&self, violation: Violation) -> Box<Divergence> {
        Box::new(Divergence::violation(self.stage, violation))
    }

    fn differ(
        &self,
        kind: DivergenceKind,
        about: &str,
        role: Role,
        [expected, found]: [String; 2],
    ) -> Verdict {
        Err(Box::new(Divergence {
            about: about.to_owned(),
            expected,
            found,
            ..Divergence::at(self.stage, kind, role)
        }))
    }

    /// The object's kind, as far as either side has seen the object.
    fn kind_of(&self, id: Id) -> Option<Kind> {
        let observations = [&self.oracle.observation, &self.oracle.before];
        let observations = observations.into_iter().chain([&self.subject.observation]);
        observations.filter_map(|observation| observation.kind(id)).next()
    }

    /// A line for each of the first objects: what it is, or was before the step.
    fn objects(&self, ids: impl IntoIterator<Item = Id>) -> Vec<String> {
        let mut lines: Vec<String> = ids.into_iter().take(4).map(|id| self.object(id)).collect();
        lines.dedup();
        lines
    }

    fn object(&self, id: Id) -> String {
        let program = self.stage.program;
        let mut line = id.to_string();
        let now = self.oracle.observation.describe(id, program);
        let before = || {
            self.oracle.before.describe(id, program).map(|text| format!("{text}, before the step"))
        };
        match now.or_else(before) {
            Some(text) => _ = write!(line, " is {text}"),
            None => line += " was created in this step",
        }
        let names = self.oracle.observation.names_of(id, program);
        if !names.is_empty() {
            _ = write!(line, ", bound to {}", names.join(", "));
        }
        line
    }

    fn named(&self, id: Option<Id>) -> Vec<String> {
        let Some(id) = id else { return Vec::new() };
        let names = self.oracle.observation.names_of(id, self.stage.program);
        if names.is_empty() {
            return Vec::new();
        }
        vec![format!("{id} is bound to {}", names.join(", "))]
    }

    /// One event a line, the telling one marked.
    fn event_lines(&self, events: &[Event], first: usize) -> String {
        let mut text = String::new();
        for (index, event) in events.iter().enumerate().skip(first.saturating_sub(3)).take(8) {
            let mark = if index == first { "   <-" } else { "" };
            _ = writeln!(text, "{}{mark}", event.in_words(self.stage.program));
        }
        if first == events.len() {
            text += "no further event   <-\n";
        }
        text
    }
}

/// Whether the contract promises this kind of event.
fn promises(contract: Contract, event: Event) -> bool {
    match event {
        Event::Finalized(_) => contract.finalizers,
        Event::Entered(_) => true,
        Event::Callback(_) | Event::Cleared(_) => contract.weak_references,
        Event::Collected { .. } => contract.thresholds && contract.generations,
    }
}

fn same_items<T: PartialEq>(expected: &[T], found: &[T]) -> bool {
    if expected.len() != found.len() {
        return false;
    }
    let mut rest: Vec<&T> = found.iter().collect();
    expected.iter().all(|item| match rest.iter().position(|other| *other == item) {
        Some(index) => {
            rest.swap_remove(index);
            true
        }
        None => false,
    })
}

fn ids(ids: &[Id]) -> String {
    let ids: Vec<_> = ids.iter().map(Id::to_string).collect();
    ids.join(" ")
}

pub(super) fn outcome_text(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Done => "done".to_owned(),
        Outcome::Raised(exception) => format!("raised {exception}"),
        Outcome::Limit => "cut short: the limit of steps was reached".to_owned(),
    }
}

fn outcome_class(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Done => "done",
        Outcome::Raised(exception) => exception.kind.name(),
        Outcome::Limit => "limit",
    }
}

fn event_class(event: Event) -> &'static str {
    match event {
        Event::Finalized(_) => "finalized",
        Event::Entered(_) => "entered",
        Event::Callback(_) => "callback",
        Event::Cleared(_) => "cleared",
        Event::Collected { .. } => "collected",
    }
}

fn event_object(event: Event) -> Option<Id> {
    match event {
        Event::Finalized(id) | Event::Callback(id) | Event::Cleared(id) => Some(id),
        Event::Entered(_) | Event::Collected { .. } => None,
    }
}
