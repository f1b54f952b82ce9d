//! Programs through the interpreter, with what CPython 3.11 prints.

mod language;
mod lifetimes;
mod marking;
mod settings;

use std::rc::Rc;

use twinheap::heaps::{Heap, Outcome, Settings, Trace};
use twinheap::program::Program;

/// What a program prints on `heap`, its exceptions included, line by line.
fn run(heap: &mut dyn Heap, text: &str, settings: &Settings) -> String {
    let text = format!("import copy, gc, sys, weakref\n{text}");
    let program = Rc::new(Program::parse("case.py", &text).expect("the case is in the language"));
    let (mut trace, mut printed) = (Trace::default(), String::new());
    heap.start(&program, settings);
    for index in 0..program.main.len() {
        trace.clear();
        let outcome = heap.step(index, &mut trace);
        heap.check().expect("the heap is sound");
        printed += &trace.output;
        trace.ignored.iter().for_each(|line| printed += &format!("ignored {line}\n"));
        match outcome {
            Outcome::Done => {}
            Outcome::Raised(exception) => {
                printed += &format!("raised {exception}\n");
                break;
            }
            Outcome::Limit => {
                printed += "limit\n";
                break;
            }
        }
    }
    trace.clear();
    heap.finish(&mut trace);
    printed
}
