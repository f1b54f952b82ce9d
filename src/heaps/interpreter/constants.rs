//! The objects of the program's text, and those that are always there.

use std::cell::RefCell;

use super::super::subject::Subject;
use super::super::{Reference, Shared};
use crate::program::{Constant, Key, Literal, Program};

/// Which ints are always there.
const SHARED_INTS: std::ops::RangeInclusive<i128> = -5..=256;

/// One object for each constant that isn't shared, in the order of [`Program::constants`], and for each key of a dict that
/// the program has got hold of: CPython keeps those in its code.
pub(super) struct Constants<S: Subject>(RefCell<Vec<(Constant, S::Ref)>>);

impl<S: Subject> Default for Constants<S> {
    fn default() -> Self {
        Self(RefCell::default())
    }
}

impl<S: Subject> Constants<S> {
    /// Creates those of the text.
    pub(super) fn define(&self, heap: &S, program: &Program) {
        for constant in program.constants() {
            self.define_one(heap, constant);
        }
    }

    /// Lets go of all of them.
    pub(super) fn release(&self) {
        drop(self.0.take());
    }

    /// The object of a literal in the text.
    pub(super) fn literal(&self, heap: &S, literal: &Literal) -> S::Ref {
        if let Some(shared) = shared_literal(literal) {
            return heap.shared(shared);
        }
        let found = self.find(|constant| constant.is_literal(literal));
        found.unwrap_or_else(|| self.define_one(heap, Constant::Literal(literal.clone())))
    }

    /// The object of a constant of the text.
    pub(super) fn constant(&self, heap: &S, constant: &Constant) -> S::Ref {
        self.item(heap, constant)
    }

    /// The key of a dict as an object.
    pub(super) fn key(&self, heap: &S, key: &Key) -> S::Ref {
        self.literal(heap, &key.literal())
    }

    /// Whether it is an object of the text.
    pub(super) fn contains(&self, heap: &S, reference: &S::Ref) -> bool {
        let name = heap.reference(reference);
        matches!(name, Reference::Object(_))
            && self.0.borrow().iter().any(|(_, object)| heap.reference(object) == name)
    }

    fn find(&self, mut matches: impl FnMut(&Constant) -> bool) -> Option<S::Ref> {
        let constants = self.0.borrow();
        let (_, object) = constants.iter().find(|(constant, _)| matches(constant))?;
        Some(object.clone())
    }

    fn define_one(&self, heap: &S, constant: Constant) -> S::Ref {
        let object = match &constant {
            Constant::Literal(literal) => match new_literal(heap, literal) {
                Some(object) => object,
                None => return self.literal(heap, literal),
            },
            Constant::Tuple(items) if items.is_empty() => return heap.shared(Shared::EmptyTuple),
            Constant::Tuple(items) => {
                let items = items.iter().map(|item| self.item(heap, item)).collect();
                heap.tuple(items, true)
            }
        };
        self.0.borrow_mut().push((constant, object.clone()));
        object
    }

    fn item(&self, heap: &S, constant: &Constant) -> S::Ref {
        match constant {
            Constant::Literal(literal) => self.literal(heap, literal),
            Constant::Tuple(_) => self
                .find(|it| it == constant)
                .unwrap_or_else(|| self.define_one(heap, constant.clone())),
        }
    }
}

/// A new object for a literal, unless it is always there.
fn new_literal<S: Subject>(heap: &S, literal: &Literal) -> Option<S::Ref> {
    match literal {
        _ if shared_literal(literal).is_some() => None,
        Literal::None | Literal::Bool(_) => None,
        Literal::Int(value) => Some(heap.int((*value).into())),
        Literal::Float(value) => Some(heap.float(*value)),
        Literal::Text(value) => Some(heap.text(value)),
    }
}

fn shared_literal(literal: &Literal) -> Option<Shared> {
    match literal {
        Literal::None => Some(Shared::None),
        Literal::Bool(value) => Some(Shared::Bool(*value)),
        Literal::Int(value) => shared_int((*value).into()),
        Literal::Float(_) => None,
        Literal::Text(value) => shared_text(value),
    }
}

/// The int of that value, if it is always there.
pub(super) fn shared_int(value: i128) -> Option<Shared> {
    let small = SHARED_INTS.contains(&value).then(|| i16::try_from(value).ok());
    small.flatten().map(Shared::Int)
}

/// The text, if it is always there.
pub(super) fn shared_text(value: &str) -> Option<Shared> {
    match value.as_bytes() {
        [] => Some(Shared::EmptyText),
        [code] => Some(Shared::Character(*code)),
        _ => None,
    }
}
