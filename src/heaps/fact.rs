//! What heaps, and lockstep, count of what they do: what [goals](crate::goals) are made of.

pub use twinheap_impl::alloc::{Occasion, Point};
pub use twinheap_model::trace::{Mark, Within};

/// Something that happened, and what it happened in the course of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fact {
    /// What happened.
    pub happening: Happening,
    /// What was under way, as far as whoever counts it knows.
    pub within: Within,
}

/// Something that happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happening {
    /// In the model.
    Model(Mark),
    /// In the allocator of `twinheap-impl`.
    Allocator(Occasion),
    /// A request for memory was made to fail in `twinheap-impl`.
    Failure(Point),
    /// Once in a stage of lockstep.
    Stage(StageFact),
}

/// What shows of a stage under any oracle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StageFact {
    /// A step raised and the program ended.
    Raised,
    /// Several callbacks ran.
    Callbacks,
    /// `gc.garbage` was not empty after it.
    Garbage,
    /// Ten objects or more were reclaimed.
    Cascade,
    /// Objects were left at the end because finalizers went on resurrecting.
    Leftover,
}

impl StageFact {
    /// Every one, in order.
    pub const ALL: &[Self] =
        &[Self::Raised, Self::Callbacks, Self::Garbage, Self::Cascade, Self::Leftover];
}

impl Happening {
    /// How many there are.
    pub const COUNT: usize =
        Mark::ALL.len() + Occasion::ALL.len() + Point::ALL.len() + StageFact::ALL.len();

    /// Every one, in the order of [`Self::number`].
    pub fn all() -> impl Iterator<Item = Self> {
        let marks = Mark::ALL.iter().copied().map(Self::Model);
        let occasions = Occasion::ALL.iter().copied().map(Self::Allocator);
        let failures = Point::ALL.into_iter().map(Self::Failure);
        let stages = StageFact::ALL.iter().copied().map(Self::Stage);
        marks.chain(occasions).chain(failures).chain(stages)
    }

    /// Its place among all.
    #[must_use]
    pub fn number(self) -> usize {
        let occasions = Mark::ALL.len();
        let failures = occasions + Occasion::ALL.len();
        let stages = failures + Point::ALL.len();
        match self {
            Self::Model(mark) => mark as usize,
            Self::Allocator(occasion) => occasions + occasion as usize,
            Self::Failure(point) => failures + point as usize,
            Self::Stage(fact) => stages + fact as usize,
        }
    }

    /// It, whatever else is under way.
    #[must_use]
    pub const fn anywhere(self) -> Fact {
        Fact { happening: self, within: Within::ANYTHING }
    }
}

impl From<Mark> for Happening {
    fn from(mark: Mark) -> Self {
        Self::Model(mark)
    }
}

impl From<StageFact> for Happening {
    fn from(fact: StageFact) -> Self {
        Self::Stage(fact)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_happening_stands_at_its_number() {
        let numbers: Vec<usize> = Happening::all().map(Happening::number).collect();
        assert_eq!(numbers, (0..Happening::COUNT).collect::<Vec<_>>());
    }
}
