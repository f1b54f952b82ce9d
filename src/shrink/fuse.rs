//! Two objects or two steps made one, where the passes that take one thing away get stuck: a cycle of three objects as one
//! object that holds itself, two references in one display, several steps as one that is repeated.

use super::block::{Block, Spot, all_steps, replaced, spots, without};
use super::names::map_names;
use super::shape::Shape;
use crate::program::{
    ClassId, Expression, Geometry, Key, Literal, Name, Part, Program, Statement, Step, Value,
};

/// In how short a program two steps are taken at a time.
const STEPS_MAX: usize = 10;

/// The programs without the object that one main step binds, another name standing for its until it is bound anew; as they are,
/// without what unbinds it, and without one more step.
pub(super) fn contracted(program: &Program) -> Vec<Program> {
    let mut candidates = Vec::new();
    for (index, step) in program.main.iter().enumerate() {
        let Statement::Bind(gone, _) = step.statement() else { continue };
        let mut kept = program.clone();
        let is_end = |step: &Step| *step.statement() == Statement::Delete(*gone);
        kept.main.retain(|step| !is_end(step));
        let gone_at = program.main[..index].iter().filter(|step| is_end(step)).count();
        for stays in other_names(program, *gone) {
            candidates.push(stand_in(program, index, *gone, stays));
            if kept.main.len() < program.main.len() {
                candidates.push(stand_in(&kept, index - gone_at, *gone, stays));
            }
        }
    }
    let further: Vec<Program> = candidates.iter().flat_map(without_another).collect();
    candidates.extend(further);
    candidates
}

/// The main step after the one at `index` that binds `name` anew.
fn rebound_at(program: &Program, index: usize, name: Name) -> Option<usize> {
    let rebinds = |step: &Step| matches!(step.statement(), Statement::Bind(one, _) if *one == name);
    program.main[index + 1..].iter().position(rebinds).map(|place| index + 1 + place)
}

/// The program without the step at `index`, which binds `gone`, and with `stays` in its place up to the step that binds it anew.
fn stand_in(program: &Program, index: usize, gone: Name, stays: Name) -> Program {
    let mut program = program.clone();
    let shape = Shape::of(&program, stays);
    let reshape = |step: &mut Step| {
        if let Some(shape) = shape {
            shape.apply(step, &|one| one == gone);
        }
    };
    if let Some(end) = rebound_at(&program, index, gone) {
        for (place, step) in program.main.iter_mut().enumerate().take(end + 1).skip(index + 1) {
            reshape(step);
            // What the last one binds is the new object.
            let mut is_target = place == end;
            step.parts(&mut |part| {
                if let Part::Name(name) = part
                    && !std::mem::take(&mut is_target)
                    && *name == gone
                {
                    *name = stays;
                }
            });
        }
    } else {
        all_steps(&mut program).for_each(reshape);
        map_names(&mut program, &mut |name| {
            if *name == gone {
                *name = stays;
            }
        });
    }
    program.main.remove(index);
    if program.attributes.is_empty() {
        program.attributes.push("a".to_owned());
    }
    program
}

fn other_names(program: &Program, name: Name) -> impl Iterator<Item = Name> + use<> {
    let len = u16::try_from(program.names.len()).unwrap_or(u16::MAX);
    (0..len).map(Name).filter(move |other| *other != name)
}

fn without_another(program: &Program) -> Vec<Program> {
    let spots = spots(program);
    if spots.len() > STEPS_MAX {
        return Vec::new();
    }
    spots.into_iter().map(|spot| without(program, &[spot])).collect()
}

