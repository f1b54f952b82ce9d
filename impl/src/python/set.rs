//! [`Set`].

use std::cell::RefCell;

use crate::alloc::OutOfMemory;
use crate::heap::Heap;
use crate::object::{Buffer, Gc, Hooks, NoHooks, Object, Trace};
use crate::planted::{Bug, planted};

/// A set, whose elements stand in the order of CPython's hash table, and are released in it
/// (CPython 3.11, `Objects/setobject.c`).
#[derive(Debug)]
pub struct Set<H: Hooks = NoHooks> {
    table: RefCell<Table<H>>,
}

/// Open addressing with short runs of neighbours.
#[derive(Debug)]
struct Table<H: Hooks> {
    /// A power of two of slots, or none, which stands for [`SLOTS_MIN`] unused ones.
    slots: Buffer<Slot<H>, H>,
    /// How many slots were used since the table was made, those of removed elements included.
    fill: usize,
    /// How many elements there are.
    used: usize,
    /// Where the search for an element to pop starts.
    finger: usize,
}

#[derive(Debug)]
struct Slot<H: Hooks> {
    /// The element's hash; without one, 0, or [`REMOVED`] if there was one.
    hash: i64,
    element: Option<Object<H>>,
}

/// No object has this hash.
const REMOVED: i64 = -1;
const SLOTS_MIN: usize = 8;
const LINEAR_PROBES: usize = 9;
const PERTURB_SHIFT: u32 = 5;

/// Where an element is, or would go.
enum Found {
    Element(usize),
    /// It would take the slot of a removed one: the last that the search came by.
    Removed(usize),
    Unused(usize),
}

impl<H: Hooks> Set<H> {
    /// An empty set.
    ///
    /// # Errors
    /// There is no memory.
    pub fn new(heap: &Heap<H>) -> Result<Gc<Self, H>, OutOfMemory> {
        let slots = Buffer::new(heap.state());
        heap.allocate(Self { table: RefCell::new(Table { slots, fill: 0, used: 0, finger: 0 }) })
    }

    /// The blocks that a new set takes while so many elements are added.
    pub fn demand(len: usize) -> impl Iterator<Item = usize> {
        let first = (len > 0).then_some(SLOTS_MIN);
        let tables = std::iter::successors(first, move |slots| {
            let crowd = (3 * (slots - 1)).div_ceil(5);
            (crowd <= len).then(|| slots_for(growth(crowd)))
        });
        super::demand::<Self, u8, H>(0).chain(tables.map(Buffer::<Slot<H>, H>::bytes))
    }

    /// An empty set whose table is as large as that of a copy of a set with so many elements: what is then added in the order of
    /// another table comes to stand as if it had been merged from there.
    ///
    /// # Errors
    /// There is no memory.
    pub fn with_room_to_merge(heap: &Heap<H>, elements: usize) -> Result<Gc<Self, H>, OutOfMemory> {
        let empty = Buffer::<Slot<H>, H>::new(heap.state());
        let slots =
            if elements > 0 { empty_slots(&empty, slots_of_copy(elements))? } else { empty };
        heap.allocate(Self { table: RefCell::new(Table { slots, fill: 0, used: 0, finger: 0 }) })
    }

    /// The blocks that [`Self::with_room_to_merge`] takes.
    pub fn demand_to_merge(elements: usize) -> impl Iterator<Item = usize> {
        let slots = (elements > 0).then(|| Buffer::<Slot<H>, H>::bytes(slots_of_copy(elements)));
        super::demand::<Self, u8, H>(0).chain(slots)
    }

    /// A new set with the same elements, as `set.copy` makes it: their order may change.
    ///
    /// # Errors
    /// There is no memory.
    pub fn copy(&self, heap: &Heap<H>) -> Result<Gc<Self, H>, OutOfMemory> {
        let copied = Self::new(heap)?;
        copied.table.borrow_mut().merge_first(&self.table.borrow())?;
        Ok(copied)
    }

    /// The blocks that [`Self::copy`] takes.
    pub fn demand_copy(&self) -> impl Iterator<Item = usize> {
        let used = self.table.borrow().used;
        let table = (used > 0).then(|| Buffer::<Slot<H>, H>::bytes(slots_of_copy(used)));
        super::demand::<Self, u8, H>(0).chain(table)
    }

    /// The size of the block that adding one element takes at most.
    #[must_use]
    pub fn growth(&self) -> Option<usize> {
        self.table.borrow().slots_after_adding().map(Buffer::<Slot<H>, H>::bytes)
    }

