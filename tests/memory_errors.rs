//! Every allocation request of every case of the corpus, made to fail.

mod cases;

use twinheap::heaps::Settings;
use twinheap::lockstep::{Manner, sweep};

/// Cases that execute more steps than this have only their first requests made to fail: each is a run of its own.
const STEPS_MAX: u64 = 200;
const REQUESTS_OF_LONG_CASES: u64 = 20;
const REQUESTS_MIN: u64 = 5_000;

/// After each failure the step raised `MemoryError` with nothing done, both heaps are equal and the invariants hold.
#[test]
fn heaps_agree_whichever_request_fails() {
    let mut lockstep = cases::lockstep();
    let settings = Settings::default();
    let (mut swept, mut long, mut requests) = (0, 0, 0);
    for case in cases::all() {
        let path = case.path.display();
        let whole = lockstep.run(&case.program, &settings);
        let whole = whole.unwrap_or_else(|divergence| panic!("{path}:\n{divergence}"));
        let is_long = whole.steps > STEPS_MAX;
        let requests_max = if is_long { REQUESTS_OF_LONG_CASES } else { u64::MAX };
        let manner = Manner::BEFOREHAND;
        let sweep = sweep(&mut lockstep, &case.program, &settings, manner, requests_max);
        requests += sweep.unwrap_or_else(|divergence| panic!("{path}:\n{divergence}")).requests;
        swept += 1;
        long += u64::from(is_long);
    }
    println!(
        "{requests} requests of {swept} cases were made to fail; of {long} long ones the first"
    );
    assert!(long <= 25, "{long} cases are too long to have every request made to fail");
    assert!(requests >= REQUESTS_MIN, "only {requests} requests were made to fail");
}
