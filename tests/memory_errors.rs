//! Every allocation request of every case of the corpus, made to fail.

mod cases;

use twinheap::heaps::Settings;
use twinheap::lockstep::{Manner, sweep};

const REQUESTS_MIN: u64 = 5_000;

/// After each failure the step raised `MemoryError` with nothing done, both heaps are equal and the invariants hold.
#[test]
fn heaps_agree_whichever_request_fails() {
    let mut lockstep = cases::lockstep();
    let mut requests = 0;
    for case in cases::all() {
        let sweep =
            sweep(&mut lockstep, &case.program, &Settings::default(), Manner::BEFOREHAND, u64::MAX);
        let sweep = sweep.unwrap_or_else(|found| panic!("{}:\n{found}", case.path.display()));
        requests += sweep.requests;
    }
    println!("{requests} requests were made to fail");
    assert!(requests >= REQUESTS_MIN, "only {requests} requests were made to fail");
}
