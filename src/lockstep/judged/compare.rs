//! Holds what an interpreter did against what the model says.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::predict::{Entered, PredictedName, PredictedStep, Prediction};
use super::printed::Printed;
use super::{Allowed, Divergence, DivergenceKind, Place, Stage, finalizers, main_names};
use crate::judge::{JudgedStep, NameState, Verdict};
use crate::program::Program;

/// What comparing a program came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Judged {
    /// Main steps that were compared.
    pub steps: u64,
    /// What was let pass, and how often.
    pub allowed: BTreeMap<Allowed, u64>,
}

/// Compares what the model predicts with what the interpreter did.
///
/// # Errors
/// The first difference that no entry of [`Allowed`] explains; the interpreter is right.
pub fn compare(
    program: &Rc<Program>,
    prediction: &Prediction,
    verdict: &Verdict,
) -> Result<Judged, Box<Divergence>> {
    let mut comparison = Comparison { program, judged: Judged::default() };
    if program.zeal.is_some() {
        comparison.allow(Allowed::Automatic);
    }
    if prediction.cut_short {
        comparison.allow(Allowed::CutShort);
        return Ok(comparison.judged);
    }
    for (index, (found, expected)) in prediction.steps.iter().zip(&verdict.steps).enumerate() {
        comparison.judged.steps += 1;
        if meets_recursion_limit(found, expected) {
            comparison.allow(Allowed::RecursionLimit);
            return Ok(comparison.judged);
        }
        if let Err(divergence) = comparison.step(index, expected, found) {
            let Some(allowed) = found.doubt else { return Err(divergence) };
            comparison.allow(allowed);
            return Ok(comparison.judged);
        }
    }
    comparison.end(prediction, verdict)?;
    Ok(comparison.judged)
}

fn meets_recursion_limit(found: &PredictedStep, expected: &JudgedStep) -> bool {
    const CLASS: &str = "RecursionError";
    let ignored = found.ignored.iter().chain(&expected.ignored);
    ignored.into_iter().any(|class| class == CLASS)
        || found.output.contains(CLASS)
        || expected.output.contains(CLASS)
}

struct Comparison<'a> {
    program: &'a Rc<Program>,
    judged: Judged,
}

type Verdicts = Result<(), Box<Divergence>>;

