//! The lists of steps that a program has, by their place.

use crate::program::{Program, Step};

/// A list of steps in a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Block {
    Main,
    Function(usize),
    Finalizer(usize),
}

impl Block {
    /// The main block, then the bodies.
    pub(super) fn all(program: &Program) -> Vec<Self> {
        let functions = (0..program.functions.len()).map(Self::Function);
        let finalizers = (0..program.classes.len()).map(Self::Finalizer);
        [Self::Main].into_iter().chain(functions).chain(finalizers).collect()
    }

    /// Its steps; none where there is no such block (any more).
    pub(super) fn steps(self, program: &Program) -> &[Step] {
        match self {
            Self::Main => &program.main,
            Self::Function(index) => {
                program.functions.get(index).map_or(&[], |function| &function.body.steps)
            }
            Self::Finalizer(index) => {
                let finalizer = program.classes.get(index).and_then(|one| one.finalizer.as_ref());
                finalizer.map_or(&[], |finalizer| &finalizer.body.steps)
            }
        }
    }

    /// The program with this block's steps changed.
    pub(super) fn with(self, program: &Program, change: impl FnOnce(&mut Vec<Step>)) -> Program {
        let mut program = program.clone();
        let steps = match self {
            Self::Main => Some(&mut program.main),
            Self::Function(index) => {
                program.functions.get_mut(index).map(|function| &mut function.body.steps)
            }
            Self::Finalizer(index) => {
                let finalizer =
                    program.classes.get_mut(index).and_then(|one| one.finalizer.as_mut());
                finalizer.map(|finalizer| &mut finalizer.body.steps)
            }
        };
        if let Some(steps) = steps {
            change(steps);
        }
        program
    }
}

/// Where a step stands.
pub(super) type Spot = (Block, usize);

/// Every step of the program by its place: the main block's from the last to the first, then those of the bodies.
pub(super) fn spots(program: &Program) -> Vec<Spot> {
    let blocks = Block::all(program).into_iter();
    blocks
        .flat_map(|block| (0..block.steps(program).len()).rev().map(move |index| (block, index)))
        .collect()
}

/// The program without the steps at these places.
pub(super) fn without(program: &Program, gone: &[Spot]) -> Program {
    let mut gone = gone.to_vec();
    // From the last, so that the others stay where they are.
    gone.sort_by_key(|(_, index)| std::cmp::Reverse(*index));
    gone.into_iter().fold(program.clone(), |program, (block, index)| {
        block.with(&program, |steps| drop(steps.remove(index)))
    })
}

/// The program with another step at that place.
pub(super) fn replaced(program: &Program, (block, index): Spot, step: Step) -> Program {
    block.with(program, |steps| steps[index] = step)
}

/// Every step of the program.
pub(super) fn all_steps(program: &mut Program) -> impl Iterator<Item = &mut Step> {
    let finalizers = program.classes.iter_mut().filter_map(|class| class.finalizer.as_mut());
    let bodies = finalizers.map(|finalizer| &mut finalizer.body.steps);
    let functions = program.functions.iter_mut().map(|function| &mut function.body.steps);
    bodies.chain(functions).chain([&mut program.main]).flatten()
}
