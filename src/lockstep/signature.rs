//! What makes two divergences the same one: what shrinking keeps, what a campaign counts by, what a report lists.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::divergence::{DivergenceKind, Place};
use super::side::Stage;
use crate::heaps::{Aspect, Kind};
use crate::program::{Argument, Statement, Step};

/// What makes two divergences the same one. Nothing in it depends on spellings, numbers or the length of the program.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Signature {
    /// In what the two disagree.
    pub kind: DivergenceKind,
    /// The operation of the step: `append`, `gc.collect`; see [`super::operation()`].
    pub op: String,
    /// The part that the object involved plays, or the cause where there is one.
    pub role: Role,
    /// What the collector was doing.
    pub phase: Phase,
}

/// What plays the leading part in a divergence.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// One outcome or event in place of another, each by its class; `none` where there is none.
    Instead {
        /// What the oracle has.
        expected: String,
        /// What the subject has.
        found: String,
    },
    /// The state of an object, or of the heap if no object is more telling than others.
    State {
        /// What the object is.
        kind: Option<Kind>,
        /// Which side of the state differs.
        aspect: Aspect,
    },
    /// An object that lives in one heap only.
    Fate {
        /// What the object is, as far as that could be seen.
        kind: Option<Kind>,
        /// Whether it died in the subject; else it survived there.
        died: bool,
    },
    /// An invariant, a panic's message without its numbers, or how a process ended.
    Cause(String),
    /// Another part of what a step shows: its output, what is left after it.
    Part(String),
}

/// What the collector was doing when the heaps diverged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Nothing yet: the program was loaded.
    Start,
    /// Nothing: only the program changed the heap in this step.
    Mutation,
    /// It collected in this step, asked or by itself.
    Collection,
    /// It collected what the program had left.
    Finish,
    /// The process was lost, and the step with it.
    Unknown,
}

impl Signature {
    /// Whether `other` is most likely the same mistake met by another operation, on another object or in another phase: the
    /// kind is the same, and so is the cause where one is told.
    #[must_use]
    pub fn resembles(&self, other: &Self) -> bool {
        let told_apart = [self, other].iter().any(|one| matches!(one.role, Role::Cause(_)));
        self.kind == other.kind && (!told_apart || self.role == other.role)
    }
}

impl Role {
    pub(super) fn instead(expected: &str, found: &str) -> Self {
        Self::Instead { expected: expected.to_owned(), found: found.to_owned() }
    }
}

impl From<String> for Role {
    fn from(part: String) -> Self {
        Self::Part(part)
    }
}

impl Phase {
    /// As far as the program's text tells: which allocation starts a collection it does not.
    pub(super) fn of(stage: Stage<'_>) -> Self {
        let Place::Step(index) = stage.place else {
            return if stage.place == Place::Start { Self::Start } else { Self::Finish };
        };
        let asks = |argument: &Argument| matches!(argument, Argument::Collect(_));
        match stage.program.main.get(index).map(Step::statement) {
            Some(Statement::Collect(_)) => Self::Collection,
            Some(Statement::Print(arguments)) if arguments.iter().any(asks) => Self::Collection,
            _ => Self::Mutation,
        }
    }
}

/// `observation at append: list reference count, while collecting`
impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}: {}", self.kind.name(), self.op, self.role)?;
        match self.phase {
            Phase::Collection => f.write_str(", while collecting"),
            Phase::Start | Phase::Mutation | Phase::Finish | Phase::Unknown => Ok(()),
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |kind: &Option<Kind>| kind.map_or("object", Kind::name);
        match self {
            Self::Instead { expected, found } => write!(f, "{found} for {expected}"),
            Self::State { kind: Some(kind), aspect } => {
                write!(f, "{} {}", kind.name(), aspect.name())
            }
            Self::State { kind: None, aspect } => f.write_str(aspect.name()),
            Self::Fate { kind, died: true } => write!(f, "{} died", name(kind)),
            Self::Fate { kind, died: false } => write!(f, "{} survived", name(kind)),
            Self::Cause(text) | Self::Part(text) => f.write_str(text),
        }
    }
}
