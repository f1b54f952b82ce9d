//! One place for a worker process, filled anew whenever the worker is lost.

use std::io;
use std::time::Duration;

use super::Finding;
use super::child::{Fate, Spawn, WorkerProcess};
use super::message::{Check, Expansion, Found, Reply, Request, Setting, Tally};
use super::modes;
use super::sweep::Swept;
use super::worker::numbered_program;
use crate::explore::{Bounds, Move, Transition};
use crate::heaps::Violation;
use crate::lockstep::{Divergence, DivergenceKind, Phase, Place, Role, Signature};
use crate::program::{Geometry, Program};
use crate::shrink::{EXECUTIONS_MAX, Shrinker, Shrunk};

/// How many candidates are run where each costs a process or a wait.
const COSTLY_EXECUTIONS_MAX: u64 = 400;
const HANG_EXECUTIONS_MAX: u64 = 60;
/// A sweep runs a program hundreds of times: how much longer it may be silent.
const SWEEP_SILENCES: u32 = 6;

/// How many divergences a worker shows before another takes its place: each leaves a heap behind.
const DIVERGENCES_MAX: usize = 200;

pub(super) struct Slot<'a> {
    spawn: &'a Spawn,
    setting: &'a Setting,
    /// How long a worker may be silent over one program.
    silence_max: Duration,
    worker: Option<WorkerProcess>,
    /// How many divergences the worker has shown.
    diverged: usize,
}

impl<'a> Slot<'a> {
    pub(super) fn new(spawn: &'a Spawn, setting: &'a Setting, silence_max: Duration) -> Self {
        Self { spawn, setting, silence_max, worker: None, diverged: 0 }
    }

    /// Runs a range. If the worker is lost, the programs are run once more, one at a time, to learn which one it was.
    pub(super) fn range(&mut self, first: u64, count: u64) -> io::Result<(Tally, Vec<Found>)> {
        match self.ask(&Request::Range { first, count }, self.silence_max * 3)? {
            Ok(Reply::Range { tally, found }) => return Ok((tally, found)),
            Ok(other) => return Err(unexpected(other)),
            Err(_) => {}
        }
        let (mut tally, mut found) = (Tally::default(), Vec::new());
        for index in first..first.saturating_add(count) {
            let (more, others) = self.program(index)?;
            tally.add(&more);
            found.extend(others);
        }
        Ok((tally, found))
    }

    /// Runs one program of the campaign; the loss of the worker is a divergence.
    pub(super) fn program(&mut self, index: u64) -> io::Result<(Tally, Vec<Found>)> {
        match self.ask(&Request::Range { first: index, count: 1 }, self.silence_max)? {
            Ok(Reply::Range { tally, found }) => Ok((tally, found)),
            Ok(other) => Err(unexpected(other)),
            Err(fate) => {
                let tally = Tally { programs: 1, ..Tally::default() };
                Ok((tally, vec![self.lost(index, &fate)?]))
            }
        }
    }

    /// The program shrunk, and the shorter one that resembles it, if there is one.
    pub(super) fn shrink(
        &mut self,
        found: &Found,
        runs_max: u64,
    ) -> io::Result<(Finding, Option<Finding>)> {
        let program = Program::parse("program", &found.text)
            .map_err(|error| io::Error::other(format!("a program without a text: {error}")))?;
        let kind = found.divergence.signature.kind;
        let (executions_max, mut silence_max) = match kind {
            // Most candidates hang too, and each costs the whole wait.
            DivergenceKind::Hang => (HANG_EXECUTIONS_MAX, self.silence_max / 5),
            DivergenceKind::Signal | DivergenceKind::Exit => {
                (COSTLY_EXECUTIONS_MAX, self.silence_max)
            }
            _ => (EXECUTIONS_MAX, self.silence_max),
        };
        let silence_min = silence_max.min(self.silence_max / 20);
        let mut failure = None;
        let run = |program: &Program| {
            let text = program.to_string();
            match self.one_within(found.check, text, silence_max) {
                // Where a candidate hangs that is not to, others will; each is smaller than what did not.
                Ok(Some(hang))
                    if hang.signature.kind == DivergenceKind::Hang
                        && kind != DivergenceKind::Hang =>
                {
                    silence_max = silence_min.max(silence_max / 2);
                    Some(hang)
                }
                Ok(divergence) => divergence,
                Err(error) => {
                    failure.get_or_insert(error);
                    None
                }
            }
        };
        let shrunk = Shrinker::new(run, executions_max.min(runs_max))
            .shrink(program, found.divergence.clone());
        match failure {
            Some(error) => Err(error),
            None => Ok(findings(found, shrunk)),
        }
    }

