//! Runs calls on an allocator beside the account.

use super::ledger::{Ledger, Live, Size};
use super::{ALIGN_BYTES, BlockProgram, Call, Exhausted, SMALL_BYTES_MAX, Store};
use crate::heaps::memory::Backing;
use crate::heaps::{self, Memory, Violation};

/// What a run met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Report {
    /// Blocks that were allocated.
    pub allocated: u64,
    /// Blocks that got another size.
    pub reallocated: u64,
    /// Calls that failed, as they had to.
    pub failed: u64,
    /// The most blocks in use at a time.
    pub live_max: usize,
}

/// Runs `program` on the allocator of this repository.
///
/// # Errors
/// The first law that was broken, and by which call.
pub fn run(program: &BlockProgram) -> Result<Report, Violation> {
    run_on(program, heaps::store(program.geometry, program.memory).as_mut())
}

/// Runs `program` on an empty allocator. Its geometry and memory are for whoever made the allocator.
///
/// # Errors
/// The first law that was broken, and by which call.
pub fn run_on(program: &BlockProgram, store: &mut dyn Store) -> Result<Report, Violation> {
    let mut run =
        Run { store, memory: program.memory, ledger: Ledger::default(), report: Report::default() };
    for (index, call) in program.calls.iter().enumerate() {
        let checked = run.call(call).and_then(|()| {
            if program.is_thorough || *call == Call::Check { run.check() } else { Ok(()) }
        });
        checked.map_err(|violation| at(violation, &format!("call {}, {call}", index + 1)))?;
    }
    run.finish().map_err(|violation| at(violation, "the end"))?;
    Ok(run.report)
}

struct Run<'a> {
    store: &'a mut dyn Store,
    memory: Memory,
    ledger: Ledger,
    report: Report,
}

