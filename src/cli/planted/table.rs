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
    for engine in engine::NAMES {
        let rows: Vec<_> = bugs.iter().filter_map(|bug| Row::new(bug, engine, records)).collect();
        if !rows.is_empty() {
            writeln!(output, "{engine}\n{}", table(&rows))?;
            writeln!(output, "{}\n", summary(&rows))?;
        }
    }
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
}

impl<'a> Row<'a> {
    fn new(bug: &'a Planted, engine: &str, records: &'a [Record]) -> Option<Self> {
        let is_of = |record: &&Record| record.bug == bug.name && record.engine == engine;
        let records: Vec<_> = records.iter().filter(is_of).collect();
        (!records.is_empty()).then_some(Self { bug, records })
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
        let (executions, seconds) = (self.executions(), self.sorted(|record| record.time));
        let steps = sorted(self.steps());
        let shrinks = sorted(shrinkings(&self.records, |tests, _| tests));
        let shown = |figures: &[f64], share| match quantile(figures, share) {
            Some(figure) => format!("{figure:.0}"),
            None => String::new(),
        };
        let shown_seconds =
            |share| quantile(&seconds, share).map_or(String::new(), |time| format!("{time:.2}"));
        vec![
            format!("{}/{}", self.bug.layer, self.bug.name),
            format!("{}/{}", self.found(), self.records.len()),
            shown(&executions, MEDIAN),
            shown(&executions, P95),
            shown_seconds(MEDIAN),
            shown_seconds(P95),
            shown(&steps, MEDIAN),
            shown(&steps, 1.0),
            self.bug.steps.to_string(),
            shown(&shrinks, MEDIAN),
        ]
    }

    /// The lengths of the programs that were shrunk.
    fn steps(&self) -> impl Iterator<Item = f64> {
        let shrunk = self.records.iter().filter(|record| record.shrinking.is_some());
        shrunk.filter_map(|record| record.steps).map(|steps| steps as f64)
    }
}

const HEADER: [&str; 10] =
    ["bug", "found", "executions", "p95", "seconds", "p95", "steps", "most", "known", "to shrink"];
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

fn summary(rows: &[Row<'_>]) -> String {
    let records: Vec<&Record> = rows.iter().flat_map(|row| row.records.iter().copied()).collect();
    let found = rows.iter().filter(|row| row.found() > 0).count();
    let searches = records.iter().filter(|record| record.is_found()).count();
    let medians = rows.iter().filter_map(|row| quantile(&row.executions(), MEDIAN));
    let mut text = format!(
        "{found} of {} bugs found, in {searches} of {} searches; \
         geometric mean of the median executions to the first failure: {:.1}",
        rows.len(),
        records.len(),
        geometric_mean(medians)
    );
    text += &shrinking(rows, &records);
    text
}

/// How many results are at the known minimum, and what shrinking took.
fn shrinking(rows: &[Row<'_>], records: &[&Record]) -> String {
    let ratios = rows.iter().flat_map(|row| row.steps().map(|steps| steps / row.bug.steps as f64));
    let ratios = sorted(ratios);
    let at_minimum = ratios.iter().filter(|ratio| **ratio <= 1.0).count();
    let tests = sorted(shrinkings(records, |tests, _| tests));
    let times = sorted(shrinkings(records, |_, time| time));
    let Some((worst, tests, time)) = ratios
        .last()
        .and_then(|worst| Some((worst, quantile(&tests, MEDIAN)?, quantile(&times, MEDIAN)?)))
    else {
        return String::new();
    };
    format!(
        "\n{at_minimum} of {} shrunk programs as short as the shortest known ({:.1} %), the longest {worst:.2} times; \
         median of {tests:.0} executions and {time:.2} s to shrink",
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
