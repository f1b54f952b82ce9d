//! The worker's side: runs programs in its own process, where a crash of a heap does no harm to the campaign.

use std::io::{self, BufRead, Write};
use std::rc::Rc;

use super::bench::{Bench, Heaps};
use super::message::{Check, Expansion, Found, JudgeLoss, Reply, Request, Setting, Tally};
use super::sweep::Swept;
use super::{judging, modes};
use crate::blocks::{self, BlockForm, BlockProgram};
use crate::explore::{self, Bounds, Move};
use crate::heaps::Violation;
use crate::judge::{self, Judge, Verdict};
use crate::lockstep::{Allowed, Divergence, Prediction, Watched, compare, judged_program};
use crate::mutate::Form;
use crate::program::{Geometry, Program};
use crate::source::{self, Options};

/// Serves requests until the input ends. The subject is the heap that `heaps` has under the name in the setting: an
/// executable of your own can so be the worker of a heap of your own.
///
/// # Errors
/// If the input or the output fails, or the first line is no [`Setting`].
pub fn serve(heaps: Heaps, input: impl BufRead, mut output: impl Write) -> io::Result<()> {
    let mut lines = input.lines();
    let Some(setting) = lines.next() else { return Ok(()) };
    let setting: Setting = serde_json::from_str(&setting?)?;
    let mut worker = Worker::new(heaps, setting);
    for line in lines {
        let reply = match &mut worker {
            Ok(worker) => worker.answer(&serde_json::from_str(&line?)?),
            Err(problem) => Reply::Refused(problem.clone()),
        };
        serde_json::to_writer(&mut output, &reply)?;
        output.write_all(b"\n")?;
        output.flush()?;
    }
    Ok(())
}

struct Worker {
    setting: Setting,
    geometry: Option<Geometry>,
    bench: Bench,
    judges: Vec<Judge>,
}

/// Programs of a range that wait to be judged together.
struct Waiting {
    index: u64,
    program: Rc<Program>,
    prediction: Prediction,
}

impl Worker {
    fn new(heaps: Heaps, setting: Setting) -> Result<Self, String> {
        let geometry = match &setting.geometry {
            None => None,
            Some(name) => Some(Geometry::from_name(name).ok_or(format!("no geometry {name}"))?),
        };
        let bench =
            Bench::new(heaps, &setting.subject)?.with_memory(setting.memory.unwrap_or_default());
        let start =
            |path| Judge::start(path, judging::SILENCE_MAX).map_err(|error| error.to_string());
        let judges = setting.judges.iter().map(|path| start(path)).collect::<Result<_, _>>()?;
        Ok(Self { setting, geometry, bench, judges })
    }

    fn answer(&mut self, request: &Request) -> Reply {
        match request {
            Request::Range { first, count } => self.range(*first, *count),
            Request::Sweep { text } => match Program::parse("program", text) {
                Ok(program) => self.sweep(&Rc::new(program)),
                Err(error) => Reply::Refused(error.to_string()),
            },
            Request::One { check, text } => match Program::parse("program", text) {
                Ok(program) => Reply::One(self.one(*check, &Rc::new(program))),
                Err(error) => Reply::Refused(error.to_string()),
            },
            Request::Expand { bounds, paths } => {
                Reply::Expanded(paths.iter().map(|path| self.expand(bounds, path)).collect())
            }
            Request::Moves { bounds, path } => {
                let mut run = |program: &Rc<Program>, watch: &mut dyn FnMut(&Watched<'_>)| {
                    self.bench.watched(program, &mut Tally::default(), watch).is_ok()
                };
                Reply::Moves(explore::moves(bounds, path, &mut run).unwrap_or_default())
            }
            Request::Calls { index } => Reply::Calls(self.calls(*index)),
        }
    }

    fn expand(&mut self, bounds: &Bounds, path: &[Move]) -> Expansion {
        let mut sums = Sums { tally: Tally::default(), found: vec![] };
        let mut run = |program: &Rc<Program>, watch: &mut dyn FnMut(&Watched<'_>)| {
            let result = self.bench.watched(program, &mut sums.tally, watch);
            let agrees = result.is_ok();
            sums.note(0, Check::Lockstep, program, result);
            sums.tally.programs += 1;
            agrees
        };
        let transitions = explore::expand(bounds, path, &mut run);
        let Sums { tally, found } = sums;
        Expansion { transitions, found, tally }
    }

    fn one(&mut self, check: Check, program: &Rc<Program>) -> Option<Divergence> {
        let result = self.compare(check, program, &mut Tally::default());
        result.err().map(|divergence| *divergence)
    }

    /// The law that the allocator breaks in the calls of that number.
    fn calls(&self, index: u64) -> Option<Violation> {
        blocks::run(&numbered_calls(&self.setting, index)).err()
    }

    fn compare(
        &mut self,
        check: Check,
        program: &Rc<Program>,
        tally: &mut Tally,
    ) -> Result<(), Box<Divergence>> {
        match check {
            Check::Lockstep => self.bench.lockstep(program, tally),
            Check::Faults => self.bench.faults(program, tally),
            Check::Metamorphic(place) => self.bench.metamorphic(program, place, tally),
            Check::Memory(memory) => self.bench.memory(program, memory, tally),
            Check::Judge(number) => self.judge_one(number, program),
        }
    }

    fn sweep(&mut self, program: &Rc<Program>) -> Reply {
        let mut swept = Swept { programs: 1, ..Swept::default() };
        let result = self.bench.whole_sweep(program, &mut swept);
        Reply::Swept { swept, divergence: result.err().map(|divergence| *divergence) }
    }

