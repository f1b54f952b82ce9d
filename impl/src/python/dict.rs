//! [`Dict`].

use std::cell::RefCell;
use std::rc::Rc;

use super::class::Class;
use super::table::{Key, Table};
use super::values::Values;
use crate::alloc::OutOfMemory;
use crate::heap::Heap;
use crate::object::{Buffer, Gc, Hooks, NoHooks, Object, Trace, Untracking};
use crate::planted::{Bug, planted};

/// A dict. It releases its values in the order of insertion, or, while it holds the attributes of an instance, in the order
/// of the class's layout.
///
/// It is tracked from the moment when it is given a value that may be tracked, and given up by a full collection that finds
/// none in it.
#[derive(Debug)]
pub struct Dict<H: Hooks = NoHooks> {
    contents: RefCell<Contents<H>>,
}

#[derive(Debug)]
enum Contents<H: Hooks> {
    Table(Table<H>),
    /// CPython's split table: the keys are the class's.
    Attributes(Rc<Class<H>>, Values<H>),
}

impl<H: Hooks> Dict<H> {
    /// An empty dict with room for so many items, untracked.
    ///
    /// # Errors
    /// There is no memory.
    pub fn new(heap: &Heap<H>, capacity: usize) -> Result<Gc<Self, H>, OutOfMemory> {
        let buffer = Buffer::<u8, H>::new(heap.state());
        let table = Table::with_capacity(&buffer, capacity)?;
        heap.allocate(Self { contents: RefCell::new(Contents::Table(table)) })
    }

    /// An empty dict that holds the attributes of an instance of `class`, untracked.
    pub(super) fn of_attributes(
        buffer: &Buffer<Option<Object<H>>, H>,
        class: &Rc<Class<H>>,
    ) -> Result<Gc<Self, H>, OutOfMemory> {
        let contents = Contents::Attributes(Rc::clone(class), Values::new(buffer.another()));
        buffer.state().allocate(Self { contents: RefCell::new(contents) }, false)
    }

    /// The blocks that a new dict with room for so many items takes.
    pub fn demand(capacity: usize) -> impl Iterator<Item = usize> {
        Table::<H>::demand(capacity).chain(super::demand::<Self, u8, H>(0))
    }

    /// How many items it has.
    #[must_use]
    pub fn len(&self) -> usize {
        match &*self.contents.borrow() {
            Contents::Table(table) => table.len(),
            Contents::Attributes(_, values) => values.len(),
        }
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &Key) -> Option<Object<H>> {
        match &*self.contents.borrow() {
            Contents::Table(table) => table.get(key).cloned(),
            Contents::Attributes(class, values) => {
                let Key::Attribute(attribute) = *key else { return None };
                values.get(class.position(attribute)?).cloned()
            }
        }
    }

    /// Removes the item of a key, and returns its value.
    #[must_use = "dropping what was removed may run code"]
    pub fn remove(&self, key: &Key) -> Option<Object<H>> {
        match &mut *self.contents.borrow_mut() {
            Contents::Table(table) => table.remove(key),
            Contents::Attributes(class, values) => {
                let Key::Attribute(attribute) = *key else { return None };
                values.remove(class.position(attribute)?)
            }
        }
    }

    /// Takes all items out, then drops them in order. It has no room afterwards.
    pub fn clear(&self) {
        let mut contents = self.contents.borrow_mut();
        let empty = Contents::Table(contents.empty_table());
        let taken = std::mem::replace(&mut *contents, empty);
        drop(contents);
        drop(taken);
    }

    /// Visits the items in the order of insertion.
    ///
    /// # Panics
    /// If `visit` changes the dict.
    pub fn items(&self, visit: &mut dyn FnMut(&Key, &Object<H>)) {
        match &*self.contents.borrow() {
            Contents::Table(table) => table.iter().for_each(|item| visit(&item.key, &item.value)),
            Contents::Attributes(class, values) => {
                for (position, value) in values.assigned() {
                    visit(&Key::Attribute(class.attribute(position)), value);
                }
            }
        }
    }

    /// Visits the items in the order in which they are released.
    ///
    /// # Panics
    /// If `visit` changes the dict.
    pub fn items_in_release_order(&self, visit: &mut dyn FnMut(&Key, &Object<H>)) {
        match &*self.contents.borrow() {
            Contents::Table(table) => table.iter().for_each(|item| visit(&item.key, &item.value)),
            Contents::Attributes(class, values) => values.iter().for_each(|(position, value)| {
                visit(&Key::Attribute(class.attribute(position)), value);
            }),
        }
    }

    /// The sizes of the blocks that so many new keys take at most, beyond the room that there is.
    pub fn growth(&self, additional: usize) -> impl Iterator<Item = usize> {
        let contents = self.contents.borrow();
        let capacity = match &*contents {
            Contents::Table(table) => table.capacity_for(additional),
            Contents::Attributes(..) => None,
        };
        capacity.into_iter().flat_map(Table::<H>::demand)
    }

