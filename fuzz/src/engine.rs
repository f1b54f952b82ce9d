//! What libFuzzer is told, and what is told when it finds something.

use std::env;
use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{self, Command};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::Target;
use crate::failure::{find, keep_panics};

/// Flags for every target.
///
/// - Inputs have their full length from the start: a program of one record finds nothing.
/// - An input that takes longer than so many seconds hangs; by default it would be twenty minutes.
/// - Leaks are what the targets look for themselves, by counting objects and blocks after each input; a search for them through
///   all memory takes longer than a thousand inputs.
/// - Nor is there time to weigh each of the many thousand features of each input, or to look up the names of functions.
const FLAGS: [&str; 5] =
    ["-len_control=0", "-timeout=20", "-detect_leaks=0", "-entropic=0", "-print_funcs=0"];

/// What AddressSanitizer is told, before what the user tells it: no leaks, for the same reason; one call alone for each block
/// of memory, for which there is no search through the stack: the heap that is tested has blocks of its own; freed blocks are kept apart for thousands of inputs, not for as much memory as there is; and no frame of
/// safe code is looked at after it has returned.
const SANITIZER: &str = "detect_leaks=0:malloc_context_size=1:quarantine_size_mb=64:\
    detect_stack_use_after_return=0";

/// Runs what is named after it with a stack on which the calls of a program nest as deep as in Python: AddressSanitizer makes
/// our frames several times larger. Where that is forbidden, the stack stays as it is.
const ROOMY: &str = "ulimit -s 262144 2>/dev/null; exec \"$0\" \"$@\"";
const SANITIZER_VARIABLE: &str = "ASAN_OPTIONS";

/// Whether files are run again, so that what they reach is of interest.
static REPLAYS: AtomicBool = AtomicBool::new(false);

/// Called once, before libFuzzer has read its flags.
pub fn begin(target: &Target) {
    tune(target);
    let given: Vec<OsString> = env::args_os().skip(1).collect();
    REPLAYS.store(are_places(&given, Path::is_file), Ordering::Relaxed);
    #[cfg(planted)]
    if let Ok(bug) = env::var("TWINHEAP_PLANTED") {
        assert!(twinheap::heaps::planted::choose(&bug), "no bug is called {bug}");
    }
    keep_panics();
}

/// Runs an input. What is wrong is written once, then the process ends and libFuzzer keeps the input. Where files are run again,
/// what they have reached so far is written.
pub fn run(target: &Target, input: &[u8]) {
    if let Some(report) = find(target, input) {
        eprintln!("\n{report}");
        process::abort();
    }
    if REPLAYS.load(Ordering::Relaxed)
        && let Some(reached) = (target.reached)()
    {
        eprintln!("\n{reached}");
    }
}

/// Copies as much as there is room for, and says how much that was.
pub fn copied(from: &[u8], to: &mut [u8]) -> usize {
    let count = from.len().min(to.len());
    to[..count].copy_from_slice(&from[..count]);
    count
}

/// Starts this process over with the flags that suit the target, unless it has them already. They come first, so that what
/// the user says overrides them. Neither cargo-fuzz nor libfuzzer-sys has a place for them.
fn tune(target: &Target) {
    let length = format!("-max_len={}", target.bytes_max);
    let flags = FLAGS.into_iter().chain([length.as_str()]);
    let mut arguments = env::args_os();
    let Some(_) = arguments.next() else { return };
    let given: Vec<OsString> = arguments.collect();
    if given.len() > FLAGS.len() && flags.clone().zip(&given).all(|(flag, given)| flag == given) {
        return;
    }
    let Ok(executable) = env::current_exe() else { return };
    let seeds = if are_places(&given, Path::is_dir) { (target.seeds)() } else { None };
    let sanitizer = format!("{SANITIZER}:{}", env::var(SANITIZER_VARIABLE).unwrap_or_default());
    let mut command = Command::new("sh");
    command.args(["-c", ROOMY]).arg(executable).args(flags).args(&given).args(seeds);
    command.env(SANITIZER_VARIABLE, sanitizer);
    // It comes back only if it fails.
    let error = command.exec();
    eprintln!("going on without the flags of {}: {error}", target.name);
}

/// Whether libFuzzer is given such places, folders to begin with or files to run again, and nothing that is another job.
fn are_places(given: &[OsString], such: fn(&Path) -> bool) -> bool {
    const OTHER_JOBS: [&str; 4] =
        ["-merge", "-set_cover_merge", "-minimize_crash", "-cleanse_crash"];
    let is_flag = |argument: &&OsString| argument.to_string_lossy().starts_with('-');
    let other_job = |argument: &OsString| {
        OTHER_JOBS.iter().any(|job| argument.to_string_lossy().starts_with(job))
    };
    let mut places = given.iter().filter(|argument| !is_flag(argument)).peekable();
    !given.iter().any(other_job)
        && places.peek().is_some()
        && places.all(|place| such(Path::new(place)))
}
