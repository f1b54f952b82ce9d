//! An interpreter that dies or hangs is told, and is a divergence if it happens again.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;
use twinheap::judge;

/// Writes an interpreter that runs the Python of this machine, but does `instead` where that would run a worker. There `$python`
/// is the Python, and `$fresh` is empty unless it is the first worker.
fn interpreter(folder: &Path, instead: &str) -> Option<PathBuf> {
    let python = judge::find(&std::env::var_os("PATH")?)?;
    let (python, used) = (python.display(), folder.join("used").display().to_string());
    let script = format!(
        "#!/bin/sh\npython='{python}'\n[ \"$1\" = -E ] && exec \"$python\" \"$@\"\n\
         fresh=$([ -e '{used}' ] || echo yes)\n: > '{used}'\n{instead}\nexec \"$python\" \"$@\"\n"
    );
    let path = folder.join("python");
    fs::write(&path, script).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    Some(path)
}

/// The programs that a run has written as those over which a judge was lost.
fn losses(folder: &Path) -> Vec<String> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let named = paths.filter(|path| path.to_str().unwrap().contains("judge-lost-"));
    named.map(|path| fs::read_to_string(path).unwrap()).collect()
}

fn twinheap() -> Command {
    Command::new(env!("CARGO_BIN_EXE_twinheap"))
}

#[test]
fn an_interpreter_that_dies_once_is_told_with_its_program() {
    let folder = TempDir::new().unwrap();
    let greet_and_die =
        "[ \"$fresh\" ] && printf '\\2\\0\\0\\0' && head -c 4 > /dev/null && exit 3";
    let Some(judge) = interpreter(folder.path(), greet_and_die) else { return };
    let run = ["check", "--seed", "1", "--programs", "16", "--jobs", "1"];
    let options =
        ["--judge".as_ref(), judge.as_os_str(), "--out".as_ref(), folder.path().as_os_str()];
    let output = twinheap().args(run).args(options).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{text}");
    assert!(text.contains("no divergence"), "{text}");
    assert!(text.contains(".py: the interpreter died: exit status: 3"), "{text}");
    let losses = losses(folder.path());
    assert_eq!(losses.len(), 1);
    assert!(losses[0].contains("was lost over this: the interpreter died: exit status: 3"));
}

#[test]
fn an_interpreter_that_dies_over_the_same_program_again_is_a_divergence() {
    let folder = TempDir::new().unwrap();
    let dying = "    import os; program.freezes and os._exit(3)";
    let die_over_freezing = format!(
        "exec \"$python\" \"$1\" \"$2\" \"$3\" \"$4\" \
         \"$(printf '%s' \"$5\" | sed '/^    report.raised = program.refused/a\\{dying}')\""
    );
    let Some(judge) = interpreter(folder.path(), &die_over_freezing) else { return };
    let case = folder.path().join("case.py");
    fs::write(&case, "import copy, gc, sys, weakref\n\nx = []\ngc.freeze()\n").unwrap();
    let output = twinheap().arg("replay").arg(case).arg("--judge").arg(judge).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("expected by CPython"), "{text}");
    assert!(text.contains("the interpreter died: exit status: 3"), "{text}");
}
