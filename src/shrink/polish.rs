//! Programs at random, near the best one: two or three steps by fewer. What passes change in one place at a time gets stuck
//! where two places have to change at once: an operation replaced, and another that is no longer needed.

use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use super::block::{Block, Spot, replaced, spots, without};
use super::pass::{Pass, Progress};
use super::schedule::Reduce;
use super::{simpler, vocabulary};
use crate::program::{Name, Part, Program, Statement, Step};

/// How many runs in a row may be in vain.
const PATIENCE: u64 = 120;
/// How often a step is repeated where another stood.
const COUNT: u32 = 8;
/// How many candidates are made for them at most; many are no smaller, or were run before.
const CANDIDATES_MAX: u64 = 20 * PATIENCE;

/// Programs near the best one until [`PATIENCE`] runs in a row are in vain. One that is adopted is reduced before it goes on.
#[derive(Debug)]
pub(super) struct Polish {
    dice: Xoshiro256PlusPlus,
    surroundings: Option<Surroundings>,
    reduce: Option<Reduce>,
}

/// What is tried around one program.
#[derive(Debug)]
struct Surroundings {
    vocabulary: Vec<Statement>,
    /// How many candidates of the search may be run when patience is over.
    asked_max: u64,
    candidates_left: u64,
}

impl Default for Polish {
    fn default() -> Self {
        Self { dice: Xoshiro256PlusPlus::seed_from_u64(0), surroundings: None, reduce: None }
    }
}

impl Pass for Polish {
    fn next(&mut self, progress: &Progress<'_>) -> Option<Program> {
        if self.surroundings.is_some() && progress.is_adopted {
            self.surroundings = None;
            self.reduce = Some(Reduce::default());
        }
        let reduced = self.reduce.as_mut().and_then(|reduce| reduce.next(progress));
        if reduced.is_some() {
            return reduced;
        }
        self.reduce = None;
        let surroundings = self.surroundings.get_or_insert_with(|| Surroundings {
            vocabulary: vocabulary::statements(progress.best),
            asked_max: progress.asked_count + PATIENCE,
            candidates_left: CANDIDATES_MAX,
        });
        if progress.asked_count >= surroundings.asked_max || surroundings.candidates_left == 0 {
            return None;
        }
        surroundings.candidates_left -= 1;
        let dice = &mut self.dice;
        Near { dice, vocabulary: &surroundings.vocabulary, program: progress.best }.draw()
    }
}

/// Draws a program near another.
struct Near<'a> {
    dice: &'a mut Xoshiro256PlusPlus,
    vocabulary: &'a [Statement],
    program: &'a Program,
}

impl Near<'_> {
    /// Nothing if there is no step that could be changed.
    fn draw(mut self) -> Option<Program> {
        let mut program = self.program.clone();
        for _ in 0..=self.below(2) {
            let spots = spots(&program);
            let spot = *spots.get(self.below(spots.len()))?;
            program = if self.below(8) == 0 {
                self.moved(&program, spot)
            } else {
                self.change(&program, spot)
            };
        }
        for _ in 0..[0, 1, 1, 2][self.below(4)] {
            let spots = spots(&program);
            let spot = *spots.get(self.below(spots.len()))?;
            program = without(&program, &[spot]);
        }
        Some(program)
    }

    /// With the step in another block.
    fn moved(&mut self, program: &Program, spot: Spot) -> Program {
        let step = spot.0.steps(program)[spot.1].clone();
        let blocks = Block::all(program);
        let block = blocks[self.below(blocks.len())];
        let rest = without(program, &[spot]);
        let place = self.below(block.steps(&rest).len() + 1);
        block.with(&rest, |steps| steps.insert(place, step))
    }

    fn change(&mut self, program: &Program, spot: Spot) -> Program {
        let (block, index) = spot;
        let step = &block.steps(program)[index];
        let step = match self.below(5) {
            0 | 1 if !self.vocabulary.is_empty() => {
                let statement = self.vocabulary[self.below(self.vocabulary.len())].clone();
                let count = if let Step::Repeated(count, _) = step { *count } else { COUNT };
                let is_repeated = self.below(3) == 0;
                if is_repeated { Step::Repeated(count, statement) } else { Step::Plain(statement) }
            }
            2 => {
                let mut forms = simpler::steps(step);
                if forms.is_empty() {
                    return program.clone();
                }
                forms.swap_remove(self.below(forms.len()))
            }
            _ => self.with_other_name(step),
        };
        replaced(program, spot, step)
    }

    /// The step with one of its names another.
    fn with_other_name(&mut self, step: &Step) -> Step {
        let mut step = step.clone();
        let mut count = 0;
        step.parts(&mut |part| count += usize::from(matches!(part, Part::Name(_))));
        let (chosen, name) = (self.below(count), self.below(self.program.names.len()));
        let Ok(name) = u16::try_from(name) else { return step };
        let mut met = 0;
        step.parts(&mut |part| {
            if let Part::Name(place) = part {
                if met == chosen {
                    *place = Name(name);
                }
                met += 1;
            }
        });
        step
    }

    /// A number from 0 to `end`, without it; 0 where `end` is.
    fn below(&mut self, end: usize) -> usize {
        (((self.dice.next_u64() >> 32) * end as u64) >> 32) as usize
    }
}