    /// Makes room for so many new keys. A dict that holds the attributes of an instance makes it when it is given one.
    ///
    /// # Errors
    /// There is no memory; nothing changed.
    pub fn try_reserve(&self, additional: usize) -> Result<(), OutOfMemory> {
        match &mut *self.contents.borrow_mut() {
            Contents::Table(table) => table.try_reserve(additional),
            Contents::Attributes(..) => Ok(()),
        }
    }

    /// The sizes of the blocks that giving it this attribute takes at most.
    pub(super) fn growth_of_attribute(&self, attribute: u32) -> impl Iterator<Item = usize> {
        let (value, table) = match &*self.contents.borrow() {
            Contents::Table(table) => (None, table.capacity_for(1)),
            Contents::Attributes(class, values) => match class.position_next(attribute) {
                Some(position) => (values.demand(position), None),
                None => (None, Some(values.len() + 1)),
            },
        };
        value.into_iter().chain(table.into_iter().flat_map(Table::<H>::demand))
    }

    /// Whether it holds attributes in the layout of a class.
    #[must_use]
    pub fn has_layout(&self) -> bool {
        matches!(&*self.contents.borrow(), Contents::Attributes(..))
    }

    /// Gives up the layout of a class, as an empty dict does that is updated from one with a table of its own: from now on items
    /// are released in the order of insertion (CPython 3.11, `Objects/dictobject.c`, `dict_merge`).
    ///
    /// # Errors
    /// There is no memory; nothing changed.
    pub fn leave_layout(&self) -> Result<(), OutOfMemory> {
        let mut contents = self.contents.borrow_mut();
        if let Contents::Attributes(class, values) = &mut *contents {
            let table = table_of(class, values)?;
            *contents = Contents::Table(table);
        }
        Ok(())
    }

    /// Fills it with the values that an instance held, before anyone has it.
    pub(super) fn fill(&self, filled: Values<H>) {
        if let Contents::Attributes(_, values) = &mut *self.contents.borrow_mut() {
            assert!(values.len() == 0, "it is new");
            *values = filled;
        }
    }
}

impl<H: Hooks> Gc<Dict<H>, H> {
    /// Gives a key a value; the value that it displaces is returned. The dict is tracked if the value may be.
    ///
    /// # Errors
    /// There is no [room](Dict::try_reserve) and no memory for it; nothing changed, and `value` is dropped.
    pub fn insert(&self, key: Key, value: Object<H>) -> Result<Option<Object<H>>, OutOfMemory> {
        self.contents.borrow_mut().make_room(&key)?;
        if value.may_be_tracked() && !planted(Bug::DictForgetsToTrack) {
            self.object().track();
        }
        Ok(self.contents.borrow_mut().insert(key, value))
    }
}

impl<H: Hooks> Contents<H> {
    fn empty_table(&self) -> Table<H> {
        match self {
            Self::Table(table) => table.another(),
            Self::Attributes(_, values) => Table::new(values.buffer()),
        }
    }

    /// Makes room for a key, which may mean to leave the class's layout.
    fn make_room(&mut self, key: &Key) -> Result<(), OutOfMemory> {
        if let Self::Attributes(class, values) = self {
            let attribute =
                if let Key::Attribute(attribute) = *key { Some(attribute) } else { None };
            match attribute.and_then(|attribute| class.position_next(attribute)) {
                Some(position) => return values.try_reserve(position),
                None => *self = Self::Table(table_of(class, values)?),
            }
        }
        match self {
            Self::Table(table) if table.get(key).is_none() => table.try_reserve(1),
            _ => Ok(()),
        }
    }

    fn insert(&mut self, key: Key, value: Object<H>) -> Option<Object<H>> {
        match self {
            Self::Table(table) => table.insert(key, value),
            Self::Attributes(class, values) => {
                let Key::Attribute(attribute) = key else { unreachable!("room was made for it") };
                let position = class.position_or_new(attribute).expect("room was made for it");
                values.set(position, value)
            }
        }
    }
}

/// The values as a table of their own, in the order of assignment, with room for one more.
fn table_of<H: Hooks>(class: &Class<H>, values: &mut Values<H>) -> Result<Table<H>, OutOfMemory> {
    let mut table = Table::with_capacity(values.buffer(), values.len() + 1)?;
    for (position, value) in values.take().assigned() {
        table.insert(Key::Attribute(class.attribute(position)), value.clone());
    }
    Ok(table)
}

impl<H: Hooks> Trace<H> for Dict<H> {
    const NAME: &'static str = "dict";
    const TRACKED_AT_BIRTH: bool = false;
    const UNTRACKING: Untracking = Untracking::FullCollections;

    fn trace(&self, visit: &mut dyn FnMut(&Object<H>)) {
        match &*self.contents.borrow() {
            Contents::Table(table) => table.iter().for_each(|item| visit(&item.value)),
            Contents::Attributes(_, values) => values.iter().for_each(|(_, value)| visit(value)),
        }
    }

    fn clear(&self) {
        self.clear();
    }
}
