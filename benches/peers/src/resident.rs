//! The memory of this process that is in use, as the system counts it.

use std::fs;

/// Resident memory in bytes, where the system tells (Linux), or 0.
#[must_use]
pub fn bytes() -> usize {
    let statm = fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = statm.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok());
    pages.unwrap_or(0) * rustix::param::page_size()
}
