//! The races there are.

use crate::effort::Effort;
use crate::race::{Entrant, Heat, Plan};
use crate::worker::Job;
use crate::{Figure, Role, alloc, gc};

const NANOSECONDS: Figure = Figure { name: "", unit: "ns" };

/// Allocators, by time.
#[must_use]
pub fn alloc() -> Vec<Plan> {
    let heat = |&(name, workload): &(&str, _)| heat(name, Job::Alloc(alloc::Task::Race(workload)));
    vec![Plan {
        name: "alloc",
        title: "Allocators: CPU ns for one allocation and its free",
        figures: vec![NANOSECONDS],
        plotted: NANOSECONDS.unit,
        entrants: allocators(),
        heats: alloc::Workload::ALL.iter().map(heat).collect(),
        fresh: false,
    }]
}

/// Collectors, by time.
#[must_use]
pub fn gc() -> Vec<Plan> {
    let heat = |&(name, workload): &(&str, _)| heat(name, Job::Gc(gc::Task::Race(workload)));
    vec![Plan {
        name: "gc",
        title: "Collectors: CPU ns for one operation or node",
        figures: vec![NANOSECONDS],
        plotted: NANOSECONDS.unit,
        entrants: collectors(),
        heats: gc::Workload::ALL.iter().map(heat).collect(),
        fresh: false,
    }]
}

/// Both, by memory.
#[must_use]
pub fn memory() -> Vec<Plan> {
    let blocks = |name: &str, bytes| heat(name, Job::Alloc(alloc::Task::Memory(bytes)));
    let blocks = Plan {
        name: "memory-blocks",
        title: "Resident memory of a million blocks, against what was asked for",
        figures: alloc::MEMORY_FIGURES.to_vec(),
        plotted: "×",
        entrants: without_floors(allocators()),
        heats: vec![blocks("32 bytes", Some(32)), blocks("mix", None)],
        fresh: true,
    };
    let nodes = Plan {
        name: "memory-nodes",
        title: "Resident memory of a million nodes",
        figures: gc::MEMORY_FIGURES.to_vec(),
        plotted: "B/node",
        entrants: collectors(),
        heats: vec![heat("", Job::Gc(gc::Task::Memory))],
        fresh: true,
    };
    vec![blocks, nodes]
}

/// Collectors, by their pauses.
#[must_use]
pub fn pause() -> Vec<Plan> {
    vec![Plan {
        name: "pause",
        title: "Steps of a program over a million live nodes: CPU µs of the longest, of all but a ten-thousandth, and the mean",
        figures: gc::PAUSE_FIGURES.to_vec(),
        plotted: "µs",
        entrants: without_floors(collectors()),
        heats: vec![heat("", Job::Gc(gc::Task::Pause))],
        fresh: false,
    }]
}

/// Whose costs are followed up to ten million nodes; the others take hours.
const SCALED: [&str; 6] =
    ["twinheap", "twinheap, frees checked", "CPython", "gc-arena", "boa_gc", "gcmodule"];

/// Costs by the number of blocks or nodes.
#[must_use]
pub fn scale(effort: Effort) -> Vec<Plan> {
    let counts: &[usize] = match effort {
        Effort::Full => &[1_000, 10_000, 100_000, 1_000_000, 10_000_000],
        Effort::Quick => &[1_000, 10_000, 100_000],
        Effort::Tiny => &[1_000],
    };
    let plan = |name, title, entrants: &[Entrant], job: fn(usize) -> Job| Plan {
        name,
        title,
        figures: vec![NANOSECONDS],
        plotted: NANOSECONDS.unit,
        entrants: entrants.to_vec(),
        heats: counts.iter().map(|&count| heat_of(count, job(count))).collect(),
        // Ten million nodes take a gigabyte, and most allocators keep it.
        fresh: true,
    };
    let allocators = without_floors(allocators());
    // With the system's allocator they are as steep, only slower.
    let mut all = collectors();
    all.retain(|entrant| entrant.on_mimalloc || !is_on_global_allocator(entrant.peer));
    let some: Vec<Entrant> =
        all.iter().filter(|entrant| SCALED.contains(&entrant.peer)).cloned().collect();
    let deep = without_floors(all.clone());
    vec![
        plan(
            "scale-blocks",
            "A block of the mix freed and another allocated, under so many live ones, CPU ns",
            &allocators,
            |live| Job::Alloc(alloc::Task::Under(live)),
        ),
        plan(
            "scale-nodes",
            "A node made and dropped, under so many live ones in rings, CPU ns",
            &some,
            |live| Job::Gc(gc::Task::Under(live)),
        ),
        plan(
            "scale-live",
            "A full collection of so many live nodes, CPU ns by node",
            &some,
            |nodes| Job::Gc(gc::Task::Live(nodes)),
        ),
        plan("scale-chain", "A chain of so many nodes, dropped, CPU ns by node", &all, |nodes| {
            Job::Gc(gc::Task::Chain(nodes))
        }),
        plan(
            "scale-ring",
            "A ring of so many nodes, dropped and collected, CPU ns by node",
            &deep,
            |nodes| Job::Gc(gc::Task::Ring(nodes)),
        ),
    ]
}

fn heat(name: &str, job: Job) -> Heat {
    Heat { name: name.to_owned(), position: None, job }
}

fn heat_of(count: usize, job: Job) -> Heat {
    let name = match count {
        1_000_000.. => format!("{}M", count / 1_000_000),
        _ => format!("{}k", count / 1_000),
    };
    Heat { name, position: Some(count), job }
}

fn allocators() -> Vec<Entrant> {
    let entrant = |peer: &alloc::Peer| entrant(peer.name, peer.role);
    alloc::PEERS.iter().map(entrant).collect()
}

/// Those that use the global allocator take part twice.
fn collectors() -> Vec<Entrant> {
    let entrants = gc::PEERS.iter().flat_map(|peer| {
        let entrant = entrant(peer.name, peer.role);
        let name = format!("{} +mi", peer.name);
        let other = Entrant { name, on_mimalloc: true, ..entrant.clone() };
        std::iter::once(entrant).chain(peer.on_global_allocator.then_some(other))
    });
    entrants.collect()
}

fn is_on_global_allocator(name: &str) -> bool {
    gc::PEERS.iter().any(|peer| peer.name == name && peer.on_global_allocator)
}

fn entrant(peer: &'static str, role: Role) -> Entrant {
    Entrant { name: peer.to_owned(), peer, role, on_mimalloc: false }
}

fn without_floors(entrants: Vec<Entrant>) -> Vec<Entrant> {
    entrants.into_iter().filter(|entrant| entrant.role != Role::Floor).collect()
}
