//! `==`

use super::super::ExceptionKind;
use super::super::subject::{Subject, View};
use super::VISITS_MAX;
use super::machine::Machine;
use super::unwind::{Result, memory_error, raise};

/// How far a comparison or a representation has gone.
pub(super) struct Progress {
    /// How deep calls and structures are nested.
    pub(super) depth: u32,
    pub(super) visits: u64,
}

impl<S: Subject> Machine<S> {
    /// The start of an operation that descends into structures.
    pub(super) fn progress(&self) -> Progress {
        Progress { depth: self.depth.get(), visits: 0 }
    }

    /// Goes one level deeper. `doing` is how the exception says what was too deep.
    pub(super) fn descend(&self, progress: &mut Progress, doing: &str) -> Result<(), S> {
        if progress.depth >= self.settings.recursion_max {
            let message = format!("maximum recursion depth exceeded {doing}");
            return Err(raise(ExceptionKind::RecursionError, message));
        }
        if progress.visits >= VISITS_MAX {
            return Err(memory_error());
        }
        progress.depth += 1;
        progress.visits += 1;
        Ok(())
    }

    /// `left == right`
    pub(super) fn equal(&self, left: &S::Ref, right: &S::Ref) -> Result<bool, S> {
        self.compare(left, right, &mut self.progress())
    }

    /// As items of a container: what is the same object is equal (`PyObject_RichCompareBool`).
    pub(super) fn equal_items(&self, left: &S::Ref, right: &S::Ref) -> Result<bool, S> {
        self.compare_items(left, right, &mut self.progress())
    }

    fn compare_items(
        &self,
        left: &S::Ref,
        right: &S::Ref,
        progress: &mut Progress,
    ) -> Result<bool, S> {
        Ok(self.same(left, right) || self.compare(left, right, progress)?)
    }

    fn compare(&self, left: &S::Ref, right: &S::Ref, progress: &mut Progress) -> Result<bool, S> {
        self.descend(progress, "in comparison")?;
        let equal = match (self.heap.view(left), self.heap.view(right)) {
            (View::Text(left), View::Text(right)) => left == right,
            (View::Float(left), View::Float(right)) => left == right,
            (View::Float(float), other) | (other, View::Float(float)) => {
                int(&other).is_some_and(|int| float_is(float, int))
            }
            (View::List, View::List) if self.heap.len(left) != self.heap.len(right) => false,
            (View::List, View::List) | (View::Tuple, View::Tuple) => {
                self.compare_sequences(left, right, progress)?
            }
            (View::Dict, View::Dict) => self.compare_dicts(left, right, progress)?,
            (View::Set, View::Set) => self.compare_sets(left, right, progress)?,
            (View::WeakReference, View::WeakReference) => {
                match (self.heap.referent(left), self.heap.referent(right)) {
                    (Some(left), Some(right)) => self.compare(&left, &right, progress)?,
                    _ => self.same(left, right),
                }
            }
            (first, second) => match (int(&first), int(&second)) {
                (Some(left), Some(right)) => left == right,
                _ => self.same(left, right),
            },
        };
        progress.depth -= 1;
        Ok(equal)
    }

    fn compare_sequences(
        &self,
        left: &S::Ref,
        right: &S::Ref,
        progress: &mut Progress,
    ) -> Result<bool, S> {
        let (left_len, right_len) = (self.heap.len(left), self.heap.len(right));
        for index in 0..left_len.min(right_len) {
            let (left, right) = (self.heap.item(left, index), self.heap.item(right, index));
            if !self.compare_items(&left, &right, progress)? {
                return Ok(false);
            }
        }
        Ok(left_len == right_len)
    }

    fn compare_dicts(
        &self,
        left: &S::Ref,
        right: &S::Ref,
        progress: &mut Progress,
    ) -> Result<bool, S> {
        if self.heap.len(left) != self.heap.len(right) {
            return Ok(false);
        }
        for (key, value) in self.heap.dict_items(left) {
            let Some(other) = self.heap.dict_item(right, &key) else { return Ok(false) };
            if !self.compare_items(&value, &other, progress)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn compare_sets(
        &self,
        left: &S::Ref,
        right: &S::Ref,
        progress: &mut Progress,
    ) -> Result<bool, S> {
        if self.heap.len(left) != self.heap.len(right) {
            return Ok(false);
        }
        for item in self.heap.set_items(left) {
            let hash = self.hash(&item)?;
            let mut failed = None;
            let found = self.heap.set_contains(right, hash, &mut |other| match self
                .compare_items(other, &item, progress)
            {
                Ok(equal) => equal,
                Err(unwind) => {
                    failed = Some(unwind);
                    true
                }
            });
            if let Some(unwind) = failed {
                return Err(unwind);
            }
            if !found {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// The value of an int or a bool.
fn int(view: &View<'_>) -> Option<i128> {
    match view {
        View::Int(value) => Some(*value),
        View::Bool(value) => Some((*value).into()),
        _ => None,
    }
}

/// Whether a float has exactly the value of an int.
pub(super) fn float_is(float: f64, int: i128) -> bool {
    exact_int(float) == Some(int)
}

/// The int that a float is, if it is one of at most 128 bits.
#[expect(clippy::cast_possible_truncation, reason = "checked to be an integer within bounds")]
pub(super) fn exact_int(float: f64) -> Option<i128> {
    let bound = 2.0_f64.powi(127);
    (float.fract() == 0.0 && -bound <= float && float < bound).then_some(float as i128)
}
