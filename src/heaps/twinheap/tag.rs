//! What the heap keeps with each object for lockstep: its name.

use super::super::{Id, Reference, Shared, Word};
use crate::program::FunctionId;

/// What an object is called, in 32 bits: as observations call it, or with the two highest bits set the number of a function,
/// which they never name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tag(Word);

const FUNCTIONS: u32 = 0b11 << 30;

impl Default for Tag {
    fn default() -> Self {
        Self(Reference::Unbound.into())
    }
}

impl Tag {
    /// An object that the program created.
    pub(super) fn object(id: Id) -> Self {
        assert!(id.0 < FUNCTIONS >> 1, "a program creates fewer objects");
        Self(Reference::Object(id).into())
    }

    /// An object that is always there.
    pub(super) fn shared(shared: Shared) -> Self {
        Self(Reference::Shared(shared).into())
    }

    /// A function of the program.
    pub(super) fn function(function: FunctionId) -> Self {
        Self(Word(FUNCTIONS | u32::from(function.0)))
    }

    /// The name of an object that the program created.
    #[inline]
    pub(super) fn id(self) -> Option<Id> {
        let Word(word) = self.0;
        (word >> 31 == 0).then_some(Id(word))
    }

    /// The number of a function.
    pub(super) fn function_number(self) -> Option<u32> {
        let Word(word) = self.0;
        (word >= FUNCTIONS && self != Self::default()).then_some(word & !FUNCTIONS)
    }

    /// How observations call it.
    pub(super) fn reference(self) -> Reference {
        self.0.into()
    }

    /// The same as they write it.
    #[inline]
    pub(super) fn word(self) -> Word {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_comes_back() {
        let ints = (-5..=256).map(Shared::Int);
        let characters = (0..=127).map(Shared::Character);
        let others = [
            Shared::None,
            Shared::Bool(false),
            Shared::Bool(true),
            Shared::EmptyText,
            Shared::EmptyTuple,
        ];
        for shared in ints.chain(characters).chain(others) {
            assert_eq!(Tag::shared(shared).reference(), Reference::Shared(shared));
            assert_eq!(Tag::shared(shared).id(), None);
        }
        assert_eq!(Tag::object(Id(7)).reference(), Reference::Object(Id(7)));
        assert_eq!(Tag::function(FunctionId(3)).function_number(), Some(3));
        assert_eq!(Tag::shared(Shared::Int(-5)).function_number(), None);
        assert_eq!(Tag::default().function_number(), None);
    }
}
