//! Property tests of others: heaps that are wrong on purpose are found through proptest and through quickcheck, the programs that
//! show it are made short and kept, and run first the next time.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod wrong;

use std::cell::{Cell, RefCell};
use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestError, TestRunner};
use quickcheck::{Gen, QuickCheck};
use twinheap::heaps::{self, Settings};
use twinheap::lockstep::{Checking, Divergence, Lockstep};
use twinheap::program::Program;
use twinheap::property::{self, Cases};
use twinheap::source::Options;
use wrong::{Wrong, canary};

const PROGRAMS_MAX: u32 = 10_000;
const STEPS_MAX: usize = 8;

/// Those that are wrong where a test can notice it by itself, and in ordinary memory.
fn wrongs() -> impl Iterator<Item = Wrong> {
    let is_elsewhere =
        |wrong| matches!(wrong, Wrong::Abort | Wrong::EndlessLoop | Wrong::PanicWhenGuarded);
    Wrong::ALL.into_iter().filter(move |wrong| !is_elsewhere(*wrong))
}

fn run(program: Program, wrong: Option<Wrong>) -> Result<(), Box<Divergence>> {
    let oracle = Box::new(|| heaps::by_name("model").unwrap());
    let subject = move || match wrong {
        Some(wrong) => canary(&wrong.name()).unwrap(),
        None => heaps::by_name(heaps::registry::SUBJECT).unwrap(),
    };
    let mut lockstep = Lockstep::new(oracle, Box::new(subject), Checking::Steps);
    let settings = Settings { steps_max: 20_000, ..Settings::default() };
    lockstep.run(&Rc::new(program), &settings).map(drop)
}

/// The only case in the folder.
fn case(folder: &Path) -> (PathBuf, Program) {
    let mut paths: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    let path = paths.pop().unwrap();
    assert!(paths.is_empty(), "{paths:?} and {}", path.display());
    let text = fs::read_to_string(&path).unwrap();
    let program = Program::parse("case.py", &text).unwrap();
    (path, program)
}

/// The right heap is what `replay` runs, so both agree.
fn assert_replays(path: &Path) {
    let twinheap = env!("CARGO_BIN_EXE_twinheap");
    let replay = Command::new(twinheap).arg("replay").arg(path).args(["--judge", "none"]).output();
    let replay = replay.unwrap();
    assert!(replay.status.success(), "{replay:?}");
}

fn config(folder: &Path) -> Config {
    Config {
        cases: PROGRAMS_MAX,
        failure_persistence: Some(Box::new(Cases::in_folder(folder))),
        // As `proptest!` says it.
        test_name: Some("property::my_heap_agrees"),
        rng_seed: RngSeed::Fixed(1),
        ..property::config()
    }
}

/// What a runner comes to, and the programs that it ran.
fn run_all(config: Config, wrong: Option<Wrong>) -> (Result<(), TestError<Program>>, Vec<Program>) {
    let ran = RefCell::new(Vec::new());
    let result = TestRunner::new(config).run(&any::<Program>(), |program| {
        ran.borrow_mut().push(program.clone());
        Ok(run(program, wrong)?)
    });
    (result, ran.into_inner())
}

#[test]
fn proptest_finds_shrinks_keeps_and_repeats() {
    for wrong in wrongs() {
        let folder = tempfile::tempdir().unwrap();
        let (result, ran) = run_all(config(folder.path()), Some(wrong));
        let error = result.unwrap_err();
        let TestError::Fail(reason, program) = &error else { panic!("{wrong:?}: {error}") };
        println!("{wrong:?}: {} steps after {} runs", program.steps(), ran.len());
        assert!(program.steps() <= STEPS_MAX, "{wrong:?}: {program}");
        assert!(reason.message().starts_with("divergence at"), "{reason}");
        assert!(
            error.to_string().contains(&format!("minimal failing input: \n{program}")),
            "{error}"
        );
        let (path, kept) = case(folder.path());
        assert_eq!(kept, *program);
        assert_replays(&path);
        // The next time it fails at once, and there is nothing smaller; repaired, it runs first and all others after it.
        let (result, ran) = run_all(config(folder.path()), Some(wrong));
        assert!(matches!(result, Err(TestError::Fail(_, again)) if again == *program));
        assert_eq!(ran[0], *program);
        assert_eq!(case(folder.path()), (path, kept));
        let (result, ran) = run_all(Config { cases: 3, ..config(folder.path()) }, None);
        assert_eq!((result, ran.len()), (Ok(()), 3));
        assert_eq!(ran[0], *program);
    }
}

