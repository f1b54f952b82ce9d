//! Trial deletion: which of a set of objects are reachable from outside it
//! (CPython 3.11, `Modules/gcmodule.c`, `deduce_unreachable`).
//!
//! The references inside the set are subtracted from the counts. What keeps some is referenced from outside, and so is what
//! it references. Objects are looked at in order; one that shows no reference when its turn comes is set aside, and if it
//! is reached after all, it goes behind all the others.

use crate::alloc::OutOfMemory;
use crate::object::header::{Flag, Link};
use crate::object::state::State;
use crate::object::{Hooks, Mark, Object};
use crate::planted::{Bug, planted};

/// The references left of an object that was set aside: no count gets there.
const ASIDE: u32 = u32::MAX;

/// The references left of an object that was set aside and then reached.
const LATE: u32 = u32::MAX - 1;

/// The working memory of a collection, all of it taken beforehand.
pub(super) struct Scan<H: Hooks> {
    /// The objects examined, in order. While they are, the header of each says which one it is.
    pub(super) objects: Vec<Link<H>>,
    /// What is left of the count of each, or [`ASIDE`], or [`LATE`].
    references: Vec<u32>,
    /// The objects that were set aside and then reached, in the order of being reached.
    late: Vec<u32>,
}

impl<H: Hooks> Scan<H> {
    /// Working memory for so many objects.
    pub(super) fn with_capacity(objects: usize) -> Result<Self, OutOfMemory> {
        let mut scan = Self { objects: Vec::new(), references: Vec::new(), late: Vec::new() };
        scan.objects.try_reserve_exact(objects).map_err(|_| OutOfMemory)?;
        scan.references.try_reserve_exact(objects).map_err(|_| OutOfMemory)?;
        scan.late.try_reserve_exact(objects).map_err(|_| OutOfMemory)?;
        Ok(scan)
    }

    /// Examines the objects, and calls `keep` for the reachable ones: those that were seen in their turn in order, then the
    /// late ones. What is left in `objects` is unreachable, in order.
    ///
    /// # Panics
    /// If a kind visits more references than exist.
    pub(super) fn run(&mut self, state: &State<H>, keep: &mut dyn FnMut(Link<H>)) {
        {
            // Kinds are code of others: whatever they do, the objects outlive the scan.
            let _hold = state.hold();
            self.start();
            self.subtract();
            self.scan();
        }
        if planted(Bug::LateObjectsStayInOrder) {
            self.late.sort_unstable();
        }
        let reached = |index: usize| self.references[index] < LATE;
        let objects = self.objects.iter().enumerate();
        objects.filter(|(index, _)| reached(*index)).for_each(|(_, object)| keep(*object));
        for &index in &self.late {
            state.mark(Mark::Moved);
            keep(self.objects[index as usize]);
        }
        let references = &self.references;
        let mut index = 0;
        self.objects.retain(|object| {
            object.header().set(Flag::Collecting, false);
            index += 1;
            references[index - 1] == ASIDE
        });
    }

    fn start(&mut self) {
        self.references.clear();
        self.late.clear();
        for (index, object) in (0..).zip(&self.objects) {
            let header = object.header();
            header.set_index(index);
            header.set(Flag::Collecting, true);
            self.references.push(header.count());
        }
    }

    fn subtract(&mut self) {
        let references = &mut self.references;
        for object in &self.objects {
            let mut last = None;
            object.trace(&mut |referent| {
                if let Some(index) = examined(referent) {
                    let again =
                        planted(Bug::DuplicateReferenceOnce) && last.replace(index) == Some(index);
                    let left = references[index].checked_sub(u32::from(!again));
                    references[index] = left.expect("no more references are visited than exist");
                }
            });
        }
    }

    fn scan(&mut self) {
        for index in 0..self.objects.len() {
            if self.references[index] == 0 {
                self.references[index] = ASIDE;
            } else {
                self.reach_from(index);
            }
        }
        let mut position = 0;
        while let Some(&index) = self.late.get(position)
            && !planted(Bug::LateObjectsNotFollowed)
        {
            self.reach_from(index as usize);
            position += 1;
        }
    }

    /// Everything that the object at `index` references is reachable.
    fn reach_from(&mut self, index: usize) {
        let (references, late) = (&mut self.references, &mut self.late);
        let object = self.objects[index];
        object.trace(&mut |referent| {
            let Some(reached) = examined(referent) else { return };
            match references[reached] {
                ASIDE => {
                    references[reached] = LATE;
                    late.push(u32::try_from(reached).expect("a list has fewer than 2^32 slots"));
                }
                0 if !planted(Bug::ReachedAheadForgotten) => references[reached] = 1,
                _ => {}
            }
        });
        object.header().set(Flag::Collecting, false);
    }
}

/// Which of the objects examined this is, if it is one and not known to be reachable.
fn examined<H: Hooks>(object: &Object<H>) -> Option<usize> {
    let header = object.link().header();
    header.is(Flag::Collecting).then(|| header.index() as usize)
}
