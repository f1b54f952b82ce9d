//! The shortest programs known, by what they show: one bug shows itself in several ways, each of which has a shortest program of
//! its own. Shrinking keeps what a program shows, so that is what its results are measured against.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use twinheap::campaign::{Check, Found, Hunter};
use twinheap::lockstep::{DivergenceKind, Signature};

use super::super::failure::Failure;
use super::catalogue::{self, Planted, steps};
use super::record::Record;
use super::{hunting, parallel};

/// The shortest programs known.
#[derive(Debug, Default)]
pub(super) struct Minima(BTreeMap<String, Shortest>);

/// Of one bug, by what they show.
type Shortest = BTreeMap<String, Minimum>;

/// A line of their file.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Minimum {
    bug: String,
    /// The comparison that shows the divergence, and its signature.
    shows: String,
    check: Check,
    steps: usize,
    program: String,
}

impl Minimum {
    /// Fewer steps first; then it does not matter, but is the same each time.
    fn size(&self) -> (usize, usize, &str) {
        (self.steps, self.program.len(), &self.program)
    }
}

/// What a divergence shows, in a line. Which of the many memories it was shown with does not count.
pub(super) fn shows(check: Check, signature: &Signature) -> String {
    let check = match check {
        Check::Lockstep => "in lockstep",
        Check::Faults => "with a failing allocation",
        Check::Memory(_) => "with other memory",
        Check::Metamorphic(_) => "changed without meaning",
        Check::Judge(_) => "judged",
    };
    format!("{check}: {signature}")
}

fn file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("planted/minima.jsonl")
}

impl Minima {
    /// Those of the catalogue.
    ///
    /// # Errors
    /// If its file cannot be read.
    pub(super) fn read() -> Result<Self, Failure> {
        let problem = |error: &dyn std::fmt::Display| {
            Failure::new(format_args!("{}: {error}", file().display()))
        };
        let text = match fs::read_to_string(file()) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            text => text.map_err(|error| problem(&error))?,
        };
        let mut minima = Self::default();
        for line in text.lines() {
            minima.keep(serde_json::from_str(line).map_err(|error| problem(&error))?);
        }
        Ok(minima)
    }

    /// How many steps the shortest program has in which the bug shows this.
    pub(super) fn steps(&self, bug: &str, shows: &str) -> Option<usize> {
        self.0.get(bug)?.get(shows).map(|minimum| minimum.steps)
    }

    /// Keeps a program if none is known that is shorter; says whether.
    fn keep(&mut self, minimum: Minimum) -> bool {
        keep(self.0.entry(minimum.bug.clone()).or_default(), minimum)
    }

    /// Takes in what searches came to, then runs what is short for one bug with each of the others on, and shrinks what shows
    /// something that is known in fewer steps, until that yields nothing more. Writes down what it came to.
    ///
    /// # Errors
    /// If a worker cannot be started, or a file not be written.
    pub(super) fn learn(
        &mut self,
        bugs: &[Planted],
        records: &[Record],
        jobs: usize,
    ) -> Result<(), Failure> {
        let of_records: Vec<Minimum> = records.iter().filter_map(of_record).collect();
        for minimum in of_records {
            self.keep(minimum);
        }
        let catalogued = bugs.iter().map(|bug| bug.program.clone());
        let shortest = records.iter().filter_map(|one| one.shrinking.as_ref());
        let shortest = shortest.map(|shrinking| shrinking.shortest.clone());
        let mut pool: BTreeSet<String> =
            catalogued.chain(shortest).chain(self.programs()).collect();
        let mut tried = BTreeSet::new();
        while pool.len() > tried.len() {
            let new: Vec<&String> = pool.difference(&tried).collect();
            let shared = Mutex::new(std::mem::take(&mut self.0));
            parallel::for_each(bugs, jobs, &|bug| {
                let lock = || shared.lock().unwrap_or_else(PoisonError::into_inner);
                let Some(mut known) = lock().get(&bug.name).cloned() else { return Ok(()) };
                lower(&bug.name, &mut known, &new)?;
                lock().insert(bug.name.clone(), known);
                Ok(())
            })?;
            self.0 = shared.into_inner().unwrap_or_else(PoisonError::into_inner);
            tried = pool.clone();
            pool.extend(self.programs());
        }
        self.write(bugs)
    }

    fn programs(&self) -> impl Iterator<Item = String> {
        self.0.values().flat_map(BTreeMap::values).map(|minimum| minimum.program.clone())
    }

    /// Writes the file, and the shortest program of each bug into its own.
    fn write(&self, bugs: &[Planted]) -> Result<(), Failure> {
        let mut text = String::new();
        for minimum in self.0.values().flat_map(BTreeMap::values) {
            text += &serde_json::to_string(minimum).map_err(Failure::new)?;
            text.push('\n');
        }
        fs::write(file(), text)?;
        for bug in bugs {
            let known = self.0.get(&bug.name).into_iter().flat_map(BTreeMap::values);
            let in_lockstep = known.filter(|minimum| minimum.check == Check::Lockstep);
            if let Some(least) = in_lockstep.min_by_key(|minimum| minimum.size())
                && least.steps < bug.steps
            {
                catalogue::rewrite(bug, &least.program)?;
            }
        }
        Ok(())
    }
}

fn keep(known: &mut Shortest, minimum: Minimum) -> bool {
    let is_known = known.get(&minimum.shows).is_some_and(|known| known.size() <= minimum.size());
    if !is_known {
        known.insert(minimum.shows.clone(), minimum);
    }
    !is_known
}

fn of_record(record: &Record) -> Option<Minimum> {
    let shrinking = record.shrinking.as_ref().filter(|shrinking| shrinking.stable)?;
    Some(Minimum {
        bug: record.bug.clone(),
        shows: shrinking.shows.clone(),
        check: shrinking.check,
        steps: record.steps?,
        program: record.counterexample.clone()?,
    })
}

/// How long a worker may be silent over a program: they are short.
const SILENCE_MAX: Duration = Duration::from_secs(2);
/// After so many programs that hang, no further ones are run.
const HANGS_MAX: usize = 5;

/// Runs the programs with the bug on, in every comparison that has shown it, and shrinks what shows something in fewer steps
/// than is known.
fn lower(bug: &str, known: &mut Shortest, programs: &[&String]) -> Result<(), Failure> {
    let (setting, spawn) = (hunting::setting(0, 0), hunting::spawn(bug)?);
    let mut hunter = Hunter::new(&setting, &spawn, SILENCE_MAX);
    let checks: BTreeSet<Check> = known.values().map(|minimum| minimum.check).collect();
    let mut hangs = 0;
    for text in programs {
        let Some(steps) = steps(text) else { continue };
        for &check in &checks {
            if hangs == HANGS_MAX {
                return Ok(());
            }
            let Some(divergence) = hunter.run(check, text)? else { continue };
            hangs += usize::from(divergence.signature.kind == DivergenceKind::Hang);
            let shows = shows(check, &divergence.signature);
            if known.get(&shows).is_none_or(|known| known.steps <= steps) {
                continue;
            }
            let found = Found { index: 0, check, text: (*text).clone(), divergence };
            let finding = hunter.shrink(&found)?;
            let (bug, steps) = (bug.to_owned(), finding.steps);
            if finding.stable {
                keep(known, Minimum { bug, shows, check, steps, program: finding.text });
            }
        }
    }
    Ok(())
}
