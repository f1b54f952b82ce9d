//! What may differ between two sides, each with its reason, in one table.
//!
//! Nothing else is skipped in a comparison; each entry is counted whenever it let a difference pass, and the report shows
//! the counts.

use serde::{Deserialize, Serialize};

/// A difference that is not one of meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Allowed {
    /// See [`Allowed::entry`], as for each.
    ConstantCount,
    /// `gc.get_count()`
    CollectorCounts,
    /// Collections that allocations start.
    Automatic,
    /// Addresses in printed text, and their differences.
    Address,
    /// The order in sets of what is hashed by address or seed.
    SetOrder,
    /// Where `RecursionError` comes.
    RecursionLimit,
    /// Which object a text of one character is.
    Character,
    /// What the interpreter makes for itself waits to be deallocated.
    DeepCall,
    /// `gc.is_finalized` before 3.9.
    Finalized,
    /// Programs that the step limit cuts short.
    CutShort,
}

/// A line of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Its name in reports.
    pub name: &'static str,
    /// The two sides that it concerns.
    pub between: &'static str,
    /// Why the difference is allowed, and what is done about it.
    pub reason: &'static str,
}

impl Allowed {
    /// Every entry, in order.
    pub const ALL: [Self; 10] = [
        Self::ConstantCount,
        Self::CollectorCounts,
        Self::Automatic,
        Self::Address,
        Self::SetOrder,
        Self::RecursionLimit,
        Self::Character,
        Self::DeepCall,
        Self::Finalized,
        Self::CutShort,
    ];

    /// Its line of the table.
    #[must_use]
    pub fn entry(self) -> Entry {
        let [name, reason] = match self {
            Self::ConstantCount => [
                "counts of constants",
                "the interpreter's own code and caches hold them too; the model prints `?`, that word is not \
                 compared",
            ],
            Self::CollectorCounts => [
                "gc.get_count",
                "it counts the interpreter's own allocations; these words of the line are not compared",
            ],
            Self::Automatic => [
                "zeal",
                "allocations of the interpreter's own would shift the collections that allocations start; the \
                 program is compared without them",
            ],
            Self::Address => [
                "addresses",
                "the model has none; they are masked where printed, and so is how far apart they are",
            ],
            Self::SetOrder => [
                "order in sets",
                "objects are hashed by address and texts by a seed; a printed set may be in another order, \
                 and where such a set was gone through, the program is compared up to its first difference",
            ],
            Self::RecursionLimit => [
                "recursion limit",
                "how much room a call takes is the interpreter's; the program is compared up to there",
            ],
            Self::Character => [
                "texts of one character",
                "a literal is the object that start-up interned, an indexed one that of the table, and \
                 which coincide depends on the build; their identity is not compared",
            ],
            Self::DeepCall => [
                "bodies run nearly 50 deallocations deep",
                "arguments, exceptions and tracebacks of the interpreter wait to be deallocated there, \
                 and hold what they refer to; a difference in such a step, and later where the bodies may have \
                 kept what they saw, ends the comparison",
            ],
            Self::Finalized => {
                ["gc.is_finalized before 3.9", "the interpreter cannot tell; not compared"]
            }
            Self::CutShort => [
                "step limit",
                "a limit of ours; the interpreter would go on, so the program is not judged",
            ],
        };
        Entry { name, between: "CPython and the model", reason }
    }
}