    fn judge_one(&mut self, number: usize, program: &Rc<Program>) -> Result<(), Box<Divergence>> {
        let Some(judge) = self.judges.get_mut(number) else { return Ok(()) };
        let Some(version) = judge.version().semantics() else { return Ok(()) };
        let prediction = self.bench.predict(program, version)?;
        if prediction.is_cut_short() {
            return Ok(());
        }
        judging::judge_one(judge, program, &prediction)
    }

    fn range(&mut self, first: u64, count: u64) -> Reply {
        let mut sums = Sums { tally: Tally { programs: count, ..Tally::default() }, found: vec![] };
        let mut judged = Vec::new();
        for index in first..first.saturating_add(count) {
            let program = self.program(index);
            sums.tally.zealous_programs += u64::from(program.zeal.is_some());
            for check in modes::checks(&self.setting, index) {
                let result = self.compare(check, &program, &mut sums.tally);
                let agrees = result.is_ok();
                sums.note(index, check, &program, result);
                if !agrees {
                    break;
                }
            }
            if is_judged(index) && !self.judges.is_empty() {
                judged.push((index, program));
            }
        }
        for number in 0..self.judges.len() {
            self.judge_range(number, &judged, &mut sums);
        }
        sums.found.sort_by_key(|found| (found.index, found.check));
        Reply::Range { tally: sums.tally, found: sums.found }
    }

    fn program(&self, index: u64) -> Rc<Program> {
        Rc::new(numbered_program(&self.setting, self.geometry, index))
    }

    fn judge_range(&mut self, number: usize, programs: &[(u64, Rc<Program>)], sums: &mut Sums) {
        let Some(version) = self.judges[number].version().semantics() else { return };
        let mut waiting = Vec::new();
        for (index, program) in programs {
            match self.bench.predict(program, version) {
                Ok(prediction) if !prediction.is_cut_short() => {
                    let program = Rc::clone(program);
                    waiting.push(Waiting { index: *index, program, prediction });
                }
                Ok(_) => sums.allow(Allowed::CutShort, 1),
                Err(divergence) => {
                    sums.note(*index, Check::Judge(number), program, Err(divergence));
                }
            }
        }
        self.judge_waiting(number, waiting, sums);
    }

    /// Judges them all. A program over which the interpreter is lost is judged again in a fresh one, and so is the rest.
    fn judge_waiting(&mut self, number: usize, mut waiting: Vec<Waiting>, sums: &mut Sums) {
        let judge = &mut self.judges[number];
        let python = format!("CPython {}", judge.version());
        let check = Check::Judge(number);
        while !waiting.is_empty() {
            let batch: Vec<_> = waiting.iter().map(|one| judged_program(&one.program)).collect();
            let error = match judge.judge(&batch) {
                Ok(verdicts) => {
                    let pairs = waiting.iter().zip(&verdicts);
                    pairs.for_each(|(one, verdict)| sums.judged(one, verdict, check, &python));
                    return;
                }
                Err(error) => error,
            };
            let culprit = waiting.remove(error.program().unwrap_or(0).min(waiting.len() - 1));
            match judging::judge_afresh(judge, &culprit.program) {
                Ok(verdict) => {
                    sums.lose_judge(&python, &error, &culprit);
                    sums.judged(&culprit, &verdict, check, &python);
                }
                Err(again) if judging::is_crash(&again) => {
                    let crash = judging::crash(&python, &again);
                    sums.note(culprit.index, check, &culprit.program, Err(crash));
                }
                Err(unstartable) => {
                    sums.lose_judge(&python, &unstartable, &culprit);
                    return;
                }
            }
        }
    }
}

/// Program number `index` of a campaign. Half of the programs avoid what a judge cannot follow, whether there is a judge or
/// not: so a program is the same in every run of its seed.
pub(super) fn numbered_program(
    setting: &Setting,
    geometry: Option<Geometry>,
    index: u64,
) -> Program {
    let options = Options { steps: setting.steps, geometry, judged: is_judged(index) };
    source::program(setting.seed, index, &options).normalized()
}

/// Calls of the allocator, number `index` of a campaign.
pub(super) fn numbered_calls(setting: &Setting, index: u64) -> BlockProgram {
    const BYTES_MAX: usize = 512;
    BlockProgram::from_bytes(&BlockForm::fresh(BYTES_MAX, setting.seed.rotate_left(32) ^ index))
}

fn is_judged(index: u64) -> bool {
    index.is_multiple_of(2)
}

/// What a range has come to so far.
struct Sums {
    tally: Tally,
    found: Vec<Found>,
}

impl Sums {
    fn note(
        &mut self,
        index: u64,
        check: Check,
        program: &Program,
        result: Result<(), Box<Divergence>>,
    ) {
        let text = || program.to_string();
        let found = |divergence: Box<Divergence>| Found {
            index,
            check,
            text: text(),
            divergence: *divergence,
        };
        self.found.extend(result.err().map(found));
    }

    fn allow(&mut self, allowed: Allowed, count: u64) {
        *self.tally.allowed.entry(allowed.entry().name.to_owned()).or_default() += count;
    }

    fn judged(&mut self, one: &Waiting, verdict: &Verdict, check: Check, python: &str) {
        self.tally.judged_programs += 1;
        let result = compare(&one.program, &one.prediction, verdict).map(|judged| {
            self.tally.judged_steps += judged.steps;
            judged.allowed.into_iter().for_each(|(allowed, count)| self.allow(allowed, count));
        });
        let result = result.map_err(|divergence| Box::new(divergence.between(python, "model")));
        self.note(one.index, check, &one.program, result);
    }

    fn lose_judge(&mut self, python: &str, error: &judge::Error, one: &Waiting) {
        self.tally.judge_losses.push(JudgeLoss {
            index: one.index,
            judge: python.to_owned(),
            cause: error.cause(),
            text: one.program.to_string(),
        });
    }
}
