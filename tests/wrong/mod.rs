//! Heaps that are wrong on purpose. A wrong heap is a right one in a wrapper that spoils what it says.

use std::rc::Rc;

use twinheap::heaps::{
    self, Contract, Event, ExceptionKind, Heap, Id, Observation, Outcome, Settings, Trace,
    Violation,
};
use twinheap::program::{Argument, Program, Statement};

/// The heap that is spoiled.
const RIGHT: &str = "impl";

/// What is wrong with a heap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wrong {
    /// From the fifth reference on, one is not counted.
    CountOffByOne,
    /// A finalizer that a collection runs is run twice.
    FinalizerTwice,
    /// A weak reference to garbage is not cleared.
    WeakReferenceKept,
    /// Several callbacks come in the wrong order.
    CallbackOrder,
    /// The survivors of a collection come into the oldest generation in the wrong order.
    GenerationOrder,
    /// Garbage found by a young collection is not reclaimed.
    CycleLeaked,
    /// An object that lives is reported dead.
    LiveReportedDead,
    /// `KeyError` comes as `IndexError`.
    KeyErrorAsIndexError,
    /// `x is x` is false.
    AliasDenied,
    /// `gc.unfreeze()` panics.
    Panic,
    /// `insert` aborts the process.
    Abort,
    /// `gc.garbage.clear()` never ends.
    EndlessLoop,
    /// `insert` panics where blocks are guarded: only programs that run once more with other memory can find it.
    PanicWhenGuarded,
}

impl Wrong {
    /// Every one.
    pub(crate) const ALL: [Self; 13] = [
        Self::CountOffByOne,
        Self::FinalizerTwice,
        Self::WeakReferenceKept,
        Self::CallbackOrder,
        Self::GenerationOrder,
        Self::CycleLeaked,
        Self::LiveReportedDead,
        Self::KeyErrorAsIndexError,
        Self::AliasDenied,
        Self::Panic,
        Self::Abort,
        Self::EndlessLoop,
        Self::PanicWhenGuarded,
    ];

    /// By which a worker is asked for it.
    pub(crate) fn name(self) -> String {
        format!("{self:?}")
    }
}

struct Canary {
    wrong: Wrong,
    right: Box<dyn Heap>,
    program: Rc<Program>,
    is_guarded: bool,
}

/// The wrong heap of that name.
pub(crate) fn canary(name: &str) -> Option<Box<dyn Heap>> {
    let wrong = Wrong::ALL.into_iter().find(|wrong| wrong.name() == name)?;
    let right = heaps::by_name(RIGHT)?;
    Some(Box::new(Canary { wrong, right, program: Rc::default(), is_guarded: false }))
}

impl Canary {
    fn before_step(&self, index: usize) {
        match (self.wrong, self.program.main[index].statement()) {
            (Wrong::Panic, Statement::Unfreeze) => panic!("permanent generation 3 is lost"),
            (Wrong::PanicWhenGuarded, Statement::Insert(..)) if self.is_guarded => {
                panic!("memory around a block was written to")
            }
            (Wrong::Abort, Statement::Insert(..)) => std::process::abort(),
            (Wrong::EndlessLoop, Statement::ClearGarbage) => loop {
                std::thread::park();
            },
            _ => {}
        }
    }

    fn spoil(&self, index: usize, trace: &mut Trace, outcome: &mut Outcome) {
        let collected = trace.events.iter().any(|event| matches!(event, Event::Collected { .. }));
        match self.wrong {
            Wrong::FinalizerTwice if collected => repeat_finalizer(&mut trace.events),
            Wrong::WeakReferenceKept if collected => {
                trace.events.retain(|event| !matches!(event, Event::Cleared(_)));
            }
            Wrong::CallbackOrder => reverse_callbacks(&mut trace.events),
            Wrong::CycleLeaked => leak_cycles(trace),
            Wrong::LiveReportedDead if trace.died.len() > 2 => {
                let next = trace.died.iter().map(|id| id.0).max().unwrap_or(0) + 1;
                trace.died.push(Id(next));
            }
            Wrong::KeyErrorAsIndexError => {
                // Most are guarded: then the class is printed.
                trace.output = trace.output.replace("KeyError", "IndexError");
                if let Outcome::Raised(exception) = outcome
                    && exception.kind == ExceptionKind::KeyError
                {
                    exception.kind = ExceptionKind::IndexError;
                }
            }
            Wrong::AliasDenied if prints_identity(&self.program, index) => {
                trace.output = trace.output.replace("True", "False");
            }
            _ => {}
        }
    }
}

fn repeat_finalizer(events: &mut Vec<Event>) {
    let finalized = events.iter().find(|event| matches!(event, Event::Finalized(_))).copied();
    events.extend(finalized);
}

fn reverse_callbacks(events: &mut [Event]) {
    let is_callback = |event: &Event| matches!(event, Event::Callback(_));
    let places: Vec<usize> =
        (0..events.len()).filter(|&index| is_callback(&events[index])).collect();
    for (first, last) in places.iter().zip(places.iter().rev()).take(places.len() / 2) {
        events.swap(*first, *last);
    }
}

fn leak_cycles(trace: &mut Trace) {
    let young =
        |event: &Event| matches!(event, Event::Collected { generation: 0 | 1, collected: 1.., .. });
    if trace.events.iter().any(young) {
        trace.died.clear();
    }
}

fn prints_identity(program: &Program, index: usize) -> bool {
    match program.main[index].statement() {
        Statement::Print(arguments) => {
            arguments.iter().any(|argument| matches!(argument, Argument::Is(..)))
        }
        _ => false,
    }
}

impl Heap for Canary {
    fn contract(&self) -> Contract {
        self.right.contract()
    }

    fn start(&mut self, program: &Rc<Program>, settings: &Settings) {
        self.program = Rc::clone(program);
        self.is_guarded = settings.memory.guards.is_some();
        self.right.start(program, settings);
    }

    fn step(&mut self, index: usize, trace: &mut Trace) -> Outcome {
        self.before_step(index);
        let mut outcome = self.right.step(index, trace);
        self.spoil(index, trace, &mut outcome);
        outcome
    }

    fn observe(&self, observation: &mut Observation) {
        self.right.observe(observation);
        match self.wrong {
            Wrong::CountOffByOne => {
                observation.edit_counts(|_, count| count - u32::from(count > 4));
            }
            Wrong::GenerationOrder => {
                let rotate = |ids: &mut [u32]| ids.rotate_left(usize::from(ids.len() > 3));
                observation.edit_generation(2, rotate);
            }
            _ => {}
        }
    }

    fn finish(&mut self, trace: &mut Trace) -> usize {
        self.right.finish(trace)
    }

    fn check(&self) -> Result<(), Violation> {
        self.right.check()
    }
}
