//! What a record can be, in families, and the table that gives each opcode byte its record.

/// What a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Op {
    // Parts of the statement that follows.
    Literal,
    Push,
    List,
    Tuple,
    Set,
    Entry,
    Dict,
    Argument,
    // `x = …`
    Bind,
    BindItem,
    BindAttribute,
    BindPop,
    BindReferent,
    BindCopy,
    BindDeepCopy,
    BindAdd,
    BindCall,
    BindWeakReference,
    // Other statements, as in `Statement`.
    Call,
    Augment,
    SetItem,
    SetAttribute,
    Append,
    Insert,
    Extend,
    Clear,
    Delete,
    DeleteItem,
    DeleteAttribute,
    Collect,
    Enable,
    Disable,
    SetThreshold,
    Freeze,
    Unfreeze,
    SaveAll,
    ClearGarbage,
    Print,
    // Whose body the following statements are, and its `global` lines.
    Class,
    Function,
    Global,
    Main,
}

/// The families of records, in the order of the header's weights.
pub(super) const FAMILIES: [&[Op]; FAMILIES_COUNT] = [
    &[Op::Bind, Op::Delete],
    &[Op::Literal, Op::Push, Op::List, Op::Tuple, Op::Set, Op::Entry, Op::Dict],
    &[Op::BindItem, Op::SetItem, Op::DeleteItem],
    &[Op::Append, Op::Insert, Op::Extend, Op::Clear, Op::BindPop, Op::Augment, Op::BindAdd],
    &[Op::BindAttribute, Op::SetAttribute, Op::DeleteAttribute],
    &[Op::Call, Op::BindCall],
    &[Op::BindWeakReference, Op::BindReferent],
    &[Op::BindCopy, Op::BindDeepCopy],
    &[Op::Collect],
    &[
        Op::Enable,
        Op::Disable,
        Op::SetThreshold,
        Op::Freeze,
        Op::Unfreeze,
        Op::SaveAll,
        Op::ClearGarbage,
    ],
    &[Op::Argument, Op::Print],
    &[Op::Class, Op::Function, Op::Global, Op::Main],
];

/// How many families there are.
pub(super) const FAMILIES_COUNT: usize = 12;

/// The weights of the families in a header that says nothing else.
pub(super) const WEIGHTS: [u8; FAMILIES_COUNT] = [20, 20, 9, 14, 12, 6, 8, 4, 6, 8, 12, 9];

/// What each opcode byte stands for.
#[derive(Debug)]
pub(super) struct Opcodes([Op; 256]);

/// The opcodes of [`WEIGHTS`].
pub(super) static DEFAULT: Opcodes = Opcodes::new(WEIGHTS);

impl Opcodes {
    /// Gives each family its share of the opcodes by its weight, and each record an equal part of it. Without any weight,
    /// that of [`WEIGHTS`].
    pub(super) const fn new(mut weights: [u8; FAMILIES_COUNT]) -> Self {
        let mut total = sum(&weights);
        if total == 0 {
            weights = WEIGHTS;
            total = sum(&weights);
        }
        let mut opcodes = [Op::Bind; 256];
        let mut weight = 0;
        let mut start = 0;
        let mut family = 0;
        while family < FAMILIES_COUNT {
            weight += weights[family] as usize;
            let end = 256 * weight / total;
            let mut index = start;
            while index < end {
                let ops = FAMILIES[family];
                opcodes[index] = ops[(index - start) * ops.len() / (end - start)];
                index += 1;
            }
            start = end;
            family += 1;
        }
        Self(opcodes)
    }

    pub(super) fn op(&self, opcode: u8) -> Op {
        self.0[usize::from(opcode)]
    }

    /// The first opcode of `op`.
    pub(super) fn opcode(&self, op: Op) -> Option<u8> {
        (0..=u8::MAX).find(|&opcode| self.op(opcode) == op)
    }
}

const fn sum(weights: &[u8; FAMILIES_COUNT]) -> usize {
    let mut total = 0;
    let mut family = 0;
    while family < FAMILIES_COUNT {
        total += weights[family] as usize;
        family += 1;
    }
    total
}

#[cfg(test)]
mod tests {
    use super::{DEFAULT, FAMILIES, FAMILIES_COUNT, Opcodes};

    #[test]
    fn every_record_has_a_default_opcode() {
        for op in FAMILIES.into_iter().flatten() {
            assert!(DEFAULT.opcode(*op).is_some(), "{op:?}");
        }
    }

    #[test]
    fn family_without_weight_has_no_opcode() {
        let mut weights = [1; FAMILIES_COUNT];
        weights[3] = 0;
        let opcodes = Opcodes::new(weights);
        assert!(FAMILIES[3].iter().all(|op| opcodes.opcode(*op).is_none()));
        assert!(FAMILIES[4].iter().all(|op| opcodes.opcode(*op).is_some()));
    }
}
