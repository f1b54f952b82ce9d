//! Calls of functions, finalizers and callbacks.

use super::super::subject::Subject;
use super::super::{Event, ExceptionKind, Within};
use super::machine::Machine;
use super::scopes::{Frame, Slot};
use super::unwind::{Raised, Result, Unwind, raise, type_error};
use crate::program::{Body, ClassId, Function, FunctionId, Name};

impl<S: Subject> Machine<S> {
    /// `f0(a, b)`: the arguments move into the frame, which releases them when it ends.
    pub(super) fn call(&self, id: FunctionId, mut arguments: Vec<S::Ref>) -> Result<S::Ref, S> {
        let function = &self.program.functions[usize::from(id.0)];
        let (expected, found) = (function.parameters.len(), arguments.len());
        if found != expected {
            // Those for which there is no parameter go first.
            drop(arguments.split_off(expected.min(found)));
            drop(arguments);
            return Err(self.arity_error(function, found));
        }
        let frame = Frame::new(self.scopes.function(&self.program, id), arguments);
        self.enter(frame, &function.body, function.returns, Some(Event::Entered(id)))
    }

    /// Runs the finalizer of an object that the heap is about to reclaim.
    pub(super) fn finalize(&self, class: ClassId, object: &S::Ref) {
        let finalizer = &self.program.classes[usize::from(class.0)].finalizer;
        let (Some(finalizer), Some(id)) = (finalizer, self.id(object)) else { return };
        self.event(Event::Finalized(id));
        self.finalizer_runs();
        let scope = self.scopes.finalizer(&self.program, class, finalizer);
        let frame = Frame::new(scope, vec![object.clone()]);
        let enter = || self.report(self.enter(frame, &finalizer.body, None, None));
        self.within(Within::FINALIZER, enter);
    }

    /// Calls the callback of a weak reference.
    pub(super) fn callback(&self, function: FunctionId, weak_reference: S::Ref) {
        let Some(id) = self.id(&weak_reference) else { return };
        self.event(Event::Callback(id));
        if !self.stopped.get() {
            let call = || self.report(self.call(function, vec![weak_reference]));
            self.within(Within::CALLBACK, call);
        }
    }

    /// Runs a body in a frame of its own.
    fn enter(
        &self,
        frame: Frame<'_, S>,
        body: &Body,
        returns: Option<Name>,
        event: Option<Event>,
    ) -> Result<S::Ref, S> {
        if self.stopped.get() {
            return Err(Unwind::Limit);
        }
        let depth = self.depth.get();
        if depth >= self.settings.recursion_max {
            drop(frame);
            return Err(raise(ExceptionKind::RecursionError, "maximum recursion depth exceeded"));
        }
        event.into_iter().for_each(|event| self.event(event));
        self.depth.set(depth + 1);
        let result = self.body(&frame, body, returns);
        self.depth.set(depth);
        self.leave(frame, result)
    }

    fn body(&self, frame: &Frame<'_, S>, body: &Body, returns: Option<Name>) -> Result<S::Ref, S> {
        body.steps.iter().try_for_each(|step| self.step(frame, step))?;
        returns.map_or_else(|| Ok(self.none()), |name| self.read(frame, name))
    }

    /// Releases the locals, now or, if an exception leaves the frame, when that is handled.
    fn leave(&self, frame: Frame<'_, S>, result: Result<S::Ref, S>) -> Result<S::Ref, S> {
        match result {
            Err(Unwind::Raised(mut raised)) => {
                let locals = frame.locals.into_iter().map(Slot::into_inner).collect();
                self.keep_frame(&mut raised, locals);
                Err(Unwind::Raised(raised))
            }
            result => {
                drop(frame);
                result
            }
        }
    }

    /// Keeps the variables of a frame for as long as the exception that leaves it.
    pub(super) fn keep_frame(&self, raised: &mut Raised<S>, locals: Vec<Option<S::Ref>>) {
        let frame = self.heap.frame(locals);
        let rest = raised.traceback.take();
        raised.traceback = Some(self.heap.frame(vec![rest, Some(frame)]));
    }

    /// Drops what a finalizer or callback came to; an exception is written down before it lets go of its frames.
    fn report(&self, result: Result<S::Ref, S>) {
        if let Err(Unwind::Raised(raised)) = &result {
            self.trace.borrow_mut().ignored.push(raised.exception.to_string());
        }
        drop(result);
    }

    /// What the end of a handler releases: the exception, which holds the traceback, whose first entry is the handler's own
    /// frame. Their deallocations nest, as CPython's do.
    pub(super) fn end_handler(&self, mut raised: Raised<S>) {
        if let Some(traceback) = raised.traceback.take() {
            let entry = self.heap.frame(vec![Some(traceback)]);
            let exception = self.heap.frame(vec![Some(entry)]);
            raised.held.clear();
            drop(exception);
        }
    }

    fn event(&self, event: Event) {
        self.trace.borrow_mut().events.push(event);
    }

    fn arity_error(&self, function: &Function, found: usize) -> Unwind<S> {
        let (name, expected) = (&function.name, function.parameters.len());
        let s = |count: usize| if count == 1 { "" } else { "s" };
        if found > expected {
            let was = if found == 1 { "was" } else { "were" };
            return type_error(format!(
                "{name}() takes {expected} positional argument{} but {found} {was} given",
                s(expected)
            ));
        }
        let missing: Vec<_> = function.parameters[found..]
            .iter()
            .map(|&parameter| format!("'{}'", self.spelling(parameter)))
            .collect();
        let listed = match missing.as_slice() {
            [one] => one.clone(),
            [first, second] => format!("{first} and {second}"),
            [all @ .., last] => format!("{}, and {last}", all.join(", ")),
            [] => String::new(),
        };
        type_error(format!(
            "{name}() missing {} required positional argument{}: {listed}",
            missing.len(),
            s(missing.len())
        ))
    }
}
