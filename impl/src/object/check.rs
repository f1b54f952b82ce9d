//! The invariants of objects and of the collector's lists, checked one after the other.

use super::header::{Flag, Link, List};
use super::hooks::{Census, Hooks};
use super::kind::Untracking;
use super::state::State;
use super::weak;
use crate::violation::Violation;

/// The lists of the collector between two collections.
const LISTS: [List; 4] = [List::Young, List::Middle, List::Old, List::Permanent];

impl<H: Hooks> State<H> {
    /// Checks every invariant of the allocator, the objects and the collector. To be called between two operations.
    pub(crate) fn check(&self) -> Result<(), Violation> {
        self.allocator.borrow().check()?;
        let quiet = self.deaths.is_quiet();
        Violation::unless(quiet, "object R3", || format!("deallocations left: {:?}", self.deaths))?;
        self.check_lists()?;
        self.check_counts()?;
        self.check_census()?;
        let collecting = self.collector.collecting.get();
        Violation::unless(!collecting, "gc G9", || "a collection is under way".to_owned())
    }

    /// Each object in the collector's lists, with the list.
    fn tracked(&self) -> impl Iterator<Item = (List, Link<H>)> {
        LISTS.into_iter().flat_map(|list| {
            let objects: Vec<_> = self.list(list).borrow().iter().collect();
            objects.into_iter().map(move |object| (list, object))
        })
    }

    fn check_lists(&self) -> Result<(), Violation> {
        for list in LISTS {
            let consistent = self.list(list).borrow().is_consistent();
            Violation::unless(consistent, "gc G1", || format!("an index in {list:?} is wrong"))?;
        }
        let left = self.list(List::Unreachable).borrow().len();
        Violation::unless(left == 0, "gc G1", || format!("{left} objects left as unreachable"))?;
        let tracked = self.tracked().count();
        let collected = self.collected_live.get();
        Violation::unless(tracked <= collected, "gc G1", || {
            format!("{tracked} objects are tracked, of {collected} that could be")
        })?;
        self.tracked().try_for_each(|(list, object)| {
            let header = object.header();
            let named = header.list() == list && !header.is(Flag::Collecting);
            Violation::unless(named, "gc G1", || format!("{object:?} is in {list:?}"))?;
            Violation::unless(object.is_alive(), "object R3", || format!("{object:?} is dead"))?;
            check_untracked_referents(object)?;
            check_weak_references(object)
        })
    }

    /// R1, for the tracked objects: counted in an array, by list and index.
    fn check_counts(&self) -> Result<(), Violation> {
        let slots = |list: List| self.list(list).borrow().slots();
        let mut references = LISTS.map(|list| vec![0_u32; slots(list)]);
        for (_, object) in self.tracked() {
            object.trace(&mut |referent| {
                let header = referent.link().header();
                if let Some(counts) = references.get_mut(header.list() as usize) {
                    counts[header.index() as usize] += 1;
                }
            });
        }
        self.tracked().try_for_each(|(list, object)| {
            let (found, count) = (
                references[list as usize][object.header().index() as usize],
                object.header().count(),
            );
            Violation::unless(found <= count, "object R1", || {
                format!("{object:?} has {found} references and a count of {count}")
            })
        })
    }

    fn check_census(&self) -> Result<(), Violation> {
        if !H::Census::ENABLED {
            return Ok(());
        }
        let census = self.census.borrow();
        let (found, live) = (census.len(), self.objects_live.get());
        Violation::unless(found == live && census.is_consistent(), "object R4", || {
            format!("the census has {found} objects, of {live}")
        })?;
        census.iter().try_for_each(|object| {
            Violation::unless(object.is_alive(), "object R3", || format!("{object:?} is dead"))
        })
    }
}

/// R2 and G8: what an object references is alive, and an untracked one that collections gave up needs no collector.
fn check_untracked_referents<H: Hooks>(object: Link<H>) -> Result<(), Violation> {
    let mut result = Ok(());
    object.trace(&mut |referent| {
        let referent = referent.link();
        if result.is_ok() {
            result = Violation::unless(referent.is_alive(), "object R2", || {
                format!("{object:?} references {referent:?}, which is dead")
            })
            .and_then(|()| check_given_up(referent));
        }
    });
    result
}

fn check_given_up<H: Hooks>(object: Link<H>) -> Result<(), Violation> {
    let header = object.header();
    if header.is_tracked() || header.kind.untracking == Untracking::Never {
        return Ok(());
    }
    let mut holds_any = false;
    object.trace(&mut |referent| holds_any |= referent.may_be_tracked());
    Violation::unless(!holds_any, "gc G8", || format!("{object:?} is untracked"))
}

fn check_weak_references<H: Hooks>(object: Link<H>) -> Result<(), Violation> {
    let mut previous = None;
    let mut result = Ok(());
    weak::references(object, &mut |reference| {
        let listed = weak::stands_on(reference, object, previous);
        if result.is_ok() {
            result = Violation::unless(listed && reference.is_alive(), "object W1", || {
                format!("{reference:?} is on the list of {object:?}")
            });
        }
        previous = Some(reference);
    });
    result
}
