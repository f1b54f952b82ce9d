//! Tells the crate whether it is built for AddressSanitizer.
//!
//! `cfg(sanitize = "address")` can only be asked for by nightly compilers; cargo passes it to build scripts of any.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-check-cfg=cfg(asan)");
    let sanitizers = env::var("CARGO_CFG_SANITIZE").unwrap_or_default();
    if sanitizers.split(',').any(|sanitizer| sanitizer == "address") {
        println!("cargo::rustc-cfg=asan");
    }
}
