//! `run`: a program on one heap.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use clap::Args;
use twinheap::heaps::{self, Heap, Outcome, Settings, Trace};
use twinheap::judge;
use twinheap::program::Program;

use super::failure::{Failure, read_program};
use super::workers;
use super::{AGREEMENT, BAD_INPUT, DIVERGENCE};

const CPYTHON: &str = "cpython";
/// Enough for minutes; a program has no other way to run for ever.
const STEPS_MAX: u64 = 1_000_000_000;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The heap: model, impl, or cpython for the Python on the path
    #[arg(long, default_value = "model", value_parser = heap_or_cpython)]
    on: String,
    /// The program: a Python file, or - for standard input
    file: PathBuf,
}

fn heap_or_cpython(name: &str) -> Result<String, String> {
    if name == CPYTHON {
        return Ok(name.to_owned());
    }
    workers::heap(name).map_err(|known| format!("{known} and {CPYTHON}"))
}

pub(super) fn run(arguments: &Arguments) -> Result<u8, Failure> {
    if arguments.on == CPYTHON {
        return run_on_cpython(&arguments.file);
    }
    let program = Rc::new(read_program(&arguments.file)?);
    let heap = heaps::by_name(&arguments.on);
    let mut heap = heap.ok_or_else(|| Failure::new(format_args!("no heap {}", arguments.on)))?;
    run_on(heap.as_mut(), &program)
}

/// Prints what Python would print: output on standard output, exceptions on standard error.
fn run_on(heap: &mut dyn Heap, program: &Rc<Program>) -> Result<u8, Failure> {
    let settings = Settings { steps_max: STEPS_MAX, ..Settings::default() };
    heap.start(program, &settings);
    let mut trace = Trace::default();
    let mut output = io::stdout().lock();
    for index in 0..program.main.len() {
        trace.clear();
        let outcome = heap.step(index, &mut trace);
        output.write_all(trace.output.as_bytes())?;
        output.flush()?;
        let mut errors = io::stderr().lock();
        for ignored in &trace.ignored {
            writeln!(errors, "Exception ignored in a finalizer or callback: {ignored}")?;
        }
        match outcome {
            Outcome::Done => {}
            Outcome::Raised(exception) => {
                writeln!(errors, "{exception}")?;
                return Ok(DIVERGENCE);
            }
            Outcome::Limit => {
                return Err(Failure::new(format_args!("stopped after {STEPS_MAX} steps")));
            }
        }
    }
    Ok(AGREEMENT)
}

fn run_on_cpython(file: &Path) -> Result<u8, Failure> {
    let interpreter = workers::find().ok_or_else(|| {
        Failure::new(
            "there is no python3.11 or python3 on the path; install one, or use --on model",
        )
    })?;
    let run = judge::run_script(&interpreter, file).map_err(Failure::new)?;
    io::stdout().write_all(run.output.as_bytes())?;
    if !run.last_error.is_empty() {
        writeln!(io::stderr(), "{}", run.last_error)?;
    }
    Ok(run.status.and_then(|status| u8::try_from(status).ok()).unwrap_or(BAD_INPUT))
}