    /// How many elements it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.table.borrow().used
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds an element with this hash, unless it, or one for which `equal` holds, is there; returns whether it was added.
    /// `equal` is asked about elements with the same hash.
    ///
    /// # Errors
    /// There is no memory for a larger table; nothing changed, and `element` is dropped.
    ///
    /// # Panics
    /// If the hash is -1, which is no object's, or `equal` changes the set.
    pub fn add(
        &self,
        hash: i64,
        element: Object<H>,
        equal: &mut dyn FnMut(&Object<H>) -> bool,
    ) -> Result<bool, OutOfMemory> {
        assert!(hash != REMOVED, "no object has the hash -1");
        let found = self.table.borrow().find(hash, &mut |other| other.is(&element) || equal(other));
        match found {
            Found::Element(_) => Ok(false),
            Found::Removed(index) => {
                self.table.borrow_mut().refill(index, Slot { hash, element: Some(element) });
                Ok(true)
            }
            Found::Unused(index) => {
                self.table.borrow_mut().add(index, Slot { hash, element: Some(element) })?;
                Ok(true)
            }
        }
    }

    /// Whether it has an element with this hash for which `equal` holds.
    ///
    /// # Panics
    /// If `equal` changes the set.
    pub fn contains(&self, hash: i64, equal: &mut dyn FnMut(&Object<H>) -> bool) -> bool {
        matches!(self.table.borrow().find(hash, equal), Found::Element(_))
    }

    /// Removes the element with this hash for which `equal` holds.
    ///
    /// # Panics
    /// If `equal` changes the set.
    #[must_use = "dropping what was removed may run code"]
    pub fn remove(
        &self,
        hash: i64,
        equal: &mut dyn FnMut(&Object<H>) -> bool,
    ) -> Option<Object<H>> {
        let found = self.table.borrow().find(hash, equal);
        match found {
            Found::Element(index) => self.table.borrow_mut().remove(index),
            Found::Removed(_) | Found::Unused(_) => None,
        }
    }

    /// Removes an element: the first in table order from where the last search for one ended.
    #[must_use = "dropping what was removed may run code"]
    pub fn pop(&self) -> Option<Object<H>> {
        self.table.borrow_mut().pop()
    }

    /// Takes all elements out, then drops them in table order.
    pub fn clear(&self) {
        let taken = self.table.borrow_mut().clear();
        drop(taken);
    }

    /// Visits the elements with their hashes, in table order.
    ///
    /// # Panics
    /// If `visit` changes the set.
    pub fn elements(&self, visit: &mut dyn FnMut(i64, &Object<H>)) {
        for slot in self.table.borrow().slots.as_slice() {
            slot.element.iter().for_each(|element| visit(slot.hash, element));
        }
    }
}

impl<H: Hooks> Trace<H> for Set<H> {
    const NAME: &'static str = "set";
    const WEAKLY_REFERENCEABLE: bool = true;

    fn trace(&self, visit: &mut dyn FnMut(&Object<H>)) {
        let table = self.table.borrow();
        let elements = table.slots.as_slice().iter().filter_map(|slot| slot.element.as_ref());
        let again = if planted(Bug::SetVisitsTwice) { usize::MAX } else { 0 };
        elements.clone().take(again).chain(elements).for_each(visit);
    }

    fn clear(&self) {
        self.clear();
    }
}

impl<H: Hooks> Table<H> {
    fn slots(&self) -> usize {
        self.slots.len().max(SLOTS_MIN)
    }

    fn slot(&self, index: usize) -> Option<&Slot<H>> {
        self.slots.as_slice().get(index)
    }

    /// Where an element with this hash is for which `equal` holds, or would go (`set_lookkey`, `set_add_entry`).
    fn find(&self, hash: i64, equal: &mut dyn FnMut(&Object<H>) -> bool) -> Found {
        let mut probe = probe(hash, self.slots());
        let mut removed = None;
        loop {
            let index = probe.next().expect("probing does not end");
            match self.slot(index) {
                Some(Slot { hash: found, element: Some(element) }) => {
                    if *found == hash && equal(element) {
                        return Found::Element(index);
                    }
                }
                Some(Slot { hash: REMOVED, element: None }) => removed = Some(index),
                Some(_) | None => return removed.map_or(Found::Unused(index), Found::Removed),
            }
        }
    }

    /// How many slots a new table needs when one more is filled, if it needs one.
    fn slots_after_adding(&self) -> Option<usize> {
        if is_crowded(self.fill + 1, self.slots()) {
            Some(slots_for(growth(self.used + 1)))
        } else {
            (self.slots.len() == 0).then_some(SLOTS_MIN)
        }
    }

    /// Fills the slot of a removed element.
    fn refill(&mut self, index: usize, slot: Slot<H>) {
        self.slots.as_mut_slice()[index] = slot;
        self.used += 1;
    }

