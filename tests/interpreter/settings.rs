//! Limits and injected failures.

use std::rc::Rc;

use twinheap::heaps::{
    Contract, Failed, Fault, Heap, Interpreter, Observation, Outcome, Settings, Trace, Twinheap,
};
use twinheap::program::{Geometry, Program};

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
    let settings = |step| Settings { fault: Some(Fault::step(step)), ..Settings::default() };
    assert_eq!(printed(text, &settings(2)), "raised MemoryError\n");
    assert_eq!(printed(guarded, &settings(1)), "MemoryError\n[]\n");
    assert_eq!(printed(guarded, &settings(7)), "[1]\n");
}

#[test]
fn the_number_of_the_failing_step_is_told() {
    let text = "import copy, gc, sys, weakref\ndef f0(): x = 1\n\nf0()\nf0()\n";
    let program = Rc::new(Program::parse("case.py", text).unwrap());
    let mut heap = Interpreter::<Marking>::new();
    heap.start(&program, &Settings { fault: Some(Fault::step(3)), ..Settings::default() });
    let mut trace = Trace::default();
    assert_eq!(heap.step(0, &mut trace), Outcome::Done);
    assert_eq!((trace.steps_executed, &trace.failed.steps[..]), (2, &[][..]));
    assert!(matches!(heap.step(1, &mut trace), Outcome::Raised(_)));
    assert_eq!((trace.steps_executed, &trace.failed.steps[..]), (4, &[3][..]));
}

#[test]
fn what_finalizers_and_callbacks_raise_is_written_down() {
    let text = "class C0:\n    def __del__(self): x = y\n\ndef f0(): pass\n\nx = C0()\nw = weakref.ref(x, f0)\ndel x\ngc.collect()\n";
    assert_eq!(
        printed(text, &Settings::default()),
        "ignored TypeError: f0() takes 0 positional arguments but 1 was given\nignored NameError: name 'y' is not defined\n"
    );
}

/// What is left of each main step: its trace, its outcome, what can be seen after it.
fn history(
    program: &Rc<Program>,
    fault: Fault,
) -> (Vec<(Trace, Outcome, Observation)>, usize, u64) {
    let mut heap = Interpreter::<Twinheap>::new();
    heap.start(program, &Settings { fault: Some(fault), ..Settings::default() });
    let mut trace = Trace::default();
    let mut history = Vec::new();
    for index in 0..program.main.len() {
        trace.clear();
        let outcome = heap.step(index, &mut trace);
        let mut observation = Observation::default();
        observation.begin(Contract::FULL);
        heap.observe(&mut observation);
        heap.check().expect("the heap is sound");
        history.push((trace.clone(), outcome, observation));
    }
    let failures = heap.failures().iter().map(|(_, count)| count).sum();
    (history, heap.finish(&mut trace), failures)
}

const ALLOCATING: &str = r"import copy, gc, sys, weakref
class C0:
    def __del__(self):
        global z
        x = self.a
        x = [x, 1]
        z = (x, 1.5)

class C1:
    __slots__ = ('b', 'a', '__weakref__')

def f0(p0):
    x = [p0]
    return x

def f1(p0):
    x = [p0, 3]
    x.append(y)

y = 1000
z = 2.5
x = C0()
x.a = 5
x.b = [1, (y, z), {'k': y, 1: z}, {1, y, 'text'}]
w = weakref.ref(x, f0)
v = weakref.ref(x)
a = copy.copy(x)
b = copy.deepcopy(x)
c = C1()
c.b = [c, x]
d = copy.deepcopy([c, C1(), (c, {'k': C0()}), {c, 1}])
for _ in range(12): d.append((y, d))
for _ in range(6): y += y
e = {}
e['a'] = 1
e['b'] = x
e[3] = 4
e['c'] = 4
e['d'] = 5
f = copy.copy(e)
f = copy.deepcopy(e)
g = [1]
g += e
g.extend('some text')
g += {y, 5, 7, 8, 9, 10}
h = copy.copy({1, 2, y, 4, 5})
i = 'some ' + 'text'
i += i
j = (1, i) + (y, 2)
k = [1, y] + g
x.c = 1
x.d = 2
x.e = 3
x.f = 4
l = f0([y, C0()])
f1(l)
x = None
a = None
gc.collect()
print(l == l)
";

#[test]
fn a_failed_request_leaves_what_a_failed_step_leaves() {
    let mut program = Program::parse("case.py", ALLOCATING).expect("the case is in the language");
    for geometry in Geometry::ALL {
        program.geometry = geometry;
        assert_requests_and_steps_fail_alike(&Rc::new(program.clone()));
    }
}

fn assert_requests_and_steps_fail_alike(program: &Rc<Program>) {
    let mut failed = 0;
    for request in 0.. {
        let (found, left, failures) = history(program, Fault::request(request));
        if failures == 0 {
            break;
        }
        let mut all = Failed::default();
        found.iter().for_each(|(trace, _, _)| all.extend(&trace.failed));
        if !all.collections.is_empty() {
            // Only the model follows a collection that did not run.
            continue;
        }
        let (expected, expected_left, _) = history(program, Fault::Follow(all));
        for (index, (expected, found)) in expected.iter().zip(&found).enumerate() {
            assert_eq!(expected.0, found.0, "request {request}, main step {index}");
            assert_eq!(expected.1, found.1, "request {request}, main step {index}");
            let difference = twinheap::heaps::difference(&expected.2, &found.2, program);
            assert_eq!(difference, None, "request {request}, main step {index}");
        }
        assert_eq!(left, expected_left, "request {request}");
        failed += 1;
    }
    assert!(failed > 100, "only {failed} requests were made to fail");
}

#[test]
fn deep_calls_fit_the_stack() {
    let text = "class C0:\n    def __del__(self): f0(self)\n\ndef f0(p0):\n    x = C0()\n    f0([x, p0])\n\nf0(1)\n";
    let settings = Settings { steps_max: 20_000, ..Settings::default() };
    let printed = super::run(&mut Interpreter::<Twinheap>::new(), text, &settings);
    assert!(printed.ends_with("limit\n"), "{printed}");
}
