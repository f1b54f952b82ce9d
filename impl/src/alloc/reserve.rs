//! Blocks that were taken before they are needed, so that what needs them cannot fail halfway.
#![expect(unsafe_code, reason = "blocks that were not needed are given back")]

use std::ptr::NonNull;

use super::fault::Point;
use super::occasion::Occasion;
use super::size_class::BlockSize;
use super::{Allocator, OutOfMemory};
use crate::planted::{Bug, planted};

impl Allocator {
    /// Opens a level of reservations and takes a block for each of these sizes, in bytes, in this order.
    ///
    /// Until [`Self::settle`] closes the level or another one is opened above it, a request of the same size class (of the
    /// same size, if it is large) is served with a reserved block. Blocks are found fastest in the order of the sizes.
    ///
    /// # Errors
    /// There is no memory for one of them, or one of these requests was told to fail; no block is taken and no level open.
    pub fn reserve(&mut self, sizes: &[usize]) -> Result<(), OutOfMemory> {
        let granted = self.faults.request(sizes.len(), Point::Reservation);
        self.blocks_live += usize::from(granted.is_err() && planted(Bug::FailureCounted));
        granted?;
        if !sizes.is_empty() {
            self.faults.request_of_system(Point::ReservationList)?;
        }
        self.reservations.open(sizes.len())?;
        if self.reservations.levels() > 1 && !sizes.is_empty() {
            self.occasions.note(Occasion::ReservedInside);
        }
        for &bytes in sizes {
            let size = BlockSize::of(bytes);
            match self.take(size, size.room_bytes()) {
                Ok(block) => self.reservations.push(block, size),
                Err(error) => {
                    self.settle();
                    return Err(error);
                }
            }
        }
        Ok(())
    }

    /// Closes the top level of reservations, and gives back the blocks that were not served, the last one first.
    ///
    /// # Panics
    /// If no level is open.
    pub fn settle(&mut self) {
        while let Some(reserved) = self.reservations.pop() {
            if planted(Bug::ReservationKept) {
                continue;
            }
            self.occasions.note(Occasion::ReservedInVain);
            // SAFETY: the block was taken by `reserve` with this size, and nobody has had it.
            unsafe { self.give_back_unserved(reserved.block, reserved.size) };
        }
        self.reservations.close();
    }
}

/// The reserved blocks: a stack of levels, since a step that reserved may run a finalizer whose steps reserve too.
#[derive(Debug, Default)]
pub(super) struct Reservations {
    /// The blocks of every level, in the order of the levels and of the sizes asked for; `None` once served.
    blocks: Vec<Option<Reserved>>,
    levels: Vec<Level>,
}

/// A block that is taken and not yet served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reserved {
    pub(super) block: NonNull<u8>,
    pub(super) size: BlockSize,
}

#[derive(Debug, Clone, Copy)]
struct Level {
    /// Where its blocks start.
    start: usize,
    /// Where its first block lies that may not be served yet: blocks are mostly served in the order of the sizes.
    unserved: usize,
}

impl Reservations {
    /// Opens a level that has room for so many blocks.
    pub(super) fn open(&mut self, blocks: usize) -> Result<(), OutOfMemory> {
        self.blocks.try_reserve(blocks).map_err(|_| OutOfMemory)?;
        self.levels.try_reserve(1).map_err(|_| OutOfMemory)?;
        self.levels.push(Level { start: self.blocks.len(), unserved: self.blocks.len() });
        Ok(())
    }

    /// Adds a block to the top level, within the room it was opened with.
    pub(super) fn push(&mut self, block: NonNull<u8>, size: BlockSize) {
        assert!(
            self.blocks.len() < self.blocks.capacity(),
            "the level was opened with room for it"
        );
        self.blocks.push(Some(Reserved { block, size }));
    }

    /// Serves the first block of this size on the top level.
    #[inline]
    pub(super) fn serve(&mut self, size: BlockSize) -> Option<NonNull<u8>> {
        let level = self.levels.last_mut()?;
        let unserved = &mut self.blocks[level.unserved..];
        let skipped = unserved.iter().take_while(|block| block.is_none()).count();
        level.unserved += skipped;
        let found = unserved[skipped..]
            .iter_mut()
            .find(|reserved| reserved.is_some_and(|reserved| reserved.size == size))?;
        let served = if planted(Bug::ReservationServedTwice) { *found } else { found.take() };
        served.map(|reserved| reserved.block)
    }

    /// Whether a block of this size is on the top level.
    pub(super) fn has(&self, size: BlockSize) -> bool {
        self.levels.last().is_some_and(|level| {
            self.blocks[level.unserved..].iter().flatten().any(|reserved| reserved.size == size)
        })
    }

    /// Takes the last block off the top level.
    pub(super) fn pop(&mut self) -> Option<Reserved> {
        let level = self.levels.last()?;
        while self.blocks.len() > level.start {
            if let Some(reserved) = self.blocks.pop().flatten() {
                return Some(reserved);
            }
        }
        None
    }

    /// Closes the top level, which has no blocks any more.
    pub(super) fn close(&mut self) {
        let level = self.levels.pop().expect("a level is closed once for each time one was opened");
        assert!(level.start == self.blocks.len(), "a level is closed when its blocks are gone");
    }

    /// How many levels are open.
    pub(super) fn levels(&self) -> usize {
        self.levels.len()
    }

    /// Every block that is not served yet.
    pub(super) fn iter(&self) -> impl Iterator<Item = Reserved> {
        self.blocks.iter().flatten().copied()
    }
}
