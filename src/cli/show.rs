//! `show`: a program in bytes as Python.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;
use twinheap::program::Program;

use super::AGREEMENT;
use super::failure::{Failure, read_bytes};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The bytes: any file is some program; - for standard input
    file: PathBuf,
}

pub(super) fn show(arguments: &Arguments) -> Result<u8, Failure> {
    let program = Program::from_bytes(&read_bytes(&arguments.file)?);
    write!(io::stdout(), "{program}")?;
    Ok(AGREEMENT)
}
