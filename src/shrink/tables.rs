//! Smaller classes and functions, and tables without what nothing uses.

use super::names::{map_classes, map_functions};
use crate::program::{Expression, Program, Statement, Step, Value};

/// Every program with a class or function that is simpler in one place.
pub(super) fn simpler(program: &Program) -> Vec<Program> {
    let mut candidates = Vec::new();
    let mut offer = |change: &dyn Fn(&mut Program)| {
        let mut candidate = program.clone();
        change(&mut candidate);
        if candidate != *program {
            candidates.push(candidate);
        }
    };
    for index in 0..program.classes.len() {
        offer(&|program| program.classes[index].finalizer = None);
        offer(&|program| program.classes[index].slots = None);
        let slots = program.classes[index].slots.as_ref();
        for slot in 0..slots.map_or(0, |slots| slots.attributes.len()) {
            offer(&|program| {
                let slots = program.classes[index].slots.as_mut();
                slots.into_iter().for_each(|slots| without(&mut slots.attributes, slot));
            });
        }
        for global in 0..finalizer_globals(program, index) {
            offer(&|program| {
                let finalizer = program.classes[index].finalizer.as_mut();
                finalizer.into_iter().for_each(|one| without(&mut one.body.globals, global));
            });
        }
    }
    for (index, function) in program.functions.iter().enumerate() {
        offer(&|program| program.functions[index].returns = None);
        for global in 0..function.body.globals.len() {
            offer(&|program| without(&mut program.functions[index].body.globals, global));
        }
        if !is_callback(program, index) {
            for parameter in 0..function.parameters.len() {
                offer(&|program| remove_parameter(program, index, parameter));
            }
        }
    }
    candidates
}

fn without<T>(items: &mut Vec<T>, index: usize) {
    items.remove(index);
}

fn finalizer_globals(program: &Program, class: usize) -> usize {
    program.classes[class].finalizer.as_ref().map_or(0, |finalizer| finalizer.body.globals.len())
}

/// Whether a weak reference has this function as its callback: then it keeps its one parameter.
fn is_callback(program: &Program, index: usize) -> bool {
    program.blocks().flatten().any(|step| match step.statement() {
        Statement::Bind(_, Expression::WeakReference(_, Some(function))) => {
            usize::from(function.0) == index
        }
        _ => false,
    })
}

/// Takes a parameter away from a function, and its argument from every call that has one.
fn remove_parameter(program: &mut Program, function: usize, parameter: usize) {
    program.functions[function].parameters.remove(parameter);
    let remove = |arguments: &mut Vec<Value>| {
        if parameter < arguments.len() {
            arguments.remove(parameter);
        }
    };
    for step in super::block::all_steps(program) {
        let (Step::Plain(statement) | Step::Guarded(statement) | Step::Repeated(_, statement)) =
            step;
        match statement {
            Statement::Call(called, arguments)
            | Statement::Bind(_, Expression::Call(called, arguments))
                if usize::from(called.0) == function =>
            {
                remove(arguments);
            }
            _ => {}
        }
    }
}

/// The program without functions, classes, attributes and names that nothing uses; those that stay keep their order.
pub(super) fn compacted(program: &Program) -> Program {
    let mut program = program.clone();
    // Dropping a function can leave another unused, or a class, a name or an attribute.
    loop {
        let before = program.functions.len() + program.classes.len();
        compact_functions(&mut program);
        compact_classes(&mut program);
        if program.functions.len() + program.classes.len() == before {
            break;
        }
    }
    program.normalized()
}

/// The new number of each item, in order; none for those that go.
struct Renumbering(Vec<Option<u16>>);

impl Renumbering {
    fn new(used: &[bool]) -> Self {
        let mut next = 0;
        let number = used.iter().map(|&used| {
            let number = next;
            next += u16::from(used);
            used.then_some(number)
        });
        Self(number.collect())
    }

    fn retain<T>(&self, items: &mut Vec<T>) {
        let mut kept = self.0.iter().map(Option::is_some);
        items.retain(|_| kept.next().unwrap_or(true));
    }

    fn apply(&self, number: &mut u16) {
        if let Some(Some(new)) = self.0.get(usize::from(*number)) {
            *number = *new;
        }
    }
}

fn use_number(used: &mut [bool], number: u16) {
    if let Some(used) = used.get_mut(usize::from(number)) {
        *used = true;
    }
}

fn compact_functions(program: &mut Program) {
    let mut used = vec![false; program.functions.len()];
    map_functions(program, &mut |function| use_number(&mut used, function.0));
    let numbers = Renumbering::new(&used);
    map_functions(program, &mut |function| numbers.apply(&mut function.0));
    numbers.retain(&mut program.functions);
}

fn compact_classes(program: &mut Program) {
    let mut used = vec![false; program.classes.len()];
    map_classes(program, &mut |class| use_number(&mut used, class.0));
    let numbers = Renumbering::new(&used);
    map_classes(program, &mut |class| numbers.apply(&mut class.0));
    numbers.retain(&mut program.classes);
}
