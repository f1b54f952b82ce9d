//! Races: heats whose entrants take turns.

mod entrant;
mod sheet;

use std::path::PathBuf;

pub use sheet::{Cell, Column, Row, Sheet, Spread};

use self::entrant::Running;
use crate::effort::Effort;
use crate::worker::{Assignment, Job};
use crate::{Answer, Figure, Role};

/// The two programs that do the work.
#[derive(Debug, Clone)]
pub struct Workers {
    /// With the system's allocator as global one.
    pub system: PathBuf,
    /// With mimalloc.
    pub mimalloc: PathBuf,
}

/// One row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entrant {
    /// What it is called.
    pub name: String,
    /// The peer's own name.
    pub peer: &'static str,
    /// What it is to us.
    pub role: Role,
    /// Whether it runs in the worker with mimalloc.
    pub on_mimalloc: bool,
}

/// One workload.
#[derive(Debug, Clone)]
pub struct Heat {
    /// What it is called.
    pub name: String,
    /// Where it stands on an axis of numbers, if that is what is plotted.
    pub position: Option<usize>,
    /// What the workers do.
    pub job: Job,
}

/// All that goes into one table.
#[derive(Debug, Clone)]
pub struct Plan {
    /// A word for files.
    pub name: &'static str,
    /// What the figures are, for people.
    pub title: &'static str,
    /// What an answer consists of.
    pub figures: Vec<Figure>,
    /// The unit of the figures that are plotted.
    pub plotted: &'static str,
    /// The rows.
    pub entrants: Vec<Entrant>,
    /// The columns, one for each heat and figure.
    pub heats: Vec<Heat>,
    /// Whether each round is a new process, without a round to warm up.
    pub fresh: bool,
}

/// How plans are run.
#[derive(Debug, Clone)]
pub struct Course {
    /// The programs.
    pub workers: Workers,
    /// How much is done in a round.
    pub effort: Effort,
    /// How many rounds count.
    pub rounds: usize,
    /// The interpreter whose library is CPython, or whatever is found.
    pub python: Option<PathBuf>,
}

/// All answers of an entrant in a heat, or why there are none.
type Result = std::result::Result<Vec<Answer>, String>;

impl Plan {
    /// Runs all heats, one after the other. `report` is told of each before it starts.
    pub fn run(&self, course: &Course, report: &mut dyn FnMut(&str)) -> Sheet {
        let mut sheet = Sheet::new(self, course);
        for heat in &self.heats {
            report(&format!("{}, {}", self.name, heat.name));
            let (results, notes) = self.race(course, heat);
            sheet.add(&self.figures, heat, results);
            sheet.note(notes);
        }
        sheet
    }

    /// Lets the entrants take turns, and each round another one start.
    fn race(&self, course: &Course, heat: &Heat) -> (Vec<Result>, Vec<String>) {
        let entrants = self.entrants.iter();
        let mut running: Vec<Running> =
            entrants.map(|entrant| Running::new(course, entrant, heat.job, self.fresh)).collect();
        let count = running.len();
        let rounds = if self.fresh { course.rounds } else { course.rounds + 1 };
        for round in 0..rounds {
            for turn in 0..count {
                running[(round + turn) % count].round();
            }
        }
        running.into_iter().map(Running::finish).unzip()
    }
}

impl Course {
    fn assignment(&self, entrant: &Entrant, job: Job) -> Assignment {
        let (peer, effort) = (entrant.peer.to_owned(), self.effort);
        Assignment { peer, job, effort, python: self.python.clone() }
    }
}
