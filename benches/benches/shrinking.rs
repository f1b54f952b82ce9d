//! How well the shrinker shrinks: heaps that are wrong on purpose, random programs that show it, and for each how far the
//! result is from the shortest known that shows the same, in how many runs and how long.
//!
//! `cargo bench -p twinheap-benches --bench shrinking -- PROGRAMS`: so many programs for each heap, of each signature at most
//! five. The shortest known is the shortest that any of them was shrunk to; with `--all`, results that are longer are
//! printed beside it.

mod other_python;
#[path = "../../tests/wrong/mod.rs"]
mod wrong;

use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;
use std::time::{Duration, Instant};

use other_python::OtherPython;
use twinheap::heaps::{self, Settings, Version};
use twinheap::lockstep::{Checking, Lockstep, Maker, Role, Signature};
use twinheap::program::Program;
use twinheap::shrink::{EXECUTIONS_MAX, Shrinker, Shrunk};
use twinheap::source::{self, Options};
use wrong::{Wrong, canary};

/// Any number does.
const SEED: u64 = 1;
const PROGRAMS: usize = 30;
const SIGNATURE_PROGRAMS_MAX: u64 = 5;
/// How many random programs are looked at.
const INDEX_MAX: u64 = 20_000;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let programs = arguments.find_map(|one| one.parse().ok()).unwrap_or(PROGRAMS);
    let verbose = std::env::args().any(|one| one == "--all");
    std::panic::set_hook(Box::new(|_| {}));
    let mut sums = Sums::default();
    for (name, subject, has_one_mistake) in subjects() {
        let oracle = Box::new(|| heaps::by_name("model").expect("the model is there"));
        let results = shrink(&mut Lockstep::new(oracle, subject, Checking::Steps), programs);
        let exact =
            Share::of(&results, &|one| one.signature.to_string(), &|one| &one.shrunk.program);
        print!("{name}: with the signature {exact}");
        if verbose {
            exact.print_longer();
        }
        sums.exact.add(&exact);
        if has_one_mistake {
            let resembling = Share::of(&results, &|one| family(&one.signature), &shortest);
            print!("; resembling {resembling}");
            if verbose {
                resembling.print_longer();
            }
            sums.resembling.add(&resembling);
        }
        println!();
        sums.costs.extend(results.iter().map(|one| (one.shrunk.executions, one.time)));
    }
    println!("{sums}");
}

/// The wrong heaps that show it in their own process and in ordinary memory, each with one mistake, and Pythons whose rules differ in several.
fn subjects() -> Vec<(String, Maker, bool)> {
    let is_elsewhere = |wrong: &Wrong| {
        matches!(wrong, Wrong::Abort | Wrong::EndlessLoop | Wrong::PanicWhenGuarded)
    };
    let canaries = Wrong::ALL.into_iter().filter(|wrong| !is_elsewhere(wrong)).map(|wrong| {
        let make = move || canary(&wrong.name()).expect("it is in the list");
        (wrong.name(), Box::new(make) as Maker, true)
    });
    let others = [Version::V3_8, Version::V3_10, Version::V3_12].into_iter().map(|version| {
        let make = move || OtherPython::boxed(version);
        (format!("Python {version:?}"), Box::new(make) as Maker, false)
    });
    canaries.chain(others).collect()
}

/// A program that diverged, shrunk.
struct Shrinking {
    signature: Signature,
    shrunk: Shrunk,
    time: Duration,
}

fn shrink(lockstep: &mut Lockstep, programs: usize) -> Vec<Shrinking> {
    let settings = Settings { steps_max: 20_000, ..Settings::default() };
    let mut counts: BTreeMap<Signature, u64> = BTreeMap::new();
    let mut results = Vec::new();
    for index in 0..INDEX_MAX {
        if results.len() == programs {
            break;
        }
        let program = source::program(SEED, index, &Options::default()).normalized();
        let mut run = |program: &Program| lockstep.run(&Rc::new(program.clone()), &settings).err();
        let Some(divergence) = run(&program) else { continue };
        let signature = divergence.signature.clone();
        let count = counts.entry(signature.clone()).or_default();
        *count += 1;
        if *count > SIGNATURE_PROGRAMS_MAX {
            continue;
        }
        let start = now();
        let run = |program: &Program| run(program).map(|one| *one);
        let shrunk = Shrinker::new(run, EXECUTIONS_MAX).shrink(program, *divergence);
        results.push(Shrinking { signature, shrunk, time: start.elapsed() });
    }
    results
}

#[expect(clippy::disallowed_methods, reason = "this measures time")]
fn now() -> Instant {
    Instant::now()
}

fn shortest(one: &Shrinking) -> &Program {
    one.shrunk.resembling.as_ref().map_or(&one.shrunk.program, |shown| &shown.program)
}

/// What divergences that resemble each other have in common.
fn family(signature: &Signature) -> String {
    match &signature.role {
        Role::Cause(cause) => format!("{} {cause}", signature.kind.name()),
        _ => signature.kind.name().to_owned(),
    }
}

/// How many results are as short as the shortest known, and how far the worst is from it.
#[derive(Default)]
struct Share {
    of: usize,
    shortest: usize,
    ratio_max: f64,
    longer: Vec<String>,
}

impl Share {
    fn of(
        results: &[Shrinking],
        class: &dyn Fn(&Shrinking) -> String,
        program: &dyn Fn(&Shrinking) -> &Program,
    ) -> Self {
        let mut least: BTreeMap<String, &Program> = BTreeMap::new();
        for one in results {
            let least = least.entry(class(one)).or_insert_with(|| program(one));
            if program(one).steps() < least.steps() {
                *least = program(one);
            }
        }
        let mut share = Self::default();
        for one in results {
            let class = class(one);
            share.note(&class, program(one), least[&class]);
        }
        share
    }

    #[expect(clippy::cast_precision_loss, reason = "programs are short")]
    fn note(&mut self, class: &str, program: &Program, least: &Program) {
        let (steps, known) = (program.steps(), least.steps());
        self.of += 1;
        self.shortest += usize::from(steps == known);
        self.ratio_max = self.ratio_max.max(steps as f64 / known.max(1) as f64);
        if steps != known {
            self.longer.push(format!("{class}: {steps} for {known}\n{program}known:\n{least}"));
        }
    }

    fn print_longer(&self) {
        self.longer.iter().for_each(|one| println!("\n{one}"));
    }

    fn add(&mut self, other: &Self) {
        self.of += other.of;
        self.shortest += other.shortest;
        self.ratio_max = self.ratio_max.max(other.ratio_max);
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { of, shortest, ratio_max, .. } = self;
        let percent = shortest * 100 / (*of).max(1);
        write!(f, "{shortest} of {of} ({percent} %) shortest, worst {ratio_max:.2}")
    }
}

#[derive(Default)]
struct Sums {
    exact: Share,
    resembling: Share,
    costs: Vec<(u64, Duration)>,
}

impl fmt::Display for Sums {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut runs: Vec<u64> = self.costs.iter().map(|cost| cost.0).collect();
        let mut times: Vec<Duration> = self.costs.iter().map(|cost| cost.1).collect();
        runs.sort_unstable();
        times.sort_unstable();
        writeln!(f, "all: with the signature {}; resembling {}", self.exact, self.resembling)?;
        for (name, share) in [("median", 50), ("95th percentile", 95), ("most", 100)] {
            let place = (runs.len() * share / 100).min(runs.len() - 1);
            writeln!(f, "{name}: {} runs, {:.0?}", runs[place], times[place])?;
        }
        Ok(())
    }
}
