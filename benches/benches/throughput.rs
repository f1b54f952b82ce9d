//! How fast the harness is: programs in lockstep, steps under a judge, and the ways of making programs.
//!
//! One core does everything, but where the name says otherwise. An element is a random program of about 32 statements, which
//! execute twice as many steps; under a judge it is a main step.

mod programs;
mod stations;

use std::hint::black_box;
use std::rc::Rc;
use std::time::Duration;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput};
use mimalloc::MiMalloc;
use twinheap::heaps::{Heap, Outcome, Settings, Trace};
use twinheap::lockstep::Checking;
use twinheap::program::{Geometry, Program};
use twinheap::source::{self, Options};

use programs::{SEED, agreeing, cut, cut_settings, maker, pair, random, settings};
use stations::Stations;

// As in the executable.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Enough that one long program does not decide.
const PROGRAMS: u64 = 512;

fn main() {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(5))
        .sample_size(20)
        .configure_from_args();
    lockstep(&mut criterion);
    judged(&mut criterion);
    programs(&mut criterion);
    criterion.final_summary();
}

/// Model and impl with full comparison after every main step; `checked` with the impl's invariants and the laws on top, as in
/// campaigns; and each heap alone, without a look at it, for the share of observation and comparison.
///
/// An element is a program of 32 executed steps, or one of about 32 statements as it comes, or an executed step of those. The
/// agreed figure, 32-step programs a second and core with full comparison, is `mixed/32 executed steps/compared`: a random
/// program that would go on is cut there, and the parts of it are loading, 32 steps with a look at both whole heaps before the
/// first and after each statement of the main block, the end of all objects, and every comparison. Programs are not made anew.
fn lockstep(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("lockstep");
    for (name, geometry) in [("tiny", Some(Geometry::Tiny)), ("mixed", None)] {
        let programs = agreeing(PROGRAMS, geometry);
        let (cut, limited) = (cut(&programs), cut_settings());
        let steps = executed(&programs);
        for (kind, checking) in [("compared", Checking::Never), ("checked", Checking::Steps)] {
            let mut pair = pair(checking);
            let mut run = |program: &_| drop(black_box(pair.run(program, &limited)));
            each(&mut group, &format!("{name}/32 executed steps/{kind}"), &cut, &mut run);
            let mut run = |program: &_| drop(black_box(pair.run(program, &settings())));
            each(&mut group, &format!("{name}/32 statements/{kind}"), &programs, &mut run);
            group.throughput(Throughput::Elements(steps));
            group.bench_function(format!("{name}/steps/{kind}"), |bencher| {
                bencher.iter(|| programs.iter().for_each(&mut run));
            });
        }
        for kind in ["model", "impl"] {
            let mut heap = maker(kind)();
            let run = |program: &_| alone(&mut *heap, program, &limited);
            each(&mut group, &format!("{name}/32 executed steps/{kind} alone"), &cut, run);
        }
    }
    group.finish();
}

/// The model predicts and warm interpreters judge.
fn judged(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("judged steps");
    group.sample_size(10);
    for (name, count) in [("one worker", 1), ("two workers, two threads", 2)] {
        let Some(mut stations) = Stations::start(count, SEED) else {
            eprintln!("judged steps/{name}: skipped, there is no Python on the path");
            continue;
        };
        group.throughput(Throughput::Elements(stations.run()));
        group.bench_function(name, |bencher| bencher.iter(|| stations.run()));
    }
    group.finish();
}

fn programs(criterion: &mut Criterion) {
    let programs = random(PROGRAMS, &Options::default());
    let texts: Vec<_> = programs.iter().map(|program| program.to_string()).collect();
    let bytes: Vec<_> = programs.iter().filter_map(|program| program.to_bytes().ok()).collect();
    let numbers: Vec<u64> = (0..PROGRAMS).collect();
    let mut group = criterion.benchmark_group("programs");
    let options = Options::default();
    each(&mut group, "generate", &numbers, |&number| {
        drop(black_box(source::program(SEED, number, &options)));
    });
    each(&mut group, "print", &programs, |program| drop(black_box(program.to_string())));
    each(&mut group, "parse", &texts, |text| drop(black_box(Program::parse("bench.py", text))));
    each(&mut group, "encode", &programs, |program| drop(black_box(program.to_bytes())));
    each(&mut group, "decode", &bytes, |bytes| drop(black_box(Program::from_bytes(bytes))));
    group.finish();
}

/// Measures `run` over all of `items`, as elements a second.
fn each<T>(
    group: &mut BenchmarkGroup<'_, WallTime>,
    name: &str,
    items: &[T],
    mut run: impl FnMut(&T),
) {
    group.throughput(Throughput::Elements(items.len() as u64));
    group.bench_function(name, |bencher| bencher.iter(|| items.iter().for_each(&mut run)));
}

/// Runs a program without comparing or observing anything.
fn alone(heap: &mut dyn Heap, program: &Rc<Program>, settings: &Settings) {
    let mut trace = Trace::default();
    heap.start(program, settings);
    for index in 0..program.main.len() {
        trace.clear();
        if heap.step(index, &mut trace) != Outcome::Done {
            break;
        }
    }
    black_box(heap.finish(&mut trace));
}

/// How many steps the programs execute together.
fn executed(programs: &[Rc<Program>]) -> u64 {
    let mut pair = pair(Checking::Never);
    let reached = programs.iter().filter_map(|program| pair.run(program, &settings()).ok());
    reached.map(|reach| reach.steps).sum()
}
