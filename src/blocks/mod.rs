//! The laws of an allocator: calls run on a [`Store`] beside a plain account of what must be so.
//!
//! It knows allocators only by [`Store`]. After every call it compares what the call came to, and how many requests were
//! counted, with what the account says; and it holds the allocator to these laws:
//!
//! - `aligned`: a block starts at a multiple of [`ALIGN_BYTES`];
//! - `apart`: no two blocks in use overlap, and a block of no bytes has an address of its own;
//! - `contents`: a block keeps what was written to it, through every call but its own end;
//! - `in place`: a reallocation within a size class leaves a block of a pool where it is, and one to another class does not;
//! - `outcome`: a call fails exactly if a request of it was told to, or asks for more than there can be; a block that was
//!   reserved is served without a request;
//! - `nothing done`: a call that fails changes nothing;
//! - `counts`: the blocks and bytes in use and the blocks reserved are those of the account, and add up;
//! - `returned`: once all blocks are given back, no memory is left;
//! - and the store's own invariants.

mod ledger;
mod program;
mod run;
mod search;
mod store;

pub use program::{BlockForm, BlockProgram, Call};
pub use run::{Report, run, run_on};
pub use search::Search;
pub use store::{Counts, Exhausted, Store};

/// What the addresses of blocks are multiples of.
pub const ALIGN_BYTES: usize = 16;
/// Requests of up to so many bytes have a size class; a larger one is served with exactly so many bytes.
pub const SMALL_BYTES_MAX: usize = 512;
