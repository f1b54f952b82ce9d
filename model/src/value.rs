//! Values: equality, hashing, text, addition. None of it runs code of the program.

use crate::code::{Constant, Key};
use crate::evaluate::{Result, raise};
use crate::heap::{Mark, Model};
use crate::object::{Body, Id, Ref, Shared};
use crate::set::Table;

/// Hashes of numbers are taken modulo this prime (`Include/pyhash.h`, `_PyHASH_MODULUS`).
const HASH_MODULUS: i128 = (1 << 61) - 1;

/// How many items a sequence may have before `MemoryError`.
const ITEMS_MAX: usize = 1 << 24;

/// A number.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Number {
    Int(i128),
    Float(f64),
}

impl Model {
    /// An integer: small ones exist once (S13).
    pub(crate) fn int(&mut self, value: i128) -> Ref {
        match i16::try_from(value) {
            Ok(small) if value >= -5 && value <= self.profile.small_int_max => {
                Ref::Shared(Shared::Int(small))
            }
            _ => self.add_object(Body::Int(value)),
        }
    }

    /// A text: the empty one and those of one character exist once.
    pub(crate) fn text(&mut self, value: String) -> Ref {
        match value.as_bytes() {
            [] => Ref::Shared(Shared::EmptyText),
            [code] => Ref::Shared(Shared::Character(*code)),
            _ => self.add_object(Body::Text(value)),
        }
    }

    /// A tuple made at run time.
    pub(crate) fn tuple(&mut self, items: Vec<Ref>) -> Ref {
        match items.is_empty() {
            true => Ref::Shared(Shared::EmptyTuple),
            false => self.create(Body::Tuple { items, constant: false }),
        }
    }

    /// A dict's key as an object: a constant of the text. The keys of an instance's dict never come out of it.
    pub(crate) fn key_object(&self, key: &Key) -> Option<Ref> {
        let constant = match key {
            Key::Int(value) => Constant::Int(i128::from(*value)),
            Key::Text(text) => Constant::Text(text.clone()),
            Key::Attribute(_) => return None,
        };
        let place = self.code.constants.iter().position(|other| *other == constant)?;
        Some(self.constants[place])
    }

    pub(crate) fn text_value(&self, reference: Ref) -> Option<String> {
        match (reference, self.body(reference)) {
            (Ref::Shared(Shared::EmptyText), _) => Some(String::new()),
            (Ref::Shared(Shared::Character(code)), _) => Some(char::from(code).to_string()),
            (_, Some(Body::Text(text))) => Some(text.clone()),
            _ => None,
        }
    }

    fn number(&self, reference: Ref) -> Option<Number> {
        match (reference, self.body(reference)) {
            (Ref::Shared(Shared::Bool(value)), _) => Some(Number::Int(i128::from(value))),
            (Ref::Shared(Shared::Int(value)), _) => Some(Number::Int(i128::from(value))),
            (_, Some(Body::Int(value))) => Some(Number::Int(*value)),
            (_, Some(Body::Float(value))) => Some(Number::Float(*value)),
            _ => None,
        }
    }

    /// `left + right`, one more reference; `operator` is what a message calls it.
    pub(crate) fn sum(&mut self, left: Ref, right: Ref, operator: &str) -> Result<Ref> {
        if let (Some(left), Some(right)) = (self.number(left), self.number(right)) {
            return self.sum_of_numbers(left, right);
        }
        let (left_type, right_type) = (self.type_name(left), self.qualified_type_name(right));
        let same = left_type == self.type_name(right);
        match left_type.as_str() {
            "str" | "list" | "tuple" if !same => {
                let error = format!(
                    "can only concatenate {left_type} (not \"{right_type}\") to {left_type}"
                );
                raise("TypeError", error)
            }
            "str" => self.concatenation(left, right),
            "tuple" | "list" => self.joined(left, right),
            _ => {
                let left_type = self.qualified_type_name(left);
                let operands = format!("'{left_type}' and '{right_type}'");
                raise(
                    "TypeError",
                    format!("unsupported operand type(s) for {operator}: {operands}"),
                )
            }
        }
    }

    /// Integers have 128 bits here: a sum that needs more runs out of memory.
    fn sum_of_numbers(&mut self, left: Number, right: Number) -> Result<Ref> {
        match (left, right) {
            (Number::Int(left), Number::Int(right)) => match left.checked_add(right) {
                Some(sum) => Ok(self.int(sum)),
                None => raise("MemoryError", ""),
            },
            (left, right) => Ok(self.add_object(Body::Float(left.float() + right.float()))),
        }
    }

