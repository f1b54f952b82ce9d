//! Fewer steps: chunks of them, then any two or three.

use std::vec;

use super::block::{Block, spots, without};
use super::pass::{Pass, Progress};
use crate::program::Program;

/// Delta debugging: all steps of a block, half of them, quarters, down to single ones, from the end.
#[derive(Debug, Default)]
pub(super) struct Chunks {
    /// The blocks that are still to come.
    blocks: Option<vec::IntoIter<Block>>,
    chunk: Option<Chunk>,
}

/// Neighbouring steps of a block.
#[derive(Debug)]
struct Chunk {
    block: Block,
    len: usize,
    /// Behind the last of them.
    end: usize,
}

impl Pass for Chunks {
    fn next(&mut self, progress: &Progress<'_>) -> Option<Program> {
        let blocks = self.blocks.get_or_insert_with(|| Block::all(progress.best).into_iter());
        loop {
            if let Some(candidate) = self.chunk.as_mut().and_then(|one| one.next(progress.best)) {
                return Some(candidate);
            }
            let block = blocks.next()?;
            let len = block.steps(progress.best).len();
            self.chunk = Some(Chunk { block, len, end: len });
        }
    }
}

impl Chunk {
    /// The program without this chunk, which is the one before it or the last of the next smaller ones afterwards.
    fn next(&mut self, program: &Program) -> Option<Program> {
        let len = self.block.steps(program).len();
        self.end = self.end.min(len);
        if self.end == 0 {
            self.len /= 2;
            self.end = len;
        }
        if self.len == 0 || len == 0 {
            return None;
        }
        let start = self.end.saturating_sub(self.len);
        let chunk = start..self.end;
        self.end = start;
        Some(self.block.with(program, |steps| drop(steps.drain(chunk))))
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
