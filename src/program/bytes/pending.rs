//! What has been pushed for the next statement.

use super::super::syntax::{Argument, Key, Literal, VALUE_DEPTH_MAX, Value};
use super::PRINT_ARGUMENTS_MAX;

/// A value and how deep its displays nest.
#[derive(Debug)]
pub(super) struct Operand {
    pub(super) value: Value,
    pub(super) depth: usize,
}

impl Operand {
    /// A value that is no display.
    pub(super) fn flat(value: Value) -> Self {
        Self { value, depth: 0 }
    }

    /// One of the values that programs are full of.
    pub(super) fn frequent(number: u8) -> Self {
        match number & 7 {
            0 => Self::flat(Value::Literal(Literal::Int(1))),
            1 => Self::flat(Value::Literal(Literal::Int(1000))),
            2 => Self { value: Value::List(Vec::new()), depth: 1 },
            3 => Self { value: Value::Tuple(Vec::new()), depth: 1 },
            4 => Self { value: Value::Dict(Vec::new()), depth: 1 },
            _ => Self::flat(Value::Literal(Literal::None)),
        }
    }

    /// The same value, or `None` where a display around it would nest too deep.
    pub(super) fn below_display(self) -> Self {
        if self.depth < VALUE_DEPTH_MAX { self } else { Self::flat(Value::Literal(Literal::None)) }
    }
}

/// The values, items of dicts and print arguments pushed since the last statement.
#[derive(Debug, Default)]
pub(super) struct Pending {
    values: Vec<Operand>,
    entries: Vec<(Key, Operand)>,
    arguments: Vec<Argument>,
}

impl Pending {
    pub(super) fn push(&mut self, value: Value) {
        self.push_operand(Operand::flat(value));
    }

    pub(super) fn push_operand(&mut self, operand: Operand) {
        self.values.push(operand);
    }

    pub(super) fn push_entry(&mut self, key: Key, operand: Operand) {
        self.entries.push((key, operand.below_display()));
    }

    /// Pushes a dict of the last `count` entries, or of all if there are fewer.
    pub(super) fn push_dict(&mut self, count: usize) {
        let entries = self.entries.split_off(self.entries.len().saturating_sub(count));
        let depth = entries.iter().map(|(_, operand)| operand.depth).max().unwrap_or(0) + 1;
        let items = entries.into_iter().map(|(key, operand)| (key, operand.value)).collect();
        self.push_operand(Operand { value: Value::Dict(items), depth });
    }

    /// One more than a statement takes is left out.
    pub(super) fn push_argument(&mut self, argument: Argument) {
        if self.arguments.len() < PRINT_ARGUMENTS_MAX {
            self.arguments.push(argument);
        }
    }

    pub(super) fn pop(&mut self) -> Option<Operand> {
        self.values.pop()
    }

    /// All arguments.
    pub(super) fn arguments(&mut self) -> Vec<Argument> {
        std::mem::take(&mut self.arguments)
    }

    pub(super) fn clear(&mut self) {
        self.values.clear();
        self.entries.clear();
        self.arguments.clear();
    }
}
