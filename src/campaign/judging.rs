//! Programs through a judge, which may be lost over one of them.

use std::rc::Rc;
use std::time::Duration;

use crate::judge::{Error, Judge, Verdict};
use crate::lockstep::{
    Divergence, DivergenceKind, Phase, Place, Prediction, Role, Signature, compare, judged_program,
};
use crate::program::Program;

/// How long a judge may take for one program: twice this, since one over which it is lost is judged again, is less than a worker
/// may be silent.
pub(super) const SILENCE_MAX: Duration = Duration::from_secs(4);

/// Judges a program by itself; if the judge is lost, once more in a fresh interpreter.
///
/// # Errors
/// A difference from the model, or that the interpreter was lost again. Nothing if it cannot be started any more.
pub(super) fn judge_one(
    judge: &mut Judge,
    program: &Rc<Program>,
    prediction: &Prediction,
) -> Result<(), Box<Divergence>> {
    let python = format!("CPython {}", judge.version());
    let first = judge.judge(&[judged_program(program)]).map(only);
    let verdict = match first.or_else(|_| judge_afresh(judge, program)) {
        Ok(verdict) => verdict,
        Err(error) => return is_crash(&error).then(|| crash(&python, &error)).map_or(Ok(()), Err),
    };
    let result = compare(program, prediction, &verdict).map(drop);
    result.map_err(|divergence| Box::new(divergence.between(&python, "model")))
}

/// Judges a program over which the interpreter was lost once more, in a fresh one. If that is lost, too, another is started.
///
/// # Errors
/// The interpreter was lost again, see [`is_crash`], or cannot be started.
pub(super) fn judge_afresh(judge: &mut Judge, program: &Program) -> Result<Verdict, Error> {
    judge.restart()?;
    let verdict = judge.judge(&[judged_program(program)]).map(only);
    if verdict.is_err() {
        judge.restart()?;
    }
    verdict
}

/// Whether the interpreter was lost while it ran a program.
pub(super) fn is_crash(error: &Error) -> bool {
    error.program().is_some()
}

/// That a program ends, or stops, the interpreter whenever it runs.
pub(super) fn crash(python: &str, error: &Error) -> Box<Divergence> {
    let kind = if error.is_hang() { DivergenceKind::Hang } else { DivergenceKind::Exit };
    let cause = error.cause();
    Box::new(Divergence {
        place: Place::Finish,
        text: String::new(),
        signature: Signature {
            kind,
            op: "program".to_owned(),
            role: Role::Cause(cause.clone()),
            phase: Phase::Unknown,
        },
        sides: [python.to_owned(), "model".to_owned()],
        request: None,
        about: "the process of the interpreter was lost, and again in a fresh one".to_owned(),
        expected: cause,
        found: "it runs to its end".to_owned(),
        objects: Vec::new(),
    })
}

fn only(mut verdicts: Vec<Verdict>) -> Verdict {
    verdicts.swap_remove(0)
}
