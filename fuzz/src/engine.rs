//! What libFuzzer is told, and what is told when it finds something.

use std::env;
use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{self, Command};

use crate::Target;
use crate::failure::{find, keep_panics};

/// How long an input may take, in seconds. By default it would be twenty minutes.
const TIMEOUT_SECONDS: u32 = 10;

/// Called once, before libFuzzer has read its flags.
pub fn begin(target: &Target) {
    tune(target);
    keep_panics();
}

/// Runs an input. What is wrong is written once, then the process ends and libFuzzer keeps the input.
pub fn run(target: &Target, input: &[u8]) {
    if let Some(report) = find(target, input) {
        eprintln!("\n{report}");
        process::abort();
    }
}

/// Copies as much as there is room for, and says how much that was.
pub fn copied(from: &[u8], to: &mut [u8]) -> usize {
    let count = from.len().min(to.len());
    to[..count].copy_from_slice(&from[..count]);
    count
}

/// Starts this process over with the flags that suit the target, unless it has them already. They come first, so that what
/// the user says overrides them.
///
/// Neither cargo-fuzz nor libfuzzer-sys has a place for them. Without `-len_control=0` inputs begin at a few bytes and grow
/// only after thousands of runs without news; a program of one record finds nothing.
fn tune(target: &Target) {
    let flags = [
        String::from("-len_control=0"),
        format!("-max_len={}", target.bytes_max),
        format!("-timeout={TIMEOUT_SECONDS}"),
    ];
    let mut arguments = env::args_os();
    let Some(name) = arguments.next() else { return };
    let given: Vec<OsString> = arguments.collect();
    if given.iter().zip(&flags).filter(|(given, flag)| *given == flag.as_str()).count()
        == flags.len()
    {
        return;
    }
    let Ok(executable) = env::current_exe() else { return };
    let seeds = if explores(&given) { (target.seeds)() } else { None };
    let error = Command::new(executable).arg0(name).args(&flags).args(&given).args(seeds).exec();
    eprintln!("going on without the flags {flags:?}: {error}");
}

/// Whether libFuzzer is given folders to begin with, and nothing that is another job than looking for failures.
fn explores(given: &[OsString]) -> bool {
    const OTHER_JOBS: [&str; 4] =
        ["-merge", "-set_cover_merge", "-minimize_crash", "-cleanse_crash"];
    let is_flag = |argument: &&OsString| argument.to_string_lossy().starts_with('-');
    let other_job = |argument: &OsString| {
        OTHER_JOBS.iter().any(|job| argument.to_string_lossy().starts_with(job))
    };
    let mut places = given.iter().filter(|argument| !is_flag(argument)).peekable();
    !given.iter().any(other_job)
        && places.peek().is_some()
        && places.all(|place| Path::new(place).is_dir())
}
