//! What is tried, in which order.

use std::collections::VecDeque;

use super::pass::{Each, Make, Pass, Progress};
use super::polish::Polish;
use super::remove::Chunks;
use super::size::Size;
use super::small::Smallest;
use super::{bodies, fold, fuse, inline, names, remove, repeat, shape, simpler, tables, trigger};
use crate::program::Program;

/// All that there is, until nothing yields anything more.
pub(super) fn all() -> Sequence {
    Sequence(VecDeque::from([
        Box::new(Reduce::default()) as Box<dyn Pass>,
        Box::new(Smallest::default()),
        Box::new(Reduce::default()),
        Box::new(Polish::default()),
    ]))
}

/// Passes one after the other.
#[derive(Debug)]
pub(super) struct Sequence(VecDeque<Box<dyn Pass>>);

impl Pass for Sequence {
    fn next(&mut self, progress: &Progress<'_>) -> Option<Program> {
        while let Some(pass) = self.0.front_mut() {
            let candidate = pass.next(progress);
            if candidate.is_some() {
                return candidate;
            }
            self.0.pop_front();
        }
        None
    }
}

/// Passes that go over the whole program. The later ones are dear, and are left out of a round in which one before them
/// yielded anything.
const PASSES: [Make; 23] = [
    tables::simpler,
    simpler::simpler,
    fold::folded,
    names::merged,
    inline::inlined,
    repeat::joined,
    // From here on the dear ones.
    repeat::reshaped,
    remove::pairs,
    fuse::substituted,
    inline::hoisted,
    inline::brought_out,
    shape::reshaped,
    trigger::moved,
    fuse::contracted,
    fuse::gathered,
    fuse::repeated,
    fuse::rebound,
    fuse::overwritten,
    bodies::plain,
    names::merged_without_one,
    fuse::kept_by_name,
    fuse::enriched,
    remove::triples,
];

/// How many of them are cheap.
const CHEAP: usize = 6;

/// Chunks of steps removed, then [`PASSES`], round after round until one yields nothing more.
#[derive(Debug, Default)]
pub(super) struct Reduce {
    /// The size of the best program when the round began.
    before: Option<Size>,
    /// How many passes of this round are over.
    over: usize,
    chunks: Chunks,
    /// The pass after the chunks that is under way.
    each: Option<Each>,
}

impl Pass for Reduce {
    fn next(&mut self, progress: &Progress<'_>) -> Option<Program> {
        loop {
            let before = self.before.get_or_insert_with(|| progress.size.clone());
            let pass: &mut dyn Pass = match &mut self.each {
                Some(each) => each,
                None => &mut self.chunks,
            };
            let candidate = pass.next(progress);
            if candidate.is_some() {
                return candidate;
            }
            let is_yielding = before != progress.size;
            let is_last = self.over == PASSES.len() || is_yielding && self.over == CHEAP;
            match (is_last, is_yielding) {
                (true, false) => return None,
                (true, true) => *self = Self::default(),
                (false, _) => {
                    self.each = Some(Each::new(PASSES[self.over]));
                    self.over += 1;
                }
            }
        }
    }
}
