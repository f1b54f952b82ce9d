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

/// An exception under way. What it is made of is tracked by CPython's collector like anything else; here the exception and
/// the entries of its traceback are [frames](Subject::frame), too. Dropped when its handler ends, it releases what it keeps alive in CPython's order: fields and
/// items as they stand here.
pub(super) struct Raised<S: Subject> {
    pub(super) exception: Exception,
    /// What the exception itself or the frames of the library refer to.
    pub(super) held: Vec<S::Ref>,
    /// The exception as an object, once it has left a function. It holds its traceback, each entry of which holds the one before
    /// and then the frame of the function that it stands for, so that the innermost frame goes first.
    pub(super) object: Option<S::Ref>,
}

pub(super) type Result<T, S> = std::result::Result<T, Unwind<S>>;

/// The exception of that kind with that message.
pub(super) fn raise<S: Subject>(kind: ExceptionKind, message: impl Into<String>) -> Unwind<S> {
    let exception = Exception { kind, message: message.into() };
    Unwind::Raised(Box::new(Raised { exception, held: Vec::new(), object: None }))
}

pub(super) fn type_error<S: Subject>(message: impl Into<String>) -> Unwind<S> {
    raise(ExceptionKind::TypeError, message)
}

/// The exception of an operation that exceeds a limit of ours, as it would if there were no memory for it.
pub(super) fn memory_error<S: Subject>() -> Unwind<S> {
    raise(ExceptionKind::MemoryError, "")
}

impl<S: Subject> Raised<S> {
    /// It leaves a function.
    pub(super) fn leave(&mut self, heap: &S, locals: Vec<Option<S::Ref>>) {
        let object = self.object.get_or_insert_with(|| heap.frame(vec![None]));
        let frame = heap.frame(locals);
        let inner = heap.frame_set(object, 0, None);
        let entry = heap.frame(vec![inner, Some(frame)]);
        drop(heap.frame_set(object, 0, Some(entry)));
    }

    /// It arrives, from a function, where it is handled: that block has an entry, too, but its frame is still its own.
    pub(super) fn arrive(&mut self, heap: &S) {
        if let Some(object) = &self.object {
            let inner = heap.frame_set(object, 0, None);
            let entry = heap.frame(vec![inner]);
            drop(heap.frame_set(object, 0, Some(entry)));
        }
    }
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
