//! The search for a smaller program: what was tried, what is best, and what a candidate must show.

use std::collections::BTreeSet;

use super::Shown;
use super::size::{Size, plain};
use crate::lockstep::{Place, Signature, operation};
use crate::program::Program;

/// Says what a program shows.
pub(super) type Run<'a> = dyn FnMut(&Program) -> Option<crate::lockstep::Divergence> + 'a;

/// How much a divergence may change while its program gets smaller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keeping {
    /// Its signature stays.
    Signature,
    /// It goes on resembling the first one; see [`Signature::resembles`].
    Resemblance,
}

/// The search for one divergence.
pub(super) struct Search<'a> {
    run: &'a mut Run<'a>,
    pub(super) executions: u64,
    executions_max: u64,
    keeping: Keeping,
    kept: Signature,
    /// Texts of programs that were run.
    tried: BTreeSet<String>,
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

impl<'a> Search<'a> {
    pub(super) fn new(run: &'a mut Run<'a>, executions_max: u64, shown: Shown) -> Self {
        let kept = shown.divergence.signature.clone();
        let best = Candidate { size: Size::of(&shown.program), shown };
        Self {
            run,
            executions: 0,
            executions_max,
            keeping: Keeping::Signature,
            kept,
            tried: BTreeSet::new(),
            exact: best.clone(),
            best,
            resembling: None,
        }
    }

    pub(super) fn best(&self) -> &Program {
        &self.best.shown.program
    }

    /// The best program with the signature itself, and the best that resembles it, if that is smaller.
    pub(super) fn into_results(self) -> (Shown, Option<Shown>) {
        let is_smaller = self.best.size < self.exact.size;
        (self.exact.shown, is_smaller.then_some(self.best.shown))
    }

    pub(super) fn size(&self) -> &Size {
        &self.best.size
    }

    pub(super) fn is_spent(&self) -> bool {
        self.executions >= self.executions_max
    }

    /// From now on any divergence will do that resembles the one searched for; the smallest such program met so far is best.
    pub(super) fn relax(&mut self) {
        self.keeping = Keeping::Resemblance;
        if let Some(resembling) = self.resembling.take()
            && resembling.size < self.best.size
        {
            self.best = resembling;
        }
    }

    /// Tries `candidate` in its plain form. If it is smaller than the best program and shows the divergence, it is the best
    /// from now on.
    pub(super) fn adopt(&mut self, candidate: &Program) -> bool {
        let adopted = self.adopt_plain(plain(candidate));
        if adopted {
            self.truncate();
        }
        adopted
    }

    /// Drops what stands after the step that diverges.
    pub(super) fn truncate(&mut self) {
        if let Place::Step(index) = self.best.shown.divergence.place
            && index + 1 < self.best().main.len()
        {
            let mut candidate = self.best().clone();
            candidate.main.truncate(index + 1);
            self.adopt_plain(plain(&candidate));
        }
    }

    fn adopt_plain(&mut self, program: Program) -> bool {
        let size = Size::of(&program);
        if self.is_spent()
            || size >= self.best.size
            || !self.could_be_kept(&program)
            || program.validate().is_err()
            || !self.tried.insert(size.clone().into_text())
        {
            return false;
        }
        self.executions += 1;
        let Some(divergence) = (self.run)(&program) else { return false };
        let candidate = Candidate { size, shown: Shown { program, divergence } };
        if !self.is_kept(&candidate) {
            self.note_resembling(candidate);
            return false;
        }
        if candidate.shown.divergence.signature == self.kept && candidate.size < self.exact.size {
            self.exact = candidate.clone();
        }
        self.best = candidate;
        true
    }

    /// Whether the program has a step of the operation that is kept, if it is that of a step.
    fn could_be_kept(&self, program: &Program) -> bool {
        let has = |program: &Program| program.main.iter().any(|one| operation(one) == self.kept.op);
        self.keeping == Keeping::Resemblance || has(program) || !has(self.best())
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

    /// Tries every program that `candidates` makes of the best one; once one is adopted, goes on at the same place among
    /// those that can be made of it.
    pub(super) fn adopt_each(&mut self, candidates: impl Fn(&Program) -> Vec<Program>) {
        let mut index = 0;
        let mut list = candidates(self.best());
        while let Some(candidate) = list.get(index) {
            if self.is_spent() {
                return;
            }
            if self.adopt(candidate) {
                list = candidates(self.best());
            } else {
                index += 1;
            }
        }
    }

    /// Tries these programs, the smallest first, until one is adopted or `executions_max` were run.
    pub(super) fn adopt_smallest(&mut self, candidates: Vec<Program>, executions_max: u64) {
        let mut sized: Vec<(Size, Program)> = candidates
            .iter()
            .map(plain)
            .map(|program| (Size::of(&program), program))
            .filter(|(size, program)| *size < self.best.size && self.could_be_kept(program))
            .collect();
        sized.sort_by(|one, other| one.0.cmp(&other.0));
        let end = self.executions + executions_max;
        for (_, program) in sized {
            if self.executions >= end || self.adopt(&program) {
                return;
            }
        }
    }
}
