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
        let quiet = self.deaths.is_quiet();
        Violation::unless(quiet, "object R3", || format!("deallocations left: {:?}", self.deaths))?;
        self.check_inside()?;
        self.check_census_is_whole()
    }

    /// Checks what holds whenever no collection is under way, also while an object is allocated or deallocated.
    pub(crate) fn check_inside(&self) -> Result<(), Violation> {
        self.allocator.borrow().check()?;
        self.check_lists()?;
        self.check_counts()?;
        self.check_census()?;
        let collecting = self.collector.collecting.get();
        Violation::unless(!collecting, "gc G9", || "a collection is under way".to_owned())
    }

    fn check_lists(&self) -> Result<(), Violation> {
        for list in LISTS {
            let consistent = self.list(list).borrow().is_consistent();
            Violation::unless(consistent, "gc G1", || format!("an index in {list:?} is wrong"))?;
        }
        let left = self.list(List::Unreachable).borrow().len();
        Violation::unless(left == 0, "gc G1", || format!("{left} objects left as unreachable"))?;
        let tracked: usize = LISTS.map(|list| self.list(list).borrow().len()).into_iter().sum();
        let collected = self.collected_live.get();
        Violation::unless(tracked <= collected, "gc G1", || {
            format!("{tracked} objects are tracked, of {collected} that could be")
        })?;
        LISTS.into_iter().try_for_each(|list| {
            self.list(list).borrow().iter().try_for_each(|object| check_tracked(object, list))
        })
    }

    /// R1, for the objects of the census, or else for the tracked ones.
    fn check_counts(&self) -> Result<(), Violation> {
        let (starts, end) = self.starts();
        let place = |object: Link<H>| {
            let header = object.header();
            if H::Census::ENABLED {
                return Some(header.census.index() as usize);
            }
            let start = starts.get(header.list() as usize)?;
            Some(start + header.index() as usize)
        };
        let mut references = vec![0_u32; end];
        self.for_each_known(|object| {
            object.trace(&mut |referent| {
                if let Some(place) = place(referent.link()) {
                    references[place] += 1;
                }
            });
        });
        let mut result = Ok(());
        self.for_each_known(|object| {
            let found = place(object).map_or(0, |place| references[place]);
            if result.is_ok() && object.is_alive() {
                let count = object.header().count();
                result = Violation::unless(found <= count, "object R1", || {
                    format!("{object:?} has {found} references and a count of {count}")
                });
            }
        });
        result
    }

    /// The objects of the census, or else the tracked ones.
    fn for_each_known(&self, visit: impl FnMut(Link<H>)) {
        if H::Census::ENABLED {
            self.census.borrow().iter().for_each(visit);
        } else {
            let tracked = LISTS.map(|list| self.list(list).borrow());
            tracked.iter().flat_map(|list| list.iter()).for_each(visit);
        }
    }

    /// Where each list starts in an array of all objects, and where the array ends.
    fn starts(&self) -> ([usize; 4], usize) {
        if H::Census::ENABLED {
            return ([0; 4], self.census.borrow().slots());
        }
        let mut end = 0;
        let starts = LISTS.map(|list| {
            let start = end;
            end += self.list(list).borrow().slots();
            start
        });
        (starts, end)
    }

    /// R5, as far as it holds while objects come and go: what is being allocated or deallocated is not in the census.
    fn check_census(&self) -> Result<(), Violation> {
        if !H::Census::ENABLED {
            return Ok(());
        }
        let census = self.census.borrow();
        let (found, live) = (census.len(), self.objects_live.get());
        Violation::unless(found <= live && census.is_consistent(), "object R5", || {
            format!("the census has {found} objects, of {live}")
        })
    }

    /// R3 and the rest of R5.
    fn check_census_is_whole(&self) -> Result<(), Violation> {
        if !H::Census::ENABLED {
            return Ok(());
        }
        let census = self.census.borrow();
        let (found, live) = (census.len(), self.objects_live.get());
        Violation::unless(found == live, "object R5", || {
            format!("the census has {found} objects, of {live}")
        })?;
        census.iter().try_for_each(|object| {
            Violation::unless(object.is_alive(), "object R3", || format!("{object:?} is dead"))
        })
    }
}