    /// Fills the unused slot at `index`. The new element takes part in the order in which a crowded table is moved to a
    /// larger one.
    fn add(&mut self, index: usize, slot: Slot<H>) -> Result<(), OutOfMemory> {
        let new =
            self.slots_after_adding().map(|slots| empty_slots(&self.slots, slots)).transpose()?;
        let (fill, used) = (self.fill + 1, self.used + 1);
        match new {
            Some(new) if self.slots.len() > 0 => {
                self.slots.as_mut_slice()[index] = slot;
                let old = std::mem::replace(&mut self.slots, new);
                self.insert_all(old);
                (self.fill, self.used) = (used, used);
                return Ok(());
            }
            Some(new) => self.slots = new,
            None => {}
        }
        self.slots.as_mut_slice()[index] = slot;
        (self.fill, self.used) = (fill, used);
        Ok(())
    }

    /// Inserts the elements of another table, in its order, into this one, which has no removed ones and none of them
    /// (`set_insert_clean`).
    fn insert_all(&mut self, mut others: Buffer<Slot<H>, H>) {
        for slot in others.as_mut_slice() {
            if let Some(element) = slot.element.take() {
                self.insert(slot.hash, element);
            }
        }
    }

    fn insert(&mut self, hash: i64, element: Object<H>) {
        let slots = self.slots.as_mut_slice();
        let index = probe(hash, slots.len()).find(|index| slots[*index].element.is_none());
        let index = index.expect("the table has an unused slot");
        slots[index] = Slot { hash, element: Some(element) };
    }

    /// Inserts the elements of another table into this one, which is new (`set_merge`).
    fn merge_first(&mut self, other: &Self) -> Result<(), OutOfMemory> {
        if other.used == 0 {
            return Ok(());
        }
        self.slots = empty_slots(&self.slots, slots_of_copy(other.used))?;
        (self.fill, self.used) = (other.used, other.used);
        let elements = other.slots.as_slice().iter();
        if self.slots.len() == other.slots.len() && other.fill == other.used {
            for (slot, copied) in self.slots.as_mut_slice().iter_mut().zip(elements) {
                *slot = Slot { hash: copied.hash, element: copied.element.clone() };
            }
        } else {
            for (hash, element) in
                elements.filter_map(|slot| Some((slot.hash, slot.element.clone()?)))
            {
                self.insert(hash, element);
            }
        }
        Ok(())
    }

    fn remove(&mut self, index: usize) -> Option<Object<H>> {
        let slot = &mut self.slots.as_mut_slice()[index];
        let element = slot.element.take()?;
        slot.hash = REMOVED;
        self.used -= 1;
        Some(element)
    }

    /// `set_pop`
    fn pop(&mut self) -> Option<Object<H>> {
        if self.used == 0 {
            return None;
        }
        let mask = self.slots.len() - 1;
        let start = self.finger & mask;
        let mut indices = (0..=mask).map(|step| (start + step) & mask);
        let index = indices.find(|index| self.slots.as_slice()[*index].element.is_some())?;
        self.finger = index + 1;
        self.remove(index)
    }

    /// Takes the elements out. The finger stays.
    fn clear(&mut self) -> Buffer<Slot<H>, H> {
        (self.fill, self.used) = (0, 0);
        self.slots.take()
    }
}

/// So many unused slots, of the heap of `buffer`.
fn empty_slots<T, H: Hooks>(
    buffer: &Buffer<T, H>,
    slots: usize,
) -> Result<Buffer<Slot<H>, H>, OutOfMemory> {
    let mut empty = Buffer::with_capacity(buffer.state(), slots)?;
    (0..slots).for_each(|_| empty.push(Slot { hash: 0, element: None }));
    Ok(empty)
}

/// The slots at which an element with this hash may be, in the order of the search, without end.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bits of a hash")]
fn probe(hash: i64, slots: usize) -> impl Iterator<Item = usize> {
    let mask = slots - 1;
    let mut perturb = hash as usize;
    let mut start = perturb & mask;
    let mut step = 0;
    std::iter::repeat_with(move || {
        let run = if start + LINEAR_PROBES <= mask { LINEAR_PROBES } else { 0 };
        if step > run {
            perturb >>= PERTURB_SHIFT;
            start = start.wrapping_mul(5).wrapping_add(1).wrapping_add(perturb) & mask;
            step = 0;
        }
        step += 1;
        start + step - 1
    })
}

/// Whether a table with so many filled slots is moved to a new one.
fn is_crowded(fill: usize, slots: usize) -> bool {
    fill * 5 >= (slots - 1) * 3
}

/// What a table that was crowded by so many elements grows beyond.
fn growth(used: usize) -> usize {
    if used > 50_000 { used * 2 } else { used * 4 }
}

/// The smallest table with more slots than `minimum`.
fn slots_for(minimum: usize) -> usize {
    (minimum + 1).next_power_of_two().max(SLOTS_MIN)
}

/// The table into which so many elements are copied.
fn slots_of_copy(used: usize) -> usize {
    if is_crowded(used, SLOTS_MIN) { slots_for(2 * used) } else { SLOTS_MIN }
}
