//! `sweep`: the short cases of a corpus with every allocation request failing at every point of a collection.

use std::fs;
use std::io::{self, Write};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::thread;

use clap::Args;
use serde_json::json;
use twinheap::campaign::{self, CaseFile, Finding, Plan, SweepReport};
use twinheap::program::Program;

use super::failure::{Failure, read_program};
use super::terminal::Terminal;
use super::workers::{self, SUBJECT};
use super::{AGREEMENT, DIVERGENCE, report, shrink};

/// The most steps that a block of a program may have, unless told otherwise.
pub(super) const STEPS: u64 = 16;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Programs: Python files, and folders of them
    #[arg(default_value = "corpus", value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The most steps that a block of a program may have, repetitions counted; longer programs are left out
    #[arg(long, default_value_t = STEPS, value_name = "N")]
    steps: u64,
    /// The heap that is tested
    #[arg(long, default_value = SUBJECT, value_parser = workers::heap)]
    subject: String,
    /// How many processes at a time [default: one a core]
    #[arg(long, value_name = "N")]
    jobs: Option<NonZero<usize>>,
    /// Where the programs that diverge are written
    #[arg(long, default_value = "divergences", value_name = "DIR")]
    out: PathBuf,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn sweep(arguments: &Arguments) -> Result<u8, Failure> {
    let (programs, left_out) = programs(&arguments.paths, arguments.steps)?;
    if programs.is_empty() {
        let hint = format_args!("no program of up to {} steps in these paths", arguments.steps);
        return Err(Failure::new(hint));
    }
    let run = Run { left_out, ..Run::new(arguments, &programs)? };
    if arguments.json {
        run.print_json()?;
    } else {
        run.print()?;
    }
    Ok(if run.report.report.diverged == 0 { AGREEMENT } else { DIVERGENCE })
}

/// The programs at these paths whose blocks have at most so many steps, and how many others there are.
///
/// # Errors
/// If a file cannot be read, or is no program.
pub(super) fn programs(paths: &[PathBuf], steps: u64) -> Result<(Vec<Program>, usize), Failure> {
    let mut files = Vec::new();
    paths.iter().try_for_each(|path| add_files(path, &mut files))?;
    let mut programs = Vec::new();
    for file in &files {
        let program = read_program(file)?;
        if campaign::steps(&program) <= steps {
            programs.push(program);
        }
    }
    let left_out = files.len() - programs.len();
    Ok((programs, left_out))
}

/// The Python files at a path, in order.
fn add_files(path: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let failure = |error: io::Error| Failure::new(format_args!("{}: {error}", path.display()));
    if !path.is_dir() {
        files.push(path.to_path_buf());
        return Ok(());
    }
    let entries = fs::read_dir(path).map_err(failure)?;
    let inner = entries.map(|entry| entry.map(|entry| entry.path()));
    let mut inner: Vec<PathBuf> = inner.collect::<Result<_, _>>().map_err(failure)?;
    inner.retain(|path| path.is_dir() || path.extension().is_some_and(|kind| kind == "py"));
    inner.sort();
    inner.iter().try_for_each(|path| add_files(path, files))
}

/// A sweep that is over.
struct Run {
    report: SweepReport,
    files: Vec<CaseFile>,
    seconds: f64,
    /// Programs that are too long.
    left_out: usize,
}

impl Run {
    fn new(arguments: &Arguments, programs: &[Program]) -> Result<Self, Failure> {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        let plan = Plan {
            setting: shrink::setting(&arguments.subject, None, Vec::new()),
            programs: None,
            jobs: arguments.jobs.map_or(cores, NonZero::get),
            silence_max: campaign::SILENCE_MAX,
        };
        let watch = Terminal::new("cases", None, Some(programs.len() as u64));
        let report = campaign::sweep(&plan, programs, &workers::spawn()?, &watch)?;
        let seconds = watch.finish().as_secs_f64();
        let repeat = format!("twinheap sweep --steps {}", arguments.steps);
        let write = |finding: &Finding| {
            let failure = |error: io::Error| {
                Failure::new(format_args!("{}: {error}", arguments.out.display()))
            };
            campaign::write_case(&arguments.out, finding, &repeat).map_err(failure)
        };
        let findings = report.report.buckets.iter().flat_map(|bucket| &bucket.findings);
        let files = findings.map(write).collect::<Result<_, _>>()?;
        Ok(Self { report, files, seconds, left_out: 0 })
    }

    fn hit(&self) -> (usize, usize) {
        let places = self.report.swept.places.len();
        (places - self.report.swept.missed().count(), places)
    }

    fn print(&self) -> Result<(), Failure> {
        let mut output = io::stdout().lock();
        let swept = &self.report.swept;
        let rows = [
            ("cases", swept.cases),
            ("longer ones left out", self.left_out as u64),
            ("programs: the cases, and with a collection at each point", swept.programs),
            ("runs on both heaps with a failing request", swept.runs),
            ("requests that failed", swept.failures),
            ("divergences", self.report.report.diverged),
        ];
        writeln!(output, "{}", report::table(rows.into_iter()))?;
        writeln!(output, "\nplaces in the heap that can fail, and how often each did:")?;
        let places = swept.places.iter().map(|(place, count)| (place.as_str(), *count));
        writeln!(output, "{}", report::table(places))?;
        let (hit, all) = self.hit();
        writeln!(output, "\n{hit} of {all} places failed: {} %", 100 * hit / all.max(1))?;
        for missed in swept.missed() {
            writeln!(output, "never failed: {missed}")?;
        }
        write!(output, "\n{}", swept.reach)?;
        let findings = self.report.report.buckets.iter().flat_map(|bucket| &bucket.findings);
        for (finding, file) in findings.zip(&self.files) {
            writeln!(output, "\n{}:", file.path.display())?;
            writeln!(output, "    {}", finding.text.trim_end().replace('\n', "\n    "))?;
            writeln!(output, "{}", finding.divergence)?;
        }
        writeln!(output, "\nin {:.1} s", self.seconds)?;
        Ok(())
    }

    fn print_json(&self) -> Result<(), Failure> {
        let files: Vec<_> = self.files.iter().map(|file| file.path.display().to_string()).collect();
        let (hit, all) = self.hit();
        let value = json!({
            "seconds": self.seconds,
            "report": self.report,
            "left_out": self.left_out,
            "places_hit": hit,
            "places": all,
            "missed": report::missed(&self.report.swept.reach),
            "files": files,
        });
        writeln!(io::stdout(), "{value:#}")?;
        Ok(())
    }
}
