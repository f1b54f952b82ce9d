//! Compiles mimalloc 2 beside the mimalloc 3 that its crate compiles, so that both race in one run.
//!
//! The crate has the sources of both and compiles one. Both define the same names, so version 2 is compiled as one object all of
//! whose names but those of `mimalloc2.c` are made local.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

const WRAPPER: &str = "src/alloc/peers/mimalloc2.c";

fn main() {
    println!("cargo::rerun-if-changed={WRAPPER}");
    let include = env::var("DEP_MIMALLOC_INCLUDE_DIR").expect("mimalloc's crate says where it is");
    let version_3 = Path::new(&include).parent().expect("headers are in a folder of a version");
    let version_2 = version_3.with_file_name("v2");
    assert!(version_2.is_dir(), "mimalloc's crate has no version 2 any more: pin an older one");
    cc::Build::new().object(localized(compiled(&version_2))).compile("mimalloc2");
}

/// The object file of mimalloc 2, with the definitions of its crate's own build script.
fn compiled(version_2: &Path) -> PathBuf {
    let mut build = cc::Build::new();
    build.file(WRAPPER).include(version_2.join("include")).include(version_2.join("src"));
    build.define("MI_DEBUG", "0").define("MI_BUILD_RELEASE", None).define("NDEBUG", None);
    build.opt_level(3).flag("-fvisibility=hidden").flag_if_supported("-ftls-model=initial-exec");
    build.warnings(false);
    build.compile_intermediates().pop().expect("there is one file")
}

/// The same object with its hidden names made local.
fn localized(object: PathBuf) -> PathBuf {
    let local = object.with_extension("local.o");
    let status = Command::new("objcopy").arg("--localize-hidden").args([&object, &local]).status();
    let status = status.expect("objcopy runs: it comes with the C compiler, in binutils");
    assert!(status.success(), "objcopy failed: {status}");
    local
}
