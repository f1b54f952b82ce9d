//! Compares the model with what a real interpreter did.
//!
//! The model runs first, without automatic collections and with the interpreter's own version of the semantics, and its
//! predictions are kept; so interpreters can be given many programs at once. In order: [`predict`] is what the model says,
//! [`doubt`] what an interpreter may have done otherwise, [`compare`] holds the two against each other, step by step, and
//! [`printed`] line by line.

mod compare;
mod doubt;
mod predict;
mod printed;
#[cfg(test)]
mod tests;

pub use compare::{Judged, compare};
pub use predict::{Prediction, Predictor};

use super::allowed::Allowed;
use super::divergence::{Divergence, DivergenceKind, Place};
use super::side::{Maker, Role, Side, Stage};
use crate::judge::JudgedProgram;
use crate::program::{Name, Program};

/// The program in the pieces that an interpreter executes.
#[must_use]
pub fn judged_program(program: &Program) -> JudgedProgram {
    let classes = program.classes.iter().map(|class| program.written(class).to_string());
    let functions = program.functions.iter().map(|function| program.written(function).to_string());
    let names = main_names(program);
    JudgedProgram {
        definitions: classes.chain(functions).collect(),
        steps: program.main.iter().map(|step| program.written(step).to_string()).collect(),
        names: names.iter().map(|&name| program.names[usize::from(name)].clone()).collect(),
    }
}

/// The names that the main block can bind: its own and those that a body declares global.
fn main_names(program: &Program) -> Vec<u16> {
    let mut names = Vec::new();
    let mut add = |name: Name| {
        if !names.contains(&name.0) {
            names.push(name.0);
        }
    };
    for step in &program.main {
        step.statement().names(&mut |name, _| add(name));
    }
    let finalizers = program.classes.iter().filter_map(|class| class.finalizer.as_ref());
    let bodies = finalizers
        .map(|finalizer| &finalizer.body)
        .chain(program.functions.iter().map(|function| &function.body));
    bodies.flat_map(|body| &body.globals).for_each(|name| add(*name));
    names.sort_unstable();
    names
}

/// How many classes before that one have a finalizer: the number of its `def` line.
fn finalizers(program: &Program, before: usize) -> u32 {
    let with = program.classes.iter().take(before).filter(|class| class.finalizer.is_some());
    u32::try_from(with.count()).unwrap_or(u32::MAX)
}
