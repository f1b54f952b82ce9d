//! A worker whose global allocator is mimalloc 3.

use mimalloc::MiMalloc;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() {
    twinheap_peers::worker::main()
}
