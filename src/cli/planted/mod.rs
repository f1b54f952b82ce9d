//! `planted`: how soon, and how small, each engine finds each of the bugs planted in the heap.

mod catalogue;
mod engine;
mod fuzz;
mod hunting;
mod minima;
mod parallel;
mod record;
mod table;

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use self::catalogue::Planted;
use self::engine::Engine;
use self::minima::Minima;
use self::record::Record;
use super::failure::Failure;
use super::{AGREEMENT, DIVERGENCE, seconds};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Which engines [default: all]
    #[arg(long, num_args = 1.., value_name = "NAME", value_parser = engine::NAMES)]
    engine: Vec<String>,
    /// Which bugs, by parts of their names [default: all]
    #[arg(long, num_args = 1.., value_name = "NAME")]
    bug: Vec<String>,
    /// How often each engine is run on each bug, each time with a seed of its own
    #[arg(long, default_value_t = 20, value_name = "N")]
    seeds: u64,
    /// How long an engine may look for a bug
    #[arg(long = "limit", default_value = "60s", value_name = "TIME", value_parser = seconds::parse)]
    limit: Duration,
    /// About how many steps a random program has, as in `check`
    #[arg(long, default_value_t = super::check::STEPS, value_name = "N")]
    steps: u32,
    /// How many searches at a time [default: one a core]
    #[arg(long, value_name = "N")]
    jobs: Option<NonZero<usize>>,
    /// Where a line of JSON for each search is written
    #[arg(long, default_value = "target/planted/runs.jsonl", value_name = "FILE")]
    out: PathBuf,
    /// Search for every bug, also where an engine is not expected to find it
    #[arg(long)]
    unexpected: bool,
    /// Write down what is shorter than the shortest programs known, and look for more such
    #[arg(long)]
    learn: bool,
    /// Print the bugs, and search for none
    #[arg(long)]
    list: bool,
}

/// One search: a bug, the engine that looks for it, and the start of its random source.
struct Search<'a> {
    bug: &'a Planted,
    engine: &'a dyn Engine,
    seed: u64,
}

impl Search<'_> {
    /// Whether the record is one of this engine's searches for this bug.
    fn is_of(&self, record: &Record) -> bool {
        record.bug == self.bug.name && record.engine == self.engine.name()
    }
}

pub(super) fn planted(arguments: &Arguments) -> Result<u8, Failure> {
    let mut bugs = catalogue::read()?;
    let is_asked = |name: &str| arguments.bug.iter().any(|part| name.contains(part.as_str()));
    bugs.retain(|bug| arguments.bug.is_empty() || is_asked(&bug.name));
    if arguments.list {
        table::print_catalogue(&bugs)?;
        return Ok(AGREEMENT);
    }
    let engines = engine::named(&arguments.engine, arguments.steps)?;
    let searches = searches(&bugs, &engines, arguments);
    let mut minima = Minima::read()?;
    let records = search_all(&searches, arguments, &minima)?;
    table::print(&bugs, &records)?;
    writeln!(io::stdout(), "every search: {}", arguments.out.display())?;
    if arguments.learn {
        minima.learn(&bugs, &records, jobs(arguments))?;
    }
    let is_missed = |search: &Search<'_>| {
        let mut records = records.iter().filter(|record| search.is_of(record));
        search.bug.is_expected_of(search.engine.name()) && !records.any(Record::is_found)
    };
    Ok(if searches.iter().any(is_missed) { DIVERGENCE } else { AGREEMENT })
}

fn jobs(arguments: &Arguments) -> usize {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    arguments.jobs.map_or(cores, NonZero::get)
}

/// Seed by seed, so that what is interrupted has something of everything.
fn searches<'a>(
    bugs: &'a [Planted],
    engines: &'a [Box<dyn Engine>],
    arguments: &Arguments,
) -> Vec<Search<'a>> {
    let mut searches = Vec::new();
    for seed in 1..=arguments.seeds {
        for engine in engines.iter().filter(|engine| seed <= engine.seeds(arguments.seeds)) {
            let is_seen = |bug: &&Planted| bug.is_expected_of(engine.name());
            let seen = bugs.iter().filter(|bug| arguments.unexpected || is_seen(bug));
            searches.extend(seen.map(|bug| Search { bug, engine: engine.as_ref(), seed }));
        }
    }
    searches
}

/// Runs the searches, some at a time, and writes a line for each as it ends.
fn search_all(
    searches: &[Search<'_>],
    arguments: &Arguments,
    minima: &Minima,
) -> Result<Vec<Record>, Failure> {
    let problem =
        |error: io::Error| Failure::new(format_args!("{}: {error}", arguments.out.display()));
    if let Some(folder) = arguments.out.parent() {
        std::fs::create_dir_all(folder).map_err(problem)?;
    }
    let output = Mutex::new(BufWriter::new(File::create(&arguments.out).map_err(problem)?));
    let (records, bar) = (Mutex::new(Vec::new()), progress(searches.len()));
    parallel::for_each(searches, jobs(arguments), &|search| {
        let run = search.engine.search(&search.bug.name, search.seed, arguments.limit)?;
        let record = Record::new(search, run, arguments.limit, minima);
        let mut output = output.lock().unwrap_or_else(PoisonError::into_inner);
        serde_json::to_writer(&mut *output, &record).map_err(Failure::new)?;
        output.write_all(b"\n").map_err(problem)?;
        output.flush().map_err(problem)?;
        records.lock().unwrap_or_else(PoisonError::into_inner).push(record);
        bar.inc(1);
        Ok(())
    })?;
    bar.finish_and_clear();
    Ok(records.into_inner().unwrap_or_else(PoisonError::into_inner))
}

fn progress(searches: usize) -> ProgressBar {
    let bar = ProgressBar::new(searches as u64);
    if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos} of {len} searches, {elapsed}")
    {
        bar.set_style(style);
    }
    bar
}