/// The programs in which two main steps that each bind a value are one that binds a list of both.
pub(super) fn gathered(program: &Program) -> Vec<Program> {
    let binds: Vec<(usize, Name, &Value)> = program
        .main
        .iter()
        .enumerate()
        .filter_map(|(index, step)| match step.statement() {
            Statement::Bind(name, Expression::Value(value)) => Some((index, *name, value)),
            _ => None,
        })
        .collect();
    let mut candidates = Vec::new();
    for (place, (earlier, first, one)) in binds.iter().enumerate() {
        for (later, second, other) in &binds[place + 1..] {
            let mut items = match one {
                Value::List(items) => items.clone(),
                one => vec![(*one).clone()],
            };
            items.push((*other).clone());
            let bind = |name| {
                Step::Plain(Statement::Bind(name, Expression::Value(Value::List(items.clone()))))
            };
            for (spot, gone, name) in [(*earlier, *later, *first), (*later, *earlier, *second)] {
                let program = replaced(program, (Block::Main, spot), bind(name));
                candidates.push(without(&program, &[(Block::Main, gone)]));
            }
        }
    }
    candidates
}

/// How often a step is repeated in place of others. The least that will do is found afterwards.
const COUNT: u32 = 8;

/// The programs in which one step is repeated, and one or two others are gone.
pub(super) fn repeated(program: &Program) -> Vec<Program> {
    let spots = spots(program);
    if spots.len() > STEPS_MAX {
        return Vec::new();
    }
    let mut candidates = Vec::new();
    for &spot in &spots {
        let step = &spot.0.steps(program)[spot.1];
        if matches!(step, Step::Guarded(_) | Step::Repeated(COUNT.., _)) {
            continue;
        }
        let repeated = replaced(program, spot, Step::Repeated(COUNT, step.statement().clone()));
        let others: Vec<Spot> = spots.iter().copied().filter(|other| *other != spot).collect();
        for (index, &one) in others.iter().enumerate() {
            candidates.push(without(&repeated, &[one]));
            let more = others[..index].iter();
            candidates.extend(more.map(|&other| without(&repeated, &[one, other])));
        }
    }
    candidates
}

/// The programs without one main step that binds a name, which a plain value stands for wherever it was used as one.
pub(super) fn substituted(program: &Program) -> Vec<Program> {
    let mut plain = vec![Value::Literal(Literal::Int(0)), Value::List(Vec::new())];
    let classes = u16::try_from(program.classes.len()).unwrap_or(u16::MAX);
    plain.extend((0..classes).map(|class| Value::New(ClassId(class))));
    let mut candidates = Vec::new();
    for (index, step) in program.main.iter().enumerate() {
        let Statement::Bind(name, _) = step.statement() else { continue };
        if let Statement::Bind(_, Expression::Value(Value::Name(other))) = step.statement() {
            candidates.push(swapped_after(program, index, *name, *other));
        }
        for value in &plain {
            let mut candidate = without(program, &[(Block::Main, index)]);
            candidate.parts(&mut |part| {
                if let Part::Value(place) = part {
                    super::fold::replace(place, *name, value);
                }
            });
            candidates.push(candidate);
        }
    }
    candidates
}

/// The program without the step at `index`, which gives the object of `other` the name `name` too. From the step on that then
/// binds `other` anew, the names are swapped: that step binds `name`, and the object keeps the name it had.
fn swapped_after(program: &Program, index: usize, name: Name, other: Name) -> Program {
    Block::Main.with(program, |steps| {
        steps.remove(index);
        let rebinds =
            |step: &Step| matches!(step.statement(), Statement::Bind(one, _) if *one == other);
        let rebind = steps[index..].iter().position(rebinds).map(|place| index + place);
        for (place, step) in steps.iter_mut().enumerate().skip(index) {
            let is_swapped = rebind.is_some_and(|rebind| place > rebind);
            let mut is_target = rebind == Some(place);
            step.parts(&mut |part| {
                if let Part::Name(read) = part {
                    *read = match *read {
                        _ if std::mem::take(&mut is_target) => name,
                        one if one == name => other,
                        one if one == other && is_swapped => name,
                        one => one,
                    };
                }
            });
        }
    })
}

