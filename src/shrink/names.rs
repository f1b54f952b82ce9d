//! Fewer names, attributes, classes and functions, and plain spellings for those that stay.

use super::block::{spots, without};
use crate::program::{Attribute, ClassId, FunctionId, Name, Part, Program};

/// The program with two names, attributes, classes or functions made one, for each pair; of two definitions either may stay.
pub(super) fn merged(program: &Program) -> Vec<Program> {
    let mut candidates = Vec::new();
    let mut offer = |count: usize, either: bool, merge: &dyn Fn(&mut Program, u16, u16)| {
        let count = u16::try_from(count).unwrap_or(u16::MAX);
        for gone in (0..count).rev() {
            for stays in (0..count).filter(|stays| *stays < gone || either && *stays > gone) {
                let mut candidate = program.clone();
                merge(&mut candidate, gone, stays);
                candidates.push(candidate);
            }
        }
    };
    offer(program.names.len(), false, &|program, gone, stays| {
        map_names(program, &mut |name| replace(&mut name.0, gone, stays));
    });
    offer(program.attributes.len(), false, &|program, gone, stays| {
        map_attributes(program, &mut |attribute| replace(&mut attribute.0, gone, stays));
    });
    offer(program.classes.len(), true, &|program, gone, stays| {
        map_classes(program, &mut |class| replace(&mut class.0, gone, stays));
    });
    offer(program.functions.len(), true, &|program, gone, stays| {
        map_functions(program, &mut |function| replace(&mut function.0, gone, stays));
    });
    candidates
}

/// In how short a program names are made one and a step is taken away at the same time.
const STEPS_MAX: usize = 12;

/// The programs with two names, attributes, classes or functions made one, and without one step: such as that which unbinds a
/// name before its turn at the end, where the other's turn comes first.
pub(super) fn merged_without_one(program: &Program) -> Vec<Program> {
    if spots(program).len() > STEPS_MAX {
        return Vec::new();
    }
    let without_each = |program: Program| {
        spots(&program).into_iter().map(move |spot| without(&program, &[spot])).collect::<Vec<_>>()
    };
    merged(program).into_iter().flat_map(without_each).collect()
}

fn replace(number: &mut u16, gone: u16, stays: u16) {
    if *number == gone {
        *number = stays;
    }
}

pub(super) fn map_names(program: &mut Program, visit: &mut dyn FnMut(&mut Name)) {
    program.parts(&mut |part| {
        if let Part::Name(name) = part {
            visit(name);
        }
    });
}

pub(super) fn map_attributes(program: &mut Program, visit: &mut dyn FnMut(&mut Attribute)) {
    program.parts(&mut |part| {
        if let Part::Attribute(attribute) = part {
            visit(attribute);
        }
    });
}

pub(super) fn map_classes(program: &mut Program, visit: &mut dyn FnMut(&mut ClassId)) {
    program.parts(&mut |part| {
        if let Part::Class(class) = part {
            visit(class);
        }
    });
}

pub(super) fn map_functions(program: &mut Program, visit: &mut dyn FnMut(&mut FunctionId)) {
    program.parts(&mut |part| {
        if let Part::Function(function) = part {
            visit(function);
        }
    });
}

/// The program with plain spellings: variables and attributes `a`, `b`, …, classes `C0`, functions `f0`; a finalizer's
/// receiver stays as it is.
pub(super) fn renamed(program: &Program) -> Program {
    let mut renamed = program.clone();
    let receivers: Vec<Name> = program
        .classes
        .iter()
        .filter_map(|class| class.finalizer.as_ref())
        .map(|finalizer| finalizer.receiver)
        .collect();
    let mut letters = spellings();
    for (index, spelling) in renamed.names.iter_mut().enumerate() {
        let receives = receivers.iter().any(|name| usize::from(name.0) == index);
        if !receives {
            *spelling = letters.next().unwrap_or_default();
        }
    }
    let mut letters = spellings();
    for spelling in &mut renamed.attributes {
        *spelling = letters.next().unwrap_or_default();
    }
    for (index, class) in renamed.classes.iter_mut().enumerate() {
        class.name = format!("C{index}");
    }
    for (index, function) in renamed.functions.iter_mut().enumerate() {
        function.name = format!("f{index}");
    }
    if collides(&renamed) { program.clone() } else { renamed }
}

/// `a` to `z`, then `a1` to `z1`, and so on without end.
fn spellings() -> impl Iterator<Item = String> {
    (0_u32..).flat_map(|round| {
        ('a'..='z').map(move |letter| match round {
            0 => letter.to_string(),
            round => format!("{letter}{round}"),
        })
    })
}

/// Whether a name is spelled as another, or as a class or function.
fn collides(program: &Program) -> bool {
    let classes = program.classes.iter().map(|class| &class.name);
    let functions = program.functions.iter().map(|function| &function.name);
    let mut spellings: Vec<&String> =
        program.names.iter().chain(classes).chain(functions).collect();
    spellings.sort_unstable();
    spellings.windows(2).any(|pair| pair[0] == pair[1])
}
