//! The memory of a worker does not grow with the programs that it has run.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::alloc::System;
use std::rc::Rc;

use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};
use twinheap::campaign::{Bench, Tally};
use twinheap::heaps::{self, Memory};
use twinheap::source::{self, Options};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Enough that what is kept for later use has about the size that the largest programs need.
const WARM_UP: u64 = 200;
const PROGRAMS: u64 = 800;
/// What is kept may still grow for the largest program so far. Arenas that are left behind pass it within a dozen programs.
const GROWTH_BYTES_MAX: i64 = 4 << 20;

/// Bytes allocated and not returned.
fn live_bytes() -> i64 {
    let stats = ALLOCATOR.stats();
    stats.bytes_allocated as i64 - stats.bytes_deallocated as i64
}

/// Every kind of run that a worker makes of a program.
fn run(bench: &mut Bench, index: u64, tally: &mut Tally) {
    let program = Rc::new(source::program(7, index, &Options::default()));
    bench.lockstep(&program, tally).unwrap();
    bench.metamorphic(&program, index as usize, tally).unwrap();
    bench.memory(&program, Memory::SYSTEM, tally).unwrap();
    if index.is_multiple_of(8) {
        bench.faults(&program, tally).unwrap();
    }
}

#[test]
fn what_a_worker_keeps_is_bounded() {
    let mut bench = Bench::new(heaps::by_name, "impl").unwrap();
    let mut tally = Tally::default();
    (0..WARM_UP).for_each(|index| run(&mut bench, index, &mut tally));
    let before = live_bytes();
    (WARM_UP..PROGRAMS).for_each(|index| run(&mut bench, index, &mut tally));
    let growth = live_bytes() - before;
    assert!(growth < GROWTH_BYTES_MAX, "{growth} bytes more after {PROGRAMS} programs");
    assert!(tally.faults > 0 && tally.changes > 0 && tally.memory_programs > 0);
}
