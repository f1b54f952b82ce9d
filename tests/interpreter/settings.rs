//! Limits and injected failures.

use std::rc::Rc;

use twinheap::heaps::{Fault, Heap, Interpreter, Outcome, Settings, Trace};
use twinheap::program::Program;

use super::marking::Marking;

fn printed(text: &str, settings: &Settings) -> String {
    super::run(&mut Interpreter::<Marking>::new(), text, settings)
}

#[test]
fn the_limit_of_steps_cuts_a_repetition_short() {
    let settings = Settings { steps_max: 3, ..Settings::default() };
    assert_eq!(printed("for _ in range(5): print(1)\nprint(2)\n", &settings), "1\n1\n1\nlimit\n");
}

#[test]
fn no_finalizer_step_runs_after_the_limit() {
    let text = "class C0:\n    def __del__(self):\n        print(1)\n        print(2)\n\nx = C0()\ndel x\ngc.collect()\n";
    let settings = Settings { steps_max: 4, ..Settings::default() };
    assert_eq!(printed(text, &settings), "1\nlimit\n");
}

#[test]
fn a_failing_step_does_nothing() {
    let text = "x = []\nfor _ in range(3): x.append(1)\n";
    let guarded = "x = []\ntry: x.append(1)\nexcept Exception as error: print(type(error).__name__)\nprint(x)\n";
    let settings = |step| Settings { fault: Some(Fault::Step(step)), ..Settings::default() };
    assert_eq!(printed(text, &settings(2)), "raised MemoryError\n");
    assert_eq!(printed(guarded, &settings(1)), "MemoryError\n[]\n");
    assert_eq!(printed(guarded, &settings(7)), "[1]\n");
}

#[test]
fn the_number_of_the_failing_step_is_told() {
    let text = "import copy, gc, sys, weakref\ndef f0(): x = 1\n\nf0()\nf0()\n";
    let program = Rc::new(Program::parse("case.py", text).unwrap());
    let mut heap = Interpreter::<Marking>::new();
    heap.start(&program, &Settings { fault: Some(Fault::Step(3)), ..Settings::default() });
    let mut trace = Trace::default();
    assert_eq!(heap.step(0, &mut trace), Outcome::Done);
    assert_eq!((trace.steps_executed, trace.failed_step), (2, None));
    assert!(matches!(heap.step(1, &mut trace), Outcome::Raised(_)));
    assert_eq!((trace.steps_executed, trace.failed_step), (4, Some(3)));
}
