//! Fewer steps: chunks of them, then any two or three.

use super::block::{Block, spots, without};
use super::search::Search;
use crate::program::Program;

/// Delta debugging: all steps of a block, half of them, quarters, down to single ones, from the end.
pub(super) fn chunks(search: &mut Search<'_>) {
    for block in Block::all(search.best()) {
        let mut size = block.steps(search.best()).len();
        while size > 0 {
            let mut end = block.steps(search.best()).len();
            while end > 0 {
                let start = end.saturating_sub(size);
                let candidate = block.with(search.best(), |steps| drop(steps.drain(start..end)));
                search.adopt(&candidate);
                end = start.min(block.steps(search.best()).len());
            }
            size /= 2;
        }
    }
}

/// In how short a program any three steps are tried, and any two.
const TRIPLES_STEPS_MAX: usize = 7;
const PAIRS_STEPS_MAX: usize = 14;

/// The programs without two steps, such as a call that disables something and the one that enables it.
pub(super) fn pairs(program: &Program) -> Vec<Program> {
    let spots = spots(program);
    if spots.len() > PAIRS_STEPS_MAX {
        return Vec::new();
    }
    let mut candidates = Vec::new();
    for (index, one) in spots.iter().enumerate() {
        for other in &spots[..index] {
            candidates.push(without(program, &[*one, *other]));
        }
    }
    candidates
}

/// The programs without three steps.
pub(super) fn triples(program: &Program) -> Vec<Program> {
    let spots = spots(program);
    if spots.len() > TRIPLES_STEPS_MAX {
        return Vec::new();
    }
    let mut candidates = Vec::new();
    for (index, one) in spots.iter().enumerate() {
        for (between, other) in spots[..index].iter().enumerate() {
            for third in &spots[..between] {
                candidates.push(without(program, &[*one, *other, *third]));
            }
        }
    }
    candidates
}
