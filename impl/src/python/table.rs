//! The table of a dict: items in the order of insertion, with an index over them once they are many.

use std::rc::Rc;

use crate::alloc::OutOfMemory;
use crate::object::{Buffer, Hooks, Object};
use crate::planted::{Bug, planted};

/// A dict's key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Key {
    /// An int.
    Int(i64),
    /// A str.
    Text(Rc<str>),
    /// The name of an instance attribute, by number.
    Attribute(u32),
}

/// Up to so many items are searched one by one.
const UNINDEXED_MAX: usize = 8;

/// An index slot that leads to no item.
const EMPTY: u32 = u32::MAX;

/// Keys and values. The index has at least twice as many slots as there is room for items, and each item takes one of them
/// until the table is rebuilt, so there is always an empty one.
#[derive(Debug)]
pub(super) struct Table<H: Hooks> {
    /// `None` where an item was removed.
    items: Buffer<Option<Item<H>>, H>,
    /// The number of an item, or [`EMPTY`]; without a slot while there is room for few items.
    index: Buffer<u32, H>,
    /// How many items there are.
    len: usize,
}

#[derive(Debug)]
pub(super) struct Item<H: Hooks> {
    pub(super) key: Key,
    pub(super) value: Object<H>,
}

impl<H: Hooks> Table<H> {
    /// An empty table with room for so many items, of the heap of `buffer`.
    pub(super) fn with_capacity<T>(
        buffer: &Buffer<T, H>,
        capacity: usize,
    ) -> Result<Self, OutOfMemory> {
        let items = Buffer::with_capacity(buffer.state(), capacity)?;
        let slots = index_slots(capacity);
        let mut index = Buffer::with_capacity(buffer.state(), slots)?;
        (0..slots).for_each(|_| index.push(EMPTY));
        Ok(Self { items, index, len: 0 })
    }

    /// An empty table without room.
    pub(super) fn new<T>(buffer: &Buffer<T, H>) -> Self {
        Self { items: buffer.another(), index: buffer.another(), len: 0 }
    }

    /// An empty table of the same heap, without room.
    pub(super) fn another(&self) -> Self {
        Self::new(&self.items)
    }

    /// The blocks of a table with room for so many items.
    pub(super) fn demand(capacity: usize) -> impl Iterator<Item = usize> {
        let items = Buffer::<Option<Item<H>>, H>::bytes(capacity);
        let index = Buffer::<u32, H>::bytes(index_slots(capacity));
        [items, index].into_iter().filter(|bytes| *bytes > 0)
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// A table to put these items into, with so many more: with room in proportion.
    pub(super) fn capacity_for(&self, additional: usize) -> Option<usize> {
        let room = self.items.capacity() - self.items.len();
        (additional > room).then(|| {
            let needed = self.len + additional;
            needed + needed / 2 + 1
        })
    }

    /// Makes room for so many items more.
    pub(super) fn try_reserve(&mut self, additional: usize) -> Result<(), OutOfMemory> {
        if let Some(capacity) = self.capacity_for(additional) {
            let mut larger = Self::with_capacity(&self.items, capacity)?;
            for item in self.items.as_mut_slice().iter_mut().filter_map(Option::take) {
                larger.append(item);
            }
            *self = larger;
        }
        Ok(())
    }

    /// The items, in the order of insertion.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Item<H>> {
        self.items.as_slice().iter().flatten()
    }

    pub(super) fn get(&self, key: &Key) -> Option<&Object<H>> {
        let number = self.find(key)?;
        self.items.as_slice()[number].as_ref().map(|item| &item.value)
    }

    /// Puts a value in the place of the key's, which is returned, or adds an item, within the room.
    pub(super) fn insert(&mut self, key: Key, value: Object<H>) -> Option<Object<H>> {
        let found = self.find(&key).and_then(|number| self.items.as_mut_slice()[number].as_mut());
        match found {
            Some(item) => Some(std::mem::replace(&mut item.value, value)),
            None => {
                self.append(Item { key, value });
                None
            }
        }
    }

    pub(super) fn remove(&mut self, key: &Key) -> Option<Object<H>> {
        let number = self.find(key)?;
        let item = self.items.as_mut_slice()[number].take()?;
        self.len -= 1;
        Some(item.value)
    }

    /// Adds an item whose key is new.
    fn append(&mut self, item: Item<H>) {
        if planted(Bug::DictReusesHoles)
            && self.index.len() == 0
            && let Some(hole) = self.items.as_mut_slice().iter_mut().find(|item| item.is_none())
        {
            *hole = Some(item);
            self.len += 1;
            return;
        }
        if self.index.len() > 0 {
            let mut slots = probe(&item.key, self.index.len());
            let empty = |slot: &usize| self.index.as_slice()[*slot] == EMPTY;
            let slot = slots.find(empty).expect("an index is at most half full");
            let number = u32::try_from(self.items.len()).expect("a buffer's length fits");
            self.index.as_mut_slice()[slot] = number;
        }
        self.items.push(Some(item));
        self.len += 1;
    }

    /// The number of the item with this key.
    fn find(&self, key: &Key) -> Option<usize> {
        let items = self.items.as_slice();
        let is = |item: &Option<Item<H>>| item.as_ref().is_some_and(|item| item.key == *key);
        if self.index.len() == 0 {
            return items.iter().position(is);
        }
        probe(key, self.index.len())
            .map(|slot| self.index.as_slice()[slot])
            .take_while(|number| *number != EMPTY)
            .map(|number| number as usize)
            .find(|number| is(&items[*number]))
    }
}

fn index_slots(capacity: usize) -> usize {
    if capacity > UNINDEXED_MAX { (2 * capacity).next_power_of_two() } else { 0 }
}

/// The slots of an index in which the number of a key's item may stand, the likeliest first.
fn probe(key: &Key, slots: usize) -> impl Iterator<Item = usize> {
    let start = hash(key);
    (0..slots).map(move |step| start.wrapping_add(step) & (slots - 1))
}

/// FNV-1a over 64 bits, spread once more because slots are taken from the low ones.
#[expect(clippy::cast_possible_truncation, reason = "any bits of a hash will do")]
fn hash(key: &Key) -> usize {
    let bytes = |bytes: &[u8]| {
        bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        })
    };
    let hash = match key {
        Key::Int(value) => bytes(&value.to_le_bytes()),
        Key::Text(text) => bytes(text.as_bytes()),
        Key::Attribute(number) => bytes(&number.to_le_bytes()),
    };
    (hash ^ (hash >> 32)) as usize
}
