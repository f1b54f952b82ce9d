//! Every allocation request of every case of the corpus, made to fail.

mod cases;

use twinheap::heaps::Settings;
use twinheap::lockstep::sweep;

/// How many steps a case may execute: each of its requests is a run of its own.
const STEPS_MAX: u64 = 2_000;
const REQUESTS_MIN: u64 = 5_000;

/// After each failure the step raised `MemoryError` with nothing done, both heaps are equal and the invariants hold.
#[test]
fn heaps_agree_whichever_request_fails() {
    let mut lockstep = cases::lockstep();
    let settings = Settings::default();
    let (mut swept, mut requests) = (0, 0);
    for case in cases::all() {
        let path = case.path.display();
        let whole = lockstep.run(&case.program, &settings);
        let whole = whole.unwrap_or_else(|divergence| panic!("{path}:\n{divergence}"));
        if whole.steps > STEPS_MAX {
            continue;
        }
        let sweep = sweep(&mut lockstep, &case.program, &settings, u64::MAX);
        requests += sweep.unwrap_or_else(|divergence| panic!("{path}:\n{divergence}")).requests;
        swept += 1;
    }
    println!("{requests} requests of {swept} cases were made to fail");
    assert!(requests >= REQUESTS_MIN, "only {requests} requests were made to fail");
}
