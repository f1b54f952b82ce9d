//! `replay`: a program step by step on both heaps.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::PathBuf;
use std::rc::Rc;

use clap::Args;
use twinheap::campaign::{self, Bench, Check, Setting, Tally};
use twinheap::heaps::{self, Memory, Outcome, Trace};
use twinheap::lockstep::{DivergenceKind, Place, Watched};
use twinheap::program::Program;

use super::failure::{Failure, read_program};
use super::workers::{self, SUBJECT};
use super::{AGREEMENT, DIVERGENCE, shrink};

/// How many stages are shown at most: the last ones.
const SHOWN_MAX: usize = 200;
/// How many events of a stage are shown at most; those around a difference are part of its explanation.
const EVENTS_MAX: usize = 8;
/// How many of these are the first ones.
const HEAD_EVENTS: usize = 4;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The heap that is tested
    #[arg(long, default_value = SUBJECT, value_parser = workers::heap)]
    subject: String,
    /// Pythons that judge the model, or none [default: python3.11 or python3 on the path]
    #[arg(long, value_name = "PATH")]
    judge: Vec<PathBuf>,
    /// Where blocks come from and what guards them [default: pooled first, then guarded in both ways]
    #[arg(long, value_name = "MEMORY")]
    memory: Option<Memory>,
    /// The program: a Python file, or - for standard input
    file: PathBuf,
}

pub(super) fn replay(arguments: &Arguments) -> Result<u8, Failure> {
    let program = Rc::new(read_program(&arguments.file)?);
    let judges = workers::judges(&arguments.judge)?;
    let python = !judges.is_empty();
    let setting = shrink::setting(&arguments.subject, arguments.memory, judges);
    // In a process of its own first: if the subject takes that down with it, there is still someone to tell.
    let found = campaign::diverges(&setting, &workers::spawn()?, &program.to_string())?;
    let subject = (arguments.subject.as_str(), arguments.memory.unwrap_or_default());
    match found.as_ref().map(|found| (found.check, found.divergence.signature.kind)) {
        Some((_, DivergenceKind::Hang)) => {}
        Some((_, DivergenceKind::Signal | DivergenceKind::Exit)) => {
            show_survived(&setting, subject, &program)?;
        }
        Some((Check::Lockstep, _)) => {
            let place = found.as_ref().map_or(Place::Finish, |found| found.divergence.place);
            show_steps(subject, &program, place)?;
        }
        _ => show_steps(subject, &program, Place::Finish)?,
    }
    let mut output = io::stdout().lock();
    let Some(found) = found else {
        let judged = if python { ", and so does CPython" } else { "" };
        writeln!(output, "\nmodel and {} agree{judged}", arguments.subject)?;
        return Ok(AGREEMENT);
    };
    match found.check {
        Check::Faults => {
            writeln!(output, "\nwithout failing allocations both agree; with them:")?;
        }
        Check::Memory(memory) => {
            writeln!(output, "\nwith plain blocks in pools both agree; with --memory {memory}:")?;
        }
        Check::Metamorphic(_) => {
            writeln!(output, "\nthe heaps agree; a change without meaning makes a difference:")?;
        }
        Check::Lockstep | Check::Judge(_) => {}
    }
    writeln!(output, "\n{}\n  signature: {}", found.divergence, found.divergence.signature)?;
    Ok(DIVERGENCE)
}

/// The steps before the one with which the process is lost, and that step. A program that ends earlier can be run here.
fn show_survived(
    setting: &Setting,
    subject: (&str, Memory),
    program: &Rc<Program>,
) -> Result<(), Failure> {
    let survived = campaign::survived(setting, &workers::spawn()?, program)?;
    if let Some(last) = survived.checked_sub(1) {
        show_steps(subject, &Rc::new(program.first_steps(survived)), Place::Step(last))?;
    }
    if let Some(step) = program.main.get(survived) {
        let text = program.written(step).to_string().replace('\n', "\n      ");
        let lost = "# the process is lost here, or at the end of a program that ends here";
        writeln!(io::stdout(), "{:>4}  {text}\n      {lost}", survived + 1)?;
    }
    Ok(())
}

/// A line a step where both sides agree, a line each where they do not; of many steps the last, up to the one that diverges.
fn show_steps(
    (subject, memory): (&str, Memory),
    program: &Rc<Program>,
    diverges: Place,
) -> Result<(), Failure> {
    let bench = Bench::new(heaps::by_name, subject).map_err(Failure::new)?;
    let mut bench = bench.with_memory(memory);
    let (mut stages, mut hidden) = (VecDeque::new(), 0);
    let mut show = |watched: &Watched<'_>| {
        if watched.place > diverges {
            return;
        }
        stages.push_back(stage(watched, subject, program));
        if stages.len() > SHOWN_MAX {
            stages.pop_front();
            hidden += 1;
        }
    };
    // What diverged has been found already, in another process; here the steps up to it are shown.
    std::panic::set_hook(Box::new(|_| {}));
    _ = bench.watched(program, &mut Tally::default(), &mut show);
    _ = std::panic::take_hook();
    let mut output = io::stdout().lock();
    if hidden > 0 {
        writeln!(output, "      ({hidden} stages before)")?;
    }
    Ok(stages.iter().try_for_each(|stage| output.write_all(stage.as_bytes()))?)
}

fn stage(watched: &Watched<'_>, subject: &str, program: &Program) -> String {
    let (number, text) = match watched.place {
        Place::Start => return String::new(),
        Place::Finish => ("end".to_owned(), "(names unbound, all collected)".to_owned()),
        Place::Step(index) => {
            let text = program.written(&program.main[index]).to_string();
            ((index + 1).to_string(), text.replace('\n', "\n      "))
        }
    };
    let expected = happened(watched.expected, watched.expected_trace, program);
    let found = happened(watched.found, watched.found_trace, program);
    let mut lines = format!("{number:>4}  {text}\n");
    if expected != found {
        _ = writeln!(lines, "      model: {expected}\n      {subject}: {found}");
    } else if !expected.is_empty() {
        _ = writeln!(lines, "      # {expected}");
    }
    lines
}

/// `printed 'a'; finalizer of o1; died o1`
fn happened(outcome: &Outcome, trace: &Trace, program: &Program) -> String {
    let mut parts = Vec::new();
    if !trace.output.is_empty() {
        parts.push(format!("printed {:?}", trace.output.trim_end()));
    }
    parts.extend(abbreviated(trace.events.iter().map(|event| event.in_words(program)).collect()));
    parts.extend(trace.ignored.iter().map(|ignored| format!("ignored {ignored}")));
    if !trace.died.is_empty() {
        let died: Vec<_> = trace.died.iter().map(ToString::to_string).collect();
        parts.push(format!("died {}", died.join(" ")));
    }
    match outcome {
        Outcome::Done => {}
        Outcome::Raised(exception) => parts.push(format!("raised {exception}")),
        Outcome::Limit => parts.push("step limit".to_owned()),
    }
    parts.join("; ")
}

/// Of many events the first ones and the last.
fn abbreviated(mut events: Vec<String>) -> Vec<String> {
    if events.len() > EVENTS_MAX {
        let hidden = HEAD_EVENTS..events.len() - (EVENTS_MAX - HEAD_EVENTS - 1);
        let count = hidden.len();
        events.splice(hidden, [format!("({count} more)")]);
    }
    events
}
