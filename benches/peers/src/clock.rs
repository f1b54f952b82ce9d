//! CPU time: what a process or thread has run, whatever else the machine did.

use std::hint::black_box;
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

use crate::Answer;

/// How often the clock is read to know what reading it takes.
const READS: u32 = 10_000;

/// What all threads of this process have run so far.
#[must_use]
pub fn process() -> Duration {
    read(ClockId::ProcessCPUTime)
}

/// What this thread has run so far.
#[must_use]
pub fn thread() -> Duration {
    read(ClockId::ThreadCPUTime)
}

/// What a call of [`thread`] takes.
#[must_use]
pub fn cost_of_thread() -> Duration {
    let start = thread();
    for _ in 0..READS {
        black_box(thread());
    }
    (thread() - start) / READS
}

fn read(clock: ClockId) -> Duration {
    let time = clock_gettime(clock);
    Duration::try_from(time).expect("CPU time counts from zero")
}

/// Measures the CPU time of this process from its start on.
#[derive(Debug)]
pub struct Watch {
    start: Duration,
}

/// How long so many operations took.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lap {
    /// Nanoseconds of CPU time for one of them.
    pub nanoseconds: f64,
    /// See [`Answer::checksum`].
    pub checksum: u64,
}

impl Watch {
    /// Starts now.
    #[must_use]
    pub fn start() -> Self {
        Self { start: process() }
    }

    /// What was measured, divided by the number of operations.
    #[must_use]
    pub fn lap(self, operations: usize, checksum: u64) -> Lap {
        let elapsed = process() - self.start;
        Lap { nanoseconds: elapsed.as_secs_f64() * 1e9 / operations as f64, checksum }
    }
}

impl From<Lap> for Answer {
    fn from(lap: Lap) -> Self {
        Self { figures: vec![lap.nanoseconds], checksum: lap.checksum }
    }
}
