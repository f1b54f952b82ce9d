//! Any bytes may be a program's text: reads it, writes what was read, and reads that again.
#![cfg_attr(feature = "libfuzzer", no_main)]

twinheap_fuzz::main!(twinheap_fuzz::TEXT);
