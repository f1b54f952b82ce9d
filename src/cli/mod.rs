//! The command line. What a command does is the library's; here it is asked for and shown.

mod check;
mod explore;
mod failure;
#[cfg_attr(not(planted), path = "unplanted.rs")]
mod planted;
mod replay;
mod report;
mod run;
mod seconds;
mod show;
mod shrink;
mod sweep;
mod terminal;
mod workers;

use std::io;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use twinheap::heaps;

use self::failure::Failure;

/// Both heaps agree.
const AGREEMENT: u8 = 0;
/// They diverge, or the program ended with an exception.
const DIVERGENCE: u8 = 1;
/// The command line or a file is not what it should be.
const BAD_INPUT: u8 = 2;

const EXAMPLES: &str = "\
Examples:
  twinheap check                        30 seconds of random programs on all cores
  twinheap check --for 10m --out found  longer; the programs that diverge go to found/
  twinheap check --seed 7 --programs 5000 --jobs 1
  twinheap run --on impl case.py        prints what `python3 case.py` prints
  twinheap replay case.py               step by step, up to the first divergence
  twinheap sweep                        every allocation of the short cases of corpus/ fails
  twinheap shrink case.py > small.py    the shortest program that still shows it

A program is a short Python file that `python3` runs as it stands.
Exit status: 0 if all agree, 1 on a divergence, 2 if the command line or a file is not right.";

/// Finds out where a heap with Python's semantics differs from a reference model and from real CPython.
///
/// Random programs run step by step on the model and on the heap; after each step everything that can be seen is compared.
/// A program that shows a difference is shrunk to a few lines of Python.
#[derive(Debug, Parser)]
#[command(name = "twinheap", version, after_help = EXAMPLES)]
struct CommandLine {
    /// Turn on a bug planted in the heap, whatever the command
    #[cfg(planted)]
    #[arg(long, global = true, value_name = "BUG", value_parser = plant)]
    plant: Option<String>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Compare the heaps on random programs, and shrink what diverges
    Check(check::Arguments),
    /// Go through every state of the reference graph within bounds, each transition executed on the heaps
    Explore(explore::Arguments),
    /// Run a program on one heap, and print what it prints
    Run(run::Arguments),
    /// Run a program on both heaps and show each step, up to the first divergence
    Replay(replay::Arguments),
    /// Make a program that shows a divergence as short as possible
    Shrink(shrink::Arguments),
    /// Let every allocation of short programs fail, at every point of a collection
    Sweep(sweep::Arguments),
    /// Write the program that a file of bytes (as a fuzzer keeps them) stands for as Python
    Show(show::Arguments),
    /// Measure how soon bugs planted in the heap are found
    Planted(planted::Arguments),
    /// What `check` starts for each job: requests on standard input, answers on standard output
    #[command(hide = true)]
    Worker,
}

pub(crate) fn main() -> ExitCode {
    let command_line = CommandLine::parse();
    let status = match command_line.command {
        Command::Check(arguments) => check::check(&arguments),
        Command::Explore(arguments) => explore::explore(&arguments),
        Command::Run(arguments) => run::run(&arguments),
        Command::Replay(arguments) => replay::replay(&arguments),
        Command::Shrink(arguments) => shrink::shrink(&arguments),
        Command::Sweep(arguments) => sweep::sweep(&arguments),
        Command::Show(arguments) => show::show(&arguments),
        Command::Planted(arguments) => planted::planted(&arguments),
        Command::Worker => worker(),
    };
    ExitCode::from(status.unwrap_or_else(Failure::report))
}

/// Turns the bug on as soon as its name is read.
#[cfg(planted)]
fn plant(name: &str) -> Result<String, &'static str> {
    heaps::planted::choose(name).then(|| name.to_owned()).ok_or("no such bug; see `planted --list`")
}

fn worker() -> Result<u8, Failure> {
    // A panic is reported to the campaign as a divergence with its message; nothing else is to write it.
    std::panic::set_hook(Box::new(|_| {}));
    twinheap::campaign::serve(heaps::by_name, io::stdin().lock(), io::stdout().lock())?;
    Ok(AGREEMENT)
}
