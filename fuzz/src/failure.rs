//! Runs an input; whatever goes wrong, a panic included, comes back as text.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};

use crate::Target;

thread_local! {
    /// The last panic, with its place. Lockstep makes a divergence of the panic of a heap, and has only its message.
    static PANIC: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Keeps panics to be told with the input that they belong to, in place of writing them as they come.
pub(crate) fn keep_panics() {
    panic::set_hook(Box::new(|panic| {
        let backtrace = Backtrace::capture();
        let mut text = panic.to_string();
        if backtrace.status() == BacktraceStatus::Captured {
            text += &format!("\n{backtrace}");
        }
        PANIC.set(Some(text));
    }));
}

/// Runs an input of `target`.
pub(crate) fn find(target: &Target, input: &[u8]) -> Option<String> {
    let result = panic::catch_unwind(AssertUnwindSafe(|| (target.run)(input)));
    let mut report = match result {
        Ok(Ok(())) => return None,
        Ok(Err(report)) => report,
        Err(_) => panic::catch_unwind(AssertUnwindSafe(|| (target.show)(input)))
            .unwrap_or_else(|_| String::from("and it cannot be shown")),
    };
    if let Some(panic) = PANIC.take() {
        report += &format!("\n# {}", panic.replace('\n', "\n# "));
    }
    Some(report)
}
