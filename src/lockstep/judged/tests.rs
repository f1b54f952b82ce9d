//! What an interpreter may print in place of a word, and that it may print nothing else: verdicts are the model's own
//! predictions with a word replaced.

use std::rc::Rc;

use super::predict::{Entered, PredictedName, PredictedStep};
use super::{Allowed, DivergenceKind, Prediction, Predictor, compare};
use crate::heaps::{Version, registry};
use crate::judge::{JudgedStep, NameState, Raised, Verdict};
use crate::program::Program;

fn predicted(text: &str) -> (Rc<Program>, Prediction) {
    let text = format!("import copy, gc, sys, weakref\n{text}");
    let program = Rc::new(Program::parse("test.py", &text).unwrap());
    let model = || registry::by_name("model").unwrap();
    let prediction = Predictor::new(Box::new(model)).predict(&program, Version::V3_11).unwrap();
    (program, prediction)
}

/// What an interpreter would say that does all that the model predicts.
fn verdict(prediction: &Prediction) -> Verdict {
    let raised = prediction.raised.clone();
    let raised = raised.map(|class| Raised { class, message: String::new() });
    Verdict { steps: prediction.steps.iter().map(judged).collect(), raised }
}

fn judged(step: &PredictedStep) -> JudgedStep {
    let number = |entered: &Entered| match *entered {
        Entered::Finalizer(number) => number.unwrap(),
        Entered::Function(number) => number,
    };
    JudgedStep {
        output: step.output.clone(),
        entered: step.entered.iter().map(number).collect(),
        ignored: step.ignored.clone(),
        names: step.names.iter().map(|name| name.as_ref().map(state)).collect(),
    }
}

fn state(name: &PredictedName) -> NameState {
    NameState {
        same_as: name.same_as,
        references: name.count,
        type_name: name.type_name.as_str().into(),
        weak_references: u32::try_from(name.weak_references).unwrap(),
        tracked: name.tracked,
        finalized: Some(name.finalized),
    }
}

/// What the comparison comes to if the interpreter printed `by` where the model printed `word`.
fn printed(text: &str, word: &str, by: &str) -> Result<Vec<Allowed>, DivergenceKind> {
    let (program, prediction) = predicted(text);
    let mut verdict = verdict(&prediction);
    let places = verdict.steps.iter().filter(|step| step.output.contains(word)).count();
    assert_eq!(places, 1, "{word:?} is printed once: {verdict:?}");
    for step in &mut verdict.steps {
        step.output = step.output.replace(word, by);
    }
    match compare(&program, &prediction, &verdict) {
        Ok(judged) => Ok(judged.allowed.into_keys().collect()),
        Err(divergence) => Err(divergence.signature.kind),
    }
}

/// The interpreter may print `by` in place of `word`, but not `wrong`.
fn check(text: &str, [word, by, wrong]: [&str; 3], allowed: Allowed) {
    assert_eq!(printed(text, word, by), Ok(vec![allowed]), "{by}");
    assert_eq!(printed(text, word, wrong), Err(DivergenceKind::Output), "{wrong}");
}

#[test]
fn only_the_distance_of_an_address_is_masked() {
    let text = "x = [1]\ny = [2]\nprint('x', id(x) - id(y), len(x), x)\n";
    check(text, ["x ? 1 [1]", "x -64 1 [1]", "x -64 2 [1]"], Allowed::Address);
    check(text, ["x ? 1 [1]", "x 4096 1 [1]", "x 4096 1 [2]"], Allowed::Address);
    check(text, ["x ?", "x 64", "y 64"], Allowed::Address);
    // They are two objects.
    check(text, ["x ?", "x 64", "x 0"], Allowed::Address);
    check(text, ["x ?", "x 64", "x True"], Allowed::Address);
}

#[test]
fn a_known_distance_is_compared() {
    let text = "x = [1]\ny = x\nprint(id(x) - id(y), id(1) - id(3))\n";
    assert_eq!(printed(text, "0 -64", "16 -64"), Err(DivergenceKind::Output));
    assert_eq!(printed(text, "0 -64", "0 -32"), Err(DivergenceKind::Output));
}

#[test]
fn an_object_may_lie_where_one_died_before_it() {
    let text = "class C: pass\nprint(id(C()) == id(C()), 1)\n";
    check(text, ["False 1", "True 1", "True 2"], Allowed::Address);
    let held = "class C: pass\nx = C()\ny = C()\nprint(id(x) == id(y), 1)\n";
    assert_eq!(printed(held, "False 1", "True 1"), Err(DivergenceKind::Output));
}

#[test]
fn only_the_counts_of_the_collector_are_masked() {
    let text = "x = [1]\nprint(len(x), gc.get_count(), gc.get_threshold(), 'last word')\n";
    let found = "1 (0, 0, 0) (700, 10, 10) last word";
    let (_, prediction) = predicted(text);
    let found = found.replace("(0, 0, 0)", &counts(&prediction.steps[1].output));
    let with = |line: &str| printed(text, &found, line);
    assert_eq!(with("1 (7, 8, 9) (700, 10, 10) last word"), Ok(vec![Allowed::CollectorCounts]));
    assert_eq!(with("2 (7, 8, 9) (700, 10, 10) last word"), Err(DivergenceKind::Output));
    assert_eq!(with("1 (7, 8, 9) (700, 10, 11) last word"), Err(DivergenceKind::Output));
    assert_eq!(with("1 (7, 8, 9) (700, 10, 10) lost word"), Err(DivergenceKind::Output));
    assert_eq!(with("1 (7, 8, 9) (700, 10, 10) last word\n"), Err(DivergenceKind::Output));
    assert_eq!(with("1 (7, 8) (700, 10, 10) last word"), Err(DivergenceKind::Output));
}

