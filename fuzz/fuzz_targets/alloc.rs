//! Any bytes are calls of the allocator: runs them beside a plain account of the blocks in use.
#![cfg_attr(feature = "libfuzzer", no_main)]

twinheap_fuzz::main!(twinheap_fuzz::ALLOC);
