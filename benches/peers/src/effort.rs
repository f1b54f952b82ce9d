//! How much work a round is.

/// Whether a run is for figures or to see that it works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Effort {
    /// As the workloads are described.
    Full,
    /// A tenth of the objects and of the operations.
    Quick,
    /// Next to nothing, for tests.
    Tiny,
}

impl Effort {
    /// This many objects or operations, or as much less as the effort is.
    #[must_use]
    pub fn of(self, count: usize) -> usize {
        match self {
            Self::Full => count,
            Self::Quick => (count / 10).max(1),
            Self::Tiny => (count / 10_000).max(20),
        }
    }
}
