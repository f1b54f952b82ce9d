//! Makes a program that shows a divergence smaller, as long as it shows the same one.
//!
//! It knows neither heaps nor processes: whoever shrinks says how to run a program. Every candidate is simpler
//! than the best so far: it has fewer steps, or as many with a smaller part. So the search ends by itself; the budget bounds
//! it where runs are dear.

mod fold;
mod names;
mod simpler;
mod tables;
#[cfg(test)]
mod tests;

use crate::lockstep::{Divergence, Place, Signature};
use crate::program::{Geometry, Program, Step};

/// Shrinks programs by running them.
#[derive(Debug)]
pub struct Shrinker<F> {
    run: F,
    executions_max: u64,
}

/// What shrinking came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Shrunk {
    /// The smallest program found.
    pub program: Program,
    /// What it shows.
    pub divergence: Divergence,
    /// How many programs were run.
    pub executions: u64,
    /// Whether the smallest program showed the same divergence when it was run once more. If it did not, `program` is the
    /// one that shrinking started from.
    pub stable: bool,
}

/// How many runs a shrinking may take, unless told otherwise.
pub const EXECUTIONS_MAX: u64 = 3_000;

impl<F: FnMut(&Program) -> Option<Divergence>> Shrinker<F> {
    /// Shrinks by `run`, which says what a program shows, in at most `executions_max` runs.
    pub fn new(run: F, executions_max: u64) -> Self {
        Self { run, executions_max }
    }

    /// Shrinks `program`, which shows `divergence`.
    pub fn shrink(&mut self, program: Program, divergence: Divergence) -> Shrunk {
        let original = (program.clone(), divergence.clone());
        let mut search = Search {
            run: &mut self.run,
            executions_left: self.executions_max,
            kept: divergence.signature.clone(),
            best: program,
            divergence,
        };
        search.until_fixpoint();
        let executions = self.executions_max - search.executions_left + 1;
        let Search { best, divergence, kept, .. } = search;
        let again = (self.run)(&best);
        let stable = again.is_some_and(|again| again.signature.keeps(&kept));
        let (program, divergence) = if stable { (best, divergence) } else { original };
        Shrunk { program, divergence, executions, stable }
    }
}

/// A list of steps in a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Block {
    Main,
    Function(usize),
    Finalizer(usize),
}

/// The search for one divergence.
struct Search<'a, F> {
    run: &'a mut F,
    executions_left: u64,
    kept: Signature,
    best: Program,
    divergence: Divergence,
}

impl<F: FnMut(&Program) -> Option<Divergence>> Search<'_, F> {
    fn until_fixpoint(&mut self) {
        self.truncate();
        self.adopt(self.best.clone().normalized());
        loop {
            let before = self.best.clone();
            self.remove_steps();
            self.adopt_each(tables::simpler);
            self.simplify_steps();
            self.adopt_each(fold::folded);
            self.adopt_each(names::merged);
            if self.best == before {
                self.remove_pairs();
                self.rename();
            }
            if self.best == before || self.executions_left == 0 {
                return;
            }
        }
    }

    /// Whether `candidate` shows the divergence; if so it is the best from now on.
    fn adopt(&mut self, candidate: Program) -> bool {
        if self.executions_left == 0 || candidate == self.best || candidate.validate().is_err() {
            return false;
        }
        self.executions_left -= 1;
        let Some(divergence) = (self.run)(&candidate) else { return false };
        if !divergence.signature.keeps(&self.kept) {
            return false;
        }
        self.best = candidate;
        self.divergence = divergence;
        true
    }

    /// Drops what stands after the step that diverges.
    fn truncate(&mut self) {
        if let Place::Step(index) = self.divergence.place {
            let mut candidate = self.best.clone();
            candidate.main.truncate(index + 1);
            self.adopt(candidate);
        }
    }

    fn remove_steps(&mut self) {
        self.remove_chunks(Block::Main);
        self.truncate();
        for block in bodies(&self.best) {
            self.remove_chunks(block);
        }
    }

    /// Delta debugging: half of the steps, then quarters, down to single ones, from the end.
    fn remove_chunks(&mut self, block: Block) {
        let mut size = steps(&self.best, block).len().div_ceil(2);
        while size > 0 {
            let mut end = steps(&self.best, block).len();
            while end > 0 {
                let start = end.saturating_sub(size);
                let mut candidate = self.best.clone();
                steps_mut(&mut candidate, block).drain(start..end);
                self.adopt(candidate);
                end = start.min(steps(&self.best, block).len());
            }
            size /= 2;
        }
    }

    /// Two steps that only make sense together, such as a call that disables something and the one that enables it.
    fn remove_pairs(&mut self) {
        let mut later = self.best.main.len();
        while later > 1 {
            later -= 1;
            let mut earlier = later;
            while earlier > 0 {
                earlier -= 1;
                let mut candidate = self.best.clone();
                if later >= candidate.main.len() {
                    break;
                }
                candidate.main.remove(later);
                candidate.main.remove(earlier);
                if self.adopt(candidate) {
                    break;
                }
            }
        }
    }

    fn simplify_steps(&mut self) {
        for zeal in simpler::zeals(self.best.zeal) {
            if self.adopt(Program { zeal, ..self.best.clone() }) {
                break;
            }
        }
        if self.best.geometry != Geometry::default() {
            let candidate = Program { geometry: Geometry::default(), ..self.best.clone() };
            self.adopt(candidate);
        }
        self.simplify_block(Block::Main);
        for block in bodies(&self.best) {
            self.simplify_block(block);
        }
    }

    fn simplify_block(&mut self, block: Block) {
        let mut index = 0;
        while let Some(step) = steps(&self.best, block).get(index) {
            let adopted = simpler::steps(step).into_iter().any(|step| {
                let mut candidate = self.best.clone();
                steps_mut(&mut candidate, block)[index] = step;
                self.adopt(candidate)
            });
            if !adopted {
                index += 1;
            }
        }
    }

    /// Tries every program that `candidates` makes of the best one, from the first again once one is adopted at its place.
    fn adopt_each(&mut self, candidates: fn(&Program) -> Vec<Program>) {
        let mut index = 0;
        while let Some(candidate) = candidates(&self.best).into_iter().nth(index) {
            if !self.adopt(candidate) {
                index += 1;
            }
        }
    }

    fn rename(&mut self) {
        let candidate = names::renamed(&self.best);
        self.adopt(candidate);
    }
}

/// The bodies of functions and finalizers.
fn bodies(program: &Program) -> Vec<Block> {
    let functions = (0..program.functions.len()).map(Block::Function);
    let finalizers = (0..program.classes.len()).map(Block::Finalizer);
    functions.chain(finalizers).collect()
}

/// A block's steps; none where there is no such block (any more).
fn steps(program: &Program, block: Block) -> &[Step] {
    match block {
        Block::Main => &program.main,
        Block::Function(index) => {
            program.functions.get(index).map_or(&[], |function| &function.body.steps)
        }
        Block::Finalizer(index) => {
            let finalizer = program.classes.get(index).and_then(|class| class.finalizer.as_ref());
            finalizer.map_or(&[], |finalizer| &finalizer.body.steps)
        }
    }
}

/// # Panics
/// If there is no such block: only blocks with steps are changed.
fn steps_mut(program: &mut Program, block: Block) -> &mut Vec<Step> {
    match block {
        Block::Main => &mut program.main,
        Block::Function(index) => &mut program.functions[index].body.steps,
        Block::Finalizer(index) => {
            let finalizer = program.classes[index].finalizer.as_mut();
            &mut finalizer.expect("a block that has steps is there").body.steps
        }
    }
}
