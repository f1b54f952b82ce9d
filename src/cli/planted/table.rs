//! The table of bugs against engines, and what it comes to.

use std::io::{self, Write};

use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, Table};

use super::super::failure::Failure;
use super::catalogue::Planted;
use super::engine;
use super::record::Record;

pub(super) fn print(bugs: &[Planted], records: &[Record]) -> Result<(), Failure> {
    let mut output = io::stdout().lock();
    let mut summaries = String::new();
    for engine in engine::NAMES {
        let rows: Vec<_> = bugs.iter().filter_map(|bug| Row::new(bug, engine, records)).collect();
        if !rows.is_empty() {
            writeln!(output, "{engine}\n{}\n", table(&rows))?;
            summaries += &summary(engine, &rows);
        }
    }
    writeln!(output, "{LEGEND}\n\n{summaries}")?;
    Ok(())
}

pub(super) fn print_catalogue(bugs: &[Planted]) -> Result<(), Failure> {
    let mut output = io::stdout().lock();
    for bug in bugs {
        writeln!(output, "{}/{} ({} steps)", bug.layer, bug.name, bug.steps)?;
        writeln!(output, "    {}\n    {}", bug.description, bug.origin)?;
    }
    writeln!(output, "{} bugs", bugs.len())?;
    Ok(())
}

/// A bug, and the searches of one engine for it.
struct Row<'a> {
    bug: &'a Planted,
    records: Vec<&'a Record>,
    /// How long each result is against the shortest program that shows the same; nothing for one that alone shows what it shows.
    ratios: Vec<f64>,
}

impl<'a> Row<'a> {
    fn new(bug: &'a Planted, engine: &str, records: &'a [Record]) -> Option<Self> {
        let of_bug = records.iter().filter(|record| record.bug == bug.name);
        let of_bug: Vec<&Record> = of_bug.collect();
        let records = of_bug.iter().filter(|record| record.engine == engine);
        let records: Vec<&Record> = records.copied().collect();
        let ratios = records.iter().filter_map(|record| ratio(record, &of_bug)).collect();
        (!records.is_empty()).then_some(Self { bug, records, ratios })
    }

    fn found(&self) -> usize {
        self.records.iter().filter(|record| record.is_found()).count()
    }

    /// A figure of each search, in order of size; of one that found nothing it is what was spent.
    fn sorted(&self, figure: impl Fn(&Record) -> f64) -> Vec<f64> {
        sorted(self.records.iter().map(|record| figure(record)))
    }

    fn executions(&self) -> Vec<f64> {
        self.sorted(|record| record.tests as f64)
    }

    fn cells(&self) -> Vec<String> {
        let executions = self.executions();
        let seconds = self.sorted(|record| record.time);
        let steps = sorted(self.steps());
        let ratios = sorted(self.ratios.iter().copied());
        let shrinks = sorted(shrinkings(&self.records, |tests, _| tests));
        let shown = |figures: &[f64], share, digits| match quantile(figures, share) {
            Some(figure) => format!("{figure:.digits$}"),
            None => String::new(),
        };
        vec![
            format!("{}/{}", self.bug.layer, self.bug.name),
            format!("{}/{}", self.found(), self.records.len()),
            shown(&executions, MEDIAN, 0),
            shown(&executions, P95, 0),
            shown(&seconds, MEDIAN, 2),
            shown(&seconds, P95, 2),
            self.bug.steps.to_string(),
            shown(&steps, MEDIAN, 0),
            shown(&ratios, 1.0, 2),
            shown(&shrinks, MEDIAN, 0),
        ]
    }

    /// The lengths of the programs that were shrunk.
    fn steps(&self) -> impl Iterator<Item = f64> {
        let shrunk = self.records.iter().filter(|record| record.shrinking.is_some());
        shrunk.filter_map(|record| record.steps).map(|steps| steps as f64)
    }
}

/// The steps of a result by those of the shortest program that shows the same: the one that is known, or another's result.
fn ratio(record: &Record, others: &[&Record]) -> Option<f64> {
    let shrinking = record.shrinking.as_ref()?;
    let shows_it = |one: &&&Record| {
        let shows = one.shrinking.as_ref().map(|shrinking| &shrinking.shows);
        shows == Some(&shrinking.shows) && !std::ptr::eq(**one, record)
    };
    let others = others.iter().filter(shows_it).filter_map(|one| one.steps);
    let least = others.chain(shrinking.known).min()?;
    Some(record.steps? as f64 / least as f64)
}

