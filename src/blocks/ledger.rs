//! The plain account: what is in use, and what each call must come to.

use std::collections::BTreeMap;

use super::{ALIGN_BYTES, Counts, Exhausted, SMALL_BYTES_MAX};

/// More than any machine has.
const HUGE_BYTES: usize = usize::MAX / 4;

/// What is in use, in a form that leaves nothing to get wrong.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// The blocks in use, the oldest first.
    live: Vec<Live>,
    /// The same by their addresses.
    places: BTreeMap<usize, Live>,
    /// For each open level of reservations the sizes not yet served.
    levels: Vec<Vec<Size>>,
    pub(super) requests: u64,
    /// The number of the request that fails.
    failing: Option<u64>,
}

/// A block in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Live {
    pub(super) number: usize,
    pub(super) address: usize,
    pub(super) bytes: usize,
}

/// What serves a request: a class of blocks, or exactly so many bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Size {
    Class(usize),
    Large(usize),
}

impl Size {
    pub(super) fn of(bytes: usize) -> Self {
        if bytes <= SMALL_BYTES_MAX {
            Self::Class(bytes.max(1).div_ceil(ALIGN_BYTES))
        } else {
            Self::Large(bytes)
        }
    }
}

/// What the calls must come to.
impl Ledger {
    pub(super) fn allocate(&mut self, bytes: usize) -> Result<(), Exhausted> {
        if self.serve(bytes) { Ok(()) } else { self.request(&[bytes]) }
    }

    pub(super) fn reallocate(&mut self, bytes_old: usize, bytes: usize) -> Result<(), Exhausted> {
        if Size::of(bytes_old) == Size::of(bytes) { Ok(()) } else { self.allocate(bytes) }
    }

    pub(super) fn reserve(&mut self, sizes: &[usize]) -> Result<(), Exhausted> {
        self.request(sizes)?;
        self.levels.push(sizes.iter().copied().map(Size::of).collect());
        Ok(())
    }

    /// Whether there was a level to close.
    pub(super) fn settle(&mut self) -> bool {
        self.levels.pop().is_some()
    }

    pub(super) fn fail_at(&mut self, request: u64) {
        self.failing = Some(self.requests + request);
    }

    /// Serves a request with a block that is reserved on the top level.
    fn serve(&mut self, bytes: usize) -> bool {
        let Some(level) = self.levels.last_mut() else { return false };
        let reserved = level.iter().position(|&size| size == Size::of(bytes));
        reserved.map(|index| level.remove(index)).is_some()
    }

    /// Counts requests that are granted together, up to the one that fails.
    fn request(&mut self, sizes: &[usize]) -> Result<(), Exhausted> {
        let end = self.requests + sizes.len() as u64;
        if let Some(failing) = self.failing.take_if(|failing| *failing < end) {
            self.requests = failing + 1;
            return Err(Exhausted);
        }
        self.requests = end;
        if sizes.iter().any(|&bytes| bytes > HUGE_BYTES) { Err(Exhausted) } else { Ok(()) }
    }
}

/// What there is.
impl Ledger {
    /// The number and the place of the block that a call names.
    pub(super) fn chosen(&self, block: usize) -> Option<usize> {
        (!self.live.is_empty()).then(|| block % self.live.len())
    }

    /// The blocks in use, the oldest first.
    pub(super) fn live(&self) -> &[Live] {
        &self.live
    }

    /// Enters a block, so many others being older.
    pub(super) fn enter(&mut self, place: usize, live: Live) {
        self.live.insert(place, live);
        self.places.insert(live.address, live);
    }

    /// Takes out the block before which so many are older.
    pub(super) fn leave(&mut self, place: usize) -> Live {
        let live = self.live.remove(place);
        self.places.remove(&live.address);
        live
    }

    /// A block in use that overlaps with one that is not. Those that are do not overlap with each other, so it is the last
    /// one that begins before the end of the new one.
    pub(super) fn overlapping(&self, new: Live) -> Option<Live> {
        let end = |live: Live| live.address + live.bytes.max(1);
        let (_, &before) = self.places.range(..end(new)).next_back()?;
        (end(before) > new.address).then_some(before)
    }

    /// What the account knows of the counts; the rest is taken from those that were found.
    pub(super) fn counts(&self, found: Counts) -> Counts {
        let blocks_reserved = self.levels.iter().map(Vec::len).sum();
        Counts {
            blocks_live: self.live.len(),
            bytes_live: self.live.iter().map(|live| live.bytes).sum(),
            blocks_reserved,
            blocks_used: self.live.len() + blocks_reserved + found.blocks_quarantined,
            ..found
        }
    }
}
