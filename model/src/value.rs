//! Values: equality, hashing, text, addition. None of it runs code of the program.

use crate::code::Constant;
use crate::evaluate::{Done, Result, raise};
use crate::heap::Model;
use crate::object::{Id, Kind, Label, Ref, slots};

/// Hashes of numbers are taken modulo this prime (`Include/pyhash.h`, `_PyHASH_MODULUS`).
const HASH_MODULUS: i128 = (1 << 61) - 1;

/// How many items a sequence may have before `MemoryError`. Integers have 128 bits, and sums that need more raise it too.
const ITEMS_MAX: usize = 1 << 24;

impl Model {
    /// `left + right`; `operator` is what a message calls it. An empty text or tuple gives back the other itself
    /// (`PyUnicode_Concat`, `tupleconcat`).
    pub(crate) fn sum(&mut self, left: Ref, right: Ref, operator: &str) -> Done {
        let kinds = (self.kind(left), self.kind(right));
        match &kinds {
            (Kind::Text(_), Kind::Text(text)) if text.is_empty() => Ok(Some(self.held(left))),
            (Kind::Text(text), Kind::Text(_)) if text.is_empty() => Ok(Some(self.held(right))),
            (Kind::Text(start), Kind::Text(end)) => match start.len() + end.len() > ITEMS_MAX {
                true => raise("MemoryError", ""),
                false => Ok(Some(self.text(format!("{start}{end}")))),
            },
            (Kind::List, Kind::List) | (Kind::Tuple(_), Kind::Tuple(_)) => self.joined(left, right),
            (Kind::Text(_) | Kind::List | Kind::Tuple(_), _) => {
                let (left, right) = (self.type_name(left), self.qualified_type_name(right));
                let error = format!("can only concatenate {left} (not \"{right}\") to {left}");
                raise("TypeError", error)
            }
            (a, b) => match (a.int().zip(b.int()), a.float().zip(b.float())) {
                (Some((a, b)), _) => match a.checked_add(b) {
                    Some(sum) => Ok(Some(self.int(sum))),
                    None => raise("MemoryError", ""),
                },
                (None, Some((a, b))) => Ok(Some(self.add(Kind::Float(a + b), Vec::new()))),
                (None, None) => {
                    let [left, right] = [left, right].map(|side| self.qualified_type_name(side));
                    let what = format!("operand type(s) for {operator}: '{left}' and '{right}'");
                    raise("TypeError", format!("unsupported {what}"))
                }
            },
        }
    }

    /// A list is always new, and allocated before its items are held.
    fn joined(&mut self, left: Ref, right: Ref) -> Done {
        let kind = match self.kind(left) {
            Kind::List => Kind::List,
            _ => Kind::Tuple(false),
        };
        let parts = [left, right].map(|part| self.items(part));
        if kind != Kind::List && parts.iter().any(Vec::is_empty) {
            return Ok(Some(self.held(if parts[0].is_empty() { right } else { left })));
        }
        let items = parts.concat();
        if items.len() > ITEMS_MAX {
            return raise("MemoryError", "");
        }
        if kind == Kind::List {
            self.count_allocation(&kind);
            items.iter().for_each(|&item| _ = self.held(item));
            return Ok(Some(self.place(kind, slots(items))));
        }
        items.iter().for_each(|&item| _ = self.held(item));
        Ok(Some(self.create(kind, slots(items))))
    }

    /// `x += y`: a list grows in place, anything else is added and bound again (rule 1.3).
    pub(crate) fn add_in_place(&mut self, target: Ref, value: Ref) -> Done {
        if self.kind(target) != Kind::List {
            return self.sum(target, value, "+=");
        }
        self.extend(target, value)?;
        Ok(Some(self.held(target)))
    }

    /// `left == right`
    pub(crate) fn equal(&mut self, left: Ref, right: Ref) -> Result<bool> {
        self.equal_at(left, right, self.frames.len() + 1)
    }

