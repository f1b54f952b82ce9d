//! What an interpreter did with a program.

use std::fmt;
use std::sync::Arc;

/// What an interpreter did with a program.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verdict {
    /// One for each step that was executed, in order; the step that raised is the last.
    pub steps: Vec<JudgedStep>,
    /// The exception that ended the program. Without any step it was raised by a definition, or by compiling the text.
    pub raised: Option<Raised>,
}

/// What a step did, and what is bound after it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct JudgedStep {
    /// The text printed, line ends included.
    pub output: String,
    /// The trace numbers of the bodies entered, in order; see [`super::JudgedProgram::definitions`].
    pub entered: Vec<u32>,
    /// The classes of the exceptions that finalizers and callbacks raised, in order. `RecursionError`s of those that had no
    /// room to be entered come last.
    pub ignored: Vec<String>,
    /// One for each of the program's names, in their order; `None` where it is unbound.
    pub names: Vec<Option<NameState>>,
}

/// The object that a name is bound to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameState {
    /// The index of the first name that is bound to the same object; its own, if no earlier one is.
    pub same_as: usize,
    /// How many references point at it. `None` for what the code or the interpreter holds too, constants above all: their
    /// counts mean nothing.
    pub references: Option<u32>,
    /// `type(x).__name__`
    pub type_name: Arc<str>,
    /// `weakref.getweakrefcount(x)`
    pub weak_references: u32,
    /// `gc.is_tracked(x)`
    pub tracked: bool,
    /// `gc.is_finalized(x)`; `None` before 3.9, which cannot tell.
    pub finalized: Option<bool>,
}

/// An exception that nothing caught.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raised {
    /// Its class, by name.
    pub class: String,
    /// `str(error)`
    pub message: String,
}

/// As the last line of a traceback: `KeyError: 'k'`, or the class alone where there is no message.
impl fmt::Display for Raised {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.message.as_str() {
            "" => f.write_str(&self.class),
            message => write!(f, "{}: {message}", self.class),
        }
    }
}
