//! The workloads of one thread. Every block's first 16 bytes are written and read.

use std::collections::VecDeque;

use super::space::{Block, Space};
use super::{Allocator, STEPS};
use crate::choices::Choices;
use crate::clock::{Lap, Watch};
use crate::effort::Effort;
use crate::{Round, Unavailable};

const THOUSAND: usize = 1_000;
const MILLION: usize = 1_000_000;

/// The size of the blocks where it is always the same, in bytes.
pub(super) const BYTES: usize = 32;

/// What is asked of an allocator; an operation is an allocation and its free, unless said otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Workload {
    /// A block is allocated, touched and freed at once.
    Hot,
    /// So many blocks, freed in reverse.
    LastInFirstOut(usize),
    /// So many blocks, freed in order.
    FirstInFirstOut(usize),
    /// So many live blocks of the mix of sizes; each step frees a random one and allocates another.
    Mix(usize),
    /// Grows to a million blocks of the mix, frees a random 90 %, grows again, frees all.
    Burst,
    /// 2,000 lists of words grown by random appends to a million words; an operation is an append.
    Reallocate,
    /// One thread allocates batches, another frees them.
    ProducerConsumer,
    /// Two threads of 5,000 blocks each that replace random ones, then end and hand their blocks to fresh threads.
    Larson,
}

impl Workload {
    /// Those of the table, with the names of its columns.
    pub const ALL: [(&str, Self); 11] = [
        ("hot32", Self::Hot),
        ("lifo10k", Self::LastInFirstOut(10 * THOUSAND)),
        ("lifo1m", Self::LastInFirstOut(MILLION)),
        ("fifo10k", Self::FirstInFirstOut(10 * THOUSAND)),
        ("fifo1m", Self::FirstInFirstOut(MILLION)),
        ("mix100k", Self::Mix(100 * THOUSAND)),
        ("mix4m", Self::Mix(4 * MILLION)),
        ("burst", Self::Burst),
        ("realloc", Self::Reallocate),
        ("prodcons", Self::ProducerConsumer),
        ("larson", Self::Larson),
    ];

    /// Rounds of this workload in one thread.
    pub(super) fn alone<A: Allocator>(
        self,
        mut space: Space<A>,
        effort: Effort,
    ) -> Result<Round, Unavailable> {
        if matches!(self, Self::ProducerConsumer | Self::Larson) {
            return Err(Unavailable::because("used by one thread at a time"));
        }
        Ok(Box::new(move || self.lap(&mut space, effort).into()))
    }

    fn lap<A: Allocator>(self, space: &mut Space<A>, effort: Effort) -> Lap {
        match self {
            Self::Hot => hot(space, effort.of(10 * MILLION)),
            Self::LastInFirstOut(count) => last_in_first_out(space, &Laps::of(count, effort)),
            Self::FirstInFirstOut(count) => first_in_first_out(space, &Laps::of(count, effort)),
            Self::Mix(live) => mix(space, effort.of(live), effort.of(STEPS)),
            Self::Burst => burst(space, effort.of(MILLION)),
            Self::Reallocate => reallocate(space, effort.of(2 * THOUSAND), effort.of(MILLION)),
            Self::ProducerConsumer | Self::Larson => unreachable!("these take threads"),
        }
    }
}

/// So many blocks, and how often.
struct Laps {
    blocks: usize,
    repeats: usize,
}

impl Laps {
    fn of(blocks: usize, effort: Effort) -> Self {
        let blocks_in_all = effort.of(4 * MILLION);
        let blocks = effort.of(blocks);
        Self { blocks, repeats: (blocks_in_all / blocks).max(1) }
    }
}

fn hot<A: Allocator>(space: &mut Space<A>, steps: usize) -> Lap {
    let (watch, mut sum) = (Watch::start(), 0_u64);
    for step in 0..steps {
        let block = touched(space, BYTES, step);
        sum = sum.wrapping_add(block.read());
        space.free(block);
    }
    watch.lap(steps, sum)
}

fn last_in_first_out<A: Allocator>(space: &mut Space<A>, laps: &Laps) -> Lap {
    let mut blocks = Vec::with_capacity(laps.blocks);
    let (watch, mut sum) = (Watch::start(), 0_u64);
    for _ in 0..laps.repeats {
        blocks.extend((0..laps.blocks).map(|step| touched(space, BYTES, step)));
        while let Some(block) = blocks.pop() {
            sum = sum.wrapping_add(block.read());
            space.free(block);
        }
    }
    watch.lap(laps.blocks * laps.repeats, sum)
}

