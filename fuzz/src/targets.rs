//! The targets: which library function runs an input, and where inputs come from.

use std::cell::RefCell;
use std::rc::Rc;
use std::str;

use twinheap::blocks::{self, BlockForm, BlockProgram};
use twinheap::goals::Reached;
use twinheap::graph::{Graph, GraphForm};
use twinheap::heaps::{self, FailingRequests, Settings};
use twinheap::lockstep::{self, Checking, Lockstep, Maker, Manner, Reach};
use twinheap::mutate::{ProgramForm, Text, crossed, mutated};
use twinheap::program::Program;

use crate::{Target, seeds};

/// Every target.
pub const ALL: [Target; 4] = [LOCKSTEP, ALLOC, TEXT, COLLECTOR];

/// Any bytes are a program, which runs on the model and on impl.
pub const LOCKSTEP: Target = Target {
    name: "lockstep",
    run: |bytes| lockstep(Program::from_bytes(bytes), failing_request(bytes)),
    show: |bytes| Program::from_bytes(bytes).to_string(),
    mutate: mutated::<ProgramForm>,
    cross: crossed::<ProgramForm>,
    seeds: seeds::lockstep,
    bytes_max: 4096,
    reached: || Some(REACHED.with_borrow(|reached| *reached)),
};

/// Any bytes are calls of the allocator, which run beside a plain account of the blocks in use.
pub const ALLOC: Target = Target {
    name: "alloc",
    run: |bytes| {
        let program = BlockProgram::from_bytes(bytes);
        let result = blocks::run(&program).map(drop);
        result.map_err(|broken| format!("{program}\n{}: {}", broken.invariant, broken.found))
    },
    show: |bytes| BlockProgram::from_bytes(bytes).to_string(),
    mutate: mutated::<BlockForm>,
    cross: crossed::<BlockForm>,
    seeds: || None,
    bytes_max: 512,
    reached: || None,
};

/// Any bytes may be the text of a program: what is read from it is written and read again.
pub const TEXT: Target = Target {
    name: "text",
    run: |bytes| str::from_utf8(bytes).map_or(Ok(()), reread),
    show: |bytes| String::from_utf8_lossy(bytes).into_owned(),
    mutate: Text::mutated,
    cross: Text::crossed,
    seeds: || Some(seeds::cases()),
    bytes_max: 8192,
    reached: || None,
};

/// Any bytes are a graph of objects, then collections, which run on the model and on impl.
pub const COLLECTOR: Target = Target {
    name: "collector",
    run: |bytes| lockstep(Graph::from_bytes(bytes).program(), failing_request(bytes)),
    show: |bytes| Graph::from_bytes(bytes).program().to_string(),
    mutate: mutated::<GraphForm>,
    cross: crossed::<GraphForm>,
    seeds: || None,
    bytes_max: 256,
    reached: || Some(REACHED.with_borrow(|reached| *reached)),
};

/// Enough for what is repeated to reach every threshold; the engine keeps inputs that run on to the end for ever.
const STEPS_MAX: u64 = 2_000;

thread_local! {
    static PAIR: RefCell<Lockstep> =
        RefCell::new(Lockstep::new(maker("model"), maker("impl"), Checking::Steps));
    static REACHED: RefCell<Reached> = RefCell::default();
}

fn maker(name: &'static str) -> Maker {
    Box::new(move || heaps::by_name(name).expect("both names are in the registry"))
}

/// In every fourth input, once it has run, an allocation fails: which one follows from the bytes, so that nearby inputs have
/// others.
fn failing_request(bytes: &[u8]) -> Option<FailingRequests> {
    const FAULTED_ONE_IN: u64 = 4;
    const REQUESTS_MAX: u64 = 64;
    let mix = |hash: u64, &byte: &u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325, mix) >> 20;
    let first = hash / FAULTED_ONE_IN % REQUESTS_MAX;
    hash.is_multiple_of(FAULTED_ONE_IN).then(|| Manner::BEFOREHAND.failing(first))
}

fn lockstep(program: Program, failing: Option<FailingRequests>) -> Result<(), String> {
    let program = Rc::new(program);
    let settings = Settings { steps_max: STEPS_MAX, ..Settings::default() };
    let result = PAIR.with_borrow_mut(|pair| {
        note(&pair.run(&program, &settings)?);
        failing.map_or(Ok(None), |requests| lockstep::fail(pair, &program, &settings, requests))
    });
    result.map(|failed| failed.iter().for_each(note)).map_err(|divergence| {
        let divergence = divergence.between("model", "impl");
        let report = format!("{divergence}\nsignature: {}", divergence.signature);
        format!("{program}\n# {}", report.replace('\n', "\n# "))
    })
}

/// Adds what a program reached.
fn note(reach: &Reach) {
    REACHED.with_borrow_mut(|reached| reached.add(&reach.goals));
}

/// Reads a text; if it is a program, what is written of that must be the same program.
fn reread(text: &str) -> Result<(), String> {
    let Ok(program) = Program::parse("input", text) else { return Ok(()) };
    program.validate().map_err(|problem| format!("{text}\n# read, but not valid: {problem}"))?;
    let written = program.to_string();
    match Program::parse("written", &written) {
        Ok(again) if again == program && again.to_string() == written => Ok(()),
        Ok(again) => Err(format!("{text}\n# is written as\n{written}\n# and read as\n{again}")),
        Err(error) => {
            Err(format!("{text}\n# is written as\n{written}\n# which is refused: {error}"))
        }
    }
}
