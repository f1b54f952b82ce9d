//! The order of a set: CPython's open addressing, because a set drops and shows its items in the order of its table.

use crate::object::Ref;

const LINEAR_PROBES: usize = 9;
const PERTURB_SHIFT: u32 = 5;
const SIZE_MIN: usize = 8;

/// A hash table of items (`Objects/setobject.c`). Nothing is ever added after something was removed.
#[derive(Debug, Clone)]
pub struct Table {
    slots: Vec<Option<(i64, Ref)>>,
    /// How many slots were ever taken: more than there are items once some were popped.
    fill: usize,
    finger: usize,
}

impl Default for Table {
    fn default() -> Self {
        Self { slots: vec![None; SIZE_MIN], fill: 0, finger: 0 }
    }
}

impl Table {
    /// The items in table order.
    pub fn items(&self) -> impl Iterator<Item = Ref> + '_ {
        self.slots.iter().flatten().map(|&(_, item)| item)
    }

    /// The items with their hashes, in table order.
    pub fn entries(&self) -> impl Iterator<Item = (i64, Ref)> + '_ {
        self.slots.iter().flatten().copied()
    }

    /// How many items there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries().count()
    }

    /// Whether there is no item.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds an item that no item equals (`set_add_entry`).
    pub fn add(&mut self, hash: i64, item: Ref) {
        self.place(hash, item);
        if self.len() * 5 >= (self.slots.len() - 1) * 3 {
            self.resize(self.len() * if self.len() > 50_000 { 2 } else { 4 });
        }
    }

    /// Adds all items of `other` to this empty table (`set_merge`).
    pub fn merge(&mut self, other: &Self) {
        if other.len() * 5 >= (self.slots.len() - 1) * 3 {
            self.resize(other.len() * 2);
        }
        if self.slots.len() == other.slots.len() && other.fill == other.len() {
            self.clone_from(other);
            self.finger = 0;
        } else {
            other.entries().for_each(|(hash, item)| self.place(hash, item));
        }
    }

    /// Takes out the first item from the finger on (`set_pop`).
    pub fn pop(&mut self) -> Option<Ref> {
        let size = self.slots.len();
        let index =
            (0..size).map(|step| (self.finger + step) % size).find(|&i| self.slots[i].is_some())?;
        self.finger = index + 1;
        self.slots[index].take().map(|(_, item)| item)
    }

    /// Takes out all items, in table order.
    pub fn take(&mut self) -> Vec<Ref> {
        let items = self.items().collect();
        *self = Self::default();
        items
    }

    fn resize(&mut self, more_than: usize) {
        self.fill = 0;
        let mut size = SIZE_MIN;
        while size <= more_than {
            size *= 2;
        }
        for (hash, item) in
            std::mem::replace(&mut self.slots, vec![None; size]).into_iter().flatten()
        {
            self.place(hash, item);
        }
    }

    /// Puts an item where it belongs (`set_insert_clean`).
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a hash is used as its bits"
    )]
    fn place(&mut self, hash: i64, item: Ref) {
        self.fill += 1;
        let mask = self.slots.len() - 1;
        let mut perturb = hash as usize;
        let mut index = perturb & mask;
        loop {
            let probes = if index + LINEAR_PROBES <= mask { LINEAR_PROBES } else { 0 };
            if let Some(free) = (index..=index + probes).find(|&i| self.slots[i].is_none()) {
                self.slots[free] = Some((hash, item));
                return;
            }
            perturb >>= PERTURB_SHIFT;
            index = (index * 5 + 1 + perturb) & mask;
        }
    }
}
