//! What can go wrong with an interpreter. That a program raises is a verdict, not an error.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// An interpreter could not be used, or stopped answering.
#[derive(Debug)]
pub struct Error {
    interpreter: PathBuf,
    program: Option<usize>,
    kind: Kind,
}

#[derive(Debug)]
pub(super) enum Kind {
    /// The system would not run it.
    NotStarted(io::Error),
    /// It says that it is something else than CPython 3.8 or later; in its words.
    Unsuitable(String),
    /// The process ended: how, and what it said last.
    Died(String),
    /// It was silent for this long.
    Hung(Duration),
    /// Its answer does not have the shape of one.
    Garbled,
}

impl Error {
    pub(super) fn new(interpreter: &Path, program: Option<usize>, kind: Kind) -> Self {
        Self { interpreter: interpreter.to_owned(), program, kind }
    }

    /// The interpreter, as it was given.
    #[must_use]
    pub fn interpreter(&self) -> &Path {
        &self.interpreter
    }

    /// The index in the batch of the program that ran when it happened.
    #[must_use]
    pub fn program(&self) -> Option<usize> {
        self.program
    }

    /// What happened, without which interpreter it was and where.
    #[must_use]
    pub fn cause(&self) -> String {
        self.kind.to_string()
    }

    /// Whether the interpreter's process ended by itself.
    #[must_use]
    pub fn is_death(&self) -> bool {
        matches!(self.kind, Kind::Died(_))
    }

    /// Whether the interpreter was silent for longer than the timeout.
    #[must_use]
    pub fn is_hang(&self) -> bool {
        matches!(self.kind, Kind::Hung(_))
    }

    /// Whether this is not an interpreter that can judge: not CPython, or too old.
    #[must_use]
    pub fn is_unsuitable(&self) -> bool {
        matches!(self.kind, Kind::Unsuitable(_))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.interpreter.display(), self.kind)?;
        match self.program {
            Some(index) => write!(f, ", at program {index} of the batch"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotStarted(cause) => write!(f, "cannot be started: {cause}"),
            Self::Unsuitable(found) => write!(f, "expected CPython 3.8 or later, found {found}"),
            Self::Died(how) => write!(f, "the interpreter died: {how}"),
            Self::Hung(timeout) => write!(f, "no answer for {timeout:?}"),
            Self::Garbled => f.write_str("the answer does not have the expected shape"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            Kind::NotStarted(cause) => Some(cause),
            _ => None,
        }
    }
}
