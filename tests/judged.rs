//! The model's predictions against the Python of this machine.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::PathBuf;
use std::rc::Rc;
use std::time::Duration;

use twinheap::heaps;
use twinheap::judge::{self, Judge};
use twinheap::lockstep::{Allowed, DivergenceKind, Judged, Predictor, compare, judged_program};
use twinheap::program::Program;

/// A judge, where this machine has one.
fn judge() -> Option<Judge> {
    let interpreter: PathBuf = judge::find(&std::env::var_os("PATH")?)?;
    Judge::start(&interpreter, Duration::from_secs(20)).ok()
}

/// Compares `predicted`, as the model runs it, with `judged`, as Python does.
fn check(predicted: &str, judged: &str) -> Option<Result<Judged, DivergenceKind>> {
    let parse = |text: &str| {
        let text = format!("import copy, gc, sys, weakref\n{text}");
        Rc::new(Program::parse("test.py", &text).unwrap())
    };
    let mut judge = judge()?;
    let model = || heaps::by_name("model").unwrap();
    let predicted = parse(predicted);
    let mut predictor = Predictor::new(Box::new(model));
    let version = judge.version().semantics().unwrap();
    let prediction = predictor.predict(&predicted, version).unwrap();
    let verdicts = judge.judge(&[judged_program(&parse(judged))]).unwrap();
    let result = compare(&predicted, &prediction, &verdicts[0]);
    Some(result.map_err(|divergence| divergence.signature.kind))
}

fn kind(predicted: &str, judged: &str) -> Option<DivergenceKind> {
    check(predicted, judged).map(|result| result.unwrap_err())
}

const WITH_FINALIZER: &str = "\
class C:
    def __del__(self):
        print('gone')
def f(w): pass
x = C()
x.a = x
w = weakref.ref(x, f)
y = [x, 700]
del x
y.clear()
print(gc.collect(), len(y))
del q
";

#[test]
fn the_model_predicts_what_python_does() {
    if let Some(result) = check(WITH_FINALIZER, WITH_FINALIZER) {
        assert_eq!(result.unwrap().steps, 8);
    }
}

/// Whichever comes first: in a script, all constants of a text are made before any of it runs.
#[test]
fn the_items_of_a_folded_set_are_the_constants_of_the_text() {
    let set = "a = []\na.extend({0, 300, (1, 2)})\n";
    let constants = "b = 300\nc = (1, 2)\n";
    let looks = "d = a.pop()\ne = a.pop()\na = a.pop()\nprint(a is b, d is b, e is b, a is c, d is c, e is c)\n";
    for (first, second) in [(set, constants), (constants, set)] {
        let text = format!("{first}{second}{looks}");
        let Some(result) = check(&text, &text) else { return };
        assert_eq!(result.unwrap().steps, 8);
    }
}

#[test]
fn each_side_that_differs_has_its_kind() {
    let differs = |line: &str, by: &str, expected: DivergenceKind| {
        if let Some(found) = kind(WITH_FINALIZER, &WITH_FINALIZER.replace(line, by)) {
            assert_eq!(found, expected, "{by}");
        }
    };
    differs("len(y))", "len(y) )\nprint(1)", DivergenceKind::Output);
    differs("print('gone')", "print('lost')", DivergenceKind::Output);
    differs("(x, f)", "(x)", DivergenceKind::Event);
    differs("del q", "gc.enable()", DivergenceKind::Outcome);
    differs("y = [x, 700]", "y = [x, x]", DivergenceKind::Observation);
}

#[test]
fn what_only_the_interpreter_knows_is_allowed_and_counted() {
    let counted =
        "x = 'text'\nprint(sys.getrefcount(x))\nprint(gc.get_count())\nprint(id(x) - id('b'))\n";
    let Some(result) = check(counted, counted) else { return };
    let allowed = result.unwrap().allowed;
    assert!(allowed.contains_key(&Allowed::ConstantCount));
    assert!(allowed.contains_key(&Allowed::CollectorCounts));
}
