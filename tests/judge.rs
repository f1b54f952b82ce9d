//! Real interpreters as judges: skipped, with a notice, where there is none.
//!
//! `TWINHEAP_PYTHONS` lists the interpreters to test, separated as in `PATH`; without it the default one is tested.

use std::env;
use std::path::PathBuf;
use std::time::Duration;

use twinheap::judge::{self, Judge, JudgedProgram, NameState, Verdict};

const TIMEOUT: Duration = Duration::from_secs(20);

fn interpreters() -> Vec<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let found: Vec<PathBuf> = match env::var_os("TWINHEAP_PYTHONS") {
        Some(list) => env::split_paths(&list).collect(),
        None => judge::find(&path).into_iter().collect(),
    };
    if found.is_empty() {
        eprintln!("skipped: no python3 on PATH");
    }
    found
}

fn judges() -> impl Iterator<Item = Judge> {
    interpreters().into_iter().map(|path| Judge::start(&path, TIMEOUT).expect("starts"))
}

fn program(definitions: &[&str], steps: &[&str], names: &[&str]) -> JudgedProgram {
    let [definitions, steps, names] =
        [definitions, steps, names].map(|items| items.iter().map(|&item| item.into()).collect());
    JudgedProgram { definitions, steps, names }
}

fn judge_one(judge: &mut Judge, program: JudgedProgram) -> Verdict {
    judge.judge(&[program]).expect("answers").remove(0)
}

/// What the steps print, under every interpreter.
fn check_output(definitions: &[&str], steps: &[&str], expected: &str) {
    for mut judge in judges() {
        let verdict = judge_one(&mut judge, program(definitions, steps, &[]));
        let output: String = verdict.steps.iter().map(|step| step.output.as_str()).collect();
        assert_eq!((output.as_str(), verdict.raised), (expected, None), "{}", judge.version());
    }
}

fn state(verdict: &Verdict, step: usize, name: usize) -> &NameState {
    verdict.steps[step].names[name].as_ref().expect("the name is bound")
}

#[test]
fn each_program_has_its_verdict_and_each_step_its_output() {
    for mut judge in judges() {
        let shows = |text: &str| program(&[], &[&format!("print('{text}')"), "pass"], &[]);
        let verdicts = judge.judge(&[shows("one"), JudgedProgram::default(), shows("two")]);
        let outputs: Vec<Vec<String>> = verdicts
            .unwrap()
            .into_iter()
            .map(|verdict| verdict.steps.into_iter().map(|step| step.output).collect())
            .collect();
        assert_eq!(outputs, [vec!["one\n", ""], vec![], vec!["two\n", ""]]);
        assert!(judge.judge(&[]).unwrap().is_empty());
    }
}

#[test]
fn references_are_counted_as_the_program_makes_them() {
    for mut judge in judges() {
        let steps = [
            "x = []",
            "y = x",
            "x.append([x, x])",
            "z = x[0]",
            "x.clear()",
            "del y",
            "gc.collect()",
        ];
        let verdict = judge_one(&mut judge, program(&[], &steps, &["x", "y", "z"]));
        let counts = |name: usize| -> Vec<Option<u32>> {
            let state = |step: &judge::JudgedStep| step.names[name].as_ref()?.references;
            verdict.steps.iter().map(state).collect()
        };
        let bound = |counts: &[u32]| counts.iter().copied().map(Some).collect::<Vec<_>>();
        assert_eq!(counts(0), bound(&[1, 2, 4, 4, 4, 3, 3]));
        assert_eq!(counts(1)[1..5], bound(&[2, 4, 4, 4]));
        assert_eq!(verdict.steps[5].names[1], None);
        assert_eq!(counts(2)[3..], bound(&[2, 1, 1, 1]));
    }
}

#[test]
fn printed_text_is_not_held() {
    check_output(
        &[],
        &["x = 'a'; x += 'b'; x += 'c'", "print(x, x); print(sys.getrefcount(x))"],
        "abc abc\n2\n",
    );
}

#[test]
fn names_of_one_object_point_at_the_first_of_them() {
    for mut judge in judges() {
        let steps = ["a = []; b = []; d = b; e = a"];
        let verdict = judge_one(&mut judge, program(&[], &steps, &["a", "b", "c", "d", "e"]));
        let same = |name: &Option<NameState>| name.as_ref().map(|state| state.same_as);
        let found: Vec<_> = verdict.steps[0].names.iter().map(same).collect();
        assert_eq!(found, [Some(0), Some(1), None, Some(1), Some(0)]);
    }
}

