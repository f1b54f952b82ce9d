//! The allocator of `twinheap-impl` as a store of blocks.

use twinheap_impl::alloc::{Account, Checking, OutOfMemory};

use super::super::Violation;
use super::fixed::shape;
use crate::blocks::{Counts, Exhausted, Rigour, Store};
use crate::program::Geometry;

/// An allocator without any memory.
#[must_use]
pub fn store(geometry: Geometry, rigour: Rigour) -> Box<dyn Store> {
    let checking = match rigour {
        Rigour::Off => Checking::Off,
        Rigour::Cheap => Checking::Cheap,
        Rigour::Full => Checking::Full,
    };
    Box::new(Account::new(shape(geometry), checking))
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
            blocks_used: found.blocks_used() + found.blocks_large,
            bytes_used: found.bytes_used(),
            mappings: found.arenas + found.blocks_large,
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
