//! [`Sheet`]: what a race came to.

use std::collections::BTreeSet;
use std::{fs, thread};

use serde::Serialize;

use super::{Course, Heat, Plan, Result};
use crate::effort::Effort;
use crate::{Answer, Figure, Role};

/// A table of figures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sheet {
    /// A word for files.
    pub name: String,
    /// What the figures are.
    pub title: String,
    /// How much a round was.
    pub effort: Effort,
    /// How many rounds each figure is the median of.
    pub rounds: usize,
    /// How many cores the machine has.
    pub cores: usize,
    /// Its load average at the start: above 0 it was not ours alone.
    pub load: f64,
    /// The unit of the figures that are plotted.
    #[serde(skip)]
    pub plotted: &'static str,
    /// The workloads.
    pub columns: Vec<Column>,
    /// The entrants.
    pub rows: Vec<Row>,
    /// What there is to say of entrants.
    pub notes: BTreeSet<String>,
}

/// A figure of a workload.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Column {
    /// The workload, and what the figure is of.
    pub name: String,
    /// The figure's unit.
    pub unit: String,
    /// Where it stands on an axis of numbers.
    pub position: Option<usize>,
}

/// The figures of an entrant, one for each column.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// The entrant.
    pub name: String,
    /// What it is to us.
    pub role: Role,
    /// Its figures.
    pub cells: Vec<Cell>,
}

/// A figure, or why there is none.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Cell {
    /// Measured.
    Measured(Spread),
    /// Not measured, and why.
    Absent(String),
}

/// A figure over all rounds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Spread {
    /// The middle one.
    pub median: f64,
    /// The smallest one.
    pub min: f64,
    /// The largest one.
    pub max: f64,
    /// All, in the order of the rounds.
    pub rounds: Vec<f64>,
}

impl Spread {
    /// Of at least one round.
    ///
    /// # Panics
    /// If there is none.
    #[must_use]
    pub fn new(rounds: Vec<f64>) -> Self {
        let mut sorted = rounds.clone();
        sorted.sort_by(f64::total_cmp);
        let (low, high) = (sorted[(sorted.len() - 1) / 2], sorted[sorted.len() / 2]);
        Self {
            median: f64::midpoint(low, high),
            min: sorted[0],
            max: sorted[sorted.len() - 1],
            rounds,
        }
    }
}

impl Cell {
    /// The figure.
    #[must_use]
    pub fn measured(&self) -> Option<&Spread> {
        match self {
            Self::Measured(spread) => Some(spread),
            Self::Absent(_) => None,
        }
    }
}

impl Sheet {
    pub(super) fn new(plan: &Plan, course: &Course) -> Self {
        let rows = plan.entrants.iter().map(|entrant| Row {
            name: entrant.name.clone(),
            role: entrant.role,
            cells: Vec::new(),
        });
        Self {
            name: plan.name.to_owned(),
            title: plan.title.to_owned(),
            effort: course.effort,
            rounds: course.rounds,
            cores: thread::available_parallelism().map_or(1, usize::from),
            load: load(),
            plotted: plan.plotted,
            columns: Vec::new(),
            rows: rows.collect(),
            notes: BTreeSet::new(),
        }
    }

    /// Adds the columns of a heat; one result for each row.
    pub(super) fn add(&mut self, figures: &[Figure], heat: &Heat, results: Vec<Result>) {
        for figure in figures {
            let name = format!("{} {}", heat.name, figure.name).trim().to_owned();
            let (unit, position) = (figure.unit.to_owned(), heat.position);
            self.columns.push(Column { name, unit, position });
        }
        for (row, result) in self.rows.iter_mut().zip(results) {
            row.cells.extend((0..figures.len()).map(|index| cell(&result, index)));
        }
    }

    pub(super) fn note(&mut self, notes: Vec<String>) {
        self.notes.extend(notes.into_iter().filter(|note| !note.is_empty()));
    }

    /// The lowest figure of a column among the entrants of some roles.
    #[must_use]
    pub fn best(&self, column: usize, roles: &[Role]) -> Option<f64> {
        let rows = self.rows.iter().filter(|row| roles.contains(&row.role));
        let medians = rows.filter_map(|row| Some(row.cells[column].measured()?.median));
        medians.min_by(f64::total_cmp)
    }
}

fn cell(result: &Result, index: usize) -> Cell {
    match result {
        Ok(answers) => {
            let figure = |answer: &Answer| answer.figures[index];
            Cell::Measured(Spread::new(answers.iter().map(figure).collect()))
        }
        Err(reason) => Cell::Absent(reason.clone()),
    }
}

/// The load average of the last minute, where the system tells.
fn load() -> f64 {
    let average = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    average.split(' ').next().and_then(|load| load.parse().ok()).unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_one_or_between_the_two() {
        assert_eq!(Spread::new(vec![3.0, 1.0, 2.0]).median, 2.0);
        let spread = Spread::new(vec![4.0, 1.0, 2.0, 3.0]);
        assert_eq!((spread.median, spread.min, spread.max), (2.5, 1.0, 4.0));
    }
}