    /// What one comparison of one program shows; the loss of the worker is a divergence.
    pub(super) fn one(&mut self, check: Check, text: String) -> io::Result<Option<Divergence>> {
        self.one_within(check, text, self.silence_max)
    }

    fn one_within(
        &mut self,
        check: Check,
        text: String,
        silence_max: Duration,
    ) -> io::Result<Option<Divergence>> {
        match self.ask(&Request::One { check, text }, silence_max)? {
            Ok(Reply::One(divergence)) => Ok(divergence),
            Ok(other) => Err(unexpected(other)),
            Err(fate) => Ok(Some(self.told(&fate))),
        }
    }

    /// What a sweep of one program comes to; the loss of the worker is a divergence.
    pub(super) fn sweep(&mut self, text: String) -> io::Result<(Swept, Option<Divergence>)> {
        match self.ask(&Request::Sweep { text }, self.silence_max * SWEEP_SILENCES)? {
            Ok(Reply::Swept { swept, divergence }) => Ok((swept, divergence)),
            Ok(other) => Err(unexpected(other)),
            Err(fate) => Ok((Swept::default(), Some(self.told(&fate)))),
        }
    }

    /// The law that the allocator breaks in the calls of that number; the loss of the worker breaks one, too.
    pub(super) fn calls(&mut self, index: u64) -> io::Result<Option<Violation>> {
        match self.ask(&Request::Calls { index }, self.silence_max)? {
            Ok(Reply::Calls(violation)) => Ok(violation),
            Ok(other) => Err(unexpected(other)),
            Err(fate) => {
                Ok(Some(Violation { invariant: "the process".to_owned(), found: fate.cause }))
            }
        }
    }

    /// Makes every move of each state. If the worker is lost, the moves are made once more, a process for each that needs it.
    pub(super) fn expand(
        &mut self,
        bounds: &Bounds,
        paths: &[Vec<Move>],
    ) -> io::Result<Vec<Expansion>> {
        let request = Request::Expand { bounds: bounds.clone(), paths: paths.to_vec() };
        match self.ask(&request, self.silence_max * 3)? {
            Ok(Reply::Expanded(expansions)) => Ok(expansions),
            Ok(other) => Err(unexpected(other)),
            Err(_) if paths.len() > 1 => {
                let one = |path: &Vec<Move>| self.expand(bounds, std::slice::from_ref(path));
                Ok(paths.iter().map(one).collect::<io::Result<Vec<_>>>()?.concat())
            }
            Err(_) => Ok(paths
                .iter()
                .map(|path| self.expand_singly(bounds, path))
                .collect::<io::Result<_>>()?),
        }
    }

    /// Makes the moves of a state where some of them end the worker. Where the others lead is not learnt.
    fn expand_singly(&mut self, bounds: &Bounds, path: &[Move]) -> io::Result<Expansion> {
        let request = Request::Moves { bounds: bounds.clone(), path: path.to_vec() };
        let moves = match self.ask(&request, self.silence_max)? {
            Ok(Reply::Moves(moves)) => moves,
            Ok(other) => return Err(unexpected(other)),
            Err(_) => Vec::new(),
        };
        let mut expansion = Expansion::default();
        for by in moves {
            let path: Vec<Move> = path.iter().copied().chain([by]).collect();
            let text = bounds.program(&path).to_string();
            let divergence = self.one(Check::Lockstep, text.clone())?;
            let found = |divergence| Found { index: 0, check: Check::Lockstep, text, divergence };
            expansion.found.extend(divergence.map(found));
            expansion.transitions.push(Transition { by, to: None });
        }
        Ok(expansion)
    }

