//! The search for fewer and simpler calls that still break a law.

use std::ops::Range;
use std::vec;

use super::{BlockProgram, Call};
use crate::heaps::Memory;
use crate::program::Geometry;
use crate::shrink::lower;

/// A search for the simplest calls that fail, for whoever runs them: ask for a [`candidate`](Self::candidate), run it, and
/// [`adopt`](Self::adopt) it if it fails as well; until there is none.
#[derive(Debug)]
pub struct Search {
    best: BlockProgram,
    /// The candidate that was given out last, until something becomes of it.
    asked: Option<BlockProgram>,
    /// What is still to be tried on the best calls.
    changes: vec::IntoIter<Change>,
}

/// A way to make calls simpler. None makes anything longer or larger, so the search comes to an end.
#[derive(Debug)]
enum Change {
    Without(Range<usize>),
    With(usize, Call),
    Geometry(Geometry),
    Memory(Memory),
}

impl Search {
    /// A search that starts from `program`, which fails.
    #[must_use]
    pub fn new(program: BlockProgram) -> Self {
        Self { changes: changes(&program).into_iter(), best: program, asked: None }
    }

    /// The simplest calls so far that fail.
    #[must_use]
    pub fn best(&self) -> &BlockProgram {
        &self.best
    }

    /// The next calls to run. That the ones before were not adopted means that they did not fail.
    pub fn candidate(&mut self) -> Option<&BlockProgram> {
        let change = self.changes.next();
        self.asked = change.map(|change| change.apply(self.best.clone()));
        self.asked.as_ref()
    }

    /// The last candidate fails as well: it is the best from now on.
    pub fn adopt(&mut self) {
        if let Some(candidate) = self.asked.take() {
            self.changes = changes(&candidate).into_iter();
            self.best = candidate;
        }
    }
}

impl Change {
    fn apply(self, mut program: BlockProgram) -> BlockProgram {
        match self {
            Self::Without(range) => drop(program.calls.drain(range)),
            Self::With(index, call) => program.calls[index] = call,
            Self::Geometry(geometry) => program.geometry = geometry,
            Self::Memory(memory) => program.memory = memory,
        }
        program
    }
}

/// Delta debugging: all calls gone, half of them, quarters, down to single ones, from the end; then one thing simpler.
fn changes(program: &BlockProgram) -> Vec<Change> {
    let mut changes = Vec::new();
    let count = program.calls.len();
    let lens = std::iter::successors(Some(count), |len| Some(len / 2)).take_while(|len| *len > 0);
    for len in lens {
        let ends = std::iter::successors(Some(count), |end| end.checked_sub(len));
        let chunks = ends.take_while(|end| *end > 0).map(|end| end.saturating_sub(len)..end);
        changes.extend(chunks.map(Change::Without));
    }
    let geometries = Geometry::ALL.into_iter().filter(|one| *one < program.geometry);
    changes.extend(geometries.map(Change::Geometry));
    changes.extend((program.memory != Memory::POOLED).then_some(Change::Memory(Memory::POOLED)));
    for (index, call) in program.calls.iter().enumerate() {
        changes.extend(simpler(call).into_iter().map(|call| Change::With(index, call)));
    }
    changes
}

/// The call with one of its numbers lower, or doing less; the simplest first.
fn simpler(call: &Call) -> Vec<Call> {
    match call {
        Call::Allocate(count, bytes) => {
            let fewer = positive(*count).map(|count| Call::Allocate(count, *bytes));
            fewer.chain(sizes(*bytes).map(|bytes| Call::Allocate(*count, bytes))).collect()
        }
        Call::Deallocate(block) => sizes(*block).map(Call::Deallocate).collect(),
        Call::DeallocateEvery(first, step) => {
            let others = sizes(*first).map(|first| Call::DeallocateEvery(first, *step));
            let steps = positive(*step).map(|step| Call::DeallocateEvery(*first, step));
            [Call::Deallocate(*first)].into_iter().chain(others).chain(steps).collect()
        }
        Call::Reallocate(block, bytes) => {
            let others = sizes(*block).map(|block| Call::Reallocate(block, *bytes));
            others.chain(sizes(*bytes).map(|bytes| Call::Reallocate(*block, bytes))).collect()
        }
        Call::Reserve(reserved) => simpler_reservations(reserved),
        Call::FailAt(request) => {
            let requests = lower(i64::try_from(*request).unwrap_or(i64::MAX)).into_iter();
            requests.filter_map(|request| request.try_into().ok()).map(Call::FailAt).collect()
        }
        Call::Settle | Call::Check => Vec::new(),
    }
}

fn simpler_reservations(reserved: &[usize]) -> Vec<Call> {
    let mut simpler = Vec::new();
    for index in 0..reserved.len() {
        let mut fewer = reserved.to_vec();
        fewer.remove(index);
        simpler.push(Call::Reserve(fewer));
    }
    for (index, bytes) in reserved.iter().enumerate() {
        simpler.extend(sizes(*bytes).map(|bytes| {
            let mut smaller = reserved.to_vec();
            smaller[index] = bytes;
            Call::Reserve(smaller)
        }));
    }
    simpler
}

/// Smaller numbers, the smallest first.
fn sizes(number: usize) -> impl Iterator<Item = usize> {
    // A number that large is as good as any that is.
    let lower = lower(i64::try_from(number).unwrap_or(i64::MAX)).into_iter();
    lower.filter_map(|number| number.try_into().ok())
}

/// Smaller numbers from 1 on.
fn positive(number: usize) -> impl Iterator<Item = usize> {
    sizes(number).filter(|number| *number > 0)
}
