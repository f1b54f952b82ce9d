//! The programs that are measured, and the pair that runs them: what the agreed figures are about.

use std::rc::Rc;

use twinheap::heaps::{Settings, by_name};
use twinheap::lockstep::{Checking, Lockstep, Maker, Place, Watched};
use twinheap::program::{Geometry, Program};
use twinheap::source::{self, Options};

/// Any number does; programs of different seeds differ in speed by a few per cent.
pub(super) const SEED: u64 = 1;
/// How many steps a program executes that is cut.
pub(super) const CUT_STEPS: u64 = 32;
/// As in campaigns.
const STEPS_MAX: u64 = 20_000;

pub(super) fn random(count: u64, options: &Options) -> Vec<Rc<Program>> {
    (0..count).map(|index| Rc::new(source::program(SEED, index, options))).collect()
}

/// Programs that run to their end: a divergence would end one early.
pub(super) fn agreeing(count: u64, geometry: Option<Geometry>) -> Vec<Rc<Program>> {
    let mut programs = random(count, &Options { geometry, ..Options::default() });
    let mut pair = pair(Checking::Steps);
    programs.retain(|program| pair.run(program, &settings()).is_ok());
    programs
}

/// Those of the programs that execute [`CUT_STEPS`] steps, without the statements that they do not come to by then. Steps in
/// functions, finalizers and repetitions count, so that the statements are fewer.
pub(super) fn cut(programs: &[Rc<Program>]) -> Vec<Rc<Program>> {
    let mut pair = pair(Checking::Never);
    let cut = programs.iter().filter_map(|program| {
        let mut begun = 0;
        let mut watch = |watched: &Watched<'_>| {
            if let Place::Step(index) = watched.place {
                begun = index + 1;
            }
        };
        let reach = pair.run_watched(program, &cut_settings(), &mut watch).ok()?;
        let mut program = Program::clone(program);
        program.main.truncate(begun);
        (reach.steps == CUT_STEPS).then(|| Rc::new(program))
    });
    cut.collect()
}

pub(super) fn pair(checking: Checking) -> Lockstep {
    Lockstep::new(maker("model"), maker("impl"), checking)
}

pub(super) fn maker(name: &'static str) -> Maker {
    Box::new(move || by_name(name).expect("both names are in the registry"))
}

pub(super) fn settings() -> Settings {
    Settings { steps_max: STEPS_MAX, ..Settings::default() }
}

/// Ends a program after [`CUT_STEPS`] steps.
pub(super) fn cut_settings() -> Settings {
    Settings { steps_max: CUT_STEPS, ..settings() }
}
