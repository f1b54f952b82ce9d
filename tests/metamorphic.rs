//! Changes without meaning change nothing, on either heap; and heaps that are wrong on purpose are caught by them alone.

#[expect(dead_code, reason = "other tests run cases in lockstep")]
mod cases;

use std::rc::Rc;

use twinheap::heaps::{
    self, Contract, Event, Heap, Observation, Outcome, Settings, Trace, Violation,
};
use twinheap::metamorphic::{Relation, Verdict, compare};
use twinheap::program::{Program, Statement};
use twinheap::source::{self, Options};

const PROGRAMS: u64 = 600;
const PLACES: usize = 3;

fn settings() -> Settings {
    Settings { steps_max: 5_000, ..Settings::default() }
}

fn random(index: u64) -> Rc<Program> {
    let options = Options { judged: index.is_multiple_of(2), ..Options::default() };
    Rc::new(source::program(21, index, &options).normalized())
}

/// How many comparisons of each relation were whole.
fn compare_all(heap: &mut dyn Heap, program: &Rc<Program>, place: usize) -> [usize; 3] {
    Relation::ALL.map(|relation| match compare(heap, program, relation, place, &settings()) {
        Ok(Verdict::Same) => 1,
        Ok(Verdict::NotComparable) => 0,
        Err(divergence) => panic!("{divergence}\n\n{program}"),
    })
}

fn assert_whole(whole: [usize; 3], all: usize) {
    let [collection, split, renaming] = whole;
    assert_eq!(renaming, all);
    assert!(collection * 8 > all && split * 12 > all, "{whole:?} of {all} were comparable");
}

#[test]
fn random_programs_mean_the_same_changed() {
    for name in heaps::registry::NAMES {
        let mut heap = heaps::by_name(name).unwrap();
        let mut whole = [0; 3];
        for index in 0..PROGRAMS {
            let found = compare_all(heap.as_mut(), &random(index), index as usize);
            whole = [0, 1, 2].map(|relation| whole[relation] + found[relation]);
        }
        println!("{name}: {whole:?} of {PROGRAMS}");
        assert_whole(whole, PROGRAMS as usize);
    }
}

#[test]
fn cases_of_the_corpus_mean_the_same_changed() {
    const STEPS_MAX: usize = 40;
    let mut heap = heaps::by_name(heaps::registry::SUBJECT).unwrap();
    for case in cases::all().iter().filter(|case| case.program.main.len() <= STEPS_MAX) {
        for place in 0..PLACES {
            compare_all(heap.as_mut(), &case.program, place * 7 + 1);
        }
    }
}

/// What is wrong with a heap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wrong {
    /// After a collection one object has a reference too many.
    CountAfterCollection,
    /// What a young collection reclaims is not told.
    YoungDeathsHidden,
    /// It looks at the spelling of names.
    Spelling,
}

struct Canary {
    wrong: Wrong,
    right: Box<dyn Heap>,
    program: Rc<Program>,
    collected: bool,
}

impl Heap for Canary {
    fn contract(&self) -> Contract {
        self.right.contract()
    }

    fn start(&mut self, program: &Rc<Program>, settings: &Settings) {
        self.collected = false;
        self.program = Rc::clone(program);
        self.right.start(program, settings);
    }

    fn step(&mut self, index: usize, trace: &mut Trace) -> Outcome {
        let outcome = self.right.step(index, trace);
        self.collected |= matches!(self.program.main[index].statement(), Statement::Collect(_));
        let young = |event: &Event| matches!(event, Event::Collected { generation: 0 | 1, .. });
        if self.wrong == Wrong::YoungDeathsHidden && trace.events.iter().any(young) {
            trace.died.clear();
        }
        outcome
    }

    fn observe(&self, observation: &mut Observation) {
        self.right.observe(observation);
        let is_wrong = match self.wrong {
            Wrong::CountAfterCollection => self.collected,
            Wrong::Spelling => self.program.names.iter().any(|name| name.starts_with("renamed")),
            Wrong::YoungDeathsHidden => false,
        };
        if is_wrong {
            observation.edit_counts(|_, count| count + u32::from(count > 1));
        }
    }

    fn finish(&mut self, trace: &mut Trace) -> usize {
        self.right.finish(trace)
    }

    fn check(&self) -> Result<(), Violation> {
        self.right.check()
    }
}

/// The relation that is expected to catch it, and no other, does so within this many programs.
#[test]
fn each_wrong_heap_is_caught_by_its_relation() {
    let canaries = [
        (Wrong::CountAfterCollection, Relation::Collection),
        (Wrong::YoungDeathsHidden, Relation::Split),
        (Wrong::Spelling, Relation::Renaming),
    ];
    for (wrong, relation) in canaries {
        let right = heaps::by_name(heaps::registry::SUBJECT).unwrap();
        let mut heap = Canary { wrong, right, program: Rc::default(), collected: false };
        let found = (0..PROGRAMS).find(|&index| {
            let place = index as usize;
            compare(&mut heap, &random(index), relation, place, &settings()).is_err()
        });
        assert!(found.is_some(), "{wrong:?} was not caught by {relation:?}");
    }
}