thread_local! {
    /// What is wrong with the heap of [`agrees`], if anything is.
    static WRONG: Cell<Option<Wrong>> = const { Cell::new(None) };
    static RAN: RefCell<Vec<Program>> = const { RefCell::new(Vec::new()) };
}

fn agrees(program: Program) -> bool {
    RAN.with_borrow_mut(|ran| ran.push(program.clone()));
    run(program, WRONG.get()).is_ok()
}

/// The message with which the test fails, if it does, and the programs that it ran.
fn quickcheck(folder: &Path, tests: u64, wrong: Option<Wrong>) -> (Option<String>, Vec<Program>) {
    property::keep_in(folder);
    WRONG.set(wrong);
    RAN.take();
    let mut quickcheck = QuickCheck::new().rng(Gen::from_size_and_seed(100, 1)).tests(tests);
    let test = AssertUnwindSafe(|| quickcheck.quickcheck(agrees as fn(Program) -> bool));
    let message = panic::catch_unwind(test).err().map(|panic| *panic.downcast().unwrap());
    (message, RAN.take())
}

#[test]
fn quickcheck_finds_shrinks_keeps_and_repeats() {
    for wrong in wrongs() {
        let folder = tempfile::tempdir().unwrap();
        let tests = u64::from(PROGRAMS_MAX);
        let (message, ran) = quickcheck(folder.path(), tests, Some(wrong));
        let (path, program) = case(folder.path());
        println!("{wrong:?}: {} steps after {} runs", program.steps(), ran.len());
        assert!(program.steps() <= STEPS_MAX, "{wrong:?}: {program}");
        let message = message.unwrap();
        assert!(message.contains(&format!("Arguments: (\n{program}")), "{message}");
        assert_replays(&path);
        let (message, ran) = quickcheck(folder.path(), tests, Some(wrong));
        assert!(message.is_some());
        assert_eq!(ran[0], program);
        assert_eq!(case(folder.path()), (path, program.clone()));
        let (message, ran) = quickcheck(folder.path(), 3, None);
        assert_eq!((message, ran.len()), (None, 3));
        assert_eq!(ran[0], program);
    }
}

proptest! {
    #![proptest_config(Config { failure_persistence: None, ..Config::default() })]

    // It fails, and is run by the test below.
    fn no_program_has_four_steps(program: Program) {
        prop_assert!(program.steps() < 4);
    }

    #[test]
    fn options_are_kept_to(program in property::programs(Options { steps: 4, judged: true, geometry: None })) {
        // The prelude and the last shape may run over.
        prop_assert!(program.main.len() < 50 && program.zeal.is_none());
        prop_assert_eq!(program.clone().normalized(), program);
    }
}

#[test]
fn what_the_macro_prints_is_python() {
    let panic = panic::catch_unwind(no_program_has_four_steps).unwrap_err();
    let message: String = *panic.downcast().unwrap();
    let text = message.split_once("program = \n").unwrap().1;
    let end = text.find("\tsuccesses").unwrap();
    let program = Program::parse("message", &text[..end]).unwrap();
    assert_eq!(program.steps(), 4, "{message}");
}

#[test]
fn a_file_that_is_no_program_is_told() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("my_heap_agrees-0.py"), "while True: pass\n").unwrap();
    let (result, ran) = run_all(config(folder.path()), None);
    let Err(TestError::Abort(reason)) = result else { panic!("{result:?}") };
    assert!(reason.message().contains("my_heap_agrees-0.py:1:1"), "{reason}");
    assert!(ran.is_empty());
}

#[test]
fn cases_of_other_tests_are_left_to_them() {
    let folder = tempfile::tempdir().unwrap();
    let cases = Cases::in_folder(folder.path());
    let program = Program::parse("case.py", "import copy, gc, sys, weakref\n\na = []\n").unwrap();
    cases.of("heaps::mine").keep(&program).unwrap();
    assert_eq!(cases.of("heaps::mine").read().unwrap(), [program]);
    for other in ["mine", "heaps", "heaps::mine_too", "other::mine"] {
        assert_eq!(cases.of(other).read().unwrap(), [], "{other}");
    }
    assert_eq!(Cases::in_folder("no/such/folder").of("mine").read().unwrap(), []);
}
