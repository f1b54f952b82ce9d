//! What happens while a step runs, in order.

use super::observation::Id;
use super::{Failed, Violation};
use crate::program::{FunctionId, Program};

/// What a step printed and did. One is reused for a whole program.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Trace {
    /// The text printed, line ends included.
    pub output: String,
    /// What went to standard error: exceptions in finalizers and callbacks, a line each.
    pub ignored: Vec<String>,
    /// In the order in which they happened.
    pub events: Vec<Event>,
    /// The objects whose memory was given back, in increasing order once the step is over.
    pub died: Vec<Id>,
    /// What failed for lack of memory.
    pub failed: Failed,
    /// What a check after a collection found wrong first, where the program's zeal asks for such checks.
    pub violation: Option<Violation>,
    /// How many steps were executed, those in functions, finalizers and repetitions included. Never cleared.
    pub steps_executed: u64,
}

impl Trace {
    /// Empties all but the number of steps executed.
    pub fn clear(&mut self) {
        self.output.clear();
        self.ignored.clear();
        self.events.clear();
        self.died.clear();
        self.failed = Failed::default();
        self.violation = None;
    }
}

/// Something that a program's heap did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// The finalizer of this object is about to run.
    Finalized(Id),
    /// A function's body is about to run: called, or as a callback.
    Entered(FunctionId),
    /// The callback of this weak reference is about to run.
    Callback(Id),
    /// This weak reference was cleared: its referent died or is about to be reclaimed.
    Cleared(Id),
    /// A collection ended.
    Collected {
        /// 0 to 2.
        generation: u8,
        /// What `gc.collect` returns, less `uncollectable`.
        collected: u32,
        /// Objects that could not be reclaimed.
        uncollectable: u32,
    },
}

impl Event {
    /// As it stands in reports: `finalizer of o3`, `f0 called`.
    #[must_use]
    pub fn in_words(self, program: &Program) -> String {
        match self {
            Self::Finalized(id) => format!("finalizer of {id}"),
            Self::Entered(FunctionId(function)) => {
                let function = program.functions.get(usize::from(function));
                format!("{} called", function.map_or("?", |function| &function.name))
            }
            Self::Callback(id) => format!("callback of {id}"),
            Self::Cleared(id) => format!("weak reference {id} cleared"),
            Self::Collected { generation, collected, uncollectable } => format!(
                "collected generation {generation}: {collected}, uncollectable {uncollectable}"
            ),
        }
    }
}

/// A Python exception.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exception {
    /// Its class.
    pub kind: ExceptionKind,
    /// What `str(error)` is in CPython 3.11.
    pub message: String,
}

/// The classes of exceptions that a program can raise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is Python's exception of that name")]
pub enum ExceptionKind {
    NameError,
    UnboundLocalError,
    TypeError,
    AttributeError,
    IndexError,
    KeyError,
    ValueError,
    OverflowError,
    RecursionError,
    MemoryError,
}

impl ExceptionKind {
    /// Every one.
    pub const ALL: [Self; 10] = [
        Self::NameError,
        Self::UnboundLocalError,
        Self::TypeError,
        Self::AttributeError,
        Self::IndexError,
        Self::KeyError,
        Self::ValueError,
        Self::OverflowError,
        Self::RecursionError,
        Self::MemoryError,
    ];

    /// `type(error).__name__`
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NameError => "NameError",
            Self::UnboundLocalError => "UnboundLocalError",
            Self::TypeError => "TypeError",
            Self::AttributeError => "AttributeError",
            Self::IndexError => "IndexError",
            Self::KeyError => "KeyError",
            Self::ValueError => "ValueError",
            Self::OverflowError => "OverflowError",
            Self::RecursionError => "RecursionError",
            Self::MemoryError => "MemoryError",
        }
    }
}

/// As the last line of a traceback: `KeyError: 'k'`, or the class alone where there is no message.
impl std::fmt::Display for Exception {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.message.as_str() {
            "" => f.write_str(self.kind.name()),
            message => write!(f, "{}: {message}", self.kind.name()),
        }
    }
}