impl Comparison<'_> {
    fn allow(&mut self, allowed: Allowed) {
        *self.judged.allowed.entry(allowed).or_default() += 1;
    }

    fn end(&mut self, prediction: &Prediction, verdict: &Verdict) -> Verdicts {
        let expected = verdict.raised.as_ref().map(|raised| raised.class.as_str());
        let found = prediction.raised.as_deref();
        if [expected, found].contains(&Some("RecursionError")) {
            self.allow(Allowed::RecursionLimit);
            return Ok(());
        }
        if expected == found && prediction.steps.len() == verdict.steps.len() {
            return Ok(());
        }
        let index = prediction.steps.len().min(verdict.steps.len()).saturating_sub(1);
        let text = |raised: Option<&str>| {
            raised.map_or_else(|| "no exception".to_owned(), |class| format!("{class} raised"))
        };
        let role = format!("{} for {}", found.unwrap_or("done"), expected.unwrap_or("done"));
        self.differ(index, DivergenceKind::Outcome, &role, [text(expected), text(found)])
    }

    fn step(&mut self, index: usize, expected: &JudgedStep, found: &PredictedStep) -> Verdicts {
        self.output(index, expected, found)?;
        if expected.ignored != found.ignored {
            let texts = [expected.ignored.join("\n"), found.ignored.join("\n")];
            return self.differ(index, DivergenceKind::Output, "ignored exceptions", texts);
        }
        self.entered(index, expected, found)?;
        for (name, (expected, found)) in expected.names.iter().zip(&found.names).enumerate() {
            self.name(index, name, expected.as_ref(), found.as_ref())?;
        }
        Ok(())
    }

    fn output(&mut self, index: usize, expected: &JudgedStep, found: &PredictedStep) -> Verdicts {
        let printed = Printed::new(self.program, index, expected, found);
        match printed.differences() {
            Some(allowed) => allowed.into_iter().for_each(|allowed| self.allow(allowed)),
            None => {
                let texts = [expected.output.clone(), found.output.clone()];
                return self.differ(index, DivergenceKind::Output, "output", texts);
            }
        }
        Ok(())
    }

    fn entered(&self, index: usize, expected: &JudgedStep, found: &PredictedStep) -> Verdicts {
        let same = |expected: &u32, found: &Entered| match found {
            Entered::Finalizer(None) => *expected < finalizers(self.program, usize::MAX),
            Entered::Finalizer(Some(number)) | Entered::Function(number) => expected == number,
        };
        let pairs = expected.entered.iter().zip(&found.entered);
        if expected.entered.len() == found.entered.len()
            && pairs.clone().all(|(expected, found)| same(expected, found))
        {
            return Ok(());
        }
        let expected: Vec<_> = expected.entered.iter().map(|&number| self.body(number)).collect();
        let found: Vec<_> = found
            .entered
            .iter()
            .map(|entered| match entered {
                Entered::Finalizer(None) => "a finalizer".to_owned(),
                Entered::Finalizer(Some(number)) | Entered::Function(number) => self.body(*number),
            })
            .collect();
        let texts = [expected.join("\n"), found.join("\n")];
        self.differ(index, DivergenceKind::Event, "bodies entered", texts)
    }

    /// The body with that number among the `def` lines.
    fn body(&self, number: u32) -> String {
        let finalizers = self.program.classes.iter().filter(|class| class.finalizer.is_some());
        let finalizers = finalizers.map(|class| format!("{}.__del__", class.name));
        let functions = self.program.functions.iter().map(|function| function.name.clone());
        finalizers.chain(functions).nth(number as usize).unwrap_or_default()
    }

    fn name(
        &mut self,
        index: usize,
        name: usize,
        expected: Option<&NameState>,
        found: Option<&PredictedName>,
    ) -> Verdicts {
        let (Some(expected), Some(found)) = (expected, found) else {
            let text = |bound: bool| if bound { "bound" } else { "unbound" }.to_owned();
            let texts = [text(expected.is_some()), text(found.is_some())];
            return if texts[0] == texts[1] {
                Ok(())
            } else {
                self.differ_in_name(index, name, "binding", texts)
            };
        };
        let count = match (expected.references, found.count) {
            (Some(expected), Some(found)) => [expected, found].map(|count| count.to_string()),
            (None, None) => Default::default(),
            _ => {
                self.allow(Allowed::ConstantCount);
                Default::default()
            }
        };
        let finalized = match expected.finalized {
            Some(expected) => [expected, found.finalized].map(|one| one.to_string()),
            None => {
                self.allow(Allowed::Finalized);
                Default::default()
            }
        };
        let numbers = |expected: usize, found: usize| [expected, found].map(|n| n.to_string());
        let alias = if found.character && expected.same_as != found.same_as {
            self.allow(Allowed::Character);
            Default::default()
        } else {
            numbers(expected.same_as, found.same_as)
        };
        let weak = usize::try_from(expected.weak_references).unwrap_or(usize::MAX);
        let aspects = [
            ("type", [type_spelling(&expected.type_name), &found.type_name].map(str::to_owned)),
            ("alias", alias),
            ("reference count", count),
            ("weak references", numbers(weak, found.weak_references)),
            ("tracked", [expected.tracked, found.tracked].map(|tracked| tracked.to_string())),
            ("finalized", finalized),
        ];
        for (aspect, texts) in aspects {
            if texts[0] != texts[1] {
                return self.differ_in_name(index, name, aspect, texts);
            }
        }
        Ok(())
    }

    fn differ_in_name(
        &self,
        index: usize,
        name: usize,
        aspect: &str,
        texts: [String; 2],
    ) -> Verdicts {
        let number = main_names(self.program).get(name).copied().unwrap_or_default();
        let spelling = self.program.names.get(usize::from(number)).cloned().unwrap_or_default();
        let stage = Stage { program: self.program, place: Place::Step(index) };
        let [expected, found] = texts;
        Err(Box::new(Divergence {
            about: format!("{aspect} of what {spelling} is bound to"),
            expected,
            found,
            ..Divergence::at(stage, DivergenceKind::Observation, aspect.to_owned())
        }))
    }

    fn differ(
        &self,
        index: usize,
        kind: DivergenceKind,
        role: &str,
        [expected, found]: [String; 2],
    ) -> Verdicts {
        let stage = Stage { program: self.program, place: Place::Step(index) };
        let about = role.to_owned();
        let at = Divergence::at(stage, kind, about.clone());
        Err(Box::new(Divergence { about, expected, found, ..at }))
    }
}

/// Python 3.8 and 3.9 call the class of weak references otherwise than later versions.
fn type_spelling(name: &str) -> &str {
    if name == "ReferenceType" { "weakref" } else { name }
}
