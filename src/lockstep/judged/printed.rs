//! What the lines that a step printed may differ in: a word of the model's that means nothing, and no other.

use super::predict::PredictedStep;
use super::{Allowed, main_names};
use crate::judge::JudgedStep;
use crate::program::{
    Argument, Constant, Expression, Key, Literal, Program, Statement, Step, Value,
};

/// What the model prints for a number that no two runs of Python agree on.
const UNSPECIFIED: &str = "?";

/// What the two sides printed in a main step.
#[derive(Debug)]
pub(super) struct Printed<'a> {
    program: &'a Program,
    step: Option<&'a Step>,
    expected: &'a JudgedStep,
    found: &'a PredictedStep,
}

impl<'a> Printed<'a> {
    pub(super) fn new(
        program: &'a Program,
        index: usize,
        expected: &'a JudgedStep,
        found: &'a PredictedStep,
    ) -> Self {
        Self { program, step: program.main.get(index), expected, found }
    }

    /// What explains every difference; nothing if a difference remains.
    pub(super) fn differences(&self) -> Option<Vec<Allowed>> {
        let [expected, found] = [&self.expected.output, &self.found.output];
        if expected == found {
            return Some(Vec::new());
        }
        let mut allowed = Vec::new();
        let (mut expected, mut found) = (expected.split('\n'), found.split('\n'));
        loop {
            match (expected.next(), found.next()) {
                (None, None) => return Some(allowed),
                (Some(expected), Some(found)) => allowed.extend(self.line(expected, found)?),
                _ => return None,
            }
        }
    }

    fn line(&self, expected: &str, found: &str) -> Option<Vec<Allowed>> {
        if expected == found {
            return Some(Vec::new());
        }
        let masked = [expected, found].map(without_addresses);
        let [masked_expected, masked_found] = masked.each_ref().map(String::as_str);
        if masked_expected == masked_found {
            return Some(vec![Allowed::Address]);
        }
        let expected: Vec<&str> = masked_expected.split(' ').collect();
        let found: Vec<&str> = masked_found.split(' ').collect();
        self.prints().find_map(|arguments| self.arguments(arguments, &expected, &found))
    }

    /// Every `print` that may have written a line of this step.
    fn prints(&self) -> impl Iterator<Item = &'a [Argument]> {
        let bodies = self.found.bodies(self.program).flatten();
        self.step.into_iter().chain(bodies).filter_map(|step| match step.statement() {
            Statement::Print(arguments) => Some(arguments.as_slice()),
            _ => None,
        })
    }

    /// Shares the words of a line out among the arguments that printed it, so that each one's are the same on both sides or
    /// differ in what its argument allows.
    fn arguments(
        &self,
        arguments: &[Argument],
        expected: &[&str],
        found: &[&str],
    ) -> Option<Vec<Allowed>> {
        let Some((first, rest)) = arguments.split_first() else {
            return (expected.is_empty() && found.is_empty()).then(Vec::new);
        };
        let words = expected.len().min(found.len());
        let counts = match words_of(first) {
            Some(count) => count..=count.min(words),
            None => 1..=words,
        };
        counts.into_iter().find_map(|count| {
            let (expected, expected_rest) = expected.split_at(count);
            let (found, found_rest) = found.split_at(count);
            let same = expected == found;
            let allowed = (!same).then(|| self.difference(first, expected, found));
            let allowed = allowed.map_or(Some(None), |allowed| allowed.map(Some))?;
            let mut all = self.arguments(rest, expected_rest, found_rest)?;
            all.extend(allowed);
            Some(all)
        })
    }

    /// Why the words of one argument may differ as they do; nothing if they may not.
    fn difference(
        &self,
        argument: &Argument,
        expected: &[&str],
        found: &[&str],
    ) -> Option<Allowed> {
        let unspecified = found == [UNSPECIFIED];
        let allowed = match argument {
            Argument::Is(left, right)
            | Argument::SameId(left, right)
            | Argument::IdDifference(left, right)
                if self.may_be_characters(left, right) =>
            {
                Allowed::Character
            }
            // The second object may lie where the first one did.
            Argument::SameId(left, right) | Argument::IdDifference(left, right)
                if !is_held(left) || !is_held(right) =>
            {
                Allowed::Address
            }
            Argument::IdDifference(..) if unspecified && expected != ["0"] => Allowed::Address,
            Argument::ReferenceCount(_) if unspecified => Allowed::ConstantCount,
            Argument::Counts => Allowed::CollectorCounts,
            Argument::Name(_) | Argument::Attribute(..) | Argument::Item(..) => {
                return is_reordered_set(expected, found).then_some(Allowed::SetOrder);
            }
            _ => return None,
        };
        expected.iter().chain(found).all(|word| is_answer(argument, word)).then_some(allowed)
    }

    fn may_be_characters(&self, left: &Value, right: &Value) -> bool {
        self.may_be_character(left)
            && self.may_be_character(right)
            && has_characters_of_both_kinds(self.program)
    }

    /// Whether a value is a text of one character. What a name was bound to while bodies ran is not known any more.
    fn may_be_character(&self, value: &Value) -> bool {
        match value {
            Value::Literal(Literal::Text(text)) => text.len() == 1,
            Value::Name(_) if !self.found.entered.is_empty() => true,
            Value::Name(name) => {
                let names = main_names(self.program);
                let place = names.iter().position(|&number| number == name.0);
                let state = place.and_then(|place| self.found.names.get(place)?.as_ref());
                state.is_some_and(|state| state.character)
            }
            _ => false,
        }
    }
}

