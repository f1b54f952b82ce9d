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

/// Counts requests for memory, and fails the one it was told to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Faults {
    requests: u64,
    /// The number of the request that fails, counted like `requests`.
    failing: Option<u64>,
}

impl Faults {
    /// The `request`-th request from now, counted from 0, fails once; `None` fails none.
    pub(super) fn fail_at(&mut self, request: Option<u64>) {
        self.failing = request.and_then(|request| self.requests.checked_add(request));
    }

    /// How many requests there were, those that failed included.
    pub(super) fn requests(&self) -> u64 {
        self.requests
    }

    /// Counts so many requests that are granted together or not at all: counts up to the one that fails.
    #[inline]
    pub(super) fn request(&mut self, count: usize) -> Result<(), OutOfMemory> {
        let end = self.requests + count as u64;
        match self.failing {
            Some(failing) if failing < end => {
                self.requests = failing + 1;
                self.failing = None;
                Err(OutOfMemory)
            }
            _ => {
                self.requests = end;
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_chosen_request_fails_and_only_once() {
        let mut faults = Faults::default();
        faults.request(5).unwrap();
        faults.fail_at(Some(2));
        let granted: Vec<_> = (0..5).map(|_| faults.request(1).is_ok()).collect();
        assert_eq!(granted, [true, true, false, true, true]);
        assert_eq!(faults.requests(), 10);
    }

    #[test]
    fn requests_granted_together_fail_together() {
        let mut faults = Faults::default();
        faults.fail_at(Some(1));
        assert_eq!(faults.request(3), Err(OutOfMemory));
        assert_eq!(faults.requests(), 2);
        assert_eq!(faults.request(3), Ok(()));
    }

    #[test]
    fn a_fault_can_be_taken_back() {
        let mut faults = Faults::default();
        faults.fail_at(Some(0));
        faults.fail_at(None);
        assert_eq!(faults.request(1), Ok(()));
    }
}