#[test]
fn an_object_shows_its_class_tracking_weak_references_and_finalization() {
    let class = "class C0:\n    def __del__(self):\n        global x\n        x = self";
    for mut judge in judges() {
        let steps = [
            "x = C0()",
            "w = weakref.ref(x); v = weakref.ref(x, print)",
            "del x",
            "t = [1]; n = 1.5 + 1",
        ];
        let verdict = judge_one(&mut judge, program(&[class], &steps, &["x", "w", "t", "n"]));
        assert_eq!(&*state(&verdict, 0, 0).type_name, "C0");
        assert_eq!(state(&verdict, 1, 0).weak_references, 2);
        assert_eq!(state(&verdict, 2, 0).references, Some(1), "it was resurrected");
        assert_eq!(state(&verdict, 2, 0).weak_references, 2, "and its weak references with it");
        let finalized = [1, 2].map(|step| state(&verdict, step, 0).finalized);
        let told = judge.version().minor >= 9;
        assert_eq!(finalized, [told.then_some(false), told.then_some(true)]);
        assert!(state(&verdict, 3, 2).tracked);
        assert!(!state(&verdict, 3, 3).tracked);
        assert_eq!(&*state(&verdict, 3, 3).type_name, "float");
    }
}

#[test]
fn equal_constants_are_one_object_wherever_they_stand() {
    check_output(
        &[
            "def f0():\n    z = 1000\n    return z",
            "def f1():\n    z = (1000, 'a b')\n    return z",
        ],
        &[
            "x = 1000",
            "y = 1000",
            "print(x is y, x is f0(), x is f1()[0])",
            "t = (1000, 'a b')",
            "print(t is f1(), t[1] is 'a b')",
            "u = -0.0; v = 0.0",
            "print(u is v, u == v)",
            "print(u, v, 1, True, 1.0)",
        ],
        "True True True\nTrue True\nFalse True\n-0.0 0.0 1 True 1.0\n",
    );
}

#[test]
fn constants_have_no_count() {
    for mut judge in judges() {
        let steps = [
            "x = 1000",
            "x = ('a b', 2.5)",
            "x = 'a'",
            "x = None",
            "x = 1000 + 1",
            "y = 5; x = y + 1",
        ];
        let verdict = judge_one(&mut judge, program(&[], &steps, &["x"]));
        let counts: Vec<_> = (0..6).map(|step| state(&verdict, step, 0).references).collect();
        // `1000 + 1` is folded when it is compiled.
        assert_eq!(counts, [None; 6]);
        let steps = ["y = 1000", "x = y + 1"];
        let verdict = judge_one(&mut judge, program(&[], &steps, &["x"]));
        assert_eq!(state(&verdict, 1, 0).references, Some(1));
    }
}

#[test]
fn bodies_entered_are_noted_in_order() {
    let class = "class C0:\n    def __del__(self):\n        f0(1)";
    let functions = ["def f0(p0):\n    pass", "def f1(p0):\n    f0(p0)"];
    for mut judge in judges() {
        let definitions = ["class C1: pass", class, functions[0], functions[1]];
        let steps = ["x = C0()", "w = weakref.ref(x, f1)", "f1(x)", "del x", "pass"];
        let verdict = judge_one(&mut judge, program(&definitions, &steps, &[]));
        let entered: Vec<_> = verdict.steps.iter().map(|step| step.entered.as_slice()).collect();
        // The finalizer is body 0, `f0` 1 and `f1` 2; the finalizer of a dying object runs before its callbacks.
        let expected: [&[u32]; 5] = [&[], &[], &[2, 1], &[0, 1, 2, 1], &[]];
        assert_eq!(entered, expected);
    }
}

#[test]
fn exceptions_of_finalizers_and_callbacks_are_noted_and_let_go() {
    let class = "class C0:\n    def __del__(self):\n        self.a.b";
    let callback = "def f0(p0):\n    [][1]";
    for mut judge in judges() {
        let steps = ["x = C0(); y = []; x.a = y", "w = weakref.ref(x, f0)", "del x", "pass"];
        let verdict = judge_one(&mut judge, program(&[class, callback], &steps, &["y"]));
        assert_eq!(verdict.steps[2].ignored, ["AttributeError", "IndexError"]);
        assert_eq!(state(&verdict, 2, 0).references, Some(1));
        assert!(verdict.steps[3].ignored.is_empty());
        assert_eq!(verdict.raised, None);
    }
}

#[test]
fn uncaught_exception_ends_the_program_and_is_let_go() {
    let function = "def f0(p0):\n    z = p0\n    del p0['k']";
    for mut judge in judges() {
        let steps = ["x = {}", "f0(x)", "print('never')"];
        let verdict = judge_one(&mut judge, program(&[function], &steps, &["x"]));
        assert_eq!(verdict.raised.as_ref().unwrap().to_string(), "KeyError: 'k'");
        assert_eq!(verdict.steps.len(), 2);
        assert_eq!(state(&verdict, 1, 0).references, Some(1), "the traceback is gone");
        let verdict = judge_one(&mut judge, program(&[], &["pass", "x = = 1"], &[]));
        assert_eq!(
            (verdict.steps.len(), verdict.raised.unwrap().class.as_str()),
            (0, "SyntaxError")
        );
        let verdict = judge_one(&mut judge, program(&["class C0(y): pass"], &["pass"], &[]));
        assert_eq!((verdict.steps.len(), verdict.raised.unwrap().class.as_str()), (0, "NameError"));
    }
}

