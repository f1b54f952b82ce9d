//! `+` and `+=`.

use super::super::subject::{Subject, View};
use super::ITEMS_MAX;
use super::machine::Machine;
use super::unwind::{Result, Unwind, memory_error, type_error};

/// A number as arithmetic takes it; a bool is an int.
#[derive(Clone, Copy)]
enum Number {
    Int(i128),
    Float(f64),
}

impl<S: Subject> Machine<S> {
    /// `left + right`
    pub(super) fn add(&self, left: &S::Ref, right: &S::Ref) -> Result<S::Ref, S> {
        self.sum(left, right, "+")
    }

    /// `left += right`, which extends a list as it is and else adds.
    pub(super) fn add_in_place(&self, left: &S::Ref, right: &S::Ref) -> Result<S::Ref, S> {
        if matches!(self.heap.view(left), View::List) {
            self.extend(left, right)?;
            return Ok(left.clone());
        }
        self.sum(left, right, "+=")
    }

    fn sum(&self, left: &S::Ref, right: &S::Ref, operator: &str) -> Result<S::Ref, S> {
        let views = (self.heap.view(left), self.heap.view(right));
        if let (Some(left), Some(right)) = (number(&views.0), number(&views.1)) {
            return self.sum_of_numbers(left, right);
        }
        match views {
            (View::Text(first), View::Text(second)) => match (&*first, &*second) {
                ("", _) => Ok(right.clone()),
                (_, "") => Ok(left.clone()),
                (first, second) if first.len() + second.len() > ITEMS_MAX => Err(memory_error()),
                (first, second) => Ok(self.text(&[first, second].concat())),
            },
            (View::Tuple, View::Tuple) => match (self.heap.len(left), self.heap.len(right)) {
                (0, _) => Ok(right.clone()),
                (_, 0) => Ok(left.clone()),
                _ => {
                    self.room(left, self.heap.len(right))?;
                    Ok(self.heap.tuple_sum(left, right))
                }
            },
            (View::List, View::List) => {
                self.room(left, self.heap.len(right))?;
                Ok(self.list_of_items(&[left, right]))
            }
            (View::Text(_), _) => Err(self.concatenation_error("str", right)),
            (View::Tuple, _) => Err(self.concatenation_error("tuple", right)),
            (View::List, _) => Err(self.concatenation_error("list", right)),
            _ => Err(type_error(format!(
                "unsupported operand type(s) for {operator}: '{}' and '{}'",
                self.type_name(left),
                self.type_name(right)
            ))),
        }
    }

    fn sum_of_numbers(&self, left: Number, right: Number) -> Result<S::Ref, S> {
        match (left, right) {
            (Number::Int(left), Number::Int(right)) => {
                left.checked_add(right).map(|sum| self.int(sum)).ok_or_else(memory_error)
            }
            _ => Ok(self.heap.float(left.float() + right.float())),
        }
    }

    fn concatenation_error(&self, kind: &str, right: &S::Ref) -> Unwind<S> {
        let name = self.type_name(right);
        type_error(format!("can only concatenate {kind} (not \"{name}\") to {kind}"))
    }
}

impl Number {
    #[expect(clippy::cast_precision_loss, reason = "rounds half to even, as CPython does")]
    fn float(self) -> f64 {
        match self {
            Self::Int(value) => value as f64,
            Self::Float(value) => value,
        }
    }
}

fn number(view: &View<'_>) -> Option<Number> {
    match view {
        View::Bool(value) => Some(Number::Int((*value).into())),
        View::Int(value) => Some(Number::Int(*value)),
        View::Float(value) => Some(Number::Float(*value)),
        _ => None,
    }
}
