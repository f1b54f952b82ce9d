//! What a campaign looks like while it runs.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use twinheap::campaign::{Tally, Watch};

use super::report;

/// The clock, and a line of progress where standard error is a terminal.
pub(super) struct Terminal {
    /// What is counted: `programs`.
    unit: &'static str,
    start: Instant,
    duration: Option<Duration>,
    bar: ProgressBar,
}

impl Terminal {
    /// Starts the clock. The line is a bar if it is known how long the campaign takes, or how many there are of `unit`.
    #[expect(clippy::disallowed_methods, reason = "this is the command line")]
    pub(super) fn new(unit: &'static str, duration: Option<Duration>, count: Option<u64>) -> Self {
        let length = count.or(duration.map(|duration| duration.as_millis() as u64));
        let bar = length.map_or_else(ProgressBar::no_length, ProgressBar::new);
        let template = if length.is_some() { "{wide_bar} {msg}" } else { "{spinner} {msg}" };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self { unit, start: Instant::now(), duration, bar }
    }

    /// Takes the progress away; how long it took.
    pub(super) fn finish(&self) -> Duration {
        self.bar.finish_and_clear();
        self.start.elapsed()
    }
}

impl Watch for Terminal {
    fn is_over(&self) -> bool {
        self.duration.is_some_and(|duration| self.start.elapsed() >= duration)
    }

    fn progress(&self, tally: &Tally, diverged: u64) {
        let elapsed = self.start.elapsed();
        let position = match self.duration {
            Some(duration) => elapsed.min(duration).as_millis() as u64,
            None => tally.programs,
        };
        self.bar.set_position(position);
        let mut message = format!("{} {}", report::number(tally.programs), self.unit);
        if tally.judged_programs > 0 {
            message += &format!(", {} judged", report::number(tally.judged_programs));
        }
        self.bar.set_message(format!("{message}, {diverged} diverged, {} s", elapsed.as_secs()));
    }

    fn shrunk(&self, done: usize, of: usize) {
        self.bar.set_message(format!("shrinking: {done} of {of}"));
    }
}