#[test]
fn calls_nest_as_deep_as_in_a_script() {
    let function = "def f0():\n    global n\n    n += 1\n    f0()";
    let guarded = "try: f0()\nexcept Exception as error: print(type(error).__name__)";
    let run = ["n = 0", guarded, "print(n)"];
    check_output(&[function], &run.repeat(5), &"RecursionError\n999\n".repeat(5));
}

#[test]
fn finalizer_without_room_to_run_is_ignored_with_a_recursion_error() {
    let class = "class C0:\n    def __del__(self):\n        y.a";
    let function = "def f0():\n    x = [C0()]\n    x[0] = 1\n    f0()";
    let guarded = "try: f0()\nexcept Exception as error: print(type(error).__name__)";
    for mut judge in judges() {
        let verdict = judge_one(&mut judge, program(&[class, function], &[guarded], &[]));
        let step = &verdict.steps[0];
        assert_eq!(step.output, "RecursionError\n");
        // The deepest frame of all cannot call the class before 3.12, and cannot have its finalizer run since.
        let without_room = usize::from(judge.version().minor >= 12);
        let expected = [vec!["NameError"; 998], vec!["RecursionError"; without_room]].concat();
        assert_eq!(step.ignored, expected, "{}", judge.version());
    }
}

#[test]
fn automatic_collections_never_run_but_the_flag_is_kept() {
    check_output(
        &[],
        &[
            "print(gc.isenabled(), gc.get_threshold() == gc.get_threshold())",
            "gc.disable(); print(gc.isenabled())",
            "gc.enable(); print(gc.isenabled())",
            "gc.set_threshold(1, 1, 1)",
            "for _ in range(3000): x = []; x.append(x)",
            "print(gc.get_stats()[0]['collections'], gc.get_stats()[2]['collections'])",
            "print(gc.collect())",
            "print(gc.get_stats()[2]['collections'])",
        ],
        "True True\nFalse\nTrue\n0 0\n2999\n1\n",
    );
}

#[test]
fn frozen_objects_are_those_of_the_program() {
    check_output(
        &["class C0: pass"],
        &[
            "x = [C0()]; x.append(x)",
            "print(gc.get_freeze_count(), x in gc.get_objects(0))",
            "gc.freeze()",
            "print(gc.get_freeze_count())",
            "del x",
            "print(gc.collect())",
            "gc.unfreeze()",
            "print(gc.get_freeze_count(), gc.collect() > 0)",
        ],
        "0 True\n2\n0\n0 True\n",
    );
}

/// Leaves behind all that a program can: garbage, frozen objects, settings, finalizers and callbacks that make more.
fn littering() -> JudgedProgram {
    program(
        &[
            "class C0:\n    def __del__(self):\n        global x, w\n        x = C0()\n        w = weakref.ref(x, f0)\n        print('again')",
            "def f0(p0):\n    global y\n    y = [C0()]\n    y.append(y)",
            "def f1(p0):\n    f1(p0)",
        ],
        &[
            "x = C0(); y = [x]; y.append(y)",
            "w = weakref.ref(x, f0)",
            "gc.set_threshold(1, 2, 3); gc.disable(); gc.set_debug(gc.DEBUG_SAVEALL)",
            "z = []; z.append(z); del z",
            "gc.collect()",
            "gc.freeze()",
            "x = C0(); x.a = x",
            "f1(x)",
        ],
        &["x", "y", "w"],
    )
}

/// Shows all that an earlier program could have left.
fn inspecting() -> JudgedProgram {
    program(
        &["class C0: pass", "def f0(p0):\n    z = (p0, 1000)\n    return z"],
        &[
            "x = C0(); y = f0(x); y[0].a = y",
            "print(gc.isenabled(), gc.get_threshold(), gc.get_debug(), len(gc.garbage))",
            "print(gc.get_freeze_count(), len(gc.get_objects(2)), len(gc.get_objects(1)))",
            "print([gc.get_stats()[g]['collections'] for g in (0, 1, 2)])",
            "w = weakref.ref(x)",
            "print(sys.getrefcount(x), sys.getrefcount(y), len(gc.get_referents(x)))",
            "del x, y",
            "print(gc.collect(), w() is None)",
            "print(gc.collect(), len(gc.get_objects(2)))",
        ],
        &["x", "y", "w"],
    )
}

