//! What a heap promises, and so what two heaps can be compared in.

/// What a heap promises. What one of two heaps does not promise is not compared, and counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contract {
    /// `sys.getrefcount` counts references.
    pub reference_counts: bool,
    /// An object dies with its last reference, at once.
    pub prompt: bool,
    /// Finalizers, callbacks and deaths come in CPython's order.
    pub order: bool,
    /// Three generations, with the order of objects in each.
    pub generations: bool,
    /// Thresholds, counts, statistics, automatic collections.
    pub thresholds: bool,
    /// Weak references and their callbacks.
    pub weak_references: bool,
    /// Finalizers.
    pub finalizers: bool,
}

impl Contract {
    /// Everything.
    pub const FULL: Self = Self {
        reference_counts: true,
        prompt: true,
        order: true,
        generations: true,
        thresholds: true,
        weak_references: true,
        finalizers: true,
    };

    /// What both promise.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            reference_counts: self.reference_counts && other.reference_counts,
            prompt: self.prompt && other.prompt,
            order: self.order && other.order,
            generations: self.generations && other.generations,
            thresholds: self.thresholds && other.thresholds,
            weak_references: self.weak_references && other.weak_references,
            finalizers: self.finalizers && other.finalizers,
        }
    }
}