    /// `''` gives back the other text itself (`PyUnicode_Concat`).
    fn concatenation(&mut self, left: Ref, right: Ref) -> Result<Ref> {
        let texts = [left, right].map(|text| self.text_value(text).unwrap_or_default());
        match &texts {
            [_, empty] if empty.is_empty() => self.hold(left),
            [empty, _] if empty.is_empty() => self.hold(right),
            _ if texts.concat().len() > ITEMS_MAX => return raise("MemoryError", ""),
            _ => return Ok(self.text(texts.concat())),
        }
        Ok(if texts[1].is_empty() { left } else { right })
    }

    /// `()` gives back the other tuple itself (`Objects/tupleobject.c`, `tupleconcat`); a list is always new, and
    /// allocated before its items are held.
    fn joined(&mut self, left: Ref, right: Ref) -> Result<Ref> {
        let is_list = matches!(self.body(left), Some(Body::List(_)));
        for (empty, other) in [(left, right), (right, left)] {
            if !is_list && empty == Ref::Shared(Shared::EmptyTuple) {
                self.hold(other);
                return Ok(other);
            }
        }
        let parts = [left, right].map(|part| self.sequence(part).unwrap_or_default());
        if parts[0].len() + parts[1].len() > ITEMS_MAX {
            return raise("MemoryError", "");
        }
        let items = parts.concat();
        if !is_list {
            items.iter().for_each(|&item| self.hold(item));
            return Ok(self.tuple(items));
        }
        self.count_allocation(&Body::List(Vec::new()));
        items.iter().for_each(|&item| self.hold(item));
        Ok(self.place(Body::List(items)))
    }

    /// `x += y`, both on the stack: a list grows in place, anything else is added and bound again (rule 1.3).
    pub(crate) fn augmented(&mut self) -> Result<Ref> {
        let (target, value) = (self.top(1), self.top(0));
        if matches!(self.body(target), Some(Body::List(_))) {
            self.extend_list(target, value)?;
            self.hold(target);
            return Ok(target);
        }
        self.sum(target, value, "+=")
    }

    /// `left == right`
    pub(crate) fn equal(&mut self, left: Ref, right: Ref) -> Result<bool> {
        self.equal_at(left, right, self.frames.len() + 1)
    }

