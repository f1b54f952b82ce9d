//! What a divergence is and how it reads.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::signature::Signature;
use crate::heaps::FailingRequests;

/// The first place where two heaps, or a heap and an interpreter, disagree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Divergence {
    /// Where in the program.
    pub place: Place,
    /// The step's text; nothing at start and finish.
    pub text: String,
    /// What makes two divergences the same one.
    pub signature: Signature,
    /// Who says what is expected, and whose doing was found.
    pub sides: [String; 2],
    /// The allocation requests that were made to fail, if any were.
    pub request: Option<FailingRequests>,
    /// What it is about: `output`, `object o3`, `invariant gc 3`.
    pub about: String,
    /// What the oracle has.
    pub expected: String,
    /// What the subject has.
    pub found: String,
    /// The objects involved, a line each, as the oracle sees them.
    pub objects: Vec<String>,
}

/// A stage of a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Place {
    /// The program was loaded, nothing has run.
    Start,
    /// The main step at that index.
    Step(usize),
    /// The end: names unbound, everything collected.
    Finish,
}

/// In what two heaps disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DivergenceKind {
    /// A step came to something else: another exception, or none.
    Outcome,
    /// Something else was printed, or ignored exceptions differ.
    Output,
    /// Finalizers, callbacks, cleared weak references or collections.
    Event,
    /// The objects whose memory was given back.
    Deaths,
    /// The state after the step.
    Observation,
    /// The subject broke an invariant of its own, or a law that holds for every heap.
    Violation,
    /// Objects are left after the end.
    Leftover,
    /// A change without meaning made a difference.
    Metamorphic,
    /// A heap panicked.
    Panic,
    /// The process was ended by a signal: an abort, a segmentation fault, a stack overflow.
    Signal,
    /// The process made no progress.
    Hang,
    /// The process ended by itself.
    Exit,
}

impl Divergence {
    /// The same, told with the names of the two sides.
    #[must_use]
    pub fn between(mut self, expected: &str, found: &str) -> Self {
        self.sides = [expected.to_owned(), found.to_owned()];
        self
    }

    /// The side that is blamed: the one whose doing was found.
    #[must_use]
    pub fn blamed(&self) -> &str {
        &self.sides[1]
    }
}

impl DivergenceKind {
    /// In words: `observation`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Outcome => "outcome",
            Self::Output => "output",
            Self::Event => "events",
            Self::Deaths => "deaths",
            Self::Observation => "observation",
            Self::Violation => "violation",
            Self::Leftover => "leftover",
            Self::Metamorphic => "metamorphic",
            Self::Panic => "panic",
            Self::Signal => "signal",
            Self::Hang => "hang",
            Self::Exit => "exit",
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start => f.write_str("at the start, before any step"),
            Self::Step(index) => write!(f, "at step {}", index + 1),
            Self::Finish => f.write_str("at the end, with every name unbound and all collected"),
        }
    }
}

/// Several lines: where, what about, expected, found, and the objects involved.
impl fmt::Display for Divergence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "divergence {}", self.place)?;
        if !self.text.is_empty() {
            write!(f, ": {}", self.text.trim_end().replace('\n', "\n    "))?;
        }
        if let Some(request) = self.request {
            write!(f, "\n  {request}")?;
        }
        write!(f, "\n  differs in: {}, {}", self.signature.kind.name(), self.about)?;
        let [oracle, subject] = &self.sides;
        field(f, &format!("expected by {oracle}:"), &self.expected)?;
        field(f, &format!("found in {subject}:"), &self.found)?;
        for object in &self.objects {
            write!(f, "\n  where {object}")?;
        }
        Ok(())
    }
}

/// So that a property test can end with `?`.
impl std::error::Error for Divergence {}

/// A label, and the text under it or beside it.
fn field(f: &mut fmt::Formatter<'_>, label: &str, text: &str) -> fmt::Result {
    let text = if text.is_empty() { "(nothing)" } else { text.trim_end_matches('\n') };
    if text.contains('\n') {
        return write!(f, "\n  {label}\n    {}", text.replace('\n', "\n    "));
    }
    write!(f, "\n  {label} {text}")
}
