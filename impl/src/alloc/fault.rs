//! Requests for memory that are told to fail.

use std::fmt;

/// There is no memory for the request; whatever was asked for has not happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutOfMemory;

impl fmt::Display for OutOfMemory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("out of memory")
    }
}

impl std::error::Error for OutOfMemory {}

/// Where a heap asks for memory and can go on without: each was told to fail and did, or no test has shown that it can.
///
/// Two more places make do with less instead, and have no error to report: an object whose list has no room for it stays among
/// the young, and an object that `gc.garbage` has no room for is not listed there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Point {
    /// A block, small or large, for an object or for a part of one.
    Block,
    /// More room for a large block.
    LargeGrowth,
    /// Blocks that are taken in advance.
    Reservation,
    /// The list of those blocks.
    ReservationList,
    /// Memory of the system for an arena.
    Arena,
    /// Memory of the system for a large block.
    LargeBlock,
    /// A longer list of young objects, of all objects, or of those that are frozen or thawed.
    ObjectList,
    /// The working memory of a collection, which does not run without it.
    Collection,
}

impl Point {
    /// Every point, in order.
    pub const ALL: [Self; 8] = [
        Self::Block,
        Self::LargeGrowth,
        Self::Reservation,
        Self::ReservationList,
        Self::Arena,
        Self::LargeBlock,
        Self::ObjectList,
        Self::Collection,
    ];

    /// In words: `memory of the system for an arena`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Block => "a block",
            Self::LargeGrowth => "a large block grows",
            Self::Reservation => "blocks in advance",
            Self::ReservationList => "the list of blocks in advance",
            Self::Arena => "memory of the system for an arena",
            Self::LargeBlock => "memory of the system for a large block",
            Self::ObjectList => "a list of objects grows",
            Self::Collection => "working memory of a collection",
        }
    }
}

/// Which requests for memory fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failing {
    /// The first one, counted from 0 and from now.
    pub first: u64,
    /// Whether all after it fail too.
    pub from_on: bool,
    /// Whether what the heap asks of the system for itself is counted, and fails, as well.
    pub system: bool,
}

/// Counts requests for memory, and fails those that it was told to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Faults {
    requests: u64,
    /// The first number is counted like `requests`.
    failing: Option<Failing>,
    /// How often each point failed.
    failures: [u64; Point::ALL.len()],
}

impl Faults {
    /// From now on such requests fail; `None` fails none.
    pub(super) fn fail(&mut self, failing: Option<Failing>) {
        self.failing = failing.and_then(|failing| {
            let first = self.requests.checked_add(failing.first)?;
            Some(Failing { first, ..failing })
        });
    }

    /// How many requests there were, those that failed included.
    pub(super) fn requests(&self) -> u64 {
        self.requests
    }

    /// How often each point was told to fail and did.
    pub(super) fn failures(&self) -> [u64; Point::ALL.len()] {
        self.failures
    }

    /// Counts so many requests that are granted together or not at all: counts up to the one that fails.
    #[inline]
    pub(super) fn request(&mut self, count: usize, point: Point) -> Result<(), OutOfMemory> {
        let end = self.requests + count as u64;
        match self.failing {
            Some(failing) if failing.first < end && count > 0 => {
                self.requests = failing.first.max(self.requests) + 1;
                self.failures[point as usize] += 1;
                self.failing = self.failing.filter(|failing| failing.from_on);
                Err(OutOfMemory)
            }
            _ => {
                self.requests = end;
                Ok(())
            }
        }
    }

    /// The same for one request of the heap's own, where those are counted.
    #[inline]
    pub(super) fn request_of_system(&mut self, point: Point) -> Result<(), OutOfMemory> {
        match self.failing {
            Some(Failing { system: true, .. }) => self.request(1, point),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn once(first: u64) -> Failing {
        Failing { first, from_on: false, system: false }
    }

    #[test]
    fn only_the_chosen_request_fails_and_only_once() {
        let mut faults = Faults::default();
        faults.request(5, Point::Block).unwrap();
        faults.fail(Some(once(2)));
        let granted: Vec<_> = (0..5).map(|_| faults.request(1, Point::Block).is_ok()).collect();
        assert_eq!(granted, [true, true, false, true, true]);
        assert_eq!(faults.requests(), 10);
    }

    #[test]
    fn requests_granted_together_fail_together() {
        let mut faults = Faults::default();
        faults.fail(Some(once(1)));
        assert_eq!(faults.request(3, Point::Reservation), Err(OutOfMemory));
        assert_eq!(faults.requests(), 2);
        assert_eq!(faults.request(3, Point::Reservation), Ok(()));
    }

    #[test]
    fn a_fault_can_be_taken_back() {
        let mut faults = Faults::default();
        faults.fail(Some(once(0)));
        faults.fail(None);
        assert_eq!(faults.request(1, Point::Block), Ok(()));
    }

    #[test]
    fn all_fail_from_the_chosen_one_on() {
        let mut faults = Faults::default();
        faults.fail(Some(Failing { from_on: true, ..once(1) }));
        let granted: Vec<_> = (0..4).map(|_| faults.request(1, Point::Block).is_ok()).collect();
        assert_eq!(granted, [true, false, false, false]);
        assert_eq!(faults.request(0, Point::Reservation), Ok(()));
        assert_eq!((faults.requests(), faults.failures()[Point::Block as usize]), (4, 3));
    }

    #[test]
    fn the_systems_memory_counts_only_where_asked_for() {
        let mut faults = Faults::default();
        faults.fail(Some(once(0)));
        assert_eq!(faults.request_of_system(Point::Arena), Ok(()));
        assert_eq!(faults.requests(), 0);
        faults.fail(Some(Failing { system: true, ..once(0) }));
        assert_eq!(faults.request_of_system(Point::Arena), Err(OutOfMemory));
    }
}
