//! How long it takes to find the first step at which two heaps differ, in programs of ten thousand steps: a random one, and
//! one that never lets anything go, so that its state is as large as a state can be.

use std::hint::black_box;
use std::rc::Rc;
use std::time::Duration;

use criterion::Criterion;
use twinheap::heaps::{self, Contract, Heap, Observation, Outcome, Settings, Trace, Violation};
use twinheap::lockstep::{Checking, Lockstep, Place};
use twinheap::program::Program;
use twinheap::source::{self, Options};

const STEPS: usize = 10_000;

fn main() {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(10))
        .sample_size(10)
        .configure_from_args();
    let mut group = criterion.benchmark_group("first step that differs");
    for (name, program) in [("random", random()), ("growing", growing())] {
        let wrong = program.main.len() - 100;
        let mut pair = Lockstep::new(
            Box::new(|| heaps::by_name("model").expect("the model is there")),
            Box::new(move || WrongFrom::boxed(wrong)),
            Checking::Steps,
        );
        let settings = Settings { steps_max: 1_000_000, ..Settings::default() };
        let mut find = || pair.run(&program, &settings).err().map(|found| found.place);
        assert_eq!(find(), Some(Place::Step(wrong)), "{name}: another step was found");
        group.bench_function(name, |bencher| bencher.iter(|| black_box(find())));
    }
    group.finish();
}

/// The first random program that comes so far without an exception.
fn random() -> Rc<Program> {
    let options = Options { steps: 14_000, ..Options::default() };
    let mut model = heaps::by_name("model").expect("the model is there");
    let settings = Settings { steps_max: 1_000_000, ..Settings::default() };
    let programs = (0..).map(|index| Rc::new(source::program(1, index, &options).normalized()));
    let mut long_enough = programs.filter_map(|mut program| {
        Rc::make_mut(&mut program).main.truncate(STEPS);
        model.start(&program, &settings);
        let done = |index| model.step(index, &mut Trace::default()) == Outcome::Done;
        let is_long = program.main.len() == STEPS && (0..STEPS).all(done);
        is_long.then_some(program)
    });
    long_enough.next().expect("there is no end of programs")
}

fn growing() -> Rc<Program> {
    let text =
        format!("import copy, gc, sys, weakref\n\na = []\n{}", "a = [a]\n".repeat(STEPS - 1));
    Rc::new(Program::parse("growing", &text).expect("this is the language"))
}

/// Counts one reference too many of its first object, from that step on.
struct WrongFrom {
    step: usize,
    now: usize,
    right: Box<dyn Heap>,
}

impl WrongFrom {
    fn boxed(step: usize) -> Box<dyn Heap> {
        let right = heaps::by_name("impl").expect("the heap is there");
        Box::new(Self { step, now: 0, right })
    }
}

impl Heap for WrongFrom {
    fn contract(&self) -> Contract {
        self.right.contract()
    }

    fn start(&mut self, program: &Rc<Program>, settings: &Settings) {
        self.now = 0;
        self.right.start(program, settings);
    }

    fn step(&mut self, index: usize, trace: &mut Trace) -> Outcome {
        self.now = index;
        self.right.step(index, trace)
    }

    fn observe(&self, observation: &mut Observation) {
        self.right.observe(observation);
        let mut more = u32::from(self.now >= self.step);
        observation.edit_counts(|_, count| count + std::mem::take(&mut more));
    }

    fn finish(&mut self, trace: &mut Trace) -> usize {
        self.right.finish(trace)
    }

    fn check(&self) -> Result<(), Violation> {
        self.right.check()
    }
}
