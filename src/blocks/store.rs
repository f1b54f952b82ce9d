//! What the laws need of an allocator.

use crate::heaps::Violation;

/// An allocator whose blocks have numbers.
pub trait Store {
    /// A block of so many bytes, by a number that was never used before.
    ///
    /// # Errors
    /// There is no memory, or the request was told to fail.
    fn allocate(&mut self, bytes: usize) -> Result<usize, Exhausted>;

    /// Gives a block back.
    fn deallocate(&mut self, block: usize);

    /// Gives a block another size; it keeps its number, and its contents as far as they fit.
    ///
    /// # Errors
    /// There is no memory, or the request was told to fail.
    fn reallocate(&mut self, block: usize, bytes: usize) -> Result<(), Exhausted>;

    /// Opens a level of reservations: blocks of these sizes, which requests of the same size class are served with.
    ///
    /// # Errors
    /// There is no memory for one of them, or its request was told to fail; then no level is open.
    fn reserve(&mut self, sizes: &[usize]) -> Result<(), Exhausted>;

    /// Closes the last level of reservations that is open.
    fn settle(&mut self);

    /// Lets the request of that number from now, from 0, fail once.
    fn fail_at(&mut self, request: u64);

    /// How many requests there were, those that failed included.
    fn requests(&self) -> u64;

    /// Where a block starts.
    fn address(&self, block: usize) -> usize;

    /// What is in a block.
    fn contents(&self, block: usize) -> &[u8];

    /// The same, to be written.
    fn contents_mut(&mut self, block: usize) -> &mut [u8];

    /// What there is.
    fn counts(&self) -> Counts;

    /// Gives memory back to the system that holds no blocks.
    fn release(&mut self);

    /// Checks the store's own invariants.
    ///
    /// # Errors
    /// The first that does not hold.
    fn check(&self) -> Result<(), Violation>;
}

/// There is no memory, or it is to be so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exhausted;

/// What an allocator has at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Blocks that the caller has.
    pub blocks_live: usize,
    /// The sizes that the caller asked for, summed up over the blocks it has.
    pub bytes_live: usize,
    /// Blocks that are reserved.
    pub blocks_reserved: usize,
    /// Blocks that were given back and are kept from being used again.
    pub blocks_quarantined: usize,
    /// Blocks in use as a walk over the memory finds them: live, reserved or quarantined.
    pub blocks_used: usize,
    /// The sizes of all blocks in use.
    pub bytes_used: usize,
    /// Pieces of memory had from the system: arenas and large blocks.
    pub mappings: usize,
}
