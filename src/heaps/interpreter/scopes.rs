//! Which names of each body are local, and the slots that hold what names are bound to.

use std::cell::{OnceCell, RefCell};

use super::super::subject::Subject;
use crate::program::{Body, ClassId, Finalizer, FunctionId, Name, Program};

/// Where a name of some body lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Global,
    /// The slot of that number in the frame.
    Local(usize),
}

/// The local names of every body of a program; of functions and finalizers, once they run.
pub(super) struct Scopes {
    main: Scope,
    /// In the order of the classes.
    finalizers: Vec<OnceCell<Scope>>,
    /// In the order of the functions.
    functions: Vec<OnceCell<Scope>>,
}

/// The local names of a body.
pub(super) struct Scope {
    /// For each name of the program its slot, where it is local.
    slots: Vec<Option<usize>>,
    pub(super) locals: usize,
}

impl Scopes {
    pub(super) fn new(program: &Program) -> Self {
        Self {
            main: Scope { slots: vec![None; program.names.len()], locals: 0 },
            finalizers: program.classes.iter().map(|_| OnceCell::new()).collect(),
            functions: program.functions.iter().map(|_| OnceCell::new()).collect(),
        }
    }

    pub(super) fn main(&self) -> &Scope {
        &self.main
    }

    /// The scope of a class's finalizer.
    pub(super) fn finalizer(
        &self,
        program: &Program,
        class: ClassId,
        finalizer: &Finalizer,
    ) -> &Scope {
        self.finalizers[usize::from(class.0)]
            .get_or_init(|| Scope::new(program, &finalizer.body, &[finalizer.receiver]))
    }

    pub(super) fn function(&self, program: &Program, id: FunctionId) -> &Scope {
        let index = usize::from(id.0);
        self.functions[index].get_or_init(|| {
            let function = &program.functions[index];
            Scope::new(program, &function.body, &function.parameters)
        })
    }
}

impl Scope {
    fn new(program: &Program, body: &Body, parameters: &[Name]) -> Self {
        let mut slots = vec![None; program.names.len()];
        let locals = body.locals(parameters);
        for (slot, name) in locals.iter().enumerate() {
            slots[usize::from(name.0)] = Some(slot);
        }
        Self { slots, locals: locals.len() }
    }

    pub(super) fn place(&self, name: Name) -> Place {
        self.slots[usize::from(name.0)].map_or(Place::Global, Place::Local)
    }
}

/// What a name is bound to. Never borrowed while a reference is released.
pub(super) struct Slot<S: Subject>(RefCell<Option<S::Ref>>);

impl<S: Subject> Slot<S> {
    pub(super) fn unbound() -> Self {
        Self(RefCell::new(None))
    }

    pub(super) fn bound(reference: S::Ref) -> Self {
        Self(RefCell::new(Some(reference)))
    }

    pub(super) fn get(&self) -> Option<S::Ref> {
        self.0.borrow().clone()
    }

    /// Shows what it holds.
    pub(super) fn look<T>(&self, look: impl FnOnce(Option<&S::Ref>) -> T) -> T {
        look(self.0.borrow().as_ref())
    }

    /// Stores, then releases what was there: whoever that runs sees the new state.
    pub(super) fn set(&self, reference: Option<S::Ref>) {
        drop(self.0.replace(reference));
    }

    pub(super) fn take(&self) -> Option<S::Ref> {
        self.0.take()
    }

    pub(super) fn into_inner(self) -> Option<S::Ref> {
        self.0.into_inner()
    }
}

/// A body being executed.
pub(super) struct Frame<'a, S: Subject> {
    pub(super) scope: &'a Scope,
    /// Released in this order when the body ends.
    pub(super) locals: Vec<Slot<S>>,
}

impl<'a, S: Subject> Frame<'a, S> {
    /// A frame whose first locals are `arguments`, no more than there are locals.
    pub(super) fn new(scope: &'a Scope, arguments: Vec<S::Ref>) -> Self {
        let mut locals: Vec<_> = arguments.into_iter().map(Slot::bound).collect();
        locals.resize_with(scope.locals, Slot::unbound);
        Self { scope, locals }
    }
}