    /// Items that are the same object count as equal without a look (`PyObject_RichCompareBool`).
    fn equal_at(&mut self, left: Ref, right: Ref, depth: usize) -> Result<bool> {
        if depth > self.limits.recursion_max {
            return self.too_deep(" in comparison");
        }
        let pairs: Vec<(Ref, Ref)> = match (&self.kind(left), &self.kind(right)) {
            (Kind::Text(left), Kind::Text(right)) => return Ok(left == right),
            (Kind::List, Kind::List) | (Kind::Tuple(_), Kind::Tuple(_)) => {
                let (left, right) = (self.items(left), self.items(right));
                if left.len() != right.len() {
                    return Ok(false);
                }
                left.into_iter().zip(right).collect()
            }
            (Kind::Dict(_), Kind::Dict(_)) => {
                let (left, right) = (self.object(left.object()), self.object(right.object()));
                let pair = |&(key, value): &(Label, Ref)| Some((value, right.get(key)?));
                match left.slots.iter().flatten().map(pair).collect() {
                    Some(pairs) if left.slots.len() == right.slots.len() => pairs,
                    _ => return Ok(false),
                }
            }
            (Kind::Set(_), Kind::Set(_)) => {
                let (left, right) = (left.object(), right.object());
                let slots = self.object(left).slots.clone();
                return Ok(self.object(left).items().count() == self.object(right).items().count()
                    && slots.iter().flatten().all(|&(hash, item)| self.has(right, hash, item)));
            }
            (Kind::Weak(left_weak), Kind::Weak(right_weak)) => {
                match (left_weak.target, right_weak.target) {
                    (Some(left), Some(right)) => vec![(Ref::Object(left), Ref::Object(right))],
                    _ => return Ok(left == right),
                }
            }
            (a, b) => return Ok(equal_numbers(a, b).unwrap_or(left == right)),
        };
        for (left, right) in pairs {
            if left != right && !self.equal_at(left, right, depth + 1)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether a set has an item.
    fn has(&mut self, set: Id, hash: usize, item: Ref) -> bool {
        self.object(set).slots.clone().into_iter().flatten().any(|(other_hash, other)| {
            other_hash == hash && (other == item || self.equal(other, item).unwrap_or(false))
        })
    }

    /// Adds an item to a set; one more reference, unless an equal item is there.
    pub(crate) fn set_insert(&mut self, set: Ref, item: Ref) -> Result<()> {
        let hash = self.hash(item)?;
        if !self.has(set.object(), hash, item) {
            let item = self.held(item);
            crate::set::add(&mut self.object_mut(set.object()).slots, hash, item);
        }
        Ok(())
    }

    /// `hash(x)`. Objects that are hashed by identity are numbered as they are hashed first: CPython takes their address.
    pub(crate) fn hash(&mut self, reference: Ref) -> Result<usize> {
        let kind = self.kind(reference);
        Ok(match (&kind, reference.id()) {
            (Kind::Text(text), _) => hash_of_text(text),
            (Kind::Tuple(_), _) => {
                let items = self.items(reference).into_iter();
                let hashes: Result<Vec<usize>> = items.map(|item| self.hash(item)).collect();
                hash_of_tuple(&hashes?)
            }
            (Kind::List | Kind::Dict(_) | Kind::Set(_), _) => {
                let error = format!("unhashable type: '{}'", self.type_name(reference));
                return raise("TypeError", error);
            }
            (Kind::Instance(_) | Kind::Weak(_) | Kind::Frame, Some(id)) => {
                let hash = match (self.object(id).hash, kind) {
                    (Some(hash), _) => hash,
                    (None, Kind::Weak(weak)) => match weak.target {
                        Some(target) => self.hash(Ref::Object(target))?,
                        None => return raise("TypeError", "weak object has gone away"),
                    },
                    (None, _) => {
                        self.identity_hash += 16;
                        self.identity_hash
                    }
                };
                self.object_mut(id).hash = Some(hash);
                hash
            }
            (number, _) => hash_of_number(number),
        })
    }

    /// Appends `str(x)`.
    pub(crate) fn write_str(&mut self, reference: Ref) -> Result<()> {
        match self.kind(reference) {
            Kind::Text(text) => self.trace.output.push_str(&text),
            _ => self.write_repr(reference, &mut Vec::new())?,
        }
        Ok(())
    }

    /// Appends `repr(x)`; `open` are the containers around it (`Py_ReprEnter`).
    fn write_repr(&mut self, reference: Ref, open: &mut Vec<Ref>) -> Result<()> {
        let (kind, length) = (self.kind(reference), self.items(reference).len());
        let (left, right) = match kind {
            Kind::Tuple(_) if length == 1 => ("(", ",)"),
            Kind::Tuple(_) if length > 1 => ("(", ")"),
            Kind::List => ("[", "]"),
            Kind::Set(_) if length == 0 => ("set(", ")"),
            Kind::Dict(_) | Kind::Set(_) => ("{", "}"),
            _ => {
                let text = self.plain_repr(reference);
                self.trace.output.push_str(&text);
                return Ok(());
            }
        };
        if open.contains(&reference) {
            let right = right.trim_start_matches(',');
            self.trace.output.push_str(&format!("{left}...{right}"));
            return Ok(());
        }
        if open.len() + self.frames.len() + 1 >= self.limits.recursion_max {
            return self.too_deep(" while getting the repr of an object");
        }
        open.push(reference);
        self.trace.output.push_str(left);
        let slots = self.object(reference.object()).slots.clone();
        for (index, (label, item)) in slots.into_iter().flatten().enumerate() {
            self.trace.output.push_str(if index > 0 { ", " } else { "" });
            if matches!(kind, Kind::Dict(_)) {
                let key = self.key_repr(label);
                self.trace.output.push_str(&format!("{key}: "));
            }
            self.write_repr(item, open)?;
        }
        self.trace.output.push_str(right);
        open.pop();
        Ok(())
    }

    pub(crate) fn key_repr(&self, key: Label) -> String {
        match &self.code.keys[key] {
            Constant::Int(value) => value.to_string(),
            Constant::Text(text) => quoted(text),
            other => unreachable!("no key is {other:?}"),
        }
    }

    /// The text of what holds no items. An address is replaced by the object's name.
    fn plain_repr(&self, reference: Ref) -> String {
        match (self.kind(reference), reference.id().unwrap_or_default()) {
            (Kind::None, _) => "None".to_owned(),
            (Kind::Bool(value), _) => truth(value),
            (Kind::Int(value), _) => value.to_string(),
            (Kind::Float(value), _) => float_repr(value),
            (Kind::Text(text), _) => quoted(&text),
            (Kind::Instance(class), id) => {
                format!("<__main__.{} object at o{id}>", self.code.classes[class].name)
            }
            (Kind::Weak(weak), id) => match weak.target {
                Some(target) => {
                    let kind = self.type_name(Ref::Object(target));
                    format!("<weakref at o{id}; to '{kind}' at o{target}>")
                }
                None => format!("<weakref at o{id}; dead>"),
            },
            _ => "()".to_owned(),
        }
    }
}

impl Kind {
    fn int(&self) -> Option<i128> {
        match self {
            Self::Bool(value) => Some(i128::from(*value)),
            Self::Int(value) => Some(*value),
            _ => None,
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "as Python converts")]
    fn float(&self) -> Option<f64> {
        match self {
            Self::Float(value) => Some(*value),
            _ => self.int().map(|value| value as f64),
        }
    }
}

/// An int and a float are compared exactly.
#[expect(clippy::cast_possible_truncation, clippy::float_cmp, reason = "exact where it matters")]
fn equal_numbers(left: &Kind, right: &Kind) -> Option<bool> {
    match (left, right) {
        (Kind::Float(left), Kind::Float(right)) => Some(left == right),
        (Kind::Float(float), other) | (other, Kind::Float(float)) => other
            .int()
            .map(|int| float.fract() == 0.0 && float.abs() < 1e38 && *float as i128 == int),
        _ => left.int().zip(right.int()).map(|(left, right)| left == right),
    }
}

/// Equal numbers have equal hashes (`Python/pyhash.c`, `_Py_HashDouble`; `Objects/longobject.c`, `long_hash`). That of `None`
/// is a number too (`Objects/object.c`, `none_hash`).
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "taken as its bits")]
fn hash_of_number(number: &Kind) -> usize {
    let hash = match (number.int(), number) {
        (Some(value), _) => (value % HASH_MODULUS) as i64,
        (None, Kind::Float(value)) if value.is_infinite() => 314_159 * value.signum() as i64,
        (None, Kind::Float(value)) if value.is_nan() => 0,
        (None, Kind::Float(value)) => {
            let bits = value.abs().to_bits();
            let (exponent, fraction) = ((bits >> 52) as i32, i128::from(bits & ((1 << 52) - 1)));
            let mantissa = if exponent == 0 { fraction } else { fraction | (1 << 52) };
            let shift = (exponent.max(1) - 1075).rem_euclid(61);
            ((mantissa << shift) % HASH_MODULUS) as i64 * value.signum() as i64
        }
        _ => 0xFCA8_6420,
    };
    (if hash == -1 { -2 } else { hash }) as usize
}

