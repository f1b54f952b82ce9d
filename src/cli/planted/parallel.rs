//! Work on many things, some at a time.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::super::failure::Failure;

/// Does `work` on each of `items`, in so many threads.
///
/// # Errors
/// The first error of `work`.
pub(super) fn for_each<T: Sync>(
    items: &[T],
    jobs: usize,
    work: &(dyn Fn(&T) -> Result<(), Failure> + Sync),
) -> Result<(), Failure> {
    let next = AtomicUsize::new(0);
    let run = || -> Result<(), Failure> {
        while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
            work(item)?;
        }
        Ok(())
    };
    thread::scope(|scope| {
        let threads: Vec<_> = (0..jobs).map(|_| scope.spawn(run)).collect();
        let join = |thread: thread::ScopedJoinHandle<'_, _>| {
            thread.join().unwrap_or_else(|_| Err(Failure::new("a thread panicked")))
        };
        // Every thread is joined, so that none outlives an error.
        let results: Vec<_> = threads.into_iter().map(join).collect();
        results.into_iter().collect()
    })
}
