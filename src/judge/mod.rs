//! Real CPython as the judge of both heaps.
//!
//! A [`Judge`] is an interpreter that runs programs step by step and tells what can be seen after each step. It knows
//! programs as text only: nothing here knows the syntax of programs or the heaps.
//!
//! What a program does under a judge is what it does as a script, but for this:
//!
//! 1. Automatic collections never happen (`gc.enable()` only sets what `gc.isenabled()` answers): where they fall depends
//!    on every allocation of the interpreter. `gc.get_count()` means nothing, for the same reason.
//! 2. `gc.get_stats()` and `gc.get_freeze_count()` count from the program's first step, and `gc.freeze()` finds the
//!    definitions frozen already.
//! 3. A step that raises ends the program, and the exception with its traceback is dropped before the names are looked at.
//! 4. Each body of a function or finalizer begins with a statement that notes its trace number.

mod error;
mod frame;
mod interpreter;
mod process;
mod verdict;

use std::path::{Path, PathBuf};
use std::time::Duration;

pub use error::Error;
pub use interpreter::{PythonVersion, ScriptRun, find, run_script};
pub use verdict::{JudgedStep, NameState, Raised, Verdict};

use error::Kind;
use process::{Stop, Worker};

/// How long an interpreter may take to start.
const START_SILENCE_MAX: Duration = Duration::from_secs(20);

/// A program as text, in the pieces in which it is executed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct JudgedProgram {
    /// Each class and each function, in the order of the text. A `def` line ends with its colon, its body stands below it;
    /// the `def` lines are numbered from 0 over all definitions: those are the numbers in [`JudgedStep::entered`].
    pub definitions: Vec<String>,
    /// Each step of the main block.
    pub steps: Vec<String>,
    /// The names to be looked at after each step: those of the main block.
    pub names: Vec<String>,
}

/// A running interpreter that judges programs.
#[derive(Debug)]
pub struct Judge {
    interpreter: PathBuf,
    version: PythonVersion,
    timeout: Duration,
    worker: Worker,
}

impl Judge {
    /// Starts the interpreter at `interpreter`. `timeout` is how long it may take for each program.
    ///
    /// # Errors
    /// If it cannot be started, is not CPython 3.8 or later, or does not answer.
    pub fn start(interpreter: &Path, timeout: Duration) -> Result<Self, Error> {
        let version = PythonVersion::of(interpreter)?;
        let worker = start_worker(interpreter)?;
        Ok(Self { interpreter: interpreter.to_owned(), version, timeout, worker })
    }

    /// Which Python this is.
    #[must_use]
    pub fn version(&self) -> PythonVersion {
        self.version
    }

    /// Runs each program by itself, and tells what it did; one verdict a program, in their order. About 64 programs at a
    /// time hide the latency.
    ///
    /// # Errors
    /// If the interpreter dies, or is silent for longer than the timeout; [`Error::program`] says at which program. The
    /// interpreter is gone then: [`Judge::restart`] starts another.
    pub fn judge(&mut self, batch: &[JudgedProgram]) -> Result<Vec<Verdict>, Error> {
        if batch.is_empty() {
            return Ok(Vec::new());
        }
        let sent = self.worker.send(&frame::batch(batch));
        sent.map_err(|stop| self.error(stop, Some(0)))?;
        let mut verdicts = Vec::with_capacity(batch.len());
        for (index, program) in batch.iter().enumerate() {
            let reply = self.worker.receive(self.timeout);
            let reply = reply.map_err(|stop| self.error(stop, Some(index)))?;
            let layout = frame::Layout {
                names: program.names.len(),
                count_of_one_name: self.worker.count_of_one_name(),
                knows_finalized: self.version.minor >= 9,
            };
            let verdict = layout.verdict(&reply);
            verdicts.push(verdict.ok_or_else(|| self.error(Stop::Garbled, Some(index)))?);
        }
        Ok(verdicts)
    }

    /// Ends the interpreter and starts it anew.
    ///
    /// # Errors
    /// As [`Judge::start`].
    pub fn restart(&mut self) -> Result<(), Error> {
        self.worker = start_worker(&self.interpreter)?;
        Ok(())
    }

    fn error(&mut self, stop: Stop, program: Option<usize>) -> Error {
        let kind = match stop {
            Stop::Silent => Kind::Hung(self.timeout),
            Stop::Garbled => Kind::Garbled,
            Stop::Ended => Kind::Died(self.worker.last_words()),
        };
        self.worker.kill();
        Error::new(&self.interpreter, program, kind)
    }
}

fn start_worker(interpreter: &Path) -> Result<Worker, Error> {
    let error = |kind| Error::new(interpreter, None, kind);
    let mut worker = Worker::start(interpreter).map_err(|cause| error(Kind::NotStarted(cause)))?;
    match worker.greet(START_SILENCE_MAX) {
        Ok(()) => Ok(worker),
        Err(Stop::Silent) => Err(error(Kind::Hung(START_SILENCE_MAX))),
        Err(Stop::Ended | Stop::Garbled) => Err(error(Kind::Died(worker.last_words()))),
    }
}
