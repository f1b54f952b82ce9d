//! [`Class`].

use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;

use super::values::SHARED_MAX;
use crate::object::{Hooks, NoHooks, Object};
use crate::planted::{Bug, planted};

/// What runs at the end of an instance, once.
pub type Finalizer<H> = Rc<dyn Fn(&Object<H>)>;

/// What a class is made of.
pub struct ClassLayout<H: Hooks = NoHooks> {
    /// A number for whoever made the class.
    pub number: u32,
    /// The attributes that have slots (`__slots__`), in the order in which they are released: CPython's is alphabetical.
    pub slots: Vec<u32>,
    /// Whether instances take other attributes, too: they do in a class without `__slots__`.
    pub attributes: bool,
    /// Whether weak references to instances may be made: they may in a class without `__slots__`, and with
    /// `'__weakref__'` among them.
    pub weakly_referenceable: bool,
    /// `__del__`
    pub finalizer: Option<Finalizer<H>>,
}

/// A class: what its instances have in common. It is no object of the heap.
///
/// Attributes without slots get their positions in the order in which any instance first has them. The layout has room for
/// few, and each instance made takes one from that room until one is left
/// (CPython 3.11, `Objects/dictobject.c`, `init_inline_values`, `insert_into_dictkeys`).
pub struct Class<H: Hooks = NoHooks> {
    layout: ClassLayout<H>,
    /// The attributes that have positions, in order.
    shared: RefCell<Vec<u32>>,
    /// How many more may get one.
    room: Cell<usize>,
}

impl<H: Hooks> Class<H> {
    /// A class with this layout.
    #[must_use]
    pub fn new(layout: ClassLayout<H>) -> Rc<Self> {
        let shared = RefCell::new(Vec::with_capacity(SHARED_MAX));
        Rc::new(Self { layout, shared, room: Cell::new(SHARED_MAX) })
    }

    /// What it is made of.
    #[must_use]
    pub fn layout(&self) -> &ClassLayout<H> {
        &self.layout
    }

    /// Whether instances can have this attribute.
    #[must_use]
    pub fn accepts(&self, attribute: u32) -> bool {
        self.layout.attributes || self.slot(attribute).is_some()
    }

    /// The slot of an attribute.
    pub(super) fn slot(&self, attribute: u32) -> Option<usize> {
        self.layout.slots.iter().position(|slot| *slot == attribute)
    }

    /// The position of an attribute in the layout that instances share.
    pub(super) fn position(&self, attribute: u32) -> Option<usize> {
        self.shared.borrow().iter().position(|shared| *shared == attribute)
    }

    /// The position that an attribute has, or would get now; `None` if there is no room.
    pub(super) fn position_next(&self, attribute: u32) -> Option<usize> {
        let next = (self.room.get() > 0).then_some(self.shared.borrow().len());
        self.position(attribute).or(next)
    }

    /// Gives an attribute a position, if there is room.
    pub(super) fn position_or_new(&self, attribute: u32) -> Option<usize> {
        let position = self.position_next(attribute)?;
        let mut shared = self.shared.borrow_mut();
        if position == shared.len() {
            shared.push(attribute);
            self.room.set(self.room.get() - 1);
        }
        Some(position)
    }

    /// The attribute at a position.
    pub(super) fn attribute(&self, position: usize) -> u32 {
        self.shared.borrow()[position]
    }

    /// An instance is made.
    pub(super) fn count_instance(&self) {
        if self.layout.attributes && self.room.get() > 1 && !planted(Bug::SharedRoomUncounted) {
            self.room.set(self.room.get() - 1);
        }
    }
}

impl<H: Hooks> fmt::Debug for ClassLayout<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "class {} with slots {:?}", self.number, self.slots)
    }
}

impl<H: Hooks> fmt::Debug for Class<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.layout.fmt(f)
    }
}
