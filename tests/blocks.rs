//! The laws of an allocator: the one of this repository keeps them, and wrong ones are found.

mod amount;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{TestError, TestRunner};
use quickcheck::{Arbitrary as _, QuickCheck};
use twinheap::blocks::{self, BlockForm, BlockProgram, Counts, Exhausted, Store};
use twinheap::heaps::{self, Violation};
use twinheap::mutate::Form;

/// The law that is broken, if one is.
fn kept(broken: Result<blocks::Report, Violation>) -> Result<(), TestCaseError> {
    let law =
        |broken: Violation| TestCaseError::fail(format!("{}: {}", broken.invariant, broken.found));
    broken.map(drop).map_err(law)
}

proptest! {
    #![proptest_config(amount::config(500))]

    #[test]
    fn allocator_keeps_every_law(program: BlockProgram) {
        kept(blocks::run(&program))?;
    }

    #[test]
    fn allocator_keeps_every_law_whatever_the_bytes(bytes in vec(any::<u8>(), 0..400)) {
        kept(blocks::run(&BlockProgram::from_bytes(&bytes)))?;
    }
}

/// What calls are made smaller to is as good as any.
#[test]
fn allocator_keeps_every_law_on_smaller_calls() {
    const SMALLER_MAX: usize = 30;
    fn all_keep(program: BlockProgram) -> bool {
        program.shrink().take(SMALLER_MAX).all(|smaller| blocks::run(&smaller).is_ok())
    }
    let cases = u64::from(amount::cases(50));
    QuickCheck::new()
        .tests(cases)
        .max_tests(cases)
        .quickcheck(all_keep as fn(BlockProgram) -> bool);
}

#[test]
fn allocator_keeps_every_law_on_programs_of_the_source() {
    let (mut failed, mut reallocated) = (0, 0);
    for seed in 0..500 {
        let program = BlockProgram::from_bytes(&BlockForm::fresh(1024, seed));
        let report = blocks::run(&program).unwrap_or_else(|broken| panic!("{program}\n{broken:?}"));
        failed += report.failed;
        reallocated += report.reallocated;
    }
    assert!(failed > 100 && reallocated > 500, "{failed} calls failed, {reallocated} reallocated");
}

/// What is wrong with an allocator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wrong {
    /// All blocks are said to start at the same place.
    Overlap,
    /// Blocks are said to start one byte late.
    Misaligned,
    /// A reallocation forgets the first byte.
    Forgetful,
    /// A request that was told to fail does not.
    Unfailing,
    /// A block is not counted.
    Miscounted,
    /// A block is never given back.
    Leaky,
}

/// The right allocator with something wrong.
struct Spoiled {
    store: Box<dyn Store>,
    wrong: Wrong,
}

impl Store for Spoiled {
    fn allocate(&mut self, bytes: usize) -> Result<usize, Exhausted> {
        self.store.allocate(bytes)
    }
    fn deallocate(&mut self, block: usize) {
        if self.wrong != Wrong::Leaky || block != 2 {
            self.store.deallocate(block);
        }
    }
    fn reallocate(&mut self, block: usize, bytes: usize) -> Result<(), Exhausted> {
        self.store.reallocate(block, bytes)?;
        if self.wrong == Wrong::Forgetful
            && let Some(first) = self.store.contents_mut(block).first_mut()
        {
            *first = !*first;
        }
        Ok(())
    }
    fn reserve(&mut self, sizes: &[usize]) -> Result<(), Exhausted> {
        self.store.reserve(sizes)
    }
    fn settle(&mut self) {
        self.store.settle();
    }
    fn fail_at(&mut self, request: u64) {
        if self.wrong != Wrong::Unfailing {
            self.store.fail_at(request);
        }
    }
    fn requests(&self) -> u64 {
        self.store.requests()
    }
    fn address(&self, block: usize) -> usize {
        match self.wrong {
            Wrong::Overlap => 0x1000,
            Wrong::Misaligned => self.store.address(block) + 1,
            _ => self.store.address(block),
        }
    }
    fn contents(&self, block: usize) -> &[u8] {
        self.store.contents(block)
    }
    fn contents_mut(&mut self, block: usize) -> &mut [u8] {
        self.store.contents_mut(block)
    }
    fn counts(&self) -> Counts {
        let counts = self.store.counts();
        let hidden = usize::from(self.wrong == Wrong::Miscounted && counts.blocks_live > 0);
        Counts { blocks_live: counts.blocks_live - hidden, ..counts }
    }
    fn release(&mut self) {
        self.store.release();
    }
    fn check(&self) -> Result<(), Violation> {
        self.store.check()
    }
}

#[test]
fn every_wrong_allocator_is_found_by_its_law() {
    for (wrong, law) in [
        (Wrong::Overlap, "apart"),
        (Wrong::Misaligned, "aligned"),
        (Wrong::Forgetful, "contents"),
        (Wrong::Unfailing, "outcome"),
        (Wrong::Miscounted, "counts"),
        (Wrong::Leaky, "counts"),
    ] {
        let result =
            TestRunner::new(amount::config(1_000)).run(&any::<BlockProgram>(), |program| {
                let store = heaps::store(program.geometry, program.memory);
                kept(blocks::run_on(&program, &mut Spoiled { store, wrong }))
            });
        let Err(TestError::Fail(reason, program)) = result else { panic!("{wrong:?}: {result:?}") };
        assert!(reason.message().starts_with(law), "{wrong:?}: {reason}");
        assert!(program.calls.len() <= 3, "{wrong:?}: {program}");
    }
}
