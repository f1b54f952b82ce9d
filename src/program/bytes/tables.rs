//! The tables that operands point into, and the spelling of what is in them.

use super::super::syntax::{Attribute, ClassId, FunctionId, Name, Program};
use super::header::Lengths;

/// How long each table is, and what is known of its entries.
#[derive(Debug)]
pub(super) struct Tables {
    lengths: Lengths,
    /// Sets of numbers, a bit each: they are few.
    parameters: u32,
    receivers: u32,
    classes: u32,
    functions: u32,
}

impl Tables {
    pub(super) fn new(lengths: Lengths) -> Self {
        Self { lengths, parameters: 0, receivers: 0, classes: 0, functions: 0 }
    }

    pub(super) fn name(&mut self, operand: u8) -> Name {
        Name(entry(&mut self.lengths.names, operand))
    }

    pub(super) fn attribute(&mut self, operand: u8) -> Attribute {
        Attribute(entry(&mut self.lengths.attributes, operand))
    }

    pub(super) fn class(&mut self, operand: u8) -> ClassId {
        ClassId(entry(&mut self.lengths.classes, operand))
    }

    pub(super) fn function(&mut self, operand: u8) -> FunctionId {
        FunctionId(entry(&mut self.lengths.functions, operand))
    }

    pub(super) fn parameter(&mut self, operand: u8) -> Name {
        let name = self.name(operand);
        insert(&mut self.parameters, usize::from(name.0));
        name
    }

    pub(super) fn receiver(&mut self, operand: u8) -> Name {
        let name = self.name(operand);
        insert(&mut self.receivers, usize::from(name.0));
        name
    }

    /// Whether this is the first record about the class.
    pub(super) fn define_class(&mut self, index: usize) -> bool {
        insert(&mut self.classes, index)
    }

    /// Whether this is the first record about the function.
    pub(super) fn define_function(&mut self, index: usize) -> bool {
        insert(&mut self.functions, index)
    }

    /// Gives the program its tables: `x0`, parameters `p0`, the first receiver `self`, attributes `a`, classes `C0`,
    /// functions `f0`, with the number of the entry. Classes and functions without a record are empty.
    pub(super) fn write(&self, program: &mut Program) {
        program.names = (0..self.lengths.names).map(|index| self.spelling(index)).collect();
        program.attributes = ('a'..='h').take(self.lengths.attributes).map(String::from).collect();
        program.classes.resize_with(self.lengths.classes, Default::default);
        for (index, class) in program.classes.iter_mut().enumerate() {
            class.name = numbered('C', index);
        }
        program.functions.resize_with(self.lengths.functions, Default::default);
        for (index, function) in program.functions.iter_mut().enumerate() {
            function.name = numbered('f', index);
        }
    }

    fn spelling(&self, index: usize) -> String {
        if self.receivers.trailing_zeros() as usize == index {
            return String::from("self");
        }
        let is_parameter = (self.parameters | self.receivers) >> index & 1 == 1;
        numbered(if is_parameter { 'p' } else { 'x' }, index)
    }
}

/// The entry that an operand points at. An empty table gets one.
fn entry(length: &mut usize, operand: u8) -> u16 {
    *length = (*length).max(1);
    u16::try_from(usize::from(operand) % *length).unwrap_or(0)
}

fn insert(set: &mut u32, index: usize) -> bool {
    let before = *set;
    *set |= 1 << index;
    before != *set
}

fn numbered(letter: char, index: usize) -> String {
    let mut name = String::with_capacity(3);
    name.push(letter);
    if index >= 10 {
        name.push(digit(index / 10));
    }
    name.push(digit(index % 10));
    name
}

fn digit(value: usize) -> char {
    char::from(b'0' + u8::try_from(value).unwrap_or(0))
}
