//! How much memory is resident for how much that was asked for.

use super::Allocator;
use super::space::{Block, Space};
use super::workload::{free_all, touched};
use crate::choices::Choices;
use crate::effort::Effort;
use crate::{Answer, Figure, resident};

/// How many blocks there are at most.
const BLOCKS: usize = 1_000_000;

/// What [`measure`] answers: bytes beyond those asked for, for each block; resident memory against what the live blocks asked
/// for, grown and after a random 90 % were freed; and resident MB after all were freed.
pub const FIGURES: [Figure; 4] = [
    Figure { name: "extra", unit: "B/block" },
    Figure { name: "grown", unit: "×" },
    Figure { name: "10 % left", unit: "×" },
    Figure { name: "none left", unit: "MB" },
];

/// Grows to a million blocks of so many bytes, or of the mix, frees a random 90 %, then all.
pub(super) fn measure<A: Allocator>(
    space: &mut Space<A>,
    bytes: Option<usize>,
    effort: Effort,
) -> Answer {
    let (count, mut choices) = (effort.of(BLOCKS), Choices::new());
    // Resident before the start, so that only the allocator's memory is measured, all that it takes for the first block included.
    let mut blocks: Vec<Option<Block<A>>> = (0..count).map(|_| None).collect();
    let start = resident::bytes();
    let above_start = || resident::bytes().saturating_sub(start) as f64;

    for (step, place) in blocks.iter_mut().enumerate() {
        *place = Some(touched(space, bytes.unwrap_or_else(|| choices.bytes()), step));
    }
    let (asked, grown) = (asked_for(&blocks), above_start());
    for _ in 0..count - count / 10 {
        let block = blocks.swap_remove(choices.below(blocks.len()));
        free_all(space, [block]);
    }
    let (asked_still, left) = (asked_for(&blocks), above_start());
    let checksum = free_all(space, blocks.drain(..));
    let none = above_start();
    let figures =
        vec![(grown - asked) / count as f64, grown / asked, left / asked_still, none / 1e6];
    Answer { figures, checksum }
}

fn asked_for<A>(blocks: &[Option<Block<A>>]) -> f64 {
    blocks.iter().flatten().map(Block::bytes).sum::<usize>() as f64
}
