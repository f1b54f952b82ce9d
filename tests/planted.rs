//! The bugs planted in the heap: an ordinary build has no way to turn one on, and with `--cfg planted` each shows itself in the
//! shortest program that is known for it.

use std::fs;
use std::process::{Command, Output};

const TWINHEAP: &str = env!("CARGO_BIN_EXE_twinheap");

/// What a build has if bugs can be turned on in it: the symbols of the switch, and the words that name its option.
const TRACES: [&str; 2] = ["7planted6switch", "Turn on a bug planted in the heap"];

#[test]
fn only_a_build_for_it_contains_the_switch() {
    let executable = fs::read(TWINHEAP).expect("the executable was built for this test");
    for trace in TRACES {
        let is_found = executable.windows(trace.len()).any(|bytes| bytes == trace.as_bytes());
        assert_eq!(is_found, cfg!(planted), "{trace:?} in the executable");
    }
}

fn run(arguments: &[&str]) -> Output {
    Command::new(TWINHEAP).args(arguments).output().expect("the executable runs")
}

#[cfg(not(planted))]
#[test]
fn an_ordinary_build_says_which_one_has_the_bugs() {
    let output = run(&["planted", "--seeds", "3"]);
    assert_eq!(output.status.code(), Some(2));
    let message = String::from_utf8(output.stderr).expect("it is text");
    assert!(message.contains("cargo planted --seeds 3"), "{message}");
    assert_eq!(run(&["--plant", "count_saturates", "run", "-"]).status.code(), Some(2));
}

#[cfg(planted)]
#[test]
fn each_bug_shows_in_its_shortest_program_and_nothing_else_does() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("planted");
    let entries = |folder| {
        fs::read_dir(folder).expect("it is a folder").map(|entry| entry.expect("an entry").path())
    };
    let mut failures = Vec::new();
    let mut count = 0;
    for file in entries(root).flat_map(entries) {
        let path = file.display().to_string();
        let name = file.file_stem().expect("a file has a name").to_string_lossy().into_owned();
        let replayed = ["replay", &path, "--judge", "none"];
        if run(&replayed).status.code() != Some(0) {
            failures.push(format!("{name}: diverges without the bug"));
        }
        let planted = run(&[&["--plant", &name], &replayed[..]].concat());
        if planted.status.code() != Some(1) {
            failures.push(format!("{name}: {planted:?}"));
        }
        count += 1;
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert_eq!(count, twinheap::heaps::planted::count(), "a file for each bug");
}
