//! The bugs planted in the heap: an ordinary build has no way to turn one on, and with `--cfg planted` each shows itself in the
//! shortest program that is known for it.

use std::fs;
#[cfg(planted)]
use std::path::{Path, PathBuf};
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
fn catalogue() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("planted")
}

#[cfg(planted)]
#[test]
fn each_bug_shows_in_its_shortest_program_and_nothing_else_does() {
    let entries = |folder: PathBuf| {
        fs::read_dir(folder).expect("it is a folder").map(|entry| entry.expect("an entry").path())
    };
    let layers = entries(catalogue()).filter(|path| path.is_dir());
    let mut failures = Vec::new();
    let mut count = 0;
    for file in layers.flat_map(entries) {
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

/// What shrinking is measured against.
#[cfg(planted)]
#[test]
fn each_minimum_shows_what_it_is_known_to_show() {
    use std::collections::BTreeMap;
    use std::time::Duration;
    use twinheap::campaign::{Check, Hunter, Setting};

    #[derive(serde::Deserialize)]
    struct Minimum {
        bug: String,
        shows: String,
        check: Check,
        steps: usize,
        program: String,
    }

    let text = fs::read_to_string(catalogue().join("minima.jsonl")).expect("the file is there");
    let minima = text.lines().map(|line| serde_json::from_str(line).expect("a line is a minimum"));
    let mut by_bug: BTreeMap<String, Vec<Minimum>> = BTreeMap::new();
    minima.for_each(|one: Minimum| by_bug.entry(one.bug.clone()).or_default().push(one));
    let setting = Setting::of("impl");
    let mut failures = Vec::new();
    for (bug, minima) in &by_bug {
        let name = bug.clone();
        let spawn = move || {
            let mut command = Command::new(TWINHEAP);
            command.args(["--plant", &name, "worker"]);
            command
        };
        let mut hunter = Hunter::new(&setting, &spawn, Duration::from_secs(20));
        for Minimum { shows, check, steps, program, .. } in minima {
            let divergence = hunter.run(*check, program).expect("the worker is there");
            let found = divergence.map_or_else(String::new, |one| one.signature.to_string());
            let length = twinheap::program::Program::parse("", program).map(|one| one.steps());
            if !shows.ends_with(&format!(": {found}")) || length.ok() != Some(*steps) {
                failures.push(format!("{bug}, {shows}: {found}\n{program}"));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert_eq!(by_bug.len(), twinheap::heaps::planted::count(), "minima for each bug");
}
