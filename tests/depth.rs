//! Structures as deep as memory allows live and die on the stack of an ordinary thread.

use std::rc::Rc;

use twinheap::heaps::{self, Outcome, Settings, Trace};
use twinheap::program::Program;

const DEPTH: u64 = 1_000_000;

/// Runs a program whose chain is `DEPTH` long, on the heap under test: what it prints.
fn printed(start: &str, link: &str, end: &str) -> String {
    let text = format!(
        "import copy, gc, sys, weakref\n{start}\nfor _ in range({DEPTH}): {link}\n{end}\nprint(gc.collect())\n"
    );
    let program = match Program::parse("deep", &text) {
        Ok(program) => Rc::new(program),
        Err(error) => panic!("{error}"),
    };
    let mut heap = heaps::by_name(heaps::registry::SUBJECT).expect("the registry has it");
    let mut trace = Trace::default();
    heap.start(&program, &Settings { steps_max: 10 * DEPTH, ..Settings::default() });
    for index in 0..program.main.len() {
        assert_eq!(heap.step(index, &mut trace), Outcome::Done, "step {index} of\n{text}");
    }
    heap.check().expect("the heap is sound");
    assert_eq!(heap.finish(&mut trace), 0);
    trace.output
}

#[test]
fn lists_drop() {
    assert_eq!(printed("x = []", "x = [x]", "del x"), "0\n");
}

#[test]
fn dicts_drop() {
    assert_eq!(printed("x = {}", "x = {'a': x}", "del x"), "0\n");
}

#[test]
fn tuples_drop() {
    assert_eq!(printed("x = []", "x = (x,)", "del x"), "0\n");
}

/// A loop has one step: the function links, and the instances follow one another through their attribute.
const LINK_INSTANCES: &str = "\
class C: pass
def f(p):
    n = C()
    n.a = p
    return n
x = C()";

#[test]
fn instances_drop() {
    assert_eq!(printed(LINK_INSTANCES, "x = f(x)", "del x"), "0\n");
}

#[test]
fn rings_of_lists_are_collected() {
    let end = "y.append(x)\ndel x\ndel y";
    assert_eq!(printed("gc.disable()\ny = []\nx = y", "x = [x]", end), "1000001\n");
}

#[test]
fn rings_of_dicts_are_collected() {
    let end = "y['a'] = x\ndel x\ndel y";
    assert_eq!(printed("gc.disable()\ny = {}\nx = y", "x = {'a': x}", end), "1000001\n");
}

#[test]
fn rings_of_instances_are_collected() {
    let start = format!("{LINK_INSTANCES}\ngc.disable()\ny = x");
    assert_eq!(printed(&start, "x = f(x)", "y.a = x\ndel x\ndel y"), "1000001\n");
}
