//! Reservations, and the request that is made to fail.

use twinheap_impl::python::{Dict, Float, Int, List, Set, Text, Tuple};

use super::super::subject::{Need, OutOfMemory, Subject, View};
use super::failing::Operation;
use super::{Instance, Object, Recorder, Twinheap};
use crate::program::{ATTRIBUTES_MAX, Attribute};

type Result = std::result::Result<(), OutOfMemory>;

impl Twinheap {
    /// Makes room where that can be made already, and reserves blocks for the rest.
    pub(super) fn reserve(&self, demand: &[Need<Object>]) -> Result {
        let mut sizes = Vec::new();
        // Room is made with blocks of its own: this step may run within another, whose reservation is not for it.
        self.heap.prepare(&[]).map_err(|_| OutOfMemory)?;
        let room = demand.iter().try_for_each(|need| self.add_sizes(need, &mut sizes));
        self.heap.settle();
        room?;
        sizes.sort_unstable();
        self.heap.prepare(&sizes).map_err(|_| {
            self.note_failure(Operation::Prepare);
            OutOfMemory
        })
    }

    fn add_sizes(&self, need: &Need<Object>, sizes: &mut Vec<usize>) -> Result {
        match need {
            Need::Int => sizes.extend(Int::demand::<Recorder>()),
            Need::Float => sizes.extend(Float::demand::<Recorder>()),
            Need::Text(bytes) => sizes.extend(Text::<Recorder>::demand(*bytes)),
            Need::Tuple(len) => sizes.extend(Tuple::<Recorder>::demand(*len)),
            Need::List(len) => sizes.extend(List::<Recorder>::demand(*len)),
            Need::Dict(len) => sizes.extend(Dict::<Recorder>::demand(*len)),
            Need::Set(len) => {
                sizes.extend(Set::<Recorder>::demand(*len));
                sizes.extend(Set::<Recorder>::demand_to_merge(*len));
            }
            Need::SetCopy(set) => {
                sizes.extend(self.set_of(set).demand_copy());
            }
            Need::Instance(class) => {
                sizes.extend(Instance::demand(self.class(*class)));
            }
            Need::WeakReference => sizes.extend(super::WeakReference::demand()),
            Need::Items(container, additional) => self.make_room(container, *additional)?,
            Need::Attribute(instance, Attribute(attribute)) => {
                sizes.extend(self.instance_of(instance).growth((*attribute).into()));
            }
            Need::Dicts(instance) => self.add_dicts(instance, sizes),
        }
        Ok(())
    }

    fn make_room(&self, container: &Object, additional: usize) -> Result {
        let (operation, made) = match self.view(container) {
            View::List => (Operation::ListReserve, self.list_of(container).try_reserve(additional)),
            _ => (Operation::DictReserve, self.dict_of(container).try_reserve(additional)),
        };
        made.map_err(|_| {
            self.note_failure(operation);
            OutOfMemory
        })
    }

    /// The dict of an instance, and that of its copy, which grows as attributes come.
    fn add_dicts(&self, instance: &Object, sizes: &mut Vec<usize>) {
        let attributes = self.attributes_of(instance).len();
        sizes.extend(Dict::<Recorder>::demand(0));
        sizes.extend(Dict::<Recorder>::demand(1));
        sizes.extend(Dict::<Recorder>::demand(attributes + attributes / 2 + 1));
        // The values of attributes take the same blocks as a tuple's items.
        let room = (4..=ATTRIBUTES_MAX).step_by(4).chain([ATTRIBUTES_MAX]);
        room.for_each(|values| sizes.extend(Tuple::<Recorder>::demand(values)));
    }
}