    /// The outer error is ours: no worker can be started. The inner one is the worker's, which is gone then.
    fn ask(&mut self, request: &Request, silence_max: Duration) -> io::Result<Result<Reply, Fate>> {
        let worker = match &mut self.worker {
            Some(worker) => worker,
            none => none.insert(WorkerProcess::start(self.spawn, self.setting)?),
        };
        let answer = worker.ask(request, silence_max);
        self.diverged += answer.as_ref().map_or(0, divergences);
        if answer.is_err() || self.diverged >= DIVERGENCES_MAX {
            (self.worker, self.diverged) = (None, 0);
        }
        Ok(answer)
    }

    /// The program over which a worker was lost. Which comparison it was the fate does not tell, so each is made by itself;
    /// judges run in processes of their own, so it was one of the subject.
    fn lost(&mut self, index: u64, fate: &Fate) -> io::Result<Found> {
        let geometry = self.setting.geometry.as_deref().and_then(Geometry::from_name);
        let text = numbered_program(self.setting, geometry, index).to_string();
        for check in modes::checks(self.setting, index) {
            if let Some(divergence) = self.one(check, text.clone())? {
                return Ok(Found { index, check, text, divergence });
            }
        }
        Ok(Found { index, check: Check::Lockstep, text, divergence: self.told(fate) })
    }

    fn told(&self, fate: &Fate) -> Divergence {
        // How long the silence was depends on what was waited for.
        let cause = if fate.kind == DivergenceKind::Hang { "no answer" } else { &fate.cause };
        let signature = Signature {
            kind: fate.kind,
            op: "program".to_owned(),
            role: Role::Cause(cause.to_owned()),
            phase: Phase::Unknown,
        };
        let found = match fate.last_words.as_str() {
            "" => fate.cause.clone(),
            words => format!("{}\n{words}", fate.cause),
        };
        Divergence {
            place: Place::Finish,
            text: String::new(),
            signature,
            sides: ["model".to_owned(), self.setting.subject.clone()],
            request: None,
            about: "the process of the subject was lost".to_owned(),
            expected: "it runs to its end".to_owned(),
            found,
            objects: Vec::new(),
        }
    }
}

fn divergences(reply: &Reply) -> usize {
    match reply {
        Reply::Range { found, .. } => found.len(),
        Reply::One(divergence) => usize::from(divergence.is_some()),
        Reply::Swept { divergence, .. } => usize::from(divergence.is_some()),
        Reply::Calls(violation) => usize::from(violation.is_some()),
        Reply::Expanded(_) | Reply::Moves(_) | Reply::Refused(_) => 0,
    }
}

fn unexpected(reply: Reply) -> io::Error {
    match reply {
        Reply::Refused(problem) => io::Error::other(problem),
        _ => io::Error::other("a worker answered out of turn"),
    }
}

fn findings(found: &Found, shrunk: Shrunk) -> (Finding, Option<Finding>) {
    let Shrunk { program, divergence, resembling, executions, stable } = shrunk;
    let shortest = resembling.as_ref().map_or(&program, |shown| &shown.program).to_string();
    let first = Finding {
        index: found.index,
        check: found.check,
        text: program.to_string(),
        steps: program.steps(),
        divergence,
        shortest,
        executions,
        stable,
    };
    let resembling = resembling.map(|shown| Finding {
        text: first.shortest.clone(),
        steps: shown.program.steps(),
        divergence: shown.divergence,
        stable: true,
        ..first.clone()
    });
    (first, resembling)
}
