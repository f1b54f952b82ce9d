//! `run`: a program on one heap.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use clap::Args;
use twinheap::heaps::{self, Heap, Memory, Outcome, Settings, Trace};
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
    /// Where the blocks of impl come from and what guards them: pooled, system, system,redzone=32,blocks=16,bytes=4096 …
    #[arg(long, default_value_t, value_name = "MEMORY")]
    memory: Memory,
    /// The programs: Python files, or - for standard input
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

fn heap_or_cpython(name: &str) -> Result<String, String> {
    if name == CPYTHON {
        return Ok(name.to_owned());
    }
    workers::heap(name).map_err(|known| format!("{known} and {CPYTHON}"))
}

/// Runs the programs one after the other. The status is the worst of theirs.
pub(super) fn run(arguments: &Arguments) -> Result<u8, Failure> {
    let run = |file: &PathBuf| match arguments.on.as_str() {
        CPYTHON => run_on_cpython(file),
        heap => run_on(heap, arguments.memory, file),
    };
    let statuses = arguments.files.iter().map(run).collect::<Result<Vec<_>, _>>()?;
    Ok(statuses.into_iter().max().unwrap_or(AGREEMENT))
}

fn run_on(heap: &str, memory: Memory, file: &Path) -> Result<u8, Failure> {
    let program = Rc::new(read_program(file)?);
    let made = heaps::by_name(heap);
    let mut made = made.ok_or_else(|| Failure::new(format_args!("no heap {heap}")))?;
    show(made.as_mut(), memory, &program)
}

/// Prints what Python would print: output on standard output, exceptions on standard error.
fn show(heap: &mut dyn Heap, memory: Memory, program: &Rc<Program>) -> Result<u8, Failure> {
    let settings = Settings { steps_max: STEPS_MAX, memory, ..Settings::default() };
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
