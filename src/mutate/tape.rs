//! An input as its header and its records.

use std::marker::PhantomData;
use std::ops::Range;

use super::Form;
use crate::source::Dice;

/// Records that belong together: a statement after its parts, or a record that stands alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Their numbers.
    pub records: Range<usize>,
    /// Whether they stand in a definition: two programs exchange what does not.
    pub is_definition: bool,
}

pub(super) struct Tape<F> {
    pub(super) header: Vec<u8>,
    records: Vec<u8>,
    form: PhantomData<F>,
}

impl<F: Form> Tape<F> {
    pub(super) fn read(bytes: &[u8]) -> Self {
        let (header, records) = bytes.split_at(bytes.len().min(F::HEADER_BYTES));
        let whole = records.len() - records.len() % F::RECORD_BYTES;
        let mut header = header.to_vec();
        header.resize(F::HEADER_BYTES, 0);
        Self { header, records: records[..whole].to_vec(), form: PhantomData }
    }

    fn bytes(&self) -> Vec<u8> {
        [self.header.as_slice(), &self.records].concat()
    }

    /// The bytes; units are left out anywhere until the rest is short enough.
    pub(super) fn into_bytes(mut self, bytes_max: usize, dice: &mut Dice) -> Vec<u8> {
        let records_max = bytes_max.saturating_sub(F::HEADER_BYTES) / F::RECORD_BYTES;
        while self.count() > records_max {
            let units = self.units();
            // What is in no unit can only be cut off.
            let Some(unit) = units.get(dice.below(units.len())) else { break };
            self.remove(unit.records.clone());
        }
        self.records.truncate(records_max * F::RECORD_BYTES);
        let mut bytes = self.bytes();
        bytes.truncate(bytes_max);
        bytes
    }

    /// How many records there are.
    pub(super) fn count(&self) -> usize {
        self.records.len() / F::RECORD_BYTES
    }

    pub(super) fn units(&self) -> Vec<Unit> {
        F::units(&self.bytes())
    }

    /// The bytes of one record.
    pub(super) fn record_mut(&mut self, index: usize) -> Option<&mut [u8]> {
        self.records.get_mut(range::<F>(index..index + 1))
    }

    /// The bytes of these records.
    pub(super) fn get(&self, records: Range<usize>) -> &[u8] {
        &self.records[range::<F>(records)]
    }

    /// Takes these records out, and returns their bytes.
    pub(super) fn remove(&mut self, records: Range<usize>) -> Vec<u8> {
        self.records.drain(range::<F>(records)).collect()
    }

    /// Puts bytes of whole records in the place of these.
    pub(super) fn replace(&mut self, records: Range<usize>, with: &[u8]) {
        self.records.splice(range::<F>(records), with.iter().copied());
    }

    pub(super) fn insert(&mut self, at: usize, records: &[u8]) {
        self.replace(at..at, records);
    }
}

fn range<F: Form>(records: Range<usize>) -> Range<usize> {
    records.start * F::RECORD_BYTES..records.end * F::RECORD_BYTES
}
