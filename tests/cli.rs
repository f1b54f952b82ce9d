//! The command line, as users meet it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;
use twinheap::program::Program;

const CASE: &str = "\
import copy, gc, sys, weakref

class C:
    def __del__(self):
        print('gone')
        del missing

x = C()
x = None
print('end')
del nothing
";

fn twinheap() -> Command {
    Command::new(env!("CARGO_BIN_EXE_twinheap"))
}

fn run(arguments: &[&str]) -> Output {
    twinheap().args(arguments).output().unwrap()
}

fn case(folder: &TempDir, text: &str) -> PathBuf {
    let path = folder.path().join("case.py");
    fs::write(&path, text).unwrap();
    path
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

#[test]
fn run_prints_what_python_prints() {
    let folder = TempDir::new().unwrap();
    let output = run(&["run", "--on", "model", text(&case(&folder, CASE))]);
    assert_eq!(stdout(&output), "gone\nend\n");
    let errors: Vec<_> = stderr(&output).lines().collect();
    assert!(errors[0].starts_with("Exception ignored in"));
    assert_eq!(errors[1], "NameError: name 'nothing' is not defined");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn what_is_no_program_is_told_with_its_place() {
    let folder = TempDir::new().unwrap();
    let path = case(&folder, "import copy, gc, sys, weakref\n\nwhile True: pass\n");
    let output = run(&["run", text(&path)]);
    assert!(stderr(&output).contains("case.py:3:1: "), "{}", stderr(&output));
    assert_eq!(output.status.code(), Some(2));
    let output = run(&["run", "nowhere.py"]);
    assert!(stderr(&output).contains("nowhere.py"));
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn replay_shows_each_step() {
    let folder = TempDir::new().unwrap();
    let arguments = ["replay", "--judge", "none", "--subject", "model"];
    let path = case(&folder, CASE);
    let output = twinheap().args(arguments).arg(&path).output().unwrap();
    assert!(stdout(&output).contains("   2  x = None\n      # printed \"gone\"; finalizer of o"));
    assert!(stdout(&output).ends_with("model and model agree\n"));
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn the_same_seed_gives_the_same_report() {
    let folder = TempDir::new().unwrap();
    let report = |jobs| {
        let arguments = ["check", "--seed", "3", "--programs", "200", "--judge", "none", "--json"];
        let output = twinheap()
            .current_dir(folder.path())
            .args(arguments)
            .args(["--subject", "model", "--jobs", jobs])
            .output()
            .unwrap();
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(report["report"]["tally"]["programs"], 200);
        report["report"].clone()
    };
    assert_eq!(report("1"), report("2"));
}

#[test]
fn any_bytes_are_shown_as_a_program() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("bytes");
    fs::write(&path, [7; 200]).unwrap();
    let shown = run(&["show", text(&path)]);
    assert_eq!(shown.status.code(), Some(0));
    let again = case(&folder, stdout(&shown));
    assert_ne!(run(&["run", text(&again)]).status.code(), Some(2));
}

#[test]
fn bytes_are_taken_wherever_a_program_is() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("bytes");
    let program =
        Program::parse("", "import copy, gc, sys, weakref\n\nx0 = 3\nprint(x0)\n").unwrap();
    fs::write(&path, program.to_bytes().unwrap()).unwrap();
    assert_eq!(stdout(&run(&["run", text(&path)])), "3\n");
    assert_eq!(stdout(&run(&["show", text(&path)])), program.to_string());
    let shrunk = run(&["shrink", text(&path), "--judge", "none"]);
    assert_eq!(shrunk.status.code(), Some(0), "there is nothing to shrink");
}

#[test]
fn bytes_of_other_fuzz_targets_are_shown_as_what_they_stand_for() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("bytes");
    fs::write(&path, [6; 80]).unwrap();
    let shown = |target| {
        let output = run(&["show", "--target", target, text(&path)]);
        assert_eq!(output.status.code(), Some(0), "{target}");
        stdout(&output).to_owned()
    };
    assert!(shown("alloc").starts_with(
        "geometry odd, memory system,redzone=16,blocks=3,bytes=600, checked where asked\ndeallocate"
    ));
    assert!(Program::parse("", &shown("collector")).is_ok());
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let folder = TempDir::new().unwrap();
    let many = "import copy, gc, sys, weakref\nfor _ in range(100000): print('a line of text')\n";
    let mut child = twinheap()
        .arg("run")
        .arg(case(&folder, many))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut errors = String::new();
    child.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
    assert_eq!(errors, "");
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn bad_usage_says_what_would_do() {
    let output = run(&["check", "--geometry", "round"]);
    assert!(stderr(&output).contains("known geometries are production, tiny"));
    assert_eq!(output.status.code(), Some(2));
    let output = run(&["check", "--for", "soon"]);
    assert!(stderr(&output).contains("30s"));
}
