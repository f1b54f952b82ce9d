//! Objects, and the references that they hold.

/// An object's name, and so a reference to it: the number of objects created before it. From [`SHARED`] on they exist once, for
/// ever, and their counts mean nothing.
pub type Id = usize;

/// The first of the shared objects: `None`.
pub const SHARED: Id = Id::MAX / 2;

/// What a slot is called. Of an attribute or an item of a dict: its number in [`crate::code::Code::keys`]; of an item of a
/// set: its hash; otherwise 0.
pub type Label = usize;

/// The label of the slot in which an instance has its `__dict__`.
pub const DICT: Label = Label::MAX;

/// A place for a reference. Empty ones are in the table of a set alone.
pub type Slot = Option<Entry>;

/// What a slot is called, and the reference in it.
pub type Entry = (Label, Id);

/// A list of the collector: a generation, 0 to 2, or one of those below.
pub type List = usize;

/// The objects of `gc.freeze()`.
pub const PERMANENT: List = 3;
/// During a collection: garbage that has yet to be finalized or cleared.
pub const UNREACHABLE: List = 4;
/// During a collection: garbage that has been finalized.
pub const FINALIZED: List = 5;
/// During a collection: weak references whose callbacks are due.
pub const CALLBACKS: List = 6;

/// An object: its kind and its slots; all else follows from these.
#[derive(Debug, Clone)]
pub struct Object {
    /// What it is.
    pub kind: Kind,
    /// What it holds: items in their order, in the order of insertion, or of the table of a set; attributes, or `__dict__`.
    pub slots: Vec<Slot>,
    /// How many references point at it now; [`crate::heap::Model::audit`] proves it.
    pub count: usize,
    /// The list of the collector that it is on, if it is tracked.
    pub list: Option<List>,
    /// Whether its finalizer has run.
    pub finalized: bool,
    /// The weak references to it: the one without a callback first, then the newest first.
    pub weak_references: Vec<Id>,
    /// Its hash once it was asked for, if that is no matter of its value.
    pub(crate) hash: Option<usize>,
    /// The [moment](crate::heap::Model::moment) at which it was made, or last handed out to be changed.
    pub changed: u64,
}

/// What an object is.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "each is the Python type of that name")]
pub enum Kind {
    None,
    Bool(bool),
    Int(i128),
    Float(f64),
    Text(String),
    Tuple,
    List,
    Dict(Dict),
    /// A set, and where the next `pop` begins to look.
    Set(usize),
    /// An instance of that class of the program.
    Instance(usize),
    Weak(Weak),
    /// What is left of a function that an exception has left; also the exception and the entries of its traceback.
    Frame,
}

/// What a dict knows besides its items.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Dict {
    /// For the `__dict__` of an instance that shares its class's keys: the class.
    pub shares_keys_of: Option<usize>,
    /// Whether it has had a key that is no text since it was empty: then its traversal visits keys too.
    pub general: bool,
}

/// A weak reference.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weak {
    /// What it refers to, until cleared.
    pub target: Option<Id>,
    /// The function to call when the target dies.
    pub callback: Option<usize>,
}

impl Kind {
    /// Whether the collector can know objects of this kind at all (`Py_TPFLAGS_HAVE_GC`).
    pub(crate) fn is_container(&self) -> bool {
        !matches!(self, Self::None | Self::Bool(_) | Self::Int(_) | Self::Float(_) | Self::Text(_))
    }
}

/// Slots without labels.
pub(crate) fn slots(items: impl IntoIterator<Item = Id>) -> Vec<Slot> {
    items.into_iter().map(|item| Some((0, item))).collect()
}

impl Object {
    pub(crate) fn new(kind: Kind, slots: Vec<Slot>) -> Self {
        let weak_references = Vec::new();
        Self {
            kind,
            slots,
            count: 1,
            list: None,
            finalized: false,
            weak_references,
            hash: None,
            changed: 0,
        }
    }

    /// The slots that hold something, in their order.
    pub fn entries(&self) -> impl Iterator<Item = Entry> + '_ {
        self.slots.iter().flatten().copied()
    }

    /// The references that it holds, in the order of its slots.
    pub fn items(&self) -> impl Iterator<Item = Id> + '_ {
        self.entries().map(|(_, item)| item)
    }

    pub(crate) fn get(&self, label: Label) -> Option<Id> {
        self.entries().find(|slot| slot.0 == label).map(|(_, item)| item)
    }

    /// Puts a reference that is handed over; returns the one that was there.
    pub(crate) fn put(&mut self, label: Label, item: Id) -> Option<Id> {
        if let Some(slot) = self.slots.iter_mut().flatten().find(|slot| slot.0 == label) {
            return Some(std::mem::replace(&mut slot.1, item));
        }
        self.slots.push(Some((label, item)));
        None
    }

    /// Takes a reference out, and its slot away.
    pub(crate) fn take(&mut self, label: Label) -> Option<Id> {
        let index = self.slots.iter().flatten().position(|slot| slot.0 == label)?;
        self.slots.remove(index).map(|(_, item)| item)
    }
}
