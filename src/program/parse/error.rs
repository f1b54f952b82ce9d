//! What is wrong with a text, and where.

use std::borrow::Cow;
use std::fmt;

/// Why a text is not a program, with the place: `FILE:LINE:COLUMN: …`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseError {
    pub(super) file_name: String,
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) kind: Kind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// Python has no such text.
    NotPython(String),
    /// Python might run it, but the language has no such program.
    Outside { found: String, supported: Cow<'static, str> },
    /// Python would raise `NameError`.
    Undefined { what: &'static str, name: String },
}

impl ParseError {
    /// The name that [`Program::parse`](crate::program::Program::parse) was given.
    #[must_use]
    pub fn file_name(&self) -> &str {
        &self.file_name
    }

    /// The line, from 1.
    #[must_use]
    pub fn line(&self) -> u32 {
        self.line
    }

    /// The column, from 1, in characters. One past the last where a line or the text ends too early.
    #[must_use]
    pub fn column(&self) -> u32 {
        self.column
    }

    /// Whether the text isn't Python at all, rather than Python that lies outside the language.
    #[must_use]
    pub fn is_not_python(&self) -> bool {
        matches!(self.kind, Kind::NotPython(_))
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file_name, line, column, kind } = self;
        write!(f, "{file_name}:{line}:{column}: ")?;
        match kind {
            Kind::NotPython(problem) => write!(f, "not Python: {problem}"),
            Kind::Outside { found, supported } => {
                write!(
                    f,
                    "found {found}, which is outside the language; supported here: {supported}"
                )
            }
            Kind::Undefined { what, name } => {
                write!(f, "{what} {name} is not defined in this program")
            }
        }
    }
}

impl std::error::Error for ParseError {}
