//! The order in which a set display of constants is built.
//!
//! CPython folds the elements of `{1, 2, 3}` into a frozenset when it compiles the text and merges that into a new set
//! (`Python/compile.c`, `starunpack_helper`), which can give another order than adding one by one: the table of the merged
//! set is smaller, and its elements arrive in the order of the frozenset's table.

/// How to build the set by adding elements.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Plan {
    /// For how many elements from another set the new one's table is sized; 0 for the smallest table.
    pub(super) elements: usize,
    /// Indices of the elements in the order in which to add them.
    pub(super) order: Vec<usize>,
}

/// `hashes` of distinct elements in the order of the text, to build as CPython builds a folded display.
pub(super) fn plan(hashes: &[i64]) -> Plan {
    // Merging equal constants makes the frozenset once more, from its own order (`merge_consts_recursive`).
    let first = Table::of(0..hashes.len(), hashes).order();
    let folded = Table::of(first.iter().copied(), hashes);
    if merged_slots(hashes.len()) == folded.slots.len() {
        // The table is copied as it is, so its order is that of adding one by one.
        return Plan { elements: 0, order: first };
    }
    Plan { elements: hashes.len(), order: folded.order() }
}

const TABLE_MIN: usize = 8;

/// How large the table is of an empty set into which a set of `elements` is merged (CPython `set_merge`).
fn merged_slots(elements: usize) -> usize {
    if elements * 5 >= (TABLE_MIN - 1) * 3 { slots_for(elements * 2) } else { TABLE_MIN }
}

fn slots_for(elements: usize) -> usize {
    (elements + 1).next_power_of_two().max(TABLE_MIN)
}

/// The open addressing of CPython's sets (`Objects/setobject.c`, `set_insert_clean`).
struct Table {
    slots: Vec<Option<usize>>,
}

impl Table {
    fn new(slots: usize) -> Self {
        Self { slots: vec![None; slots] }
    }

    /// What becomes of adding elements one by one.
    fn of(indices: impl Iterator<Item = usize>, hashes: &[i64]) -> Self {
        let mut table = Self::new(TABLE_MIN);
        for (used, index) in (1..).zip(indices) {
            table.place(index, hashes[index]);
            if used * 5 >= (table.slots.len() - 1) * 3 {
                table = table.resized(used * 4, hashes);
            }
        }
        table
    }

    /// The elements in the order of the table.
    fn order(&self) -> Vec<usize> {
        self.slots.iter().flatten().copied().collect()
    }

    fn place(&mut self, index: usize, hash: i64) {
        const LINEAR_PROBES: u64 = 9;
        const PERTURB_SHIFT: u32 = 5;
        let mask = self.slots.len() as u64 - 1;
        let mut perturb = hash.cast_unsigned();
        let mut start = perturb & mask;
        loop {
            let probes = if start + LINEAR_PROBES <= mask { LINEAR_PROBES } else { 0 };
            let run = usize::try_from(start).expect("a slot's number")..;
            let free = run.take(usize::try_from(probes).expect("few") + 1);
            if let Some(slot) = free.into_iter().find(|&slot| self.slots[slot].is_none()) {
                self.slots[slot] = Some(index);
                return;
            }
            perturb >>= PERTURB_SHIFT;
            start = start.wrapping_mul(5).wrapping_add(1).wrapping_add(perturb) & mask;
        }
    }

    fn resized(self, elements: usize, hashes: &[i64]) -> Self {
        let mut larger = Self::new(slots_for(elements));
        self.slots.into_iter().flatten().for_each(|index| larger.place(index, hashes[index]));
        larger
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_small_ints_are_merged_into_a_smaller_table() {
        // `{16, 1, 2, 3, 32}` prints `{32, 1, 2, 3, 16}` in CPython 3.11, and `{32, 1, 2, 3, 16}` has its own table of 16.
        let plan = plan(&[16, 1, 2, 3, 32]);
        assert_eq!(plan, Plan { elements: 5, order: vec![4, 1, 2, 3, 0] });
    }

    #[test]
    fn a_few_are_added_in_the_order_of_a_first_set() {
        // `{7, 15, 23}` prints `{23, 7, 15}` in CPython 3.11; adding them one by one gives `{15, 23, 7}`.
        assert_eq!(plan(&[7, 15, 23]), Plan { elements: 0, order: vec![1, 2, 0] });
    }
}
