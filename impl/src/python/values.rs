//! Attribute values in the layout of a class.

use crate::alloc::OutOfMemory;
use crate::object::{Buffer, Hooks, Object};

/// How many attribute names a class shares a layout for
/// (CPython 3.11, `Include/internal/pycore_dict.h`, `SHARED_KEYS_MAX_SIZE`).
pub(super) const SHARED_MAX: usize = 30;

/// The values of an object's attributes, each at the position that its class gives its name. They are released in that order,
/// whatever the order of assignment, which is kept for iteration.
#[derive(Debug)]
pub(super) struct Values<H: Hooks> {
    values: Buffer<Option<Object<H>>, H>,
    order: Order,
}

/// The positions that have a value, in the order of assignment.
#[derive(Debug, Clone, Copy)]
struct Order {
    len: u8,
    positions: [u8; SHARED_MAX],
}

impl<H: Hooks> Values<H> {
    /// No values, in the heap of `buffer`.
    pub(super) fn new(values: Buffer<Option<Object<H>>, H>) -> Self {
        Self { values, order: Order { len: 0, positions: [0; SHARED_MAX] } }
    }

    /// How far positions go.
    pub(super) fn positions(&self) -> usize {
        self.values.len()
    }

    pub(super) fn len(&self) -> usize {
        self.order.len.into()
    }

    /// The size of the block that a value at this position needs, if there is no room for it.
    pub(super) fn demand(&self, position: usize) -> Option<usize> {
        let capacity = capacity_for(position);
        (position >= self.values.capacity())
            .then_some(Buffer::<Option<Object<H>>, H>::bytes(capacity))
    }

    /// Makes room for a value at this position.
    pub(super) fn try_reserve(&mut self, position: usize) -> Result<(), OutOfMemory> {
        if position >= self.values.capacity() {
            let mut larger = Buffer::with_capacity(self.values.state(), capacity_for(position))?;
            self.values.as_mut_slice().iter_mut().for_each(|value| larger.push(value.take()));
            self.values = larger;
        }
        Ok(())
    }

    pub(super) fn get(&self, position: usize) -> Option<&Object<H>> {
        self.values.as_slice().get(position)?.as_ref()
    }

    /// Puts a value at a position for which there is room; what it displaces is returned.
    pub(super) fn set(&mut self, position: usize, value: Object<H>) -> Option<Object<H>> {
        while self.values.len() <= position {
            self.values.push(None);
        }
        let old = self.values.as_mut_slice()[position].replace(value);
        if old.is_none() {
            self.order.push(position);
        }
        old
    }

    pub(super) fn remove(&mut self, position: usize) -> Option<Object<H>> {
        let old = self.values.as_mut_slice().get_mut(position)?.take()?;
        self.order.remove(position);
        Some(old)
    }

    /// Positions and values, in the order of release.
    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, &Object<H>)> {
        let values = self.values.as_slice().iter().enumerate();
        values.filter_map(|(position, value)| Some((position, value.as_ref()?)))
    }

    /// Positions and values, in the order of assignment.
    pub(super) fn assigned(&self) -> impl Iterator<Item = (usize, &Object<H>)> {
        let positions =
            self.order.positions[..self.len()].iter().map(|position| usize::from(*position));
        positions.filter_map(|position| Some((position, self.get(position)?)))
    }

    /// Takes the values out.
    pub(super) fn take(&mut self) -> Self {
        let empty = Self::new(self.values.another());
        std::mem::replace(self, empty)
    }

    /// The values' buffer, for others of the same heap.
    pub(super) fn buffer(&self) -> &Buffer<Option<Object<H>>, H> {
        &self.values
    }
}

impl Order {
    fn push(&mut self, position: usize) {
        self.positions[usize::from(self.len)] = u8::try_from(position).expect("positions are few");
        self.len += 1;
    }

    fn remove(&mut self, position: usize) {
        let assigned = &mut self.positions[..usize::from(self.len)];
        let index = assigned.iter().position(|assigned| usize::from(*assigned) == position);
        let index = index.expect("a position with a value is in the order");
        assigned[index..].rotate_left(1);
        self.len -= 1;
    }
}

/// How many values there is room for, where there is room for one at `position`.
fn capacity_for(position: usize) -> usize {
    (position + 1).next_multiple_of(4).min(SHARED_MAX)
}
