//! The search for one divergence: what candidates show, and what of it must stay.

use super::Shown;
use super::search::Search;
use super::size::Size;
use crate::lockstep::{Divergence, Place, Signature};
use crate::program::Program;

/// Says what a program shows.
type Run<'a> = dyn FnMut(&Program) -> Option<Divergence> + 'a;

/// How much a divergence may change while its program gets smaller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Keeping {
    /// Its signature stays.
    Signature,
    /// It goes on resembling the first one; see [`Signature::resembles`].
    Resemblance,
}

/// A search that runs what it is given, and adopts what shows the divergence.
pub(super) struct Pursuit<'a> {
    run: &'a mut Run<'a>,
    search: Search,
    keeping: Keeping,
    kept: Signature,
    /// The best program of the search.
    best: Candidate,
    /// The smallest program met that has the signature itself; the best one, while that is kept.
    exact: Candidate,
    /// The smallest program met whose divergence resembles the one searched for, where its signature is another.
    resembling: Option<Candidate>,
}

/// A program and what it shows.
#[derive(Debug, Clone)]
struct Candidate {
    size: Size,
    shown: Shown,
}

impl Candidate {
    fn new(program: Program, divergence: Divergence) -> Self {
        Self { size: Size::of(&program), shown: Shown { program, divergence } }
    }

    /// The program without what stands after the step that diverges.
    fn truncated(&self) -> Option<Program> {
        let Shown { program, divergence } = &self.shown;
        let Place::Step(index) = divergence.place else { return None };
        let is_shorter = index + 1 < program.main.len();
        is_shorter.then(|| {
            let mut truncated = program.clone();
            truncated.main.truncate(index + 1);
            truncated
        })
    }
}

impl<'a> Pursuit<'a> {
    pub(super) fn new(run: &'a mut Run<'a>, shown: Shown) -> Self {
        let kept = shown.divergence.signature.clone();
        let best = Candidate { size: Size::of(&shown.program), shown };
        let mut search = Search::new(best.shown.program.clone());
        search.keep_operation(&kept.op);
        Self {
            run,
            search,
            keeping: Keeping::Signature,
            kept,
            exact: best.clone(),
            best,
            resembling: None,
        }
    }

    /// How many programs were run.
    pub(super) fn executions(&self) -> u64 {
        self.search.asked_count()
    }

    /// Tries all that there is, until so many programs were run altogether.
    pub(super) fn exhaust(&mut self, executions_max: u64) {
        self.search.urge(self.best.truncated());
        while self.executions() < executions_max
            && let Some(program) = self.search.candidate()
        {
            let Some(divergence) = (self.run)(program) else { continue };
            let candidate = Candidate::new(program.clone(), divergence);
            if self.is_kept(&candidate) {
                self.adopt(candidate);
            } else {
                self.note_resembling(candidate);
            }
        }
    }

    /// From now on any divergence will do that resembles the one searched for; the smallest such program met so far is best.
    pub(super) fn relax(&mut self) {
        self.keeping = Keeping::Resemblance;
        let smaller = self.resembling.take().filter(|one| one.size < self.best.size);
        self.search.restart(smaller.as_ref().map(|one| one.shown.program.clone()));
        if let Some(smaller) = smaller {
            self.best = smaller;
        }
    }

    /// The best program with the signature itself, and the best that resembles it, if that is smaller.
    pub(super) fn into_results(self) -> (Shown, Option<Shown>) {
        let is_smaller = self.best.size < self.exact.size;
        (self.exact.shown, is_smaller.then_some(self.best.shown))
    }

    fn adopt(&mut self, candidate: Candidate) {
        self.search.adopt();
        self.search.urge(candidate.truncated());
        if candidate.shown.divergence.signature == self.kept && candidate.size < self.exact.size {
            self.exact = candidate.clone();
        }
        self.best = candidate;
    }

    fn is_kept(&self, candidate: &Candidate) -> bool {
        let signature = &candidate.shown.divergence.signature;
        match self.keeping {
            Keeping::Signature => *signature == self.kept,
            Keeping::Resemblance => signature.resembles(&self.kept),
        }
    }

    fn note_resembling(&mut self, candidate: Candidate) {
        let resembles = candidate.shown.divergence.signature.resembles(&self.kept);
        let smallest = self.resembling.as_ref().is_none_or(|one| candidate.size < one.size);
        if resembles && smallest {
            self.resembling = Some(candidate);
        }
    }
}
