//! Threads that each predict and judge their own batch of programs with an interpreter of their own, kept warm.

use std::env;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use twinheap::heaps::{Version, by_name};
use twinheap::judge::{self, Judge};
use twinheap::lockstep::{Predictor, compare, judged_program};
use twinheap::program::Program;
use twinheap::source::{self, Options};

/// How many programs an interpreter is given at a time: enough to hide the latency.
const BATCH: u64 = 64;
const TIMEOUT: Duration = Duration::from_secs(20);

/// Several threads; they end when this is dropped.
pub(super) struct Stations {
    threads: Vec<(Sender<()>, Receiver<u64>)>,
}

impl Stations {
    /// Starts `count` threads, or none if this machine has no interpreter.
    pub(super) fn start(count: u64, seed: u64) -> Option<Self> {
        let interpreter = judge::find(&env::var_os("PATH")?)?;
        let threads = (0..count).map(|number| start(interpreter.clone(), seed + number)).collect();
        Some(Self { threads })
    }

    /// Has every thread judge its batch once; returns how many main steps were judged in all.
    pub(super) fn run(&mut self) -> u64 {
        for (go, _) in &self.threads {
            go.send(()).expect("a station waits until it is dropped");
        }
        let steps = self.threads.iter().map(|(_, done)| done.recv());
        steps.map(|steps| steps.expect("a station answers")).sum()
    }
}

fn start(interpreter: PathBuf, seed: u64) -> (Sender<()>, Receiver<u64>) {
    let (go, turns) = channel();
    let (answers, done) = channel();
    thread::spawn(move || {
        let mut station = Station::new(&interpreter, seed);
        for () in turns {
            if answers.send(station.run()).is_err() {
                break;
            }
        }
    });
    (go, done)
}

struct Station {
    programs: Vec<Rc<Program>>,
    predictor: Predictor,
    judge: Judge,
    version: Version,
}

impl Station {
    fn new(interpreter: &Path, seed: u64) -> Self {
        let options = Options { judged: true, ..Options::default() };
        let program = |index| Rc::new(source::program(seed, index, &options));
        let judge = Judge::start(interpreter, TIMEOUT).expect("the interpreter starts");
        Self {
            programs: (0..BATCH).map(program).collect(),
            predictor: Predictor::new(Box::new(|| by_name("model").expect("there is a model"))),
            version: judge.version().semantics().expect("the model knows this version"),
            judge,
        }
    }

    fn run(&mut self) -> u64 {
        let (predictor, version) = (&mut self.predictor, self.version);
        let predictions: Vec<_> = (self.programs.iter())
            .map(|program| predictor.predict(program, version).expect("the model does not panic"))
            .collect();
        let batch: Vec<_> = self.programs.iter().map(|program| judged_program(program)).collect();
        let verdicts = self.judge.judge(&batch).expect("the interpreter judges every program");
        let compared = self.programs.iter().zip(&predictions).zip(&verdicts);
        // A divergence is for campaigns to report; here it only makes the program count for less.
        compared
            .map(|((program, prediction), verdict)| compare(program, prediction, verdict))
            .map(|result| result.map_or(0, |judged| judged.steps))
            .sum()
    }
}
