//! The command line of every race.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;

use super::{plot, table};
use crate::effort::Effort;
use crate::race::{Course, Plan, Sheet, Workers};

/// Races twinheap's heap against its peers: a table, a plot, and both as JSON.
#[derive(Debug, Parser)]
#[command(bin_name = "cargo race alloc|gc|memory|pause|scale --")]
struct Options {
    /// A tenth of the objects and operations, to see that it works
    #[arg(long)]
    quick: bool,
    /// How many rounds each figure is the median of
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..))]
    rounds: u16,
    /// Only workloads or tables whose names contain one of these
    #[arg(long, value_name = "TEXT,…", value_delimiter = ',')]
    only: Vec<String>,
    /// Only peers whose names contain one of these
    #[arg(long, value_name = "TEXT,…", value_delimiter = ',')]
    peers: Vec<String>,
    /// The Python interpreter whose library is CPython [default: the system's libpython3.11, python3.11, python3]
    #[arg(long, value_name = "PROGRAM")]
    python: Option<PathBuf>,
    /// Also write the tables as JSON to this file
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// The folder for the plots
    #[arg(long, value_name = "FOLDER", default_value = "target/races")]
    plots: PathBuf,
    /// What `cargo bench` says to every benchmark
    #[arg(long, hide = true)]
    bench: bool,
}

/// Runs plans as the command line says, and tells what they came to.
pub fn main(plans: fn(Effort) -> Vec<Plan>, workers: Workers) -> ExitCode {
    match run(&Options::parse(), plans, workers) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options, plans: fn(Effort) -> Vec<Plan>, workers: Workers) -> io::Result<()> {
    let effort = if options.quick { Effort::Quick } else { Effort::Full };
    let (rounds, python) = (usize::from(options.rounds), options.python.clone());
    let course = Course { workers, effort, rounds, python };
    let mut sheets = Vec::new();
    fs::create_dir_all(&options.plots)?;
    for plan in plans(effort).into_iter().filter_map(|plan| options.selected(plan)) {
        let sheet = plan.run(&course, &mut |heat| eprintln!("{heat} …"));
        writeln!(io::stdout(), "{}", table::text(&sheet))?;
        draw(&sheet, &options.plots)?;
        sheets.push(sheet);
    }
    if sheets.is_empty() {
        return Err(io::Error::other("there is no such workload or peer"));
    }
    options.json.as_deref().map_or(Ok(()), |file| write_json(&sheets, file))
}

fn draw(sheet: &Sheet, folder: &Path) -> io::Result<()> {
    let file = folder.join(&sheet.name).with_extension("svg");
    plot::draw(sheet, &file).map_err(|error| io::Error::other(error.to_string()))?;
    eprintln!("drawn as {}", std::path::absolute(&file)?.display());
    Ok(())
}

fn write_json(sheets: &[Sheet], file: &Path) -> io::Result<()> {
    let text = serde_json::to_string_pretty(sheets).map_err(io::Error::other)?;
    fs::write(file, text + "\n")
}

impl Options {
    /// What is left of a plan, if anything is.
    fn selected(&self, mut plan: Plan) -> Option<Plan> {
        let has_one = |texts: &[String], name: &str| {
            texts.is_empty() || texts.iter().any(|text| name.contains(text.as_str()))
        };
        if !has_one(&self.only, plan.name) {
            plan.heats.retain(|heat| has_one(&self.only, &heat.name));
        }
        plan.entrants.retain(|entrant| has_one(&self.peers, &entrant.name));
        (!plan.heats.is_empty() && !plan.entrants.is_empty()).then_some(plan)
    }
}
