//! The workloads of two threads. CPU time is that of both.

use std::mem;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use super::Shared;
use super::space::{Block, Space};
use super::workload::{free_all, grown, replace, touched};
use crate::choices::Choices;
use crate::clock::{Lap, Watch};
use crate::effort::Effort;
use crate::{Round, Unavailable};

/// How many blocks change hands at a time, so that it is not the channel that is measured.
const BATCH: usize = 1_000;
/// How many batches may wait.
const BATCHES_WAITING: usize = 4;
/// How many blocks each of the threads has.
const SLOTS: usize = 5_000;
/// How often the blocks change hands.
const GENERATIONS: usize = 10;

/// One thread allocates batches of the mix, another frees them.
pub(super) fn producer_consumer<A: Shared>(effort: Effort) -> Result<Round, Unavailable> {
    let mut space = Space::<A>::new()?;
    Ok(Box::new(move || pass_on(&mut space, effort.of(2_000)).into()))
}

/// Two threads replace random blocks of the mix; then their blocks go to fresh threads, so that most frees are of memory that
/// a dead thread has allocated.
pub(super) fn larson<A: Shared>(effort: Effort) -> Result<Round, Unavailable> {
    // Starts the allocator, which must not be measured.
    let space = Space::<A>::new()?;
    Ok(Box::new(move || {
        let _ = &space;
        hand_over::<A>(effort.of(SLOTS), effort.of(200_000)).into()
    }))
}

fn pass_on<A: Shared>(space: &mut Space<A>, batches: usize) -> Lap {
    let mut choices = Choices::new();
    let watch = Watch::start();
    let sum = thread::scope(|scope| {
        let (sender, receiver) = sync_channel::<Vec<Block<A>>>(BATCHES_WAITING);
        let consumer = scope.spawn(|| consume(receiver));
        for _ in 0..batches {
            let batch = (0..BATCH).map(|step| touched(space, choices.bytes(), step)).collect();
            sender.send(batch).expect("the consumer goes on until there is no producer");
        }
        drop(sender);
        consumer.join().expect("the consumer does not panic")
    });
    watch.lap(batches * BATCH, sum)
}

fn consume<A: Shared>(batches: Receiver<Vec<Block<A>>>) -> u64 {
    let mut space = Space::<A>::new().expect("the other thread has one");
    batches.iter().fold(0, |sum: u64, batch| sum.wrapping_add(free_all(&mut space, batch)))
}

type Slots<A> = Vec<Option<Block<A>>>;

fn hand_over<A: Shared>(slots: usize, steps: usize) -> Lap {
    let watch = Watch::start();
    let fresh = || thread::spawn(move || fill::<A>(slots)).join().expect("it does not panic");
    let (mut left, mut right): (Slots<A>, Slots<A>) = (fresh(), fresh());
    let mut sum = 0_u64;
    for _ in 0..GENERATIONS {
        let threads = [left, right].map(|blocks| thread::spawn(move || churn(blocks, steps)));
        let results = threads.map(|thread| thread.join().expect("it does not panic"));
        let [(one, found), (other, found_too)] = results;
        sum = sum.wrapping_add(found).wrapping_add(found_too);
        (left, right) = (other, one);
    }
    let lap = watch.lap(GENERATIONS * 2 * steps, sum);
    let mut space = Space::<A>::new().expect("there was one before");
    free_all(&mut space, mem::take(&mut left));
    free_all(&mut space, mem::take(&mut right));
    lap
}

fn fill<A: Shared>(slots: usize) -> Slots<A> {
    let mut space = Space::<A>::new().expect("the main thread has one");
    grown(&mut space, &mut Choices::new(), slots)
}

fn churn<A: Shared>(mut blocks: Slots<A>, steps: usize) -> (Slots<A>, u64) {
    let mut space = Space::<A>::new().expect("the main thread has one");
    let (mut choices, mut sum) = (Choices::new(), 0_u64);
    for step in 0..steps {
        let (index, bytes) = choices.index_and_bytes(blocks.len());
        sum = sum.wrapping_add(replace(&mut space, &mut blocks[index], bytes, step));
    }
    (blocks, sum)
}