/// The first three numbers in parentheses.
fn counts(line: &str) -> String {
    let (start, end) = (line.find('(').unwrap(), line.find(')').unwrap());
    line[start..=end].to_owned()
}

#[test]
fn only_the_identity_of_characters_is_masked() {
    let text = "x = 'a'\ny = 'ba'\nz = y[1]\nw = [y]\nprint(x is z, len(y), id(x) == id(z), w)\n";
    check(text, ["True 2 True", "False 2 False", "False 3 False"], Allowed::Character);
    check(text, ["True 2 True", "True 2 False", "True 1 False"], Allowed::Character);
    check(text, ["True ['ba']", "False ['ba']", "False ['bb']"], Allowed::Character);
    let longer = "x = 'a'\ny = 'ba'\nz = y[1]\nprint(x is z, y is x)\n";
    check(longer, ["True False", "False False", "False True"], Allowed::Character);
}

#[test]
fn characters_of_one_kind_are_compared() {
    let literals = "x = 'a'\ny = 'a'\nprint(x is y)\n";
    assert_eq!(printed(literals, "True", "False"), Err(DivergenceKind::Output));
}

#[test]
fn only_the_count_of_a_constant_is_masked() {
    let text = "x = 'text'\ny = ['?']\nprint(sys.getrefcount(x), y, sys.getrefcount(y))\n";
    check(text, ["? ['?'] 3", "9 ['?'] 3", "9 ['?'] 2"], Allowed::ConstantCount);
    check(text, ["? ['?'] 3", "9 ['?'] 3", "9 ['!'] 3"], Allowed::ConstantCount);
    let literal = "print('?', 1)\n";
    assert_eq!(printed(literal, "? 1", "8 1"), Err(DivergenceKind::Output));
}

#[test]
fn only_addresses_in_texts_are_masked() {
    let text = "class C: pass\nx = [C()]\nprint(x, len(x))\n";
    let (_, prediction) = predicted(text);
    let line = prediction.steps[1].output.trim_end();
    let (start, end) = (line.find(" at ").unwrap(), line.find('>').unwrap());
    let with = |address: &str, by: &str| {
        printed(text, line, &format!("{} at {address}{by}", &line[..start]))
    };
    assert_eq!(with("0x7f00a0", &line[end..]), Ok(vec![Allowed::Address]));
    assert_eq!(with("0x7f00a0", ">] 2"), Err(DivergenceKind::Output));
    assert_eq!(with("0x7f00a0", ">, 1] 1"), Err(DivergenceKind::Output));
}

#[test]
fn a_word_is_masked_wherever_a_body_prints_it() {
    let text = "def f(x, y): print('f', id(x) - id(y), len(x))\nx = [1]\ny = [2]\nf(x, y)\n";
    let text = text.replace(": print", ":\n    print");
    check(&text, ["f ? 1", "f 32 1", "f 32 2"], Allowed::Address);
}

#[test]
fn the_order_of_a_printed_set_is_all_that_is_masked() {
    let text = "x = {'one', 'two', 3}\nprint(x, len(x))\nx = None\nprint('done')\n";
    let (_, prediction) = predicted(text);
    let line = prediction.steps[1].output.trim_end().to_owned();
    let elements = ["'one'", "'two'", "3"];
    let reordered = ["{3, 'two', 'one'} 3", "{'two', 3, 'one'} 3"];
    let reordered = reordered.into_iter().find(|text| *text != line).unwrap();
    assert!(elements.iter().all(|element| line.contains(element)));
    check(text, [&line, reordered, "{3, 'two', 'own'} 3"], Allowed::SetOrder);
    check(text, [&line, reordered, "{3, 'two', 'one'} 2"], Allowed::SetOrder);
    assert_eq!(printed(text, "done", "gone"), Err(DivergenceKind::Output));
}

#[test]
fn what_follows_the_order_of_a_set_ends_the_comparison_where_it_differs() {
    let before = "x = {'one', 'two'}\nprint('before')\n";
    let after = format!("{before}y = x.pop()\nprint('after')\n");
    assert_eq!(printed(&after, "before", "ahead"), Err(DivergenceKind::Output));
    assert_eq!(printed(&after, "after", "later"), Ok(vec![Allowed::SetOrder]));
    let numbers = after.replace("{'one', 'two'}", "{1, 2}");
    assert_eq!(printed(&numbers, "after", "later"), Err(DivergenceKind::Output));
}

#[test]
fn a_body_that_ran_deep_excuses_later_steps_only_if_it_may_have_kept_what_it_saw() {
    let program = |body: &str| {
        format!(
            "class C:\n    def __del__(self):\n        {body}\n\
             x = [C()]\nfor _ in range(48): x = [x]\nx = None\nprint('after')\n"
        )
    };
    let text = program("print('deep')");
    assert_eq!(printed(&text, "deep", "sunk"), Ok(vec![Allowed::DeepCall]));
    assert_eq!(printed(&text, "after", "later"), Err(DivergenceKind::Output));
    let collects = program("print(gc.collect(), 'deep')");
    assert_eq!(printed(&collects, "after", "later"), Ok(vec![Allowed::DeepCall]));
}
