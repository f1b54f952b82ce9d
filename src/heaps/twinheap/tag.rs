//! What the heap keeps with each object for lockstep: its name.

use super::super::{Id, Reference, Shared};
use crate::program::FunctionId;

/// An object's name in 32 bits: its number, or with the highest bit set what it is that no observation numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tag(u32);

const HIDDEN: u32 = 1 << 31;
const FUNCTIONS: u32 = HIDDEN | 1 << 24;
const INTS: u32 = HIDDEN | 1 << 16;
const CHARACTERS: u32 = HIDDEN | 1 << 8;
const OTHERS: [(u32, Shared); 5] = [
    (HIDDEN, Shared::None),
    (HIDDEN | 1, Shared::Bool(false)),
    (HIDDEN | 2, Shared::Bool(true)),
    (HIDDEN | 3, Shared::EmptyText),
    (HIDDEN | 4, Shared::EmptyTuple),
];

impl Tag {
    /// An object that the program created.
    pub(super) fn object(id: Id) -> Self {
        assert!(id.0 < HIDDEN, "a program creates fewer objects");
        Self(id.0)
    }

    /// An object that is always there.
    pub(super) fn shared(shared: Shared) -> Self {
        Self(match shared {
            Shared::Int(value) => INTS + u32::from(value.cast_unsigned()),
            Shared::Character(code) => CHARACTERS + u32::from(code),
            other => {
                let found = OTHERS.iter().find(|(_, shared)| *shared == other);
                found.map_or(HIDDEN, |(word, _)| *word)
            }
        })
    }

    /// A function of the program.
    pub(super) fn function(function: FunctionId) -> Self {
        Self(FUNCTIONS + u32::from(function.0))
    }

    /// The name of an object that the program created.
    pub(super) fn id(self) -> Option<Id> {
        (self.0 < HIDDEN).then_some(Id(self.0))
    }

    /// The number of a function.
    pub(super) fn function_number(self) -> Option<u32> {
        (self.0 >= FUNCTIONS).then(|| self.0 - FUNCTIONS)
    }

    /// How observations call it.
    pub(super) fn reference(self) -> Reference {
        match self.0 {
            word if word < HIDDEN => Reference::Object(Id(word)),
            word if word >= FUNCTIONS => Reference::Unbound,
            word if word >= INTS => {
                let value = u16::try_from(word - INTS).expect("an int's tag has its 16 bits");
                Reference::Shared(Shared::Int(value.cast_signed()))
            }
            word if word >= CHARACTERS => {
                let code = u8::try_from(word - CHARACTERS).expect("a character's tag has a byte");
                Reference::Shared(Shared::Character(code))
            }
            word => {
                let found = OTHERS.iter().find(|(other, _)| *other == word);
                found.map_or(Reference::Unbound, |(_, shared)| Reference::Shared(*shared))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_comes_back() {
        let ints = (-5..=256).map(Shared::Int);
        let characters = (0..=127).map(Shared::Character);
        let others = OTHERS.map(|(_, shared)| shared);
        for shared in ints.chain(characters).chain(others) {
            assert_eq!(Tag::shared(shared).reference(), Reference::Shared(shared));
            assert_eq!(Tag::shared(shared).id(), None);
        }
        assert_eq!(Tag::object(Id(7)).reference(), Reference::Object(Id(7)));
        assert_eq!(Tag::function(FunctionId(3)).function_number(), Some(3));
        assert_eq!(Tag::shared(Shared::Int(-5)).function_number(), None);
    }
}