/// `Objects/tupleobject.c`, `tuplehash`: the xxHash scheme.
fn hash_of_tuple(items: &[usize]) -> usize {
    const P1: usize = 11_400_714_785_074_694_791;
    const P2: usize = 14_029_467_366_897_019_727;
    const P5: usize = 2_870_177_450_012_600_261;
    let mixed = items.iter().fold(P5, |hash, item| {
        hash.wrapping_add(item.wrapping_mul(P2)).rotate_left(31).wrapping_mul(P1)
    });
    let hash = mixed.wrapping_add(items.len() ^ (P5 ^ 3_527_539));
    if hash == usize::MAX { 1_546_275_796 } else { hash }
}

/// FNV-1a: CPython's is seeded anew for each process.
fn hash_of_text(text: &str) -> usize {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ usize::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

pub(crate) fn truth(value: bool) -> String {
    if value { "True" } else { "False" }.to_owned()
}

/// The shortest digits that give the float back, with an exponent below 1e-4 and from 1e16 on, as Rust has them
/// (`Objects/floatobject.c`, `float_repr`).
fn float_repr(value: f64) -> String {
    let text = format!("{value:?}").to_lowercase();
    match text.split_once('e') {
        Some((digits, exponent)) if value.is_finite() => {
            let exponent: i32 = exponent.parse().unwrap_or(0);
            format!("{digits}e{exponent:+03}")
        }
        _ => text,
    }
}

/// `repr` of a text of printable ASCII.
fn quoted(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let text = text.replace('\\', "\\\\").replace(quote, &format!("\\{quote}"));
    format!("{quote}{text}{quote}")
}
