//! The heaps of a worker, kept for all its programs.

use std::rc::Rc;

use super::message::Tally;
use super::sweep::Swept;
use crate::heaps::{self, Fact, Happening, Heap, Mark, Memory, Settings, Version, Within};
use crate::lockstep::{
    Checking, Divergence, Lockstep, Maker, Manner, Prediction, Predictor, Reach, Sweep, Watched,
    sweep,
};
use crate::metamorphic::{Relation, Verdict, compare};
use crate::program::Program;

/// How many allocation requests of a random program are made to fail at most, in each manner.
const REQUESTS_MAX: u64 = 32;
/// How many steps a random program may execute: enough for every threshold, few enough to go through thousands a second.
const STEPS_MAX: u64 = 20_000;
const ORACLE: &str = "model";
/// What tells a program whose zeal collected.
const ZEALOUS: Fact = Fact { happening: Happening::Model(Mark::Collection), within: Within::ZEAL };

/// Finds a heap by its name: [`heaps::by_name`], or a function that knows heaps of your own.
pub type Heaps = fn(&str) -> Option<Box<dyn Heap>>;

/// A model and a subject.
#[derive(Debug)]
pub struct Bench {
    heaps: Heaps,
    subject: String,
    settings: Settings,
    lockstep: Lockstep,
    predictor: Predictor,
}

impl Bench {
    /// The model, and the heap that `heaps` has under that name.
    ///
    /// # Errors
    /// If it has none.
    pub fn new(heaps: Heaps, subject: &str) -> Result<Self, String> {
        let oracle = || maker(heaps::by_name, ORACLE);
        let lockstep = Lockstep::new(oracle()?, maker(heaps, subject)?, Checking::Steps);
        let settings = Settings { steps_max: STEPS_MAX, ..Settings::default() };
        let predictor = Predictor::new(oracle()?);
        Ok(Self { heaps, subject: subject.to_owned(), settings, lockstep, predictor })
    }

    /// The same with that memory for the subject.
    #[must_use]
    pub fn with_memory(mut self, memory: Memory) -> Self {
        self.settings.memory = memory;
        self
    }

    /// Runs `program` on both and adds what it reached to `tally`.
    ///
    /// # Errors
    /// The first divergence.
    pub fn lockstep(
        &mut self,
        program: &Rc<Program>,
        tally: &mut Tally,
    ) -> Result<(), Box<Divergence>> {
        self.watched(program, tally, &mut |_| {})
    }

    /// The same, and shows each stage to `watch`.
    ///
    /// # Errors
    /// The first divergence.
    pub fn watched(
        &mut self,
        program: &Rc<Program>,
        tally: &mut Tally,
        watch: &mut dyn FnMut(&Watched<'_>),
    ) -> Result<(), Box<Divergence>> {
        let result = self.lockstep.run_watched(program, &self.settings, watch);
        let reach = result.map_err(|divergence| self.named(divergence))?;
        note_reach(tally, &reach);
        Ok(())
    }

    /// Runs `program` with each allocation request of the subject failing in turn, in each manner.
    ///
    /// # Errors
    /// The first divergence.
    pub fn faults(
        &mut self,
        program: &Rc<Program>,
        tally: &mut Tally,
    ) -> Result<(), Box<Divergence>> {
        for manner in Manner::ALL {
            let swept = self.sweep(program, manner, REQUESTS_MAX)?;
            tally.faults += swept.requests;
            note_reach(tally, &swept.reach);
        }
        Ok(())
    }

    /// Runs `program` as it is, then with each allocation request of the subject failing in turn, in each manner.
    ///
    /// # Errors
    /// The first divergence; `sums` has what came before it.
    pub fn whole_sweep(
        &mut self,
        program: &Rc<Program>,
        sums: &mut Swept,
    ) -> Result<(), Box<Divergence>> {
        let mut tally = Tally::default();
        self.lockstep(program, &mut tally)?;
        sums.zealous += u64::from(tally.reach.count(ZEALOUS) > 0);
        sums.reach.add(&tally.reach);
        for manner in Manner::ALL {
            let swept = self.sweep(program, manner, u64::MAX)?;
            sums.runs += swept.requests;
            sums.reach.add(&swept.reach.goals);
            for (place, count) in swept.failures {
                *sums.places.entry(place.to_owned()).or_default() += count;
                sums.failures += count;
            }
        }
        Ok(())
    }

    fn sweep(
        &mut self,
        program: &Rc<Program>,
        manner: Manner,
        requests_max: u64,
    ) -> Result<Sweep, Box<Divergence>> {
        let swept = sweep(&mut self.lockstep, program, &self.settings, manner, requests_max);
        swept.map_err(|divergence| self.named(divergence))
    }

    /// Compares each heap with itself, on `program` and on the same changed at a place in each way that has no meaning.
    ///
    /// # Errors
    /// The first difference that the change made.
    pub fn metamorphic(
        &mut self,
        program: &Rc<Program>,
        place: usize,
        tally: &mut Tally,
    ) -> Result<(), Box<Divergence>> {
        let sides = [(heaps::by_name as Heaps, ORACLE), (self.heaps, self.subject.as_str())];
        for (make, name) in sides {
            let Some(mut heap) = make(name) else { continue };
            for relation in Relation::ALL {
                let result = compare(heap.as_mut(), program, relation, place, &self.settings);
                let changed = format!("{name} with {}", relation.name());
                let whole = result.map_err(|one| Box::new(one.between(name, &changed)))?;
                tally.changes += u64::from(whole == Verdict::Same);
                tally.noticeable_changes += u64::from(whole == Verdict::NotComparable);
            }
        }
        Ok(())
    }

    /// Runs `program` once more, with that memory for the subject. What it reached has been counted before.
    ///
    /// # Errors
    /// The first divergence.
    pub fn memory(
        &mut self,
        program: &Rc<Program>,
        memory: Memory,
        tally: &mut Tally,
    ) -> Result<(), Box<Divergence>> {
        let settings = Settings { memory, ..self.settings.clone() };
        let result = self.lockstep.run(program, &settings);
        result.map_err(|divergence| self.named(divergence))?;
        tally.memory_programs += 1;
        Ok(())
    }

    /// What the model says that `program` does in a Python of that version.
    ///
    /// # Errors
    /// A panic of the model.
    pub fn predict(
        &mut self,
        program: &Rc<Program>,
        version: Version,
    ) -> Result<Prediction, Box<Divergence>> {
        let prediction = self.predictor.predict(program, version);
        prediction.map_err(|divergence| Box::new(divergence.between("no one", ORACLE)))
    }

    fn named(&self, divergence: Box<Divergence>) -> Box<Divergence> {
        Box::new(divergence.between(ORACLE, &self.subject))
    }
}

fn maker(heaps: Heaps, name: &str) -> Result<Maker, String> {
    if heaps(name).is_none() {
        return Err(format!("there is no heap {name:?}"));
    }
    let name = name.to_owned();
    let make = move || heaps(&name).expect("the name was looked up when this was made");
    Ok(Box::new(make))
}

fn note_reach(tally: &mut Tally, reach: &Reach) {
    tally.steps += reach.steps;
    tally.reach.add(&reach.goals);
}