fn first_in_first_out<A: Allocator>(space: &mut Space<A>, laps: &Laps) -> Lap {
    let mut blocks = VecDeque::with_capacity(laps.blocks);
    let (watch, mut sum) = (Watch::start(), 0_u64);
    for _ in 0..laps.repeats {
        blocks.extend((0..laps.blocks).map(|step| touched(space, BYTES, step)));
        for block in blocks.drain(..) {
            sum = sum.wrapping_add(block.read());
            space.free(block);
        }
    }
    watch.lap(laps.blocks * laps.repeats, sum)
}

pub(super) fn mix<A: Allocator>(space: &mut Space<A>, live: usize, steps: usize) -> Lap {
    let mut choices = Choices::new();
    let mut blocks: Vec<_> = grown(space, &mut choices, live);
    let (watch, mut sum) = (Watch::start(), 0_u64);
    for step in 0..steps {
        let (index, bytes) = choices.index_and_bytes(live);
        sum = sum.wrapping_add(replace(space, &mut blocks[index], bytes, step));
    }
    let lap = watch.lap(steps, sum);
    free_all(space, blocks);
    lap
}

fn burst<A: Allocator>(space: &mut Space<A>, count: usize) -> Lap {
    let mut choices = Choices::new();
    let mut blocks = Vec::with_capacity(count);
    let (watch, mut sum) = (Watch::start(), 0_u64);
    blocks.extend((0..count).map(|step| touched(space, choices.bytes(), step)));
    while blocks.len() > count / 10 {
        let block: Block<A> = blocks.swap_remove(choices.below(blocks.len()));
        sum = sum.wrapping_add(block.read());
        space.free(block);
    }
    let again = count - blocks.len();
    blocks.extend((0..again).map(|step| touched(space, choices.bytes(), step)));
    let sum = sum.wrapping_add(free_all(space, blocks));
    watch.lap(count + again, sum)
}

/// A list of words.
struct List<A> {
    block: Option<Block<A>>,
    words: usize,
}

fn reallocate<A: Allocator>(space: &mut Space<A>, lists: usize, appends: usize) -> Lap {
    let mut choices = Choices::new();
    let mut lists: Vec<List<A>> = (0..lists).map(|_| List { block: None, words: 0 }).collect();
    let watch = Watch::start();
    for step in 0..appends {
        let index = choices.below(lists.len());
        append(space, &mut lists[index], step as u64);
    }
    let mut sum = 0_u64;
    for List { block, words } in lists {
        let Some(block) = block else { continue };
        sum = sum.wrapping_add(block.word(0)).wrapping_add(block.word(words - 1));
        space.free(block);
    }
    watch.lap(appends, sum)
}

/// Grows as CPython's lists do (`Objects/listobject.c`, `list_resize`).
fn append<A: Allocator>(space: &mut Space<A>, list: &mut List<A>, value: u64) {
    let words = list.words + 1;
    let capacity = list.block.as_ref().map_or(0, |block| block.bytes() / size_of::<u64>());
    if words > capacity {
        let bytes = ((words + words / 8 + 6) & !3) * size_of::<u64>();
        list.block = Some(match list.block.take() {
            Some(block) => space.resize(block, bytes),
            None => space.allocate(bytes),
        });
    }
    list.block.as_mut().expect("it has room").write(words - 1, value);
    list.words = words;
}

/// A block that was written to.
#[inline]
pub(super) fn touched<A: Allocator>(space: &mut Space<A>, bytes: usize, step: usize) -> Block<A> {
    let mut block = space.allocate(bytes);
    block.touch(step as u64);
    block
}

/// Frees a block, then puts another into its place. Answers what was read from the first.
#[inline]
pub(super) fn replace<A: Allocator>(
    space: &mut Space<A>,
    place: &mut Option<Block<A>>,
    bytes: usize,
    step: usize,
) -> u64 {
    let old = place.take().expect("every place has a block");
    let found = old.read();
    space.free(old);
    *place = Some(touched(space, bytes, step));
    found
}

/// So many blocks of the mix.
pub(super) fn grown<A: Allocator>(
    space: &mut Space<A>,
    choices: &mut Choices,
    count: usize,
) -> Vec<Option<Block<A>>> {
    (0..count).map(|step| Some(touched(space, choices.bytes(), step))).collect()
}

/// Answers the sum of what was read.
pub(super) fn free_all<A: Allocator>(
    space: &mut Space<A>,
    blocks: impl IntoIterator<Item = impl Into<Option<Block<A>>>>,
) -> u64 {
    let mut sum = 0_u64;
    for block in blocks.into_iter().filter_map(Into::into) {
        sum = sum.wrapping_add(block.read());
        space.free(block);
    }
    sum
}
