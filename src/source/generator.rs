//! Writes one program, step by step, and keeps the belief about it.

use super::Options;
use super::dice::Dice;
use super::state::{Kind, State};
use super::swarm::Swarm;
use crate::program::{Geometry, Name, Program, Statement, Step};

/// What is known of a class.
#[derive(Debug, Clone, Copy)]
pub(super) struct ClassTraits {
    /// The attributes that its instances take, a bit each.
    pub(super) attributes: u8,
    pub(super) has_slots: bool,
    /// Whether its instances can be weakly referenced.
    pub(super) weak: bool,
    pub(super) finalizer: bool,
    /// The global that its finalizer looks at as a weak reference.
    pub(super) sees: Option<usize>,
}

/// How many steps were written, and how many of them were believed to do something.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Census {
    pub(super) steps: usize,
    pub(super) effective: usize,
}

/// A program on the way.
#[derive(Debug)]
pub(super) struct Generator {
    pub(super) dice: Dice,
    pub(super) options: Options,
    pub(super) state: State,
    pub(super) classes: Vec<ClassTraits>,
    /// How many attributes there are.
    pub(super) attributes: usize,
    pub(super) program: Program,
    /// Some finalizer or callback changes objects that others hold.
    pub(super) is_meddled: bool,
    /// How many of the functions are callbacks: the first ones.
    pub(super) callbacks: usize,
    /// The functions that may raise, a bit each.
    pub(super) raising: u8,
    /// The global that was last looked at as a weak reference.
    pub(super) seen: Option<usize>,
    /// How many links of chains there are.
    pub(super) chained: usize,
    /// How many deep copies may yet be made.
    pub(super) copies_left: usize,
    swarm: Swarm,
    census: Census,
    steps_max: usize,
}

/// Fewest and most global names beside [`Generator::kept`] and [`Generator::saved`].
const GLOBALS: (usize, usize) = (4, 8);
/// How many deep copies a program makes: where the copy is stored in what was copied, each doubles it.
const DEEP_COPIES_MAX: usize = 4;
/// How many steps before the end an exception may end the program.
const STEPS_RISKY: usize = 3;
/// How often a family is drawn for a step before a plain binding is taken instead.
const TRIES: usize = 6;

impl Generator {
    pub(super) fn new(seed: u64, options: &Options) -> Self {
        let mut dice = Dice::new(seed);
        let swarm = Swarm::new(&mut dice);
        let globals = dice.between(GLOBALS.0, GLOBALS.1);
        let steps = options.steps as usize;
        let steps_max = dice.between(steps.div_ceil(2), steps + steps / 2);
        Self {
            state: State::new(globals + 2),
            classes: Vec::new(),
            attributes: dice.between(2, 4),
            program: Program { main: Vec::with_capacity(steps_max + 8), ..Program::default() },
            is_meddled: false,
            callbacks: 0,
            raising: 0,
            seen: None,
            chained: 0,
            copies_left: DEEP_COPIES_MAX,
            dice,
            options: options.clone(),
            swarm,
            census: Census::default(),
            steps_max,
        }
    }

    /// The program, and how much of it was believed to do something.
    pub(super) fn run(mut self) -> (Program, Census) {
        self.write_tables();
        self.write_bodies();
        self.write_prelude();
        while self.program.main.len() < self.steps_max {
            self.write_step();
        }
        self.program.zeal = self.zeal();
        (self.program, self.census)
    }

    fn write_step(&mut self) {
        for _ in 0..TRIES {
            let family = self.swarm.family(&mut self.dice);
            if family(self) {
                return;
            }
        }
        self.bind_value();
    }

    fn write_tables(&mut self) {
        const GLOBALS: [&str; 8] = ["x0", "x1", "x2", "x3", "x4", "x5", "x6", "x7"];
        const REST: [&str; 8] = ["kept", "saved", "self", "p0", "p1", "p2", "v0", "v1"];
        const ATTRIBUTES: [&str; 4] = ["a", "b", "c", "d"];
        let geometry = self.dice.pick(&Geometry::ALL);
        self.program.geometry = self.options.geometry.unwrap_or(geometry);
        let globals = &GLOBALS[..self.state.names() - 2];
        self.program.names = globals.iter().chain(&REST).copied().map(String::from).collect();
        self.program.attributes =
            ATTRIBUTES[..self.attributes].iter().copied().map(String::from).collect();
    }
}

