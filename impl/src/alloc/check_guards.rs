//! The part of [`Allocator::check`] that looks at what is around blocks, and at those that are not to be touched.
#![expect(unsafe_code, reason = "redzones and closed blocks are read")]

use super::guards::Guarded;
use super::pool::Pool;
use super::quarantine::Quarantined;
use super::{Allocator, sanitizer};
use crate::Violation;

impl Allocator {
    /// Invariants 16 to 18, but for free blocks. The pools are all there are, sorted, and hold what the invariants before these say.
    pub(super) fn check_guards(&self, pools: &[Pool]) -> Result<(), Violation> {
        self.check_quarantine(pools)?;
        if self.guards.redzone_bytes == 0 {
            return Ok(());
        }
        let mut closed: Vec<_> = self.quarantine.iter().map(|freed| freed.block).collect();
        closed.sort_unstable();
        let blocks = self.blocks_in_use(pools).into_iter();
        let mut asked = 0;
        for guarded in blocks.filter(|guarded| closed.binary_search(&guarded.block).is_err()) {
            asked += check_redzones(guarded)?;
        }
        Violation::unless(asked == self.bytes_live, "alloc 16", || {
            format!("{asked} bytes were asked for, {} are counted", self.bytes_live)
        })
    }

    /// Invariant 17.
    fn check_quarantine(&self, pools: &[Pool]) -> Result<(), Violation> {
        let mut blocks: Vec<_> = self.quarantine.iter().map(|freed| freed.block).collect();
        blocks.extend(self.reservations.iter().map(|reserved| reserved.block));
        blocks.sort_unstable();
        let twice = blocks.windows(2).find(|pair| pair[0] == pair[1]);
        Violation::unless(twice.is_none(), "alloc 17", || {
            format!("quarantined twice or reserved: {twice:?}")
        })?;
        for freed in self.quarantine.iter() {
            let is_taken = self.is_taken(freed.block, freed.size, pools);
            Violation::unless(is_taken, "alloc 17", || format!("{freed:?} is not taken"))?;
            self.check_quarantined(freed)?;
        }
        let bytes: usize = self.quarantine.iter().map(|freed| freed.bytes).sum();
        let fits = bytes == self.quarantine.bytes() && !self.quarantine.is_excessive();
        Violation::unless(fits, "alloc 17", || format!("{bytes} bytes in {:?}", self.quarantine))
    }

    fn check_quarantined(&self, freed: Quarantined) -> Result<(), Violation> {
        // SAFETY: the block was taken for this size.
        let poison = check_poison(unsafe { self.guarded(freed.block, freed.size) }, 0);
        // SAFETY: the block was closed when it came into the quarantine.
        let found = unsafe { self.find_used_after_free(freed) };
        Violation::unless(found.is_none(), "alloc 17", || {
            format!("{freed:?} was written to at offset {found:?}")
        })?;
        poison
    }

    /// Every block that is not free, with its redzones.
    fn blocks_in_use(&self, pools: &[Pool]) -> Vec<Guarded> {
        let redzone_bytes = self.guards.redzone_bytes;
        let mut blocks = Vec::new();
        for &pool in pools {
            let mut free: Vec<_> = pool.free_blocks().collect();
            free.sort_unstable();
            let used = pool.carved_blocks().filter(|block| free.binary_search(block).is_err());
            let room_bytes = pool.header().class.block_bytes() - 2 * redzone_bytes;
            blocks.extend(used.map(|start| {
                // SAFETY: a block of a pool starts with a redzone.
                let block = unsafe { start.add(redzone_bytes) };
                Guarded { block, room_bytes, redzone_bytes }
            }));
        }
        blocks.extend(self.system.iter().map(|system| {
            let room_bytes = system.header().bytes.get();
            Guarded { block: self.system.start_of(system), room_bytes, redzone_bytes }
        }));
        blocks
    }
}

/// Invariants 16 and 18 of a block in use; answers how many bytes were asked for.
fn check_redzones(guarded: Guarded) -> Result<usize, Violation> {
    // SAFETY: the block is in use, so its redzones were written.
    let asked = unsafe { guarded.asked() }.unwrap_or(0);
    Violation::unless(asked <= guarded.room_bytes, "alloc 16", || {
        format!("the redzone before {guarded:?} says that {asked} bytes were asked for")
    })?;
    // Looked at first, because what looks at the redzones sets it right.
    let poison = check_poison(guarded, asked);
    // SAFETY: the same, and so many bytes were asked for.
    let found = unsafe { guarded.find_overwritten(asked) };
    Violation::unless(found.is_none(), "alloc 16", || {
        format!("{guarded:?}, {asked} bytes of which were asked for, at offset {found:?}")
    })?;
    poison.map(|()| asked)
}

/// Invariant 18 of the free blocks of a pool.
pub(super) fn check_free_blocks(pool: Pool) -> Result<(), Violation> {
    let bytes = pool.header().class.block_bytes();
    let found = pool.free_blocks().find(|&block| !sanitizer::is_poisoned(block, bytes));
    Violation::unless(found.is_none(), "alloc 18", || format!("{found:?} is free"))
}

/// Invariant 18 of a block of which so many bytes were asked for, none if it is closed.
fn check_poison(guarded: Guarded, asked: usize) -> Result<(), Violation> {
    // SAFETY: the block is the allocator's, with what is around it.
    let is_poisoned = unsafe { guarded.is_poisoned_but(asked) };
    Violation::unless(is_poisoned, "alloc 18", || format!("{guarded:?} but {asked} bytes"))
}
