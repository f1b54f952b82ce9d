//! Any bytes are a graph of objects and then collections: runs them on the model and on impl.
#![cfg_attr(feature = "libfuzzer", no_main)]

twinheap_fuzz::main!(twinheap_fuzz::COLLECTOR);