    /// Items that are the same object count as equal without a look (`PyObject_RichCompareBool`).
    fn equal_at(&mut self, left: Ref, right: Ref, depth: usize) -> Result<bool> {
        if depth > self.limits.recursion_max {
            self.mark(Mark::RecursionError);
            return raise("RecursionError", "maximum recursion depth exceeded in comparison");
        }
        if let (Some(left), Some(right)) = (self.number(left), self.number(right)) {
            return Ok(left.equals(right));
        }
        if let (Some(left), Some(right)) = (self.text_value(left), self.text_value(right)) {
            return Ok(left == right);
        }
        let pairs: Vec<(Ref, Ref)> = match (self.body(left), self.body(right)) {
            (Some(Body::Dict(left)), Some(Body::Dict(right))) => {
                if left.items.len() != right.items.len() {
                    return Ok(false);
                }
                let find = |key: &Key| right.items.iter().find(|(other, _)| other == key);
                let pair = |(key, value): &(Key, Ref)| find(key).map(|&(_, other)| (*value, other));
                match left.items.iter().map(pair).collect() {
                    Some(pairs) => pairs,
                    None => return Ok(false),
                }
            }
            (Some(Body::Set(left)), Some(Body::Set(right))) => {
                let (left, right) = (left.clone(), right.clone());
                return Ok(left.len() == right.len()
                    && left.entries().all(|(hash, item)| self.is_in(&right, hash, item)));
            }
            (Some(Body::Weak(left_weak)), Some(Body::Weak(right_weak))) => {
                match (left_weak.target, right_weak.target) {
                    (Some(left), Some(right)) => vec![(Ref::Object(left), Ref::Object(right))],
                    _ => return Ok(left == right),
                }
            }
            _ => match (self.sequence(left), self.sequence(right)) {
                (Some(left_items), Some(right_items))
                    if self.type_name(left) == self.type_name(right) =>
                {
                    if left_items.len() != right_items.len() {
                        return Ok(false);
                    }
                    left_items.iter().copied().zip(right_items.iter().copied()).collect()
                }
                _ => return Ok(left == right),
            },
        };
        for (left, right) in pairs {
            if left != right && !self.equal_at(left, right, depth + 1)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether a set has an item.
    pub(crate) fn is_in(&mut self, table: &Table, hash: i64, item: Ref) -> bool {
        table.entries().any(|(other_hash, other)| {
            other_hash == hash && (other == item || self.equal(other, item).unwrap_or(false))
        })
    }

    /// Adds an item to a set; one more reference, unless an equal item is there.
    pub(crate) fn set_insert(&mut self, set: Ref, item: Ref) -> Result<()> {
        let (hash, Some(Body::Set(table))) = (self.hash(item)?, self.body(set).cloned()) else {
            return Ok(());
        };
        if !self.is_in(&table, hash, item) {
            self.hold(item);
            if let Some(Body::Set(table)) = set.id().map(|id| &mut self.object_mut(id).body) {
                table.add(hash, item);
            }
        }
        Ok(())
    }

    /// `hash(x)`. Objects that are hashed by identity are numbered as they are hashed first: CPython takes their address.
    pub(crate) fn hash(&mut self, reference: Ref) -> Result<i64> {
        if let Some(number) = self.number(reference) {
            return Ok(number.hash());
        }
        if let Some(text) = self.text_value(reference) {
            return Ok(hash_of_text(&text));
        }
        if let Ref::Shared(shared) = reference {
            let empty_tuple = shared == Shared::EmptyTuple;
            return Ok(if empty_tuple { hash_of_tuple(&[]) } else { 0xFCA8_6420 });
        }
        match self.body(reference) {
            Some(Body::Tuple { items, .. }) => {
                let items = items.clone();
                let hashes: Result<Vec<i64>> =
                    items.into_iter().map(|item| self.hash(item)).collect();
                Ok(hash_of_tuple(&hashes?))
            }
            Some(Body::Weak(weak)) => match (weak.hash, weak.target, reference) {
                (Some(hash), ..) => Ok(hash),
                (None, Some(target), Ref::Object(id)) => {
                    let hash = self.hash(Ref::Object(target))?;
                    self.weak_mut(id).hash = Some(hash);
                    Ok(hash)
                }
                _ => raise("TypeError", "weak object has gone away"),
            },
            Some(Body::List(_) | Body::Dict(_) | Body::Set(_)) => {
                raise("TypeError", format!("unhashable type: '{}'", self.type_name(reference)))
            }
            _ => Ok(reference.id().map_or(0, |id| self.identity_hash(id))),
        }
    }

    fn identity_hash(&mut self, id: Id) -> i64 {
        let Self { identities, identity_next, .. } = self;
        *identities.entry(id).or_insert_with(|| {
            *identity_next += 16;
            *identity_next
        })
    }

    /// Appends `str(x)`.
    pub(crate) fn write_str(&mut self, reference: Ref) -> Result<()> {
        match self.text_value(reference) {
            Some(text) => {
                self.trace.output.push_str(&text);
                Ok(())
            }
            None => self.write_repr(reference, &mut Vec::new()),
        }
    }

    /// Appends `repr(x)`; `open` are the containers around it (`Py_ReprEnter`).
    fn write_repr(&mut self, reference: Ref, open: &mut Vec<Ref>) -> Result<()> {
        if let Some(text) = self.text_value(reference) {
            self.trace.output.push_str(&quoted(&text));
            return Ok(());
        }
        let Ref::Object(id) = reference else {
            self.trace.output.push_str(&shared_repr(reference));
            return Ok(());
        };
        let (left, right) = match &self.object(id).body {
            Body::List(_) => ("[", "]"),
            Body::Tuple { items, .. } => ("(", if items.len() == 1 { ",)" } else { ")" }),
            Body::Dict(_) | Body::Set(_) => ("{", "}"),
            _ => {
                let text = self.plain_repr(id);
                self.trace.output.push_str(&text);
                return Ok(());
            }
        };
        if open.contains(&reference) {
            let dots =
                if matches!(self.body(reference), Some(Body::Set(_))) { "set" } else { left };
            self.trace.output.push_str(&if dots == "set" {
                "set(...)".to_owned()
            } else {
                format!("{left}...{}", &right[right.len() - 1..])
            });
            return Ok(());
        }
        if open.len() + self.frames.len() + 1 >= self.limits.recursion_max {
            self.mark(Mark::RecursionError);
            let error = "maximum recursion depth exceeded while getting the repr of an object";
            return raise("RecursionError", error);
        }
        open.push(reference);
        let result = self.write_items(id, left, right, open);
        open.pop();
        result
    }

    fn write_items(&mut self, id: Id, left: &str, right: &str, open: &mut Vec<Ref>) -> Result<()> {
        let items: Vec<(Option<Key>, Ref)> = match &self.object(id).body {
            Body::Dict(dict) => {
                dict.items.iter().map(|(key, value)| (Some(key.clone()), *value)).collect()
            }
            Body::Set(table) => table.items().map(|item| (None, item)).collect(),
            _ => {
                let items = self.sequence(Ref::Object(id)).unwrap_or_default();
                items.iter().map(|&item| (None, item)).collect()
            }
        };
        if items.is_empty() && matches!(self.object(id).body, Body::Set(_)) {
            self.trace.output.push_str("set()");
            return Ok(());
        }
        self.trace.output.push_str(left);
        for (index, (key, value)) in items.into_iter().enumerate() {
            if index > 0 {
                self.trace.output.push_str(", ");
            }
            match key {
                Some(Key::Int(key)) => self.trace.output.push_str(&format!("{key}: ")),
                Some(Key::Text(key)) => self.trace.output.push_str(&format!("{}: ", quoted(&key))),
                Some(Key::Attribute(_)) | None => {}
            }
            self.write_repr(value, open)?;
        }
        self.trace.output.push_str(right);
        Ok(())
    }

    /// The text of what holds no items. An address is replaced by the object's name.
    fn plain_repr(&self, id: Id) -> String {
        match &self.object(id).body {
            Body::Int(value) => value.to_string(),
            Body::Float(value) => float_repr(*value),
            Body::Instance(instance) => {
                format!("<__main__.{} object at o{id}>", self.code.classes[instance.class].name)
            }
            Body::Weak(weak) => match weak.target {
                Some(target) => {
                    let kind = self.type_name(Ref::Object(target));
                    format!("<weakref at o{id}; to '{kind}' at o{target}>")
                }
                None => format!("<weakref at o{id}; dead>"),
            },
            other => unreachable!("{other:?} has items"),
        }
    }
}

impl Number {
    #[expect(clippy::cast_precision_loss, reason = "as Python converts")]
    fn float(self) -> f64 {
        match self {
            Self::Int(value) => value as f64,
            Self::Float(value) => value,
        }
    }

    /// An int and a float are compared exactly.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::float_cmp,
        reason = "exact where it matters"
    )]
    fn equals(self, other: Self) -> bool {
        match (self, other) {
            (Self::Int(left), Self::Int(right)) => left == right,
            (Self::Float(left), Self::Float(right)) => left == right,
            (Self::Int(int), Self::Float(float)) | (Self::Float(float), Self::Int(int)) => {
                float.fract() == 0.0 && float.abs() < 1e38 && float as i128 == int
            }
        }
    }

