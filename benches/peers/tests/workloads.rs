//! Every peer does what the workloads say: it keeps what is written to it, and reclaims what is dropped.

mod worker;

use twinheap_peers::effort::Effort;
use twinheap_peers::worker::Job;
use twinheap_peers::{Role, alloc, gc};

use worker::Worker;

/// It hands out the same block over and over.
const FORGETFUL: &str = "floor: the loop alone";
/// Why peers may stay away.
const REASONS: [&str; 5] = [
    "never takes memory back",
    "used by one thread at a time",
    "does not reclaim cycles",
    "no libpython found: install it (Debian: libpython3.11)",
    "counts references as CPython 3.9 to 3.11 do",
];

/// What each of the peers that can do a job has read of what it wrote.
fn checksums(peers: &[&'static str], job: Job) -> Vec<(&'static str, u64)> {
    let start = |&peer: &&'static str| match Worker::start(peer, job, Effort::Tiny) {
        Ok(mut worker) => Some((peer, worker.round().checksum)),
        Err(reason) => {
            assert!(REASONS.contains(&reason.as_str()), "{peer} does not do {job:?}: {reason}");
            None
        }
    };
    peers.iter().filter_map(start).collect()
}

fn assert_equal(checksums: &[(&str, u64)], job: Job) {
    assert!(checksums.len() > 1, "hardly anybody does {job:?}");
    let (first, expected) = checksums[0];
    for &(peer, found) in checksums {
        assert_eq!(found, expected, "{peer} reads something else than {first} in {job:?}");
    }
}

#[test]
fn allocators_keep_what_is_written() {
    let names = alloc::PEERS.iter().map(|peer| peer.name).filter(|name| *name != FORGETFUL);
    let names: Vec<_> = names.collect();
    let races = alloc::Workload::ALL.map(|(_, workload)| alloc::Task::Race(workload));
    let others =
        [alloc::Task::Under(1_000), alloc::Task::Memory(None), alloc::Task::Memory(Some(32))];
    for job in races.into_iter().chain(others).map(Job::Alloc) {
        assert_equal(&checksums(&names, job), job);
    }
}

#[test]
fn collectors_keep_what_is_live() {
    let names = gc::PEERS.map(|peer| peer.name);
    let races = gc::Workload::ALL.map(|(_, workload)| gc::Task::Race(workload));
    let others = [
        gc::Task::Memory,
        gc::Task::Pause,
        gc::Task::Under(1_000),
        gc::Task::Live(1_000),
        gc::Task::Chain(1_000),
        gc::Task::Ring(1_000),
    ];
    for job in races.into_iter().chain(others).map(Job::Gc) {
        assert_equal(&checksums(&names, job), job);
    }
}

#[test]
fn collectors_reclaim_cycles() {
    let job = Job::Gc(gc::Task::Race(gc::Workload::Garbage));
    for peer in gc::PEERS.iter().filter(|peer| peer.role != Role::Floor) {
        let Ok(mut worker) = Worker::start(peer.name, job, Effort::Quick) else { continue };
        worker.round();
        let once = worker.resident_bytes();
        for _ in 0..5 {
            worker.round();
        }
        // A hundred thousand nodes a round take five megabytes and more.
        let grown = worker.resident_bytes().saturating_sub(once);
        assert!(grown < 12 << 20, "{} kept {grown} bytes of five rounds of garbage", peer.name);
    }
}

#[test]
fn the_heap_drops_and_collects_a_million_nodes_in_a_row_with_little_stack() {
    for task in [gc::Task::Chain(1_000_000), gc::Task::Ring(1_000_000)] {
        let mut worker = Worker::with_stack("twinheap", Job::Gc(task), "256");
        assert_eq!(worker.round().checksum, 999_999);
    }
}
