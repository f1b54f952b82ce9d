//! A broken invariant, as `check()` of every layer reports it.

use std::fmt;

/// A layer of the heap broke a rule of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The invariant, by the number that its module's documentation gives it: `alloc 6`.
    pub invariant: &'static str,
    /// What was found, and where.
    pub found: String,
}

impl Violation {
    /// `Ok` if the invariant holds; what was found is only written down if it does not.
    ///
    /// # Errors
    /// The violation, if `holds` is false.
    pub(crate) fn unless(
        holds: bool,
        invariant: &'static str,
        found: impl FnOnce() -> String,
    ) -> Result<(), Self> {
        if holds { Ok(()) } else { Err(Self { invariant, found: found() }) }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.invariant, self.found)
    }
}

impl std::error::Error for Violation {}
