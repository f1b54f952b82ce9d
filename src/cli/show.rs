//! `show`: what the bytes of a fuzz target stand for.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use twinheap::blocks::BlockProgram;
use twinheap::graph::Graph;
use twinheap::program::Program;

use super::AGREEMENT;
use super::failure::{Failure, read_bytes};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The fuzz target whose file it is
    #[arg(long, value_enum, default_value_t)]
    target: Target,
    /// The bytes: any file is some program; - for standard input
    file: PathBuf,
}

/// A fuzz target whose inputs are bytes.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Target {
    /// Whole programs
    #[default]
    Lockstep,
    /// Graphs, shown as the programs that they are run as
    Collector,
    /// Calls of the allocator, a line each
    Alloc,
}

pub(super) fn show(arguments: &Arguments) -> Result<u8, Failure> {
    let bytes = read_bytes(&arguments.file)?;
    let text = match arguments.target {
        Target::Lockstep => Program::from_bytes(&bytes).to_string(),
        Target::Collector => Graph::from_bytes(&bytes).program().to_string(),
        Target::Alloc => BlockProgram::from_bytes(&bytes).to_string(),
    };
    io::stdout().write_all(text.as_bytes())?;
    Ok(AGREEMENT)
}