/// Whether there can be texts of one character that are literals and others that are taken from a longer text.
fn has_characters_of_both_kinds(program: &Program) -> bool {
    let is_character = |constant: &Constant| matches!(constant, Constant::Literal(Literal::Text(text)) if text.len() == 1);
    let takes = |step: &Step| {
        matches!(step.statement(), Statement::Bind(_, Expression::Item(_, Key::Int(_))))
    };
    program.constants().iter().any(is_character) && program.blocks().flatten().any(takes)
}

/// Whether something else than the line that is printed keeps the object alive.
fn is_held(value: &Value) -> bool {
    matches!(value, Value::Name(_)) || value.constant().is_some()
}

/// How many words an argument prints; nothing if its value decides.
fn words_of(argument: &Argument) -> Option<usize> {
    match argument {
        Argument::Literal(Literal::Text(text)) => Some(text.split(' ').count()),
        Argument::Name(_) | Argument::Attribute(..) | Argument::Item(..) => None,
        Argument::Counts | Argument::Thresholds => Some(3),
        _ => Some(1),
    }
}

/// Whether a word is such as the argument prints.
fn is_answer(argument: &Argument, word: &str) -> bool {
    match argument {
        Argument::Is(..) | Argument::SameId(..) => matches!(word, "True" | "False"),
        _ => {
            let number = word.trim_start_matches('(').trim_end_matches([',', ')']);
            word == UNSPECIFIED || number.parse::<i128>().is_ok()
        }
    }
}

/// Whether the texts are those of the same sets, whose elements stand in another order.
fn is_reordered_set(expected: &[&str], found: &[&str]) -> bool {
    let letters = |words: &[&str]| {
        let mut letters = words.join(" ").into_bytes();
        letters.sort_unstable();
        letters
    };
    expected.iter().any(|word| word.contains('{')) && letters(expected) == letters(found)
}

/// The text with every address, `0x…` in the interpreter and `o3` in the model, as `0x`.
fn without_addresses(text: &str) -> String {
    let mut parts = text.split(" at ");
    let mut masked = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        masked += " at ";
        let hexadecimal = part
            .strip_prefix("0x")
            .map(|digits| digits.trim_start_matches(|digit: char| digit.is_ascii_hexdigit()));
        let number = || {
            Some(part.strip_prefix('o')?.trim_start_matches(|digit: char| digit.is_ascii_digit()))
        };
        match hexadecimal.or_else(number) {
            Some(rest) => {
                masked += "0x";
                masked += rest;
            }
            None => masked += part,
        }
    }
    masked
}
