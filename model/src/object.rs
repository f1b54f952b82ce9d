//! Objects, and the references that they hold.

use crate::code::Key;
use crate::set::Table;

/// An object's name: the number of objects created before it.
pub type Id = usize;

/// A reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ref {
    /// To one of the objects that always exist, and whose count means nothing.
    Shared(Shared),
    /// To an object of the program.
    Object(Id),
}

impl Ref {
    /// The object, unless it is shared.
    #[must_use]
    pub fn id(self) -> Option<Id> {
        match self {
            Self::Object(id) => Some(id),
            Self::Shared(_) => None,
        }
    }
}

/// An object that exists once, for ever (`Objects/longobject.c` `_PyLong_GetZero` and neighbours, `Objects/unicodeobject.c`
/// `get_latin1_char`, `Objects/tupleobject.c` `tuple_get_empty`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shared {
    /// `None`
    None,
    /// `True`, `False`
    Bool(bool),
    /// A small integer: −5 to 256.
    Int(i16),
    /// `''`
    EmptyText,
    /// A text of one character.
    Character(u8),
    /// `()`
    EmptyTuple,
}

/// An object.
#[derive(Debug, Clone)]
pub struct Object {
    /// How many references point at it now; [`crate::heap::Model::audit`] proves it.
    pub count: usize,
    /// What it is and holds.
    pub body: Body,
    /// The list of the collector that it is on, if it is tracked.
    pub list: Option<List>,
    /// Whether its finalizer has run.
    pub finalized: bool,
    /// The weak references to it: the one without a callback first, then the newest first.
    pub weak_references: Vec<Id>,
}

/// The lists of the collector. The first four last; the others exist during a collection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum List {
    /// Generation 0, 1 or 2.
    Generation(usize),
    /// The objects of `gc.freeze()`.
    Permanent,
    /// Garbage that has yet to be finalized or cleared.
    Unreachable,
    /// Garbage that has been finalized.
    Finalized,
    /// Weak references whose callbacks are due.
    Callbacks,
}

/// What an object is and holds.
#[derive(Debug, Clone)]
pub enum Body {
    /// An integer that is not small.
    Int(i128),
    /// A float.
    Float(f64),
    /// A text of two characters or more.
    Text(String),
    /// A tuple; a constant of the text is never tracked.
    Tuple {
        /// Its items.
        items: Vec<Ref>,
        /// Whether it is a constant of the text.
        constant: bool,
    },
    /// A list.
    List(Vec<Ref>),
    /// A dict.
    Dict(Dict),
    /// A set.
    Set(Table),
    /// An instance of a class of the program.
    Instance(Instance),
    /// A weak reference.
    Weak(Weak),
    /// What is left of a function that an exception has left.
    Frame(Vec<Option<Ref>>),
}

/// A dict, in the order of insertion.
#[derive(Debug, Clone, Default)]
pub struct Dict {
    /// Its items.
    pub items: Vec<(Key, Ref)>,
    /// For the `__dict__` of an instance that shares its class's keys: the class.
    pub shares_keys_of: Option<usize>,
    /// Whether it has had a key that is no text since it was empty: then its traversal visits keys too.
    pub general: bool,
}

/// An instance.
#[derive(Debug, Clone)]
pub struct Instance {
    /// Its class.
    pub class: usize,
    /// The attributes that it holds itself, in the order of insertion.
    pub attributes: Vec<(Key, Ref)>,
    /// Its `__dict__`, once it has one; then it holds no attributes itself.
    pub dict: Option<Id>,
}

impl Instance {
    /// An instance without attributes.
    #[must_use]
    pub fn new(class: usize) -> Self {
        Self { class, attributes: Vec::new(), dict: None }
    }
}

/// A weak reference.
#[derive(Debug, Clone)]
pub struct Weak {
    /// What it refers to, until cleared.
    pub target: Option<Id>,
    /// The function to call when the target dies.
    pub callback: Option<usize>,
    /// The hash of the target, once it was asked for.
    pub hash: Option<i64>,
}

impl Body {
    /// Whether the collector can know objects of this kind at all (`Py_TPFLAGS_HAVE_GC`).
    #[must_use]
    pub fn is_container(&self) -> bool {
        !matches!(self, Self::Int(_) | Self::Float(_) | Self::Text(_))
    }

    /// Whether its deallocation counts as a level of nesting (`Py_TRASHCAN_BEGIN`).
    #[must_use]
    pub fn in_trashcan(&self) -> bool {
        self.is_container() && !matches!(self, Self::Weak(_))
    }
}
