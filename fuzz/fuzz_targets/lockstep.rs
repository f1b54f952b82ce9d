//! Any bytes are a program: runs it on the model and on impl, step by step.
#![cfg_attr(feature = "libfuzzer", no_main)]

twinheap_fuzz::main!(twinheap_fuzz::LOCKSTEP);
