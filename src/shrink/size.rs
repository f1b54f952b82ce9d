//! Which of two programs is the smaller.

use crate::program::{Geometry, Program, Step};

use super::{names, tables};

/// The size of a program in its plain form. Any two different plain programs have different sizes, so whatever only goes
/// from larger to smaller comes to an end.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Size {
    /// [`Program::steps`]
    steps: usize,
    /// How much there is to read and to run: the length of the text, and more for what is repeated often.
    weight: usize,
    /// Of two texts of one length the first in the alphabet: lower numbers, and numbers before names.
    text: String,
}

/// What a doubling of a repetition weighs, in characters. So a small geometry, which is a line of its own, is worth its line
/// where it makes a repetition short.
const DOUBLING: usize = 4;

impl Size {
    pub(super) fn of(program: &Program) -> Self {
        let text = program.to_string();
        let repetitions = program.blocks().flatten().map(|step| match step {
            Step::Repeated(count, _) => count.checked_ilog2().unwrap_or(0) as usize * DOUBLING,
            Step::Plain(_) | Step::Guarded(_) => 0,
        });
        Self { steps: program.steps(), weight: text.len() + repetitions.sum::<usize>(), text }
    }

    /// What the program is known by.
    pub(super) fn text(&self) -> &str {
        &self.text
    }
}

/// The program in its plain form: without definitions that nothing uses, everything numbered in the order of the text and
/// spelled `a`, `b`, `C0`, `f0`. Programs that differ in nothing else have one plain form.
pub(super) fn plain(program: &Program) -> Program {
    names::renamed(&tables::compacted(program))
}

/// The other geometries.
pub(super) fn other_geometries(geometry: Geometry) -> impl Iterator<Item = Geometry> {
    Geometry::ALL.into_iter().filter(move |other| *other != geometry)
}
