//! `shrink`: the shortest program that shows what a program shows.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;
use twinheap::campaign::{self, Setting};
use twinheap::heaps::Memory;

use super::failure::{Failure, read_program};
use super::workers::{self, SUBJECT};
use super::{AGREEMENT, DIVERGENCE};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The heap that is tested
    #[arg(long, default_value = SUBJECT, value_parser = workers::heap)]
    subject: String,
    /// Pythons that judge the model, or none [default: python3.11 or python3 on the path]
    #[arg(long, value_name = "PATH")]
    judge: Vec<PathBuf>,
    /// Where blocks come from and what guards them [default: pooled first, then guarded in both ways]
    #[arg(long, value_name = "MEMORY")]
    memory: Option<Memory>,
    /// The program: a Python file, a fuzzer's bytes, or - for standard input
    file: PathBuf,
}

pub(super) fn setting(subject: &str, memory: Option<Memory>, judges: Vec<PathBuf>) -> Setting {
    Setting { memory, judges, ..Setting::of(subject) }
}

pub(super) fn shrink(arguments: &Arguments) -> Result<u8, Failure> {
    let program = read_program(&arguments.file)?;
    let setting = setting(&arguments.subject, arguments.memory, workers::judges(&arguments.judge)?);
    let shrunk = campaign::shrink(&setting, &workers::spawn()?, &program.to_string())?;
    let Some(finding) = shrunk else {
        writeln!(io::stderr(), "all agree: there is nothing to shrink")?;
        return Ok(AGREEMENT);
    };
    write!(io::stdout(), "{}", finding.text)?;
    let mut errors = io::stderr().lock();
    writeln!(errors, "{}", finding.divergence)?;
    writeln!(
        errors,
        "  signature: {}\n{} steps of {}, after {} runs{}",
        finding.divergence.signature,
        finding.steps,
        program.steps(),
        finding.executions,
        if finding.stable { "" } else { "; not reproducible, so nothing was shrunk" }
    )?;
    if finding.shortest != finding.text {
        let shortest = finding.shortest.trim_end().replace('\n', "\n    ");
        writeln!(errors, "\nmost likely the same, and shorter:\n    {shortest}")?;
    }
    Ok(DIVERGENCE)
}
