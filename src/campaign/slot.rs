//! One place for a worker process, filled anew whenever the worker is lost.

use std::io;
use std::time::Duration;

use super::Finding;
use super::child::{Fate, Spawn, WorkerProcess};
use super::message::{Check, Found, Reply, Request, Setting, Tally};
use super::sweep::Swept;
use super::worker::numbered_program;
use crate::lockstep::{Divergence, DivergenceKind, Place, Signature};
use crate::program::{Geometry, Program};
use crate::shrink::{EXECUTIONS_MAX, Shrinker};

/// How many candidates are run where each costs a process or a wait.
const COSTLY_EXECUTIONS_MAX: u64 = 400;
const HANG_EXECUTIONS_MAX: u64 = 60;
/// A sweep runs a program hundreds of times: how much longer it may be silent.
const SWEEP_SILENCES: u32 = 6;

pub(super) struct Slot<'a> {
    spawn: &'a Spawn,
    setting: &'a Setting,
    /// How long a worker may be silent over one program.
    silence_max: Duration,
    worker: Option<WorkerProcess>,
}

impl<'a> Slot<'a> {
    pub(super) fn new(spawn: &'a Spawn, setting: &'a Setting, silence_max: Duration) -> Self {
        Self { spawn, setting, silence_max, worker: None }
    }

    /// Runs a range. If the worker is lost, the programs are run once more, one at a time, to learn which one it was.
    pub(super) fn range(&mut self, first: u64, count: u64) -> io::Result<(Tally, Vec<Found>)> {
        match self.ask(&Request::Range { first, count }, self.silence_max * 3)? {
            Ok(Reply::Range { tally, found }) => return Ok((tally, found)),
            Ok(Reply::One(_) | Reply::Swept { .. }) => {
                return Err(io::Error::other("a worker answered out of turn"));
            }
            Ok(Reply::Refused(problem)) => return Err(io::Error::other(problem)),
            Err(_) => {}
        }
        let (mut tally, mut found) = (Tally::default(), Vec::new());
        for index in first..first.saturating_add(count) {
            match self.ask(&Request::Range { first: index, count: 1 }, self.silence_max)? {
                Ok(Reply::Range { tally: more, found: others }) => {
                    tally.add(&more);
                    found.extend(others);
                }
                Ok(Reply::One(_) | Reply::Swept { .. } | Reply::Refused(_)) => {}
                Err(fate) => {
                    tally.programs += 1;
                    found.push(self.lost(index, &fate));
                }
            }
        }
        Ok((tally, found))
    }

    pub(super) fn shrink(&mut self, found: &Found) -> io::Result<Finding> {
        let program = Program::parse("program", &found.text)
            .map_err(|error| io::Error::other(format!("a program without a text: {error}")))?;
        let kind = found.divergence.signature.kind;
        let (executions_max, silence_max) = match kind {
            // Most candidates hang too, and each costs the whole wait.
            DivergenceKind::Hang => (HANG_EXECUTIONS_MAX, self.silence_max / 5),
            DivergenceKind::Signal | DivergenceKind::Exit => {
                (COSTLY_EXECUTIONS_MAX, self.silence_max)
            }
            _ => (EXECUTIONS_MAX, self.silence_max),
        };
        let mut failure = None;
        let run = |program: &Program| {
            let text = program.to_string();
            match self.one_within(found.check, text, silence_max) {
                Ok(divergence) => divergence,
                Err(error) => {
                    failure.get_or_insert(error);
                    None
                }
            }
        };
        let shrunk = Shrinker::new(run, executions_max).shrink(program, found.divergence.clone());
        if let Some(error) = failure {
            return Err(error);
        }
        Ok(Finding {
            index: found.index,
            check: found.check,
            text: shrunk.program.to_string(),
            divergence: shrunk.divergence,
            executions: shrunk.executions,
            stable: shrunk.stable,
        })
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
            Ok(Reply::Refused(problem)) => Err(io::Error::other(problem)),
            Ok(Reply::Range { .. } | Reply::Swept { .. }) => {
                Err(io::Error::other("a worker answered out of turn"))
            }
            Err(fate) => Ok(Some(self.told(&fate))),
        }
    }

    /// What a sweep of one program comes to; the loss of the worker is a divergence.
    pub(super) fn sweep(&mut self, text: String) -> io::Result<(Swept, Option<Divergence>)> {
        match self.ask(&Request::Sweep { text }, self.silence_max * SWEEP_SILENCES)? {
            Ok(Reply::Swept { swept, divergence }) => Ok((swept, divergence)),
            Ok(Reply::Refused(problem)) => Err(io::Error::other(problem)),
            Ok(Reply::Range { .. } | Reply::One(_)) => {
                Err(io::Error::other("a worker answered out of turn"))
            }
            Err(fate) => Ok((Swept::default(), Some(self.told(&fate)))),
        }
    }

    /// The outer error is ours: no worker can be started. The inner one is the worker's, which is gone then.
    fn ask(&mut self, request: &Request, silence_max: Duration) -> io::Result<Result<Reply, Fate>> {
        let worker = match &mut self.worker {
            Some(worker) => worker,
            none => none.insert(WorkerProcess::start(self.spawn, self.setting)?),
        };
        let answer = worker.ask(request, silence_max);
        if answer.is_err() {
            self.worker = None;
        }
        Ok(answer)
    }

    /// The program over which a worker was lost. Which comparison it was the fate does not tell; judges run in processes of
    /// their own, so it was one of the subject.
    fn lost(&mut self, index: u64, fate: &Fate) -> Found {
        let geometry = self.setting.geometry.as_deref().and_then(Geometry::from_name);
        let text = numbered_program(self.setting, geometry, index).to_string();
        Found { index, check: Check::Lockstep, text, divergence: self.told(fate) }
    }

    fn told(&self, fate: &Fate) -> Divergence {
        let signature =
            Signature { kind: fate.kind, op: "program".to_owned(), role: fate.cause.clone() };
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
