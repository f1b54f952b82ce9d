//! What the names of the main block are bound to, as far as the text tells.
//!
//! It is a belief: finalizers and callbacks run behind its back. What they may change is marked so, and is used only under
//! a guard.

use super::dice::Dice;

/// What an object is believed to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// There is none: an unbound name, an empty slot.
    Absent,
    /// Anything.
    Unknown,
    /// An integer that every interpreter shares.
    SmallInt,
    Int,
    Float,
    Text,
    /// `None`, `True`, or a tuple of constants, which the compiler folds.
    Constant,
    Tuple,
    List,
    Dict,
    Set,
    /// Of the class of that number.
    Instance(u8),
    Weak,
    /// The end of a chain too long to look into.
    Deep,
}

impl Kind {
    pub(super) fn is_number(self) -> bool {
        matches!(self, Self::SmallInt | Self::Int | Self::Float)
    }

    pub(super) fn is_atom(self) -> bool {
        self.is_number() || matches!(self, Self::Text | Self::Constant)
    }

    /// Whether the collector knows objects of this kind, and no constant of the text is one.
    pub(super) fn is_collected(self) -> bool {
        self.is_container() || matches!(self, Self::Instance(_) | Self::Weak)
    }

    pub(super) fn is_container(self) -> bool {
        matches!(self, Self::Tuple | Self::List | Self::Dict | Self::Set)
    }

    pub(super) fn is_instance(self) -> bool {
        matches!(self, Self::Instance(_))
    }
}

/// An object: an index into [`State::objects`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ref(u16);

impl Ref {
    pub(super) const ABSENT: Self = Self(0);
    pub(super) const UNKNOWN: Self = Self(1);
    pub(super) const SMALL_INT: Self = Self(2);
    pub(super) const INT: Self = Self(3);
    pub(super) const FLOAT: Self = Self(4);
    pub(super) const TEXT: Self = Self(5);
    pub(super) const CONSTANT: Self = Self(6);
}

/// The atoms that one entry each stands for, in the order of the constants of [`Ref`].
const ATOMS: [Kind; 7] = [
    Kind::Absent,
    Kind::Unknown,
    Kind::SmallInt,
    Kind::Int,
    Kind::Float,
    Kind::Text,
    Kind::Constant,
];

/// How many parts of an object are followed.
pub(super) const PARTS: usize = 6;

/// An object and what it holds: the first items of a list or tuple, the values of a dict by the number of the key, the
/// attributes of an instance by their number, the referent of a weak reference.
#[derive(Debug, Clone, Copy)]
pub(super) struct Object {
    pub(super) kind: Kind,
    /// Of a list, tuple or set; saturates.
    pub(super) len: u8,
    pub(super) parts: [Ref; PARTS],
    /// Something else has had it in hands: its parts may be others.
    pub(super) is_opaque: bool,
}

/// The names of the main block and the objects that they reach.
#[derive(Debug)]
pub(super) struct State {
    objects: Vec<Object>,
    /// What each name is bound to.
    names: Vec<Ref>,
    /// The names that finalizers and callbacks bind or unbind, a bit each.
    pub(super) volatile: u32,
}

impl State {
    /// `names` unbound names.
    pub(super) fn new(names: usize) -> Self {
        let atom = |kind| Object { kind, len: 0, parts: [Ref::ABSENT; PARTS], is_opaque: false };
        let mut objects = Vec::with_capacity(96);
        objects.extend(ATOMS.map(atom));
        Self { objects, names: vec![Ref::ABSENT; names], volatile: 0 }
    }

    pub(super) fn names(&self) -> usize {
        self.names.len()
    }

    pub(super) fn create(&mut self, kind: Kind) -> Ref {
        self.create_of(kind, [])
    }

    /// An object with these parts.
    pub(super) fn create_of(&mut self, kind: Kind, items: impl IntoIterator<Item = Ref>) -> Ref {
        let mut object = Object { kind, len: 0, parts: [Ref::ABSENT; PARTS], is_opaque: false };
        items.into_iter().for_each(|item| object.append(item));
        let Ok(index) = u16::try_from(self.objects.len()) else { return Ref::UNKNOWN };
        self.objects.push(object);
        Ref(index)
    }

