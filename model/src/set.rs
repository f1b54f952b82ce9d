//! The order of a set: CPython's open addressing (`Objects/setobject.c`), because a set drops and shows its items in the order
//! of its table. Nothing is ever added after something was removed.

use crate::object::{Id, Slot};

const LINEAR_PROBES: usize = 9;
const PERTURB_SHIFT: u32 = 5;
const SIZE_MIN: usize = 8;

/// Adds an item that no item of the table equals (`set_add_entry`).
pub(crate) fn add(table: &mut Vec<Slot>, hash: usize, item: Id) {
    table.resize(table.len().max(SIZE_MIN), None);
    place(table, hash, item);
    let used = table.iter().flatten().count();
    if used * 5 >= (table.len() - 1) * 3 {
        resize(table, used * if used > 50_000 { 2 } else { 4 });
    }
}

/// An empty table to which all items of another are added (`set_merge`), of which some may have been popped.
pub(crate) fn merged(other: &[Slot], popped: bool) -> Vec<Slot> {
    let mut table = vec![None; SIZE_MIN];
    let used = other.iter().flatten().count();
    if used * 5 >= (SIZE_MIN - 1) * 3 {
        resize(&mut table, used * 2);
    }
    if table.len() == other.len() && !popped {
        return other.to_vec();
    }
    other.iter().flatten().for_each(|&(hash, item)| place(&mut table, hash, item));
    table
}

fn resize(table: &mut Vec<Slot>, more_than: usize) {
    let mut size = SIZE_MIN;
    while size <= more_than {
        size *= 2;
    }
    for (hash, item) in std::mem::replace(table, vec![None; size]).into_iter().flatten() {
        place(table, hash, item);
    }
}

/// Puts an item where it belongs (`set_insert_clean`).
fn place(table: &mut [Slot], hash: usize, item: Id) {
    let mask = table.len() - 1;
    let (mut perturb, mut index) = (hash, hash & mask);
    loop {
        let probes = if index + LINEAR_PROBES <= mask { LINEAR_PROBES } else { 0 };
        if let Some(free) = (index..=index + probes).find(|&i| table[i].is_none()) {
            table[free] = Some((hash, item));
            return;
        }
        perturb >>= PERTURB_SHIFT;
        index = (index * 5 + 1 + perturb) & mask;
    }
}

/// Takes out the first item from the finger on, which then stands behind it (`set_pop`).
pub(crate) fn pop(table: &mut [Slot], finger: &mut usize) -> Option<Id> {
    let places = (0..table.len()).map(|step| (*finger + step) % table.len());
    let index = places.into_iter().find(|&index| table[index].is_some())?;
    *finger = index + 1;
    table[index].take().map(|(_, item)| item)
}
