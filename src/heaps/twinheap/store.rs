//! The allocator of `twinheap-impl` as a store of blocks.

use twinheap_impl::alloc::{Account, OutOfMemory};

use super::super::{Memory, Violation};
use super::fixed;
use crate::blocks::{Counts, Exhausted, Store};
use crate::program::Geometry;

/// An allocator that has no block yet.
#[must_use]
pub fn store(geometry: Geometry, memory: Memory) -> Box<dyn Store> {
    let (backing, checking) = fixed::memory(memory);
    Box::new(Account::new(fixed::shape(geometry), backing, checking))
}

fn exhausted(_: OutOfMemory) -> Exhausted {
    Exhausted
}

impl Store for Account {
    fn allocate(&mut self, bytes: usize) -> Result<usize, Exhausted> {
        Account::allocate(self, bytes).map_err(exhausted)
    }
    fn deallocate(&mut self, block: usize) {
        Account::deallocate(self, block);
    }
    fn reallocate(&mut self, block: usize, bytes: usize) -> Result<(), Exhausted> {
        Account::reallocate(self, block, bytes).map_err(exhausted)
    }
    fn reserve(&mut self, sizes: &[usize]) -> Result<(), Exhausted> {
        Account::reserve(self, sizes).map_err(exhausted)
    }
    fn settle(&mut self) {
        Account::settle(self);
    }
    fn fail_at(&mut self, request: u64) {
        Account::fail_at(self, Some(request));
    }
    fn requests(&self) -> u64 {
        self.allocator().requests()
    }
    fn address(&self, block: usize) -> usize {
        Account::address(self, block)
    }
    fn contents(&self, block: usize) -> &[u8] {
        Account::contents(self, block)
    }
    fn contents_mut(&mut self, block: usize) -> &mut [u8] {
        Account::contents_mut(self, block)
    }
    fn counts(&self) -> Counts {
        let found = self.allocator().statistics();
        Counts {
            blocks_live: found.blocks_live,
            bytes_live: found.bytes_live,
            blocks_reserved: found.blocks_reserved,
            blocks_quarantined: found.blocks_quarantined,
            blocks_used: found.blocks_used() + found.blocks_system,
            bytes_used: found.bytes_used(),
            mappings: found.arenas + found.blocks_system,
        }
    }
    fn release(&mut self) {
        Account::release(self);
    }
    fn check(&self) -> Result<(), Violation> {
        self.allocator().check().map_err(|violation| Violation {
            invariant: violation.invariant.into(),
            found: violation.found,
        })
    }
}