/// The programs in which an object is not stored somewhere to outlive its name, but was bound to a name of its own.
pub(super) fn kept_by_name(program: &Program) -> Vec<Program> {
    let Ok(fresh) = u16::try_from(program.names.len()) else { return Vec::new() };
    let fresh = Name(fresh);
    let mut candidates = Vec::new();
    for (index, step) in program.main.iter().enumerate() {
        let (Statement::Append(_, Value::Name(stored))
        | Statement::SetItem(_, _, Value::Name(stored))
        | Statement::SetAttribute(_, _, Value::Name(stored))) = step.statement()
        else {
            continue;
        };
        let binds =
            |step: &Step| matches!(step.statement(), Statement::Bind(one, _) if one == stored);
        let Some(bind) = program.main[..index].iter().rposition(binds) else { continue };
        let mut candidate = program.clone();
        candidate.names.push(format!("{}1", program.names[usize::from(stored.0)]));
        let mut is_target = true;
        for step in &mut candidate.main[bind..index] {
            step.parts(&mut |part| {
                if let Part::Name(read) = part
                    && (std::mem::take(&mut is_target) || *read == *stored)
                {
                    *read = fresh;
                }
            });
        }
        candidate.main.remove(index);
        candidates.push(candidate);
    }
    candidates
}

/// The programs in which a name is not unbound or bound to a plain value by a step of its own, but by another step that binds it
/// in place of its own name.
pub(super) fn rebound(program: &Program) -> Vec<Program> {
    let mut candidates = Vec::new();
    for (index, step) in program.main.iter().enumerate() {
        let (Statement::Delete(name) | Statement::Bind(name, _)) = step.statement() else {
            continue;
        };
        let rest = without(program, &[(Block::Main, index)]);
        for (place, step) in rest.main.iter().enumerate() {
            let mut step = step.clone();
            let (Step::Plain(statement) | Step::Guarded(statement) | Step::Repeated(_, statement)) =
                &mut step;
            match statement {
                Statement::Bind(other, _) if other != name => *other = *name,
                _ => continue,
            }
            candidates.push(replaced(&rest, (Block::Main, place), step));
        }
    }
    candidates
}

/// The programs in which one main step stands in the place of another, which is gone.
pub(super) fn overwritten(program: &Program) -> Vec<Program> {
    if program.main.len() > STEPS_MAX {
        return Vec::new();
    }
    let places = 0..program.main.len();
    let pairs = places.clone().flat_map(|from| places.clone().map(move |to| (from, to)));
    let overwrite = |(from, to): (usize, usize)| {
        Block::Main.with(program, |steps| {
            steps[to] = steps[from].clone();
            steps.remove(from);
        })
    };
    pairs.filter(|(from, to)| from.abs_diff(*to) > 1).map(overwrite).collect()
}

/// The programs in which one main step binds a value that takes many blocks, once or often, and another is gone; in small pools,
/// too.
pub(super) fn enriched(program: &Program) -> Vec<Program> {
    let (zero, list) = (Value::Literal(Literal::Int(0)), Value::List);
    let empty = || list(vec![]);
    let lists = list(vec![empty(), empty(), list(vec![empty()]), empty(), empty(), empty()]);
    let dict = Value::Dict(vec![(Key::Int(0), zero.clone())]);
    let buffers = list(vec![Value::Set(vec![zero]), dict]);
    let tracked = Value::Dict(vec![(Key::Int(0), empty())]);
    let rich = [lists, buffers, tracked];
    let tiny = (program.geometry != Geometry::Tiny)
        .then(|| Program { geometry: Geometry::Tiny, ..program.clone() });
    let mut candidates = Vec::new();
    for program in [Some(program), tiny.as_ref()].into_iter().flatten() {
        for (index, step) in program.main.iter().enumerate() {
            let Statement::Bind(name, Expression::Value(_)) = step.statement() else { continue };
            for value in &rich {
                let bind = Statement::Bind(*name, Expression::Value(value.clone()));
                for step in [Step::Plain(bind.clone()), Step::Repeated(COUNT, bind)] {
                    let spot = (Block::Main, index);
                    candidates.extend(without_others(&replaced(program, spot, step), spot));
                }
            }
        }
    }
    candidates
}

/// The programs without one main step, which is not the one at `spot`.
fn without_others(program: &Program, spot: Spot) -> impl Iterator<Item = Program> + '_ {
    let others = (0..program.main.len()).map(|index| (Block::Main, index));
    others.filter(move |other| *other != spot).map(|other| without(program, &[other]))
}