/// Finds the frozen garbage of an earlier program.
fn thawing() -> JudgedProgram {
    let steps = [
        "gc.unfreeze()",
        "print(gc.collect())",
        "x = []; x.append(x); del x",
        "print(gc.collect())",
    ];
    program(&[], &steps, &["x"])
}

#[test]
fn nothing_of_one_program_reaches_the_next() {
    for mut judge in judges() {
        let batch = [littering(), inspecting(), littering(), thawing(), inspecting()];
        let expected = judge.judge(&batch).unwrap();
        assert_eq!(expected[0].raised.as_ref().unwrap().class, "RecursionError");
        assert_eq!(expected[1], expected[4]);
        assert_eq!([1, 3].map(|step| expected[3].steps[step].output.as_str()), ["0\n", "1\n"]);
        for _ in 0..200 {
            assert_eq!(judge.judge(&batch).unwrap(), expected, "{}", judge.version());
        }
        let alone = judge.judge(&vec![inspecting(); 1000]).unwrap();
        assert_eq!(alone, vec![expected[1].clone(); 1000], "{}", judge.version());
    }
}

#[test]
fn forgetting_code_changes_nothing() {
    for mut judge in judges() {
        let expected = judge_one(&mut judge, inspecting());
        let constants: Vec<String> = (0..40_000).map(|value| format!("x = {value}")).collect();
        let many = JudgedProgram { steps: constants, ..program(&[], &[], &["x"]) };
        let verdict = judge_one(&mut judge, many);
        assert_eq!(state(&verdict, 39_999, 0).references, None);
        assert_eq!(judge_one(&mut judge, inspecting()), expected);
        let verdict = judge_one(&mut judge, program(&[], &["x = 1000", "y = 1000"], &["x", "y"]));
        assert_eq!(state(&verdict, 1, 1).same_as, 0);
    }
}

#[test]
fn dying_interpreter_is_an_error_and_can_be_restarted() {
    for mut judge in judges() {
        let dies = program(&[], &["sys.modules['posix']._exit(3)"], &[]);
        let error = judge.judge(&[JudgedProgram::default(), dies]).unwrap_err();
        assert!(error.is_death());
        assert_eq!(error.program(), Some(1));
        assert!(error.to_string().contains("exit status: 3"), "{error}");
        assert!(judge.judge(&[JudgedProgram::default()]).unwrap_err().is_death());
        judge.restart().unwrap();
        assert_eq!(judge.judge(&[JudgedProgram::default()]).unwrap(), [Verdict::default()]);
    }
}

#[test]
fn silent_interpreter_is_an_error() {
    for path in interpreters() {
        let mut judge = Judge::start(&path, Duration::from_secs(3)).unwrap();
        let hangs = program(&[], &["while True: pass"], &[]);
        let error = judge.judge(&[hangs, JudgedProgram::default()]).unwrap_err();
        assert!(error.is_hang());
        assert_eq!(error.program(), Some(0));
        judge.restart().unwrap();
        judge.judge(&[JudgedProgram::default()]).unwrap();
    }
}

#[test]
fn what_is_no_interpreter_is_refused() {
    let error = Judge::start(&PathBuf::from("no such interpreter"), TIMEOUT).unwrap_err();
    assert!(error.to_string().contains("no such interpreter: cannot be started"), "{error}");
    let error = Judge::start(&env::current_exe().unwrap(), TIMEOUT).unwrap_err();
    assert!(error.is_unsuitable());
    assert!(error.to_string().contains("expected CPython 3.8 or later"), "{error}");
}

#[test]
fn default_interpreter_is_the_first_of_its_name_on_the_path() {
    let folder = tempfile::tempdir().unwrap();
    let [first, second] = ["first", "second"].map(|name| folder.path().join(name));
    for (folder, name) in [(&first, "python3"), (&second, "python3"), (&second, "python3.11")] {
        std::fs::create_dir_all(folder).unwrap();
        std::fs::write(folder.join(name), "").unwrap();
    }
    let path = env::join_paths([&first, &second]).unwrap();
    assert_eq!(judge::find(&path), Some(second.join("python3.11")));
    assert_eq!(judge::find(first.as_os_str()), Some(first.join("python3")));
    assert_eq!(judge::find(folder.path().as_os_str()), None);
}

#[test]
fn script_tells_its_output_its_last_error_and_its_status() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("case.py");
    for path in interpreters() {
        std::fs::write(
            &file,
            "x = 'a' + str(2)\nprint(x)\nimport sys\nprint(sys.getrefcount(x))\n{}['k']\n",
        )
        .unwrap();
        let run = judge::run_script(&path, &file).unwrap();
        assert_eq!(run.output, "a2\n2\n");
        assert_eq!((run.last_error.as_str(), run.status), ("KeyError: 'k'", Some(1)));
    }
}