    pub(super) fn bind(&mut self, name: usize, object: Ref) {
        if let Some(bound) = self.names.get_mut(name) {
            *bound = object;
        }
    }

    pub(super) fn bound(&self, name: usize) -> Ref {
        self.names.get(name).copied().unwrap_or(Ref::UNKNOWN)
    }

    pub(super) fn object(&self, object: Ref) -> &Object {
        &self.objects[usize::from(object.0)]
    }

    /// For objects that are followed; atoms are shared.
    pub(super) fn object_mut(&mut self, object: Ref) -> Option<&mut Object> {
        self.objects.get_mut(usize::from(object.0)).filter(|_| usize::from(object.0) >= ATOMS.len())
    }

    pub(super) fn kind(&self, name: usize) -> Kind {
        self.object(self.bound(name)).kind
    }

    pub(super) fn is_volatile(&self, name: usize) -> bool {
        self.volatile >> name & 1 == 1
    }

    /// A name whose kind satisfies `is_fit`: each in turn from a random one on.
    pub(super) fn find(&self, dice: &mut Dice, is_fit: impl Fn(Kind) -> bool) -> Option<usize> {
        let count = self.names.len();
        let start = dice.below(count);
        (start..count).chain(0..start).find(|&name| is_fit(self.kind(name)))
    }

    /// Whether some name is bound to the object, so that it lives.
    pub(super) fn is_bound(&self, object: Ref) -> bool {
        self.names.contains(&object)
    }

    /// Forgets what is known of the parts of an object and of theirs.
    pub(super) fn expose(&mut self, object: Ref) {
        let Some(exposed) = self.object_mut(object) else { return };
        exposed.is_opaque = true;
        for part in exposed.parts {
            if let Some(part) = self.object_mut(part) {
                part.is_opaque = true;
            }
        }
    }

    /// Whether the object's text is free of addresses, and short: atoms, and containers of them.
    pub(super) fn is_plain(&self, object: Ref, depth: usize) -> bool {
        let object = self.object(object);
        if object.kind.is_atom() {
            return true;
        }
        depth > 0
            && object.kind.is_container()
            && !object.is_opaque
            && usize::from(object.len) <= PARTS
            && object
                .parts
                .iter()
                .all(|&part| part == Ref::ABSENT || self.is_plain(part, depth - 1))
    }
}

impl Object {
    pub(super) fn append(&mut self, item: Ref) {
        if let Some(part) = self.parts.get_mut(usize::from(self.len)) {
            *part = item;
        }
        self.len = self.len.saturating_add(1);
    }

    pub(super) fn insert_first(&mut self, item: Ref) {
        self.parts.rotate_right(1);
        self.parts[0] = item;
        self.len = self.len.saturating_add(1);
    }

    /// The last item, which is gone.
    pub(super) fn pop(&mut self) -> Ref {
        self.len = self.len.saturating_sub(1);
        match self.parts.get_mut(usize::from(self.len)) {
            Some(part) => std::mem::replace(part, Ref::ABSENT),
            None => Ref::UNKNOWN,
        }
    }

    pub(super) fn clear(&mut self) {
        self.parts = [Ref::ABSENT; PARTS];
        self.len = 0;
    }

    /// The item of that index is gone.
    pub(super) fn remove(&mut self, index: usize) {
        if index < PARTS {
            self.parts[index..].rotate_left(1);
            let is_followed = usize::from(self.len) <= PARTS;
            self.parts[PARTS - 1] = if is_followed { Ref::ABSENT } else { Ref::UNKNOWN };
        }
        self.len = self.len.saturating_sub(1);
    }

    /// What a reader of that part gets.
    pub(super) fn part(&self, index: usize) -> Ref {
        match self.parts[index] {
            _ if self.is_opaque => Ref::UNKNOWN,
            part => part,
        }
    }

    /// An index of a part that is there.
    pub(super) fn any_part(&self, dice: &mut Dice) -> Option<usize> {
        let start = dice.below(PARTS);
        (start..PARTS).chain(0..start).find(|&index| self.parts[index] != Ref::ABSENT)
    }
}