    /// Equal numbers have equal hashes (`Python/pyhash.c`, `_Py_HashDouble`; `Objects/longobject.c`, `long_hash`).
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a remainder has 61 bits, a float's parts 64"
    )]
    fn hash(self) -> i64 {
        let hash = match self {
            Self::Int(value) => (value % HASH_MODULUS) as i64,
            Self::Float(value) if value.is_infinite() => 314_159 * value.signum() as i64,
            Self::Float(value) if value.is_nan() => 0,
            Self::Float(value) => {
                let bits = value.abs().to_bits();
                let (exponent, fraction) =
                    ((bits >> 52) as i32, i128::from(bits & ((1 << 52) - 1)));
                let mantissa = if exponent == 0 { fraction } else { fraction | (1 << 52) };
                let shift = (exponent.max(1) - 1075).rem_euclid(61);
                let hash = ((mantissa << shift) % HASH_MODULUS) as i64;
                if value < 0.0 { -hash } else { hash }
            }
        };
        if hash == -1 { -2 } else { hash }
    }
}

/// `Objects/tupleobject.c`, `tuplehash`: the xxHash scheme.
fn hash_of_tuple(items: &[i64]) -> i64 {
    const P1: u64 = 11_400_714_785_074_694_791;
    const P2: u64 = 14_029_467_366_897_019_727;
    const P5: u64 = 2_870_177_450_012_600_261;
    let mixed = items.iter().fold(P5, |hash, item| {
        hash.wrapping_add(item.cast_unsigned().wrapping_mul(P2)).rotate_left(31).wrapping_mul(P1)
    });
    let hash = mixed.wrapping_add(items.len() as u64 ^ (P5 ^ 3_527_539));
    if hash == u64::MAX { 1_546_275_796 } else { hash.cast_signed() }
}

/// FNV-1a: CPython's is seeded anew for each process.
fn hash_of_text(text: &str) -> i64 {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    hash.cast_signed()
}

fn shared_repr(reference: Ref) -> String {
    match reference {
        Ref::Shared(Shared::Bool(true)) => "True".to_owned(),
        Ref::Shared(Shared::Bool(false)) => "False".to_owned(),
        Ref::Shared(Shared::Int(value)) => value.to_string(),
        Ref::Shared(Shared::EmptyTuple) => "()".to_owned(),
        _ => "None".to_owned(),
    }
}

/// The shortest digits that give the float back, with an exponent below 1e-4 and from 1e16 on (`Objects/floatobject.c`,
/// `float_repr`).
pub(crate) fn float_repr(value: f64) -> String {
    if !value.is_finite() {
        let text = value.to_string();
        return text.to_lowercase();
    }
    let scientific = format!("{value:e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..16).contains(&exponent) {
        return format!("{value:?}");
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.abs())
}

/// `repr` of a text of printable ASCII.
pub(crate) fn quoted(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut quoted = String::from(quote);
    for character in text.chars() {
        if character == '\\' || character == quote {
            quoted.push('\\');
        }
        quoted.push(character);
    }
    quoted.push(quote);
    quoted
}
