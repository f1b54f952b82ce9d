//! A heap that differs from the model in real rules: the model of another version.

use std::rc::Rc;

use twinheap::heaps::{
    self, Contract, Heap, Observation, Outcome, Settings, Trace, Version, Violation,
};
use twinheap::program::Program;

/// The model of another Python: wrong in each rule in which the two differ.
pub(crate) struct OtherPython {
    version: Version,
    model: Box<dyn Heap>,
}

impl OtherPython {
    pub(crate) fn boxed(version: Version) -> Box<dyn Heap> {
        let model = heaps::by_name("model").expect("the model is there");
        Box::new(Self { version, model })
    }
}

impl Heap for OtherPython {
    fn contract(&self) -> Contract {
        self.model.contract()
    }

    fn start(&mut self, program: &Rc<Program>, settings: &Settings) {
        let settings = Settings { version: self.version, ..settings.clone() };
        self.model.start(program, &settings);
    }

    fn step(&mut self, index: usize, trace: &mut Trace) -> Outcome {
        self.model.step(index, trace)
    }

    fn observe(&self, observation: &mut Observation) {
        self.model.observe(observation);
    }

    fn finish(&mut self, trace: &mut Trace) -> usize {
        self.model.finish(trace)
    }

    fn check(&self) -> Result<(), Violation> {
        self.model.check()
    }
}
