//! The edits: of units, of bytes of records and header; and the splice of two inputs.

use std::ops::Range;

use super::Form;
use super::tape::{Tape, Unit};
use crate::source::Dice;

/// Makes one edit.
pub(super) fn edit<F: Form>(tape: &mut Tape<F>, dice: &mut Dice) {
    match dice.weighted(&[12, 8, 10, 10, 14, 36, 8, 2]) {
        0 => remove(tape, dice),
        1 => duplicate(tape, dice),
        2 => swap(tape, dice),
        3 => shift(tape, dice),
        4 => insert(tape, dice),
        5 => retarget(tape, dice),
        6 => toggle(tape, dice),
        _ => scramble(tape, dice),
    }
}

/// Neighbouring units, one most often.
fn run(units: &[Unit], dice: &mut Dice) -> Option<Range<usize>> {
    let first = dice.below(units.len());
    let longest = dice.pick(&[1, 1, 1, 2, 3, 8]);
    let Unit { records, is_definition } = units.get(first)?.clone();
    let mut end = records.end;
    for unit in units[first..].iter().take(longest).skip(1) {
        // Behind a gap another body begins.
        if unit.is_definition != is_definition || unit.records.start != end {
            break;
        }
        end = unit.records.end;
    }
    Some(records.start..end)
}

/// Where a unit may be put: before one of these, or at the end.
fn gap<F: Form>(tape: &Tape<F>, units: &[Unit], dice: &mut Dice) -> usize {
    let chosen = units.get(dice.below(units.len() + 1));
    chosen.map_or(tape.count(), |unit| unit.records.start)
}

fn remove<F: Form>(tape: &mut Tape<F>, dice: &mut Dice) {
    if let Some(run) = run(&tape.units(), dice) {
        tape.remove(run);
    }
}

fn duplicate<F: Form>(tape: &mut Tape<F>, dice: &mut Dice) {
    let units = tape.units();
    let Some(run) = run(&units, dice) else { return };
    let copy = tape.get(run.clone()).to_vec();
    let at = if dice.percent(40) { run.end } else { gap(tape, &units, dice) };
    tape.insert(at, &copy);
}

/// Two units change places.
fn swap<F: Form>(tape: &mut Tape<F>, dice: &mut Dice) {
    let units = tape.units();
    let [one, other] = [dice.below(units.len()), dice.below(units.len())];
    if one == other {
        return;
    }
    let [first, second] = [one.min(other), one.max(other)].map(|index| &units[index].records);
    let [front, back] = [first, second].map(|range| tape.get(range.clone()).to_vec());
    // The one behind first, so that the one in front stays where it is.
    tape.replace(second.clone(), &front);
    tape.replace(first.clone(), &back);
}

/// Units go somewhere else.
fn shift<F: Form>(tape: &mut Tape<F>, dice: &mut Dice) {
    let Some(run) = run(&tape.units(), dice) else { return };
    let moved = tape.remove(run);
    let at = gap(tape, &tape.units(), dice);
    tape.insert(at, &moved);
}

/// New records. Whether they are units of their own or parts of what follows is left to chance.
fn insert<F: Form>(tape: &mut Tape<F>, dice: &mut Dice) {
    let at = gap(tape, &tape.units(), dice);
    let count = dice.pick(&[1, 1, 2, 3]);
    let new: Vec<u8> = (0..count * F::RECORD_BYTES)
        .map(|byte| match byte % F::RECORD_BYTES {
            0 => any_byte(dice),
            place if F::record_weight(place) == 0 => 0,
            _ => usual_byte(dice),
        })
        .collect();
    tape.insert(at, &new);
}

/// A byte of a record becomes another: most often one that stands at the same place of another record.
fn retarget<F: Form>(tape: &mut Tape<F>, dice: &mut Dice) {
    let count = tape.count();
    if count == 0 {
        return;
    }
    let place = weighted(F::RECORD_BYTES, F::record_weight, dice);
    let from = dice.below(count);
    let byte = match dice.weighted(&[6, 3, 2]) {
        0 => tape.get(from..from + 1)[place],
        1 => usual_byte(dice),
        _ => any_byte(dice),
    };
    if let Some(record) = tape.record_mut(dice.below(count)) {
        record[place] = byte;
    }
}

/// A byte of the header becomes another, or what it is by default.
fn toggle<F: Form>(tape: &mut Tape<F>, dice: &mut Dice) {
    let place = weighted(F::HEADER_BYTES, F::header_weight, dice);
    let byte = if dice.percent(40) { 0 } else { any_byte(dice) };
    tape.header[place] = byte;
}

/// Any bit becomes the other: what the other edits do not think of.
fn scramble<F: Form>(tape: &mut Tape<F>, dice: &mut Dice) {
    let record = dice.below(tape.count());
    let place = dice.below(F::RECORD_BYTES);
    if let Some(record) = tape.record_mut(record) {
        record[place] ^= 1 << dice.below(8);
    }
}

/// Puts units of `other` that are in no definition among those of `tape`: somewhere inside, or in place of its end. Or gives
/// it the definitions of `other`.
pub(super) fn splice<F: Form>(tape: &mut Tape<F>, other: &Tape<F>, dice: &mut Dice) {
    let [own, others] = [&*tape, other].map(|tape| {
        let mut units = tape.units();
        units.retain(|unit| !unit.is_definition);
        units
    });
    let (Some(own_first), Some(others_first)) = (own.first(), others.first()) else {
        return edit(tape, dice);
    };
    if others_first.records.start > 0 && dice.percent(20) {
        // Definitions come first in what sources and edits make.
        tape.replace(0..own_first.records.start, other.get(0..others_first.records.start));
        tape.header.clone_from(&other.header);
        return;
    }
    let at = gap(tape, &own, dice);
    let [one, last] = [dice.below(others.len()), dice.below(others.len())];
    let start = others[one.min(last)].records.start;
    let end = others[one.max(last)].records.end;
    let replaced = if dice.percent(50) { at..tape.count() } else { at..at };
    tape.replace(replaced, other.get(start..end));
}

/// A place, as often as its weight says.
fn weighted(places: usize, weight: fn(usize) -> u8, dice: &mut Dice) -> usize {
    let weights: Vec<u8> = (0..places).map(weight).collect();
    dice.weighted(&weights)
}

/// What operands mostly are: small.
fn usual_byte(dice: &mut Dice) -> u8 {
    let most = dice.pick(&[8, 8, 16, 256]);
    u8::try_from(dice.below(most)).unwrap_or(0)
}

fn any_byte(dice: &mut Dice) -> u8 {
    u8::try_from(dice.below(256)).unwrap_or(0)
}
