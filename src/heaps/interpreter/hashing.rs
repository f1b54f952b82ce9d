//! Hashes, which decide the order of sets: CPython's for numbers and tuples; texts and identities have fixed ones.

use std::collections::BTreeMap;

use super::super::Id;
use super::super::subject::{Subject, View};
use super::equality::exact_int;
use super::machine::Machine;
use super::unwind::{Result, type_error};

/// The hashes that are not computed from a value.
#[derive(Debug, Default)]
pub(super) struct Hashes {
    /// Objects hashed by identity, in the order of their first hashing, and weak references with their referent's hash.
    known: BTreeMap<Id, i64>,
    /// How many objects were hashed by identity.
    identities: i64,
}

/// CPython's hash of `None` since 3.12, where it doesn't depend on an address.
const NONE: i64 = 0xFCA8_6420;

/// Numbers hash to their remainder by this prime (CPython `_PyHASH_MODULUS`).
const MODULUS: u64 = (1 << BITS) - 1;
const BITS: u32 = 61;

/// The hash of infinity.
const INFINITY: i64 = 314_159;

impl<S: Subject> Machine<S> {
    /// `hash(reference)`. Tuples may nest deeper than the stack, so those under way wait in a list.
    pub(super) fn hash(&self, reference: &S::Ref) -> Result<i64, S> {
        let mut waiting: Vec<(S::Ref, usize, TupleHash)> = Vec::new();
        let mut current = reference.clone();
        loop {
            let mut hash = match self.heap.view(&current) {
                View::Tuple => {
                    waiting.push((current.clone(), 0, TupleHash::default()));
                    None
                }
                view => Some(self.hash_of(&current, &view)?),
            };
            // Gives the hash to the tuple that waits for it, and goes on with its next item.
            loop {
                let Some((tuple, next, state)) = waiting.last_mut() else {
                    return Ok(hash.expect("only a tuple's hash waits for others"));
                };
                if let Some(hash) = hash.take() {
                    state.add(hash);
                }
                if *next < self.heap.len(tuple) {
                    current = self.heap.item(tuple, *next);
                    *next += 1;
                    break;
                }
                hash = Some(state.finish(*next));
                waiting.pop();
            }
        }
    }

    /// The hash of anything but a tuple.
    fn hash_of(&self, reference: &S::Ref, view: &View<'_>) -> Result<i64, S> {
        match view {
            View::None => Ok(NONE),
            View::Bool(value) => Ok((*value).into()),
            View::Int(value) => Ok(hash_int(*value)),
            View::Float(value) if value.is_nan() => Ok(self.hash_identity(reference)),
            View::Float(value) => Ok(hash_float(*value)),
            View::Text(text) => Ok(hash_text(text)),
            View::WeakReference => self.hash_weak_reference(reference),
            View::Instance(_) | View::Frame => Ok(self.hash_identity(reference)),
            View::Tuple | View::List | View::Dict | View::Set => {
                Err(type_error(format!("unhashable type: '{}'", self.type_name(reference))))
            }
        }
    }

    /// Sixteen times the number of the object among those hashed by identity, from 1.
    fn hash_identity(&self, reference: &S::Ref) -> i64 {
        let Some(id) = self.id(reference) else { return 0 };
        let mut hashes = self.hashes.borrow_mut();
        if let Some(&hash) = hashes.known.get(&id) {
            return hash;
        }
        hashes.identities += 1;
        let hash = hashes.identities * 16;
        hashes.known.insert(id, hash);
        hash
    }

    fn hash_weak_reference(&self, reference: &S::Ref) -> Result<i64, S> {
        let Some(id) = self.id(reference) else { return Ok(0) };
        if let Some(&hash) = self.hashes.borrow().known.get(&id) {
            return Ok(hash);
        }
        let Some(referent) = self.heap.referent(reference) else {
            return Err(type_error("weak object has gone away"));
        };
        let hash = self.hash(&referent)?;
        self.hashes.borrow_mut().known.insert(id, hash);
        Ok(hash)
    }
}

/// −1 means failure to CPython, so no hash is that.
fn valid(hash: i64) -> i64 {
    if hash == -1 { -2 } else { hash }
}

fn signed(remainder: u64, negative: bool) -> i64 {
    let hash = remainder.cast_signed();
    valid(if negative { -hash } else { hash })
}

fn hash_int(value: i128) -> i64 {
    let remainder = value.unsigned_abs() % u128::from(MODULUS);
    signed(u64::try_from(remainder).expect("less than the modulus"), value < 0)
}

/// CPython `_Py_HashDouble`: the number is a fraction whose denominator is a power of two, which has an inverse.
fn hash_float(value: f64) -> i64 {
    const MANTISSA_BITS: i32 = 52;
    if value.is_infinite() {
        return if value > 0.0 { INFINITY } else { -INFINITY };
    }
    if let Some(int) = exact_int(value) {
        return hash_int(int);
    }
    let bits = value.abs().to_bits();
    let field = i32::try_from(bits >> MANTISSA_BITS).expect("eleven bits");
    let fraction = bits & ((1 << MANTISSA_BITS) - 1);
    let (mantissa, exponent) =
        if field == 0 { (fraction, 1) } else { (fraction | (1 << MANTISSA_BITS), field) };
    let shift = (exponent - 1023 - MANTISSA_BITS).rem_euclid(BITS.cast_signed()).unsigned_abs();
    let product = (u128::from(mantissa) << shift) % u128::from(MODULUS);
    signed(u64::try_from(product).expect("less than the modulus"), value < 0.0)
}

/// FNV-1a: CPython's own depends on a random seed.
fn hash_text(text: &str) -> i64 {
    let hash = text.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
    });
    valid(hash.cast_signed())
}

/// CPython `tuplehash`: a variant of xxHash.
struct TupleHash(u64);

const PRIME_1: u64 = 11_400_714_785_074_694_791;
const PRIME_2: u64 = 14_029_467_366_897_019_727;
const PRIME_5: u64 = 2_870_177_450_012_600_261;

impl Default for TupleHash {
    fn default() -> Self {
        Self(PRIME_5)
    }
}

impl TupleHash {
    fn add(&mut self, hash: i64) {
        let lane = hash.cast_unsigned().wrapping_mul(PRIME_2);
        self.0 = self.0.wrapping_add(lane).rotate_left(31).wrapping_mul(PRIME_1);
    }

    fn finish(&self, len: usize) -> i64 {
        let hash = self.0.wrapping_add(len as u64 ^ (PRIME_5 ^ 3_527_539)).cast_signed();
        if hash == -1 { 1_546_275_796 } else { hash }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_hash_as_in_cpython() {
        assert_eq!(hash_int(-1), -2);
        assert_eq!(hash_int(i128::from(MODULUS)), 0);
        assert_eq!(hash_int(-(1 << 100)), -549_755_813_888);
        assert_eq!(hash_float(2.5), 1_152_921_504_606_846_978);
        assert_eq!(hash_float(-0.1), -230_584_300_921_369_408);
        assert_eq!(hash_float(1e300), 1_224_995_262_755_759_164);
        assert_eq!(hash_float(5e-324), 16_777_216);
    }

    #[test]
    fn tuples_hash_as_in_cpython() {
        let mut state = TupleHash::default();
        assert_eq!(state.finish(0), 5_740_354_900_026_072_187);
        state.add(1);
        state.add(2);
        assert_eq!(state.finish(2), -3_550_055_125_485_641_917);
    }
}