/// What holds for an object in a list of the collector.
fn check_tracked<H: Hooks>(object: Link<H>, list: List) -> Result<(), Violation> {
    let header = object.header();
    let named = header.list() == list && !header.is(Flag::Collecting);
    Violation::unless(named, "gc G1", || format!("{object:?} is in {list:?}"))?;
    Violation::unless(object.is_alive(), "object R3", || format!("{object:?} is dead"))?;
    check_untracked_referents(object)?;
    check_weak_references(object)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::python::Tuple;
    use crate::testing::*;
    use crate::{Config, Heap, NoHooks, Object};

    /// The invariant that does not hold while `breaking` is undone, by its number.
    fn broken<H: Hooks>(
        heap: &Heap<H>,
        breaking: impl FnOnce(),
        mending: impl FnOnce(),
    ) -> &'static str {
        heap.check().unwrap();
        breaking();
        let violation = heap.check().unwrap_err();
        mending();
        heap.check().unwrap();
        violation.invariant
    }

    #[test]
    fn a_count_that_is_too_low_is_found() {
        let heap = heap();
        let inner = list(&heap, []);
        let outer = list(&heap, [inner.clone().into(), inner.clone().into()]);
        let header = inner.object().link().header();
        let found = broken(&heap, || header.set_count(1), || header.set_count(3));
        assert_eq!(found, "object R1");
        drop((inner, outer));
        finish(&heap);
    }

    #[test]
    fn a_count_that_is_too_low_is_found_without_a_census() {
        let heap = Heap::new(Config::default(), NoHooks);
        let inner: Object = crate::python::List::new(&heap, []).unwrap().into();
        let outer = crate::python::List::new(&heap, [inner.clone(), inner.clone()]).unwrap();
        let header = inner.link().header();
        let found = broken(&heap, || header.set_count(1), || header.set_count(3));
        assert_eq!(found, "object R1");
        drop((inner, outer));
    }

    #[test]
    fn an_object_in_another_list_than_its_header_says_is_found() {
        let heap = heap();
        let object = list(&heap, []);
        let header = object.object().link().header();
        let set = |list| move || header.set_list(list);
        assert_eq!(broken(&heap, set(List::Old), set(List::Young)), "gc G1");
        let index = header.index();
        let found = broken(&heap, || header.set_index(7), || header.set_index(index));
        assert_eq!(found, "gc G1");
    }

    #[test]
    fn an_object_that_is_still_marked_is_found() {
        let heap = heap();
        let object = list(&heap, []);
        let header = object.object().link().header();
        let set = |value| move || header.set(Flag::Collecting, value);
        assert_eq!(broken(&heap, set(true), set(false)), "gc G1");
    }

    #[test]
    fn a_dead_object_that_is_referenced_is_found() {
        let heap = heap();
        let atom: TestObject = heap.allocate(crate::python::NoneValue).unwrap().into();
        let holder = list(&heap, [atom.clone()]);
        let header = atom.link().header();
        let set = |value| move || header.set(Flag::Dying, value);
        assert_eq!(broken(&heap, set(true), set(false)), "object R2");
        drop((atom, holder));
        finish(&heap);
    }

    #[test]
    fn an_untracked_tuple_that_holds_a_container_is_found() {
        let heap = heap();
        let constant = Tuple::constant(&heap, [list(&heap, []).into()]).unwrap();
        let holder = list(&heap, [constant.into()]);
        assert_eq!(heap.check().unwrap_err().invariant, "gc G8");
        drop(holder);
        finish(&heap);
    }
}