impl Run<'_> {
    fn call(&mut self, call: &Call) -> Result<(), Violation> {
        match *call {
            Call::Allocate(count, bytes) => (0..count).try_for_each(|_| self.allocate(bytes))?,
            Call::Deallocate(block) => {
                if let Some(place) = self.ledger.chosen(block) {
                    self.deallocate(place)?;
                }
            }
            Call::DeallocateEvery(first, step) => {
                let mut place = self.ledger.chosen(first).unwrap_or(0);
                while place < self.ledger.live().len() {
                    self.deallocate(place)?;
                    place += step - 1;
                }
            }
            Call::Reallocate(block, bytes) => {
                if let Some(place) = self.ledger.chosen(block) {
                    self.reallocate(place, bytes)?;
                }
            }
            Call::Reserve(ref sizes) => {
                let expected = self.ledger.reserve(sizes);
                let found = self.store.reserve(sizes);
                self.outcome(expected, found)?;
            }
            Call::Settle => {
                if self.ledger.settle() {
                    self.store.settle();
                }
            }
            Call::FailAt(request) => {
                self.ledger.fail_at(request);
                self.store.fail_at(request);
            }
            Call::Check => {}
        }
        let (expected, found) = (self.ledger.requests, self.store.requests());
        unless(expected == found, "outcome", || format!("{found} requests, not {expected}"))
    }

    fn allocate(&mut self, bytes: usize) -> Result<(), Violation> {
        let expected = self.ledger.allocate(bytes);
        let found = self.store.allocate(bytes);
        self.outcome(expected, found.map(drop))?;
        let Ok(number) = found else { return Ok(()) };
        self.note(self.ledger.live().len(), number, bytes)?;
        self.report.allocated += 1;
        self.report.live_max = self.report.live_max.max(self.ledger.live().len());
        Ok(())
    }

    fn deallocate(&mut self, place: usize) -> Result<(), Violation> {
        let live = self.ledger.leave(place);
        self.intact(live)?;
        self.store.deallocate(live.number);
        Ok(())
    }

    fn reallocate(&mut self, place: usize, bytes: usize) -> Result<(), Violation> {
        let live = self.ledger.live()[place];
        self.intact(live)?;
        let expected = self.ledger.reallocate(live.bytes, bytes);
        let found = self.store.reallocate(live.number, bytes);
        self.outcome(expected, found)?;
        if found.is_err() {
            let stays = self.store.address(live.number) == live.address;
            unless(stays, "nothing done", || format!("{live:?} has moved"))?;
            return self.intact(live);
        }
        self.moved(live, bytes)?;
        self.intact(Live { bytes: live.bytes.min(bytes), ..live })?;
        self.ledger.leave(place);
        self.report.reallocated += 1;
        self.note(place, live.number, bytes)
    }

    /// A block has another size: whether it may lie where it lies.
    fn moved(&self, live: Live, bytes: usize) -> Result<(), Violation> {
        let stays = self.store.address(live.number) == live.address;
        let holds = match (Size::of(live.bytes), Size::of(bytes)) {
            // Both are the system's affair.
            (Size::Large(_), Size::Large(_)) => true,
            (old, new) if old == new => stays || !self.is_pooled(bytes),
            _ => !stays,
        };
        unless(holds, "in place", || format!("{live:?} with {bytes} bytes: it stays: {stays}"))
    }

    /// Whether a block of so many bytes is one of a pool: not where its redzones make it too large.
    fn is_pooled(&self, bytes: usize) -> bool {
        let redzone_bytes = self.memory.guards.map_or(0, |guards| guards.redzone_bytes);
        let guarded_bytes = bytes.next_multiple_of(ALIGN_BYTES) + 2 * redzone_bytes;
        self.memory.backing == Backing::Pooled && guarded_bytes <= SMALL_BYTES_MAX
    }

    /// Enters a block that was handed out, and fills it.
    fn note(&mut self, place: usize, number: usize, bytes: usize) -> Result<(), Violation> {
        let live = Live { number, bytes, address: self.store.address(number) };
        let aligned = live.address.is_multiple_of(ALIGN_BYTES);
        unless(aligned, "aligned", || format!("{live:?}"))?;
        let other = self.ledger.overlapping(live);
        unless(other.is_none(), "apart", || format!("{live:?} and {other:?}"))?;
        for (offset, byte) in self.store.contents_mut(number).iter_mut().enumerate() {
            *byte = mark(number, offset);
        }
        self.ledger.enter(place, live);
        Ok(())
    }

    fn intact(&self, live: Live) -> Result<(), Violation> {
        let contents = self.store.contents(live.number);
        let kept = contents.len().min(live.bytes);
        let wrong = (0..kept).find(|&offset| contents[offset] != mark(live.number, offset));
        unless(wrong.is_none() && kept == live.bytes, "contents", || {
            format!("byte {wrong:?} of {live:?}, which has {} bytes", contents.len())
        })
    }

    fn outcome(
        &mut self,
        expected: Result<(), Exhausted>,
        found: Result<(), Exhausted>,
    ) -> Result<(), Violation> {
        self.report.failed += u64::from(found.is_err());
        unless(expected == found, "outcome", || format!("{found:?}, not {expected:?}"))
    }

    /// All laws that need a look at everything.
    fn check(&self) -> Result<(), Violation> {
        self.store.check()?;
        let found = self.store.counts();
        let expected = self.ledger.counts(found);
        let adds_up = found.bytes_live <= found.bytes_used;
        unless(found == expected && adds_up, "counts", || format!("{found:?}, not {expected:?}"))?;
        self.ledger.live().iter().try_for_each(|&live| self.intact(live))
    }

    /// Gives everything back.
    fn finish(&mut self) -> Result<(), Violation> {
        self.check()?;
        while self.ledger.settle() {
            self.store.settle();
        }
        while let Some(last) = self.ledger.live().len().checked_sub(1) {
            self.deallocate(last)?;
        }
        self.store.release();
        self.check()?;
        let left = self.store.counts();
        unless(left.mappings == 0 && left.blocks_used == 0, "returned", || format!("{left:?}"))
    }
}

/// What is in a byte of a block that is filled.
fn mark(number: usize, offset: usize) -> u8 {
    let [byte, ..] = (number.wrapping_mul(31) ^ offset ^ (offset >> 8)).to_le_bytes();
    byte
}

fn unless(holds: bool, law: &str, found: impl FnOnce() -> String) -> Result<(), Violation> {
    if holds { Ok(()) } else { Err(Violation { invariant: law.to_owned(), found: found() }) }
}

fn at(violation: Violation, place: &str) -> Violation {
    Violation { found: format!("at {place}: {}", violation.found), ..violation }
}
