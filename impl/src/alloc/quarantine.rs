//! Freed blocks that are kept for a while, so that whoever still uses one is found out.

use std::collections::VecDeque;
use std::ptr::NonNull;

use super::Guards;
use super::size_class::BlockSize;

/// A queue of freed blocks.
#[derive(Debug)]
pub(super) struct Quarantine {
    /// The block that was freed first is the first.
    blocks: VecDeque<Quarantined>,
    /// Their sizes, summed up, in bytes.
    bytes: usize,
    blocks_max: usize,
    bytes_max: usize,
}

/// A block in the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Quarantined {
    pub(super) block: NonNull<u8>,
    pub(super) size: BlockSize,
    /// Its size with its redzones, in bytes.
    pub(super) bytes: usize,
}

impl Quarantine {
    /// An empty one.
    pub(super) fn new(guards: &Guards) -> Self {
        let (blocks_max, bytes_max) = (guards.quarantine_blocks, guards.quarantine_bytes);
        Self { blocks: VecDeque::new(), bytes: 0, blocks_max, bytes_max }
    }

    /// Adds a freed block; not if it is larger than all that may be kept, or there is no memory for the queue.
    #[must_use]
    pub(super) fn push(&mut self, freed: Quarantined) -> bool {
        let fits = self.blocks_max > 0 && freed.bytes <= self.bytes_max;
        if !fits || self.blocks.try_reserve(1).is_err() {
            return false;
        }
        self.blocks.push_back(freed);
        self.bytes += freed.bytes;
        true
    }

    /// Takes the block out that was freed first, if there is more than may be kept.
    pub(super) fn pop_excess(&mut self) -> Option<Quarantined> {
        self.is_excessive().then(|| self.pop()).flatten()
    }

    /// Takes the block out that was freed first.
    pub(super) fn pop(&mut self) -> Option<Quarantined> {
        let freed = self.blocks.pop_front()?;
        self.bytes -= freed.bytes;
        Some(freed)
    }

    /// Whether there is more than may be kept.
    pub(super) fn is_excessive(&self) -> bool {
        self.blocks.len() > self.blocks_max || self.bytes > self.bytes_max
    }

    /// Whether a block is in the queue: a walk, which is why queues are short.
    pub(super) fn contains(&self, block: NonNull<u8>) -> bool {
        self.iter().any(|freed| freed.block == block)
    }

    /// Every block, from the one that was freed first.
    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = Quarantined> {
        self.blocks.iter().copied()
    }

    /// The sizes of all blocks, as they are counted, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }
}
