//! Allocators, by time.

use std::process::ExitCode;

use twinheap_peers::race::Workers;
use twinheap_peers::{races, report};

fn main() -> ExitCode {
    let workers = Workers {
        system: env!("CARGO_BIN_EXE_worker").into(),
        mimalloc: env!("CARGO_BIN_EXE_worker-mimalloc").into(),
    };
    report::main(|_| races::alloc(), workers)
}
