//! The corpus: each case means the same as text, on both heaps and to the Python that decides what is right.
//!
//! `TWINHEAP_PYTHONS` lists further interpreters, separated as in `PATH`; each is to differ from CPython 3.11 in the cases
//! that say so (`# Differs: 3.8, 3.9: why`), and in no other.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod cases;

use std::env;
use std::fs;
use std::path::Path;
use std::rc::Rc;
use std::time::Duration;

use cases::Case;
use twinheap::heaps::{self, Memory, Outcome, Settings, Trace};
use twinheap::judge::{self, Judge};
use twinheap::program::{Geometry, Program};

const CASES_MIN: usize = 150;

/// What whoever runs a program sees of it.
#[derive(Debug, PartialEq, Eq)]
struct Shown {
    output: String,
    /// The last line of the traceback, if an exception ended the program.
    raised: Option<String>,
}

fn shown_by(heap: &str, program: &Rc<Program>) -> Shown {
    let mut heap = heaps::by_name(heap).unwrap();
    let mut trace = Trace::default();
    heap.start(program, &Settings { steps_max: u64::MAX, ..Settings::default() });
    let outcomes = (0..program.main.len()).map(|index| heap.step(index, &mut trace));
    let end = outcomes.into_iter().find(|outcome| *outcome != Outcome::Done);
    let raised = match end {
        None => None,
        Some(Outcome::Raised(exception)) => Some(exception.to_string()),
        Some(other) => panic!("no case may end by {other:?}"),
    };
    Shown { output: trace.output, raised }
}

fn shown_by_python(python: &Path, case: &Case) -> Shown {
    let run = judge::run_script(python, &case.path).unwrap();
    let raised = (run.status != Some(0)).then_some(run.last_error);
    Shown { output: run.output, raised }
}

/// The text after each comment of the form `# KEY: text`.
fn comments(case: &Case, key: &str) -> Vec<String> {
    let text = fs::read_to_string(&case.path).unwrap();
    let start = format!("# {key}: ");
    text.lines().filter_map(|line| line.strip_prefix(&start)).map(str::to_owned).collect()
}

/// The versions that a case names as different from CPython 3.11: `3.8`.
fn different_versions(case: &Case) -> Vec<String> {
    let versions = |line: &String| -> Vec<String> {
        let (versions, reason) = line.split_once(": ").unwrap_or_default();
        assert!(!reason.is_empty(), "{}: say `# Differs: versions: why`", case.path.display());
        versions.split(", ").map(str::to_owned).collect()
    };
    comments(case, "Differs").iter().flat_map(versions).collect()
}

/// Fails with all of `problems`.
fn assert_none(problems: &[String]) {
    assert!(problems.is_empty(), "{} cases:\n{}", problems.len(), problems.join("\n"));
}

#[test]
fn corpus_is_large_and_every_case_names_its_rule() {
    let cases = cases::all();
    assert!(cases.len() >= CASES_MIN, "only {} cases", cases.len());
    for case in &cases {
        let path = case.path.display();
        assert!(!comments(case, "Rule").is_empty(), "{path}: say `# Rule:` and which");
        different_versions(case);
    }
}

#[test]
fn canonical_text_means_the_same_program() {
    for case in cases::all() {
        let text = case.program.to_string();
        let again = Program::parse("again", &text).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(again, *case.program, "{}", case.path.display());
        assert_eq!(again.to_string(), text, "{}", case.path.display());
    }
}

#[test]
fn both_heaps_print_the_same() {
    for case in cases::all() {
        let [model, subject] = heaps::registry::NAMES.map(|heap| shown_by(heap, &case.program));
        assert_eq!(model, subject, "{}", case.path.display());
    }
}

#[test]
fn the_model_prints_what_python_3_11_prints() {
    let found = judge::find(&env::var_os("PATH").unwrap_or_default());
    let Some(python) = found.filter(|path| path.ends_with("python3.11")) else {
        eprintln!("skipped: no python3.11 on PATH");
        return;
    };
    let compare = |case: Case| {
        let (model, python) = (shown_by("model", &case.program), shown_by_python(&python, &case));
        let differs = format!("{}:\n  {model:?}\n  {python:?}", case.path.display());
        (model != python).then_some(differs)
    };
    assert_none(&cases::all().into_iter().filter_map(compare).collect::<Vec<_>>());
}

#[test]
fn other_pythons_differ_where_the_cases_say_so() {
    let Some(list) = env::var_os("TWINHEAP_PYTHONS") else { return };
    for python in env::split_paths(&list) {
        assert_none(&wrongly_named(&python));
    }
}

/// The cases that differ under `python` and do not name it, and those that name it and do not differ.
fn wrongly_named(python: &Path) -> Vec<String> {
    let version = Judge::start(python, Duration::from_secs(20)).unwrap().version();
    let version = format!("{}.{}", version.major, version.minor);
    let compare = |case: Case| {
        let (model, python) = (shown_by("model", &case.program), shown_by_python(python, &case));
        let path = case.path.display();
        match (model != python, different_versions(&case).contains(&version)) {
            (true, false) => {
                Some(format!("{path}: differs in {version}\n  {model:?}\n  {python:?}"))
            }
            (false, true) => Some(format!("{path}: does not differ in {version}")),
            (true, true) | (false, false) => None,
        }
    };
    cases::all().into_iter().filter_map(compare).collect()
}

#[test]
fn every_case_passes_lockstep_in_every_geometry() {
    let mut lockstep = cases::lockstep();
    for case in cases::all() {
        for geometry in Geometry::ALL {
            let program = Rc::new(Program { geometry, ..(*case.program).clone() });
            if let Err(divergence) = lockstep.run(&program, &Settings::default()) {
                panic!("{} ({}):\n{divergence}", case.path.display(), geometry.name());
            }
        }
    }
}

#[test]
fn every_case_passes_lockstep_wherever_the_limit_of_steps_cuts_it() {
    let mut lockstep = cases::lockstep();
    for case in cases::all() {
        for steps_max in 0..32 {
            let settings = Settings { steps_max, ..Settings::default() };
            if let Err(divergence) = lockstep.run(&case.program, &settings) {
                panic!("{} (at most {steps_max} steps):\n{divergence}", case.path.display());
            }
        }
    }
}

#[test]
fn every_case_passes_lockstep_wherever_its_memory_comes_from() {
    let mut lockstep = cases::lockstep();
    for case in cases::all() {
        for memory in [Memory::SYSTEM, Memory::POOLED_GUARDED, Memory::SYSTEM_GUARDED] {
            let settings = Settings { memory, ..Settings::default() };
            if let Err(divergence) = lockstep.run(&case.program, &settings) {
                panic!("{} (--memory {memory}):\n{divergence}", case.path.display());
            }
        }
    }
}
