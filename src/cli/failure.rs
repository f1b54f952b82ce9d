//! Why a command could not do its work.

use std::fmt::Display;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use twinheap::program::Program;

use super::{AGREEMENT, BAD_INPUT};

/// Why a command could not do its work.
#[derive(Debug)]
pub(super) enum Failure {
    /// Whoever read our output has gone: nothing is left to say.
    NoReader,
    /// A message for the user: what was wrong, and what would do.
    Problem(String),
}

impl Failure {
    pub(super) fn new(problem: impl Display) -> Self {
        Self::Problem(problem.to_string())
    }

    /// Says it on standard error, and returns the exit status.
    pub(super) fn report(self) -> u8 {
        match self {
            Self::NoReader => AGREEMENT,
            Self::Problem(problem) => {
                // Where standard error is closed too, the exit status has to do.
                _ = writeln!(io::stderr(), "twinheap: {problem}");
                BAD_INPUT
            }
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            ErrorKind::BrokenPipe => Self::NoReader,
            _ => Self::new(error),
        }
    }
}

/// The bytes of a file; `-` is standard input.
pub(super) fn read_bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let read = if path == Path::new("-") {
        let mut bytes = Vec::new();
        io::Read::read_to_end(&mut io::stdin().lock(), &mut bytes).map(|_| bytes)
    } else {
        std::fs::read(path)
    };
    read.map_err(|error| Failure::new(format_args!("{}: {error}", path.display())))
}

/// The program in a file of Python text, or of bytes as a fuzzer keeps them: those are no UTF-8 or have a byte that is zero,
/// which no text of a program has.
pub(super) fn read_program(path: &Path) -> Result<Program, Failure> {
    match String::from_utf8(read_bytes(path)?) {
        Ok(text) if !text.contains('\0') => {
            Program::parse(&path.display().to_string(), &text).map_err(Failure::new)
        }
        Ok(text) => Ok(Program::from_bytes(text.as_bytes())),
        Err(error) => Ok(Program::from_bytes(error.as_bytes())),
    }
}