const HEADER: [&str; 10] =
    ["bug", "found", "runs", "p95", "seconds", "p95", "known", "steps", "longest", "to shrink"];
const LEGEND: &str = "\
found: in how many of the searches. runs, seconds: of programs, until the first failure, median and 95th percentile; what was
spent where nothing was found. known: steps of the shortest program that is known to show the bug at all. steps: of what was
found, shrunk, median. longest: the longest of these against the shortest program known to show the same, that is with the same
signature. to shrink: runs, median.";
const MEDIAN: f64 = 0.5;
const P95: f64 = 0.95;

fn table(rows: &[Row<'_>]) -> Table {
    let mut table = Table::new();
    table.load_style(NOTHING);
    table.set_header(HEADER);
    table.add_rows(rows.iter().map(Row::cells));
    for column in 1..HEADER.len() {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

fn summary(engine: &str, rows: &[Row<'_>]) -> String {
    let records: Vec<&Record> = rows.iter().flat_map(|row| row.records.iter().copied()).collect();
    let found = rows.iter().filter(|row| row.found() > 0).count();
    let searches = records.iter().filter(|record| record.is_found()).count();
    let seen: Vec<&Row<'_>> = rows.iter().filter(|row| row.found() > 0).collect();
    let medians = seen.iter().filter_map(|row| quantile(&row.executions(), MEDIAN));
    let times = sorted(seen.iter().flat_map(|row| row.sorted(|record| record.time)));
    let mut text = format!(
        "{engine}: {found} of {} bugs found, in {searches} of {} searches\n\
         \x20   to the first failure: {:.1} runs, the geometric mean of the medians; {:.2} s, 95th percentile {:.2} s\n",
        rows.len(),
        records.len(),
        geometric_mean(medians),
        quantile(&times, MEDIAN).unwrap_or_default(),
        quantile(&times, P95).unwrap_or_default(),
    );
    let unexpected: Vec<&str> = seen
        .iter()
        .filter(|row| !row.bug.is_expected_of(engine))
        .map(|row| row.bug.name.as_str())
        .collect();
    if !unexpected.is_empty() {
        text += &format!("    found, though not expected: {}\n", unexpected.join(" "));
    }
    text + &shrinking(rows, &records)
}

/// How many results are at the known minimum, and what shrinking took.
fn shrinking(rows: &[Row<'_>], records: &[&Record]) -> String {
    let ratios = sorted(rows.iter().flat_map(|row| row.ratios.iter().copied()));
    let at_minimum = ratios.iter().filter(|ratio| **ratio <= 1.0).count();
    let below = ratios.iter().filter(|ratio| **ratio < 1.0).count();
    let tests = sorted(shrinkings(records, |tests, _| tests));
    let times = sorted(shrinkings(records, |_, time| time));
    let Some((worst, tests, time)) = ratios
        .last()
        .and_then(|worst| Some((worst, quantile(&tests, MEDIAN)?, quantile(&times, MEDIAN)?)))
    else {
        return String::new();
    };
    let single = records.iter().filter(|record| record.shrinking.is_some()).count() - ratios.len();
    format!(
        "    shrunk: {at_minimum} of {} as short as the shortest known to show the same ({:.1} %), {below} of them shorter, \
         the longest {worst:.2} times as long; {single} show what no other is known to show\n    \
         to shrink: {tests:.0} runs and {time:.2} s, medians\n",
        ratios.len(),
        100.0 * at_minimum as f64 / ratios.len() as f64
    )
}

fn shrinkings(records: &[&Record], figure: fn(f64, f64) -> f64) -> impl Iterator<Item = f64> {
    let shrinkings = records.iter().filter_map(|record| record.shrinking.as_ref());
    shrinkings.map(move |shrinking| figure(shrinking.tests as f64, shrinking.time))
}

fn sorted(figures: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut figures: Vec<f64> = figures.collect();
    figures.sort_by(f64::total_cmp);
    figures
}

/// The smallest of the sorted figures that so large a share of them does not exceed.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a length is an index"
)]
fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let rank = (share * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.max(1) - 1).copied()
}

fn geometric_mean(figures: impl Iterator<Item = f64>) -> f64 {
    let logarithms: Vec<f64> = figures.map(f64::ln).collect();
    (logarithms.iter().sum::<f64>() / logarithms.len() as f64).exp()
}
