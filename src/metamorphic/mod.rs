//! What must not change when a program is changed in a way that has no meaning. No other heap is needed: a heap is compared
//! with itself.
//!
//! - A collection inserted anywhere changes nothing that the names lead to: what they are bound to, the values, identities and
//!   reference counts of the objects, their weak references to each other. What can legitimately differ is not looked at: what is
//!   printed, the collector's numbers, where it has an object, garbage.
//! - A full collection split in two, a young one before it, reclaims the same objects.
//! - Other names for variables and functions change nothing at all.
//!
//! Where a collection runs code of the program, or the program holds a weak reference to garbage, the program can tell when it
//! comes; such runs are not compared, and counted.

mod change;

use std::rc::Rc;

pub use change::Relation;

use crate::heaps::{Event, Heap, Id, Observation, Outcome, Reachable, Settings, Trace};
use crate::lockstep::{Divergence, DivergenceKind, Phase, Place, Role, Signature};
use crate::program::Program;

/// What a comparison came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Both runs were compared, to the end.
    Same,
    /// The program can tell the two runs apart.
    NotComparable,
}

/// What can be seen of a run after one main step.
#[derive(Debug)]
struct Stage {
    outcome: Outcome,
    trace: Trace,
    observation: Observation,
}

/// Runs `program`, and as `relation` changes it at the place of that number, on `heap`.
///
/// # Errors
/// The first difference that there may not be.
pub fn compare(
    heap: &mut dyn Heap,
    program: &Rc<Program>,
    relation: Relation,
    place: usize,
    settings: &Settings,
) -> Result<Verdict, Box<Divergence>> {
    let Some(change) = relation.change(program, place) else { return Ok(Verdict::NotComparable) };
    // Collections that allocations start come elsewhere once the collector has other counts.
    let automatic = settings.automatic && relation != Relation::Split;
    let settings = &Settings { automatic, ..settings.clone() };
    let expected = run(heap, program, settings);
    let changed = Rc::new(change.program);
    let mut found = run(heap, &changed, settings);
    let both = expected.iter().chain(&found);
    let is_told =
        |stage: &Stage| stage.outcome == Outcome::Limit || stage.trace.events.iter().any(runs_code);
    if relation != Relation::Renaming && both.clone().any(is_told) {
        return Ok(Verdict::NotComparable);
    }
    if let Some(added) = change.added.filter(|&added| added < found.len()) {
        let died = found.remove(added).trace.died;
        // What an added step reclaims counts as done by the one after it.
        if let Some(next) = found.get_mut(added) {
            next.trace.died.extend(died);
            next.trace.died.sort_unstable();
        }
    }
    for (index, (expected, found)) in expected.iter().zip(&found).enumerate() {
        let stages = Stages { program, relation, index, expected, found };
        if stages.compare()? == Verdict::NotComparable {
            return Ok(Verdict::NotComparable);
        }
    }
    Ok(Verdict::Same)
}

fn runs_code(event: &Event) -> bool {
    matches!(event, Event::Finalized(_) | Event::Callback(_))
}

fn run(heap: &mut dyn Heap, program: &Rc<Program>, settings: &Settings) -> Vec<Stage> {
    heap.start(program, settings);
    let mut stages = Vec::new();
    for index in 0..program.main.len() {
        let mut trace = Trace::default();
        let outcome = heap.step(index, &mut trace);
        let mut observation = Observation::default();
        observation.begin(heap.contract());
        heap.observe(&mut observation);
        let is_over = outcome != Outcome::Done;
        trace.died.sort_unstable();
        stages.push(Stage { outcome, trace, observation });
        if is_over {
            break;
        }
    }
    stages
}

/// The same step in both runs.
struct Stages<'a> {
    program: &'a Rc<Program>,
    relation: Relation,
    index: usize,
    expected: &'a Stage,
    found: &'a Stage,
}

impl Stages<'_> {
    fn compare(&self) -> Result<Verdict, Box<Divergence>> {
        let (expected, found) = (self.expected, self.found);
        self.equal("outcome", &kind(&expected.outcome), &kind(&found.outcome))?;
        match self.relation {
            Relation::Collection => {
                let named = |stage: &Stage| stage.observation.named(self.program);
                return self.reachable(&named(expected), &named(found));
            }
            Relation::Split => {
                self.equal(
                    "objects that died",
                    &ids(&expected.trace.died),
                    &ids(&found.trace.died),
                )?;
                let named = |stage: &Stage| stage.observation.named(self.program);
                return self.reachable(&named(expected), &named(found));
            }
            Relation::Renaming => {}
        }
        self.equal("output", &expected.trace.output, &found.trace.output)?;
        let events = |stage: &Stage| format!("{:?}", stage.trace.events);
        self.equal("events", &events(expected), &events(found))?;
        self.equal("objects that died", &ids(&expected.trace.died), &ids(&found.trace.died))?;
        let difference =
            crate::heaps::difference(&expected.observation, &found.observation, self.program);
        let Some(difference) = difference else { return Ok(Verdict::Same) };
        self.equal(&difference.subject, &difference.expected, &difference.found)?;
        Ok(Verdict::Same)
    }

    fn reachable(
        &self,
        expected: &Reachable,
        found: &Reachable,
    ) -> Result<Verdict, Box<Divergence>> {
        if expected.sees_garbage || found.sees_garbage {
            return Ok(Verdict::NotComparable);
        }
        for (expected, found) in expected.lines.iter().zip(&found.lines) {
            self.equal("what a name leads to", expected, found)?;
        }
        let count = |reachable: &Reachable| reachable.lines.len().to_string();
        self.equal("how much the names lead to", &count(expected), &count(found))?;
        Ok(Verdict::Same)
    }

    fn equal(&self, about: &str, expected: &str, found: &str) -> Result<(), Box<Divergence>> {
        if expected == found {
            return Ok(());
        }
        let signature = Signature {
            kind: DivergenceKind::Metamorphic,
            op: self.relation.name().to_owned(),
            role: Role::Part(about.to_owned()),
            phase: Phase::Unknown,
        };
        Err(Box::new(Divergence {
            place: Place::Step(self.index),
            text: self.program.written(&self.program.main[self.index]).to_string(),
            signature,
            sides: ["the program".to_owned(), format!("the program with {}", self.relation.name())],
            request: None,
            about: about.to_owned(),
            expected: expected.to_owned(),
            found: found.to_owned(),
            objects: Vec::new(),
        }))
    }
}

/// The outcome without messages, which quote names.
fn kind(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Done => "done".to_owned(),
        Outcome::Raised(exception) => exception.kind.name().to_owned(),
        Outcome::Limit => "limit".to_owned(),
    }
}

fn ids(ids: &[Id]) -> String {
    ids.iter().map(Id::to_string).collect::<Vec<_>>().join(" ")
}
