//! Repetitions: equal steps as one that is repeated, and long repetitions made short by small pools and arenas.

use super::block::{Block, replaced, spots};
use super::size::other_geometries;
use crate::program::{Program, Step};

/// The programs in which neighbouring steps that do the same are one step, repeated.
pub(super) fn joined(program: &Program) -> Vec<Program> {
    let mut candidates = Vec::new();
    for block in Block::all(program) {
        let steps = block.steps(program);
        let mut start = 0;
        while start < steps.len() {
            let statement = steps[start].statement();
            let same = steps[start..].iter().take_while(|step| step.statement() == statement);
            let (length, count) = same.fold((0, 0_u32), |(length, count), step| {
                (length + 1, count.saturating_add(times(step)))
            });
            if length > 1 {
                let step = Step::Repeated(count, statement.clone());
                candidates.push(block.with(program, |steps| {
                    steps.splice(start..start + length, [step]);
                }));
            }
            start += length;
        }
    }
    candidates
}

fn times(step: &Step) -> u32 {
    match step {
        Step::Repeated(count, _) => *count,
        Step::Plain(_) | Step::Guarded(_) => 1,
    }
}

/// How often a step is repeated at most where pools are small: two arenas full.
const SMALL_COUNT: u32 = 20;

/// The programs with another geometry, as they are and with every long repetition made short.
pub(super) fn reshaped(program: &Program) -> Vec<Program> {
    let mut candidates = Vec::new();
    for geometry in other_geometries(program.geometry) {
        let reshaped = Program { geometry, ..program.clone() };
        let long = |step: &Step| times(step) > SMALL_COUNT;
        let short = spots(program).into_iter().fold(reshaped.clone(), |short, spot| {
            let step = &spot.0.steps(&short)[spot.1];
            if !long(step) {
                return short;
            }
            let step = Step::Repeated(SMALL_COUNT, step.statement().clone());
            replaced(&short, spot, step)
        });
        candidates.extend([reshaped, short]);
    }
    candidates
}
