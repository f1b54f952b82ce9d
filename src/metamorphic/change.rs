//! The changes of a program that have no meaning.

use crate::program::{Program, Statement, Step};

/// A change that has no meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// A collection is inserted.
    Collection,
    /// A full collection is split in two.
    Split,
    /// Variables and functions are called otherwise.
    Renaming,
}

/// A program that is changed.
pub(super) struct Change {
    pub(super) program: Program,
    /// The main step that was added, if one was.
    pub(super) added: Option<usize>,
}

impl Relation {
    /// Every relation.
    pub const ALL: [Self; 3] = [Self::Collection, Self::Split, Self::Renaming];

    /// What is changed, in words: `other names`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Collection => "a collection inserted",
            Self::Split => "a collection split in two",
            Self::Renaming => "other names",
        }
    }

    /// The program changed at the place of that number, modulo how many there are; nothing if there is none.
    pub(super) fn change(self, program: &Program, place: usize) -> Option<Change> {
        match self {
            Self::Collection => Some(with_collection(program, place)),
            Self::Split => split(program, place),
            Self::Renaming => Some(Change { program: renamed(program), added: None }),
        }
    }
}

/// Places: before each main step and after the last, then the same in each function.
fn with_collection(program: &Program, place: usize) -> Change {
    let mut program = program.clone();
    let generation = [None, Some(0), Some(1)][place % 3];
    let collection = Step::Plain(Statement::Collect(generation));
    let functions = program.functions.iter().map(|function| function.body.steps.len() + 1);
    let places = program.main.len() + 1 + functions.sum::<usize>();
    let mut left = place % places;
    if left <= program.main.len() {
        program.main.insert(left, collection);
        return Change { program, added: Some(left) };
    }
    left -= program.main.len() + 1;
    for function in &mut program.functions {
        if left <= function.body.steps.len() {
            function.body.steps.insert(left, collection);
            break;
        }
        left -= function.body.steps.len() + 1;
    }
    Change { program, added: None }
}

/// Places: the steps that collect everything.
fn split(program: &Program, place: usize) -> Option<Change> {
    let is_full = |step: &Step| {
        matches!(
            step,
            Step::Plain(Statement::Collect(None | Some(2)))
                | Step::Guarded(Statement::Collect(None | Some(2)))
        )
    };
    let steps = program.main.iter().enumerate();
    let full: Vec<usize> =
        steps.filter(|(_, step)| is_full(step)).map(|(index, _)| index).collect();
    let index = *full.get(place.checked_rem(full.len())?)?;
    let mut program = program.clone();
    let young = Some((place % 2) as u8);
    program.main.insert(index, Step::Plain(Statement::Collect(young)));
    Some(Change { program, added: Some(index) })
}

/// Variables and functions by their numbers.
fn renamed(program: &Program) -> Program {
    let mut program = program.clone();
    let functions = program.functions.iter_mut().map(|function| &mut function.name);
    for (index, name) in program.names.iter_mut().chain(functions).enumerate() {
        *name = format!("renamed_{index}");
    }
    program
}
