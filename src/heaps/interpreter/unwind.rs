//! How a statement ends before its time: an exception, or the limit of steps.

use super::super::subject::Subject;
use super::super::{Exception, ExceptionKind};

/// Why evaluation stops.
pub(super) enum Unwind<S: Subject> {
    /// An exception, boxed so that results stay small.
    Raised(Box<Raised<S>>),
    /// The limit of steps was reached: nothing catches this.
    Limit,
}

/// An exception under way. Dropped when its handler ends, it releases what it keeps alive in CPython's order: fields and
/// items as they stand here.
pub(super) struct Raised<S: Subject> {
    pub(super) exception: Exception,
    /// What the exception itself refers to.
    pub(super) held: Vec<S::Ref>,
    /// Its traceback, once it has left a function: a chain of frame objects that ends with the innermost function's.
    pub(super) traceback: Option<S::Ref>,
}

pub(super) type Result<T, S> = std::result::Result<T, Unwind<S>>;

/// The exception of that kind with that message.
pub(super) fn raise<S: Subject>(kind: ExceptionKind, message: impl Into<String>) -> Unwind<S> {
    let exception = Exception { kind, message: message.into() };
    Unwind::Raised(Box::new(Raised { exception, held: Vec::new(), traceback: None }))
}

pub(super) fn type_error<S: Subject>(message: impl Into<String>) -> Unwind<S> {
    raise(ExceptionKind::TypeError, message)
}

/// The exception of an operation that exceeds a limit of ours, as it would if there were no memory for it.
pub(super) fn memory_error<S: Subject>() -> Unwind<S> {
    raise(ExceptionKind::MemoryError, "")
}

impl<S: Subject> Unwind<S> {
    /// The same, keeping `reference` alive until the handler ends.
    pub(super) fn holding(mut self, reference: S::Ref) -> Self {
        if let Self::Raised(raised) = &mut self {
            raised.held.push(reference);
        }
        self
    }
}

/// Evaluated operands that wait on CPython's stack: if evaluation stops, the last one is released first.
pub(super) struct Operands<R>(Vec<R>);

impl<R> Operands<R> {
    pub(super) fn with_capacity(capacity: usize) -> Self {
        Self(Vec::with_capacity(capacity))
    }

    pub(super) fn push(&mut self, operand: R) {
        self.0.push(operand);
    }

    pub(super) fn iter(&self) -> std::slice::Iter<'_, R> {
        self.0.iter()
    }

    pub(super) fn take(mut self) -> Vec<R> {
        std::mem::take(&mut self.0)
    }
}

impl<R> Drop for Operands<R> {
    fn drop(&mut self) {
        while self.0.pop().is_some() {}
    }
}