/// The names, in the order of the table: globals, the last two of which finalizers and callbacks use, then those of bodies.
impl Generator {
    /// The global list to which finalizers and callbacks append.
    pub(super) fn kept(&self) -> usize {
        self.state.names() - 2
    }

    /// The global to which finalizers bind what they resurrect.
    pub(super) fn saved(&self) -> usize {
        self.state.names() - 1
    }

    pub(super) fn receiver(&self) -> usize {
        self.state.names()
    }

    /// The first of the three names of parameters.
    pub(super) fn parameter(&self, index: usize) -> usize {
        self.receiver() + 1 + index
    }

    /// The first of the two names of locals.
    pub(super) fn local(&self, index: usize) -> usize {
        self.receiver() + 4 + index
    }

    /// A global that a step may bind.
    pub(super) fn target(&mut self) -> usize {
        self.dice.below(self.state.names() - 2)
    }
}

/// Writing steps.
impl Generator {
    /// A step that cannot raise, as far as is known.
    pub(super) fn safe(&mut self, statement: Statement) -> bool {
        let step =
            if self.dice.percent(3) { Step::Guarded(statement) } else { Step::Plain(statement) };
        self.push(step, true)
    }

    /// A step that may raise: guarded, but for a few near the end.
    pub(super) fn risky(&mut self, statement: Statement) -> bool {
        self.write_risky(statement, true)
    }

    /// A step that is not expected to do anything but raise.
    pub(super) fn futile(&mut self, statement: Statement) -> bool {
        self.write_risky(statement, false)
    }

    /// Safe or risky.
    pub(super) fn write(&mut self, statement: Statement, is_safe: bool) -> bool {
        if is_safe { self.safe(statement) } else { self.risky(statement) }
    }

    pub(super) fn repeated(&mut self, count: usize, statement: Statement) -> bool {
        self.push(Step::Repeated(u32::try_from(count).unwrap_or(1), statement), true)
    }

    fn write_risky(&mut self, statement: Statement, is_effective: bool) -> bool {
        let is_last = self.program.main.len() + STEPS_RISKY >= self.steps_max;
        let is_plain = is_last && self.dice.percent(25);
        let step = if is_plain { Step::Plain(statement) } else { Step::Guarded(statement) };
        self.push(step, is_effective)
    }

    fn push(&mut self, step: Step, is_effective: bool) -> bool {
        self.program.main.push(step);
        self.census.steps += 1;
        self.census.effective += usize::from(is_effective);
        true
    }
}

/// What is known of names.
impl Generator {
    /// Whether reading the name cannot raise.
    pub(super) fn is_sure(&self, name: usize) -> bool {
        self.state.is_sure(name)
    }

    /// Whether the parts of the object that the name is bound to are known for sure.
    pub(super) fn has_sure_parts(&self, name: usize) -> bool {
        let object = self.state.object(self.state.bound(name));
        self.is_sure(name) && !self.is_meddled && !object.is_opaque
    }

    pub(super) fn find(&mut self, is_fit: impl Fn(Kind) -> bool) -> Option<usize> {
        self.state.find(&mut self.dice, is_fit)
    }

    pub(super) fn class_of(&self, name: usize) -> Option<(usize, ClassTraits)> {
        match self.state.kind(name) {
            Kind::Instance(class) => {
                let class = usize::from(class);
                self.classes.get(class).map(|traits| (class, *traits))
            }
            _ => None,
        }
    }
}

/// An index as a [`Name`].
pub(super) fn name(index: usize) -> Name {
    Name(number(index))
}

/// An index into one of the tables, which are all short.
pub(super) fn number(index: usize) -> u16 {
    u16::try_from(index).unwrap_or(u16::MAX)
}
