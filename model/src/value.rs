//! Values: equality, hashing, addition. None of it runs code of the program.

use crate::evaluate::{Done, Result, raise};
use crate::heap::Model;
use crate::object::{Id, Kind, slots};
use crate::trace::Mark;

/// Hashes of numbers are taken modulo this prime (`Include/pyhash.h`, `_PyHASH_MODULUS`).
const HASH_MODULUS: i128 = (1 << 61) - 1;

/// How many items a sequence may have before `MemoryError`. Integers have 128 bits, and sums that need more raise it too.
const ITEMS_MAX: usize = 1 << 24;

impl Model {
    /// `left + right`; `operator` is what a message calls it. An empty text or tuple gives back the other itself
    /// (`PyUnicode_Concat`, `tupleconcat`).
    pub(crate) fn sum(&mut self, left: Id, right: Id, operator: &str) -> Done {
        match (self.kind(left), self.kind(right)) {
            (Kind::Text(_), Kind::Text(text)) if text.is_empty() => Ok(Some(self.held(left))),
            (Kind::Text(text), Kind::Text(_)) if text.is_empty() => Ok(Some(self.held(right))),
            (Kind::Text(start), Kind::Text(end)) => match start.len() + end.len() > ITEMS_MAX {
                true => raise("MemoryError", ""),
                false => Ok(Some(self.atom(Kind::Text(format!("{start}{end}"))))),
            },
            (Kind::List, Kind::List) => self.joined(Kind::List, left, right),
            (Kind::Tuple, Kind::Tuple) => match (self.len_of(left), self.len_of(right)) {
                (_, Some(0)) => Ok(Some(self.held(left))),
                (Some(0), _) => Ok(Some(self.held(right))),
                _ => self.joined(Kind::Tuple, left, right),
            },
            (Kind::Text(_) | Kind::List | Kind::Tuple, _) => {
                let left = self.words.type_name(self, left);
                let right = self.words.full_type_name(self, right);
                let error = format!("can only concatenate {left} (not \"{right}\") to {left}");
                raise("TypeError", error)
            }
            (a, b) => match (a.int().zip(b.int()), a.float().zip(b.float())) {
                (Some((a, b)), _) => match a.checked_add(b) {
                    Some(sum) => Ok(Some(self.atom(Kind::Int(sum)))),
                    None => raise("MemoryError", ""),
                },
                (None, Some((a, b))) => Ok(Some(self.atom(Kind::Float(a + b)))),
                (None, None) => {
                    let [left, right] = [left, right].map(|it| self.words.full_type_name(self, it));
                    let what = format!("operand type(s) for {operator}: '{left}' and '{right}'");
                    raise("TypeError", format!("unsupported {what}"))
                }
            },
        }
    }

    /// The sum is allocated before its items are held (`list_concat`, `tupleconcat`).
    fn joined(&mut self, kind: Kind, left: Id, right: Id) -> Done {
        let items = [self.items(left), self.items(right)].concat();
        if items.len() > ITEMS_MAX {
            return raise("MemoryError", "");
        }
        self.count_allocation(&kind);
        let items = self.all_held(items);
        Ok(Some(self.place(kind, slots(items))))
    }

    /// `x += y`: a list grows in place, anything else is added and bound again (rule 1.3).
    pub(crate) fn add_in_place(&mut self, target: Id, value: Id) -> Done {
        if *self.kind(target) != Kind::List {
            return self.sum(target, value, "+=");
        }
        self.extend(target, value)?;
        Ok(Some(self.held(target)))
    }

    /// `left == right`
    pub(crate) fn equal(&mut self, left: Id, right: Id) -> Result<bool> {
        self.equal_at(left, right, self.frames.len() + 1)
    }

    /// Items that are the same object count as equal without a look (`PyObject_RichCompareBool`).
    fn equal_at(&mut self, left: Id, right: Id, depth: usize) -> Result<bool> {
        if depth > self.limits.recursion_max {
            return self.too_deep(" in comparison");
        }
        let (left_object, right_object) = (self.object(left), self.object(right));
        let same_len = || left_object.items().count() == right_object.items().count();
        let pairs: Vec<(Id, Id)> = match (&left_object.kind, &right_object.kind) {
            (Kind::Text(left), Kind::Text(right)) => return Ok(left == right),
            (Kind::List, Kind::List) | (Kind::Tuple, Kind::Tuple) if same_len() => {
                left_object.items().zip(right_object.items()).collect()
            }
            (Kind::Dict(_), Kind::Dict(_)) if same_len() => {
                let pair = |(key, value)| Some((value, right_object.get(key)?));
                match left_object.entries().map(pair).collect() {
                    Some(pairs) => pairs,
                    None => return Ok(false),
                }
            }
            (Kind::Set(_), Kind::Set(_)) if same_len() => {
                let mut items = left_object.slots.clone().into_iter().flatten();
                return Ok(items.all(|(hash, item)| self.has(right, hash, item)));
            }
            (Kind::Weak(weak), Kind::Weak(other)) => match (weak.target, other.target) {
                (Some(left), Some(right)) => vec![(left, right)],
                _ => return Ok(left == right),
            },
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
    fn has(&mut self, set: Id, hash: usize, item: Id) -> bool {
        self.object(set).slots.clone().into_iter().flatten().any(|(other_hash, other)| {
            other_hash == hash && (other == item || self.equal(other, item).unwrap_or(false))
        })
    }

    /// Adds an item to a set; one more reference, unless an equal item is there.
    pub(crate) fn set_insert(&mut self, set: Id, item: Id) -> Result<()> {
        let hash = self.hash(item)?;
        if !self.has(set, hash, item) {
            let item = self.held(item);
            let table = &mut self.object_mut(set).slots;
            let room = table.len();
            crate::set::add(table, hash, item);
            if room > 0 && table.len() > room {
                self.mark(Mark::SetGrew);
            }
        }
        Ok(())
    }

    /// `hash(x)`. Objects that are hashed by identity are numbered as they are hashed first: CPython takes their address.
    pub(crate) fn hash(&mut self, id: Id) -> Result<usize> {
        let object = self.object(id);
        let hash = match (&object.kind, object.hash) {
            (_, Some(hash)) => return Ok(hash),
            (Kind::Text(text), _) => return Ok(hash_of_text(text)),
            (Kind::Tuple, _) => {
                let items = self.items(id).into_iter();
                let hashes: Result<Vec<usize>> = items.map(|item| self.hash(item)).collect();
                return Ok(hash_of_tuple(&hashes?));
            }
            (Kind::List | Kind::Dict(_) | Kind::Set(_), _) => {
                let kind = self.words.type_name(self, id);
                return raise("TypeError", format!("unhashable type: '{kind}'"));
            }
            (Kind::Weak(weak), _) => match weak.target {
                Some(target) => self.hash(target)?,
                None => return raise("TypeError", "weak object has gone away"),
            },
            (Kind::Instance(_) | Kind::Frame, _) => {
                self.identity_hash += 16;
                self.identity_hash
            }
            (number, _) => return Ok(hash_of_number(number)),
        };
        self.object_mut(id).hash = Some(hash);
        Ok(hash)
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
