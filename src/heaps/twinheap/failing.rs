//! Memory that is made to fail, and operations that survive it.

use twinheap_impl::alloc::{Failing, OutOfMemory, Point};

use super::super::{FailingRequests, Fault, Violation};
use super::{NO_MEMORY, Twinheap, violation};

/// Declares the operations with their names.
macro_rules! operations {
    ($($operation:ident $name:literal,)*) => {
        /// An operation of the heap that has an error for want of memory.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Operation { $($operation,)* }

        impl Operation {
            const NAMES: [&str; [$($name),*].len()] = [$($name),*];
        }
    };
}

operations! {
    Int "Heap::allocate of an int",
    Float "Heap::allocate of a float",
    Text "Text::new",
    Tuple "Tuple::new",
    List "List::new",
    ListRoom "List::with_capacity",
    ListReserve "List::try_reserve",
    Dict "Dict::new",
    DictInsert "Dict::insert",
    DictReserve "Dict::try_reserve",
    DictLayout "Dict::leave_layout",
    Set "Set::with_room_to_merge",
    SetAdd "Set::add",
    SetCopy "Set::copy",
    Instance "Instance::new",
    InstanceSet "Instance::set",
    InstanceRemove "Instance::remove",
    Materialise "Instance::materialise",
    WeakReference "Heap::weak_reference",
    Frame "Frame::new",
    Freeze "Heap::freeze",
    Unfreeze "Heap::unfreeze",
    Prepare "Heap::prepare",
}

/// How many failures of each operation are followed by a check of the whole heap.
const CHECKED_MAX: u64 = 4;

/// How often each operation failed.
pub(super) type Failures = [u64; Operation::NAMES.len()];

pub(super) const NO_FAILURES: Failures = [0; Operation::NAMES.len()];

impl Twinheap {
    /// Does what may fail for want of memory. If it does, everything has to be as it was, and it is done again.
    pub(super) fn sure<T>(
        &self,
        operation: Operation,
        mut action: impl FnMut() -> Result<T, OutOfMemory>,
    ) -> T {
        action().unwrap_or_else(|OutOfMemory| {
            self.note_failure(operation);
            self.note_shortfall(operation);
            self.without_failures(action).expect(NO_MEMORY)
        })
    }

    /// Does what takes several blocks, which are taken beforehand if a request may fail: then all of it is done or nothing.
    pub(super) fn at_once<T>(
        &self,
        sizes: impl IntoIterator<Item = usize>,
        action: impl FnOnce() -> Result<T, OutOfMemory>,
    ) -> Result<T, OutOfMemory> {
        if self.failing.get().is_none() {
            return action();
        }
        let sizes: Vec<usize> = sizes.into_iter().collect();
        self.heap.prepare(&sizes)?;
        let result = action();
        self.heap.settle();
        result
    }

    pub(super) fn note_failure(&self, operation: Operation) {
        let mut failures = self.failures.get();
        failures[operation as usize] += 1;
        self.failures.set(failures);
        let is_checked = failures[operation as usize] <= CHECKED_MAX;
        if is_checked
            && !self.heap.is_collecting()
            && let Err(broken) = self.heap.check_inside()
        {
            self.runtime.violated(violation(broken));
        }
    }

    /// Where steps take the blocks that they need beforehand, those suffice: none is asked for in the middle.
    fn note_shortfall(&self, operation: Operation) {
        let is_reserving =
            matches!(&self.fault, Some(Fault::Requests(requests)) if requests.reserving);
        let blocks_failed = self.heap.allocator().failures()[Point::Block as usize];
        let is_foreseen =
            !matches!(operation, Operation::Frame | Operation::Freeze | Operation::Unfreeze);
        if is_reserving && is_foreseen && blocks_failed > 0 {
            let name = Operation::NAMES[operation as usize];
            let found = format!("{name} asked for a block that its step had not reserved");
            self.runtime.violated(Violation { invariant: "reserved".to_owned(), found });
        }
    }

    /// Runs something that no step can be blamed for: its requests do not count, and do not take what a step reserved.
    pub(super) fn without_failures<T>(&self, action: impl FnOnce() -> T) -> T {
        let Some(failing) = self.failing.get() else { return action() };
        let left = match failing.first.checked_sub(self.heap.requests()) {
            None if failing.from_on => Some(0),
            left => left,
        };
        self.heap.fail(None);
        let shielded = self.heap.prepare(&[]);
        let result = action();
        if shielded.is_ok() {
            self.heap.settle();
        }
        self.fail(left.map(|first| Failing { first, ..failing }));
        result
    }

    /// Starts to count requests, so that the memory of what is always there is not among them.
    pub(super) fn arm(&self) {
        if let (Some(Fault::Requests(requests)), None) = (&self.fault, self.failing.get()) {
            let FailingRequests { first, from_on, .. } = *requests;
            self.fail(Some(Failing { first, from_on, system: true }));
        }
    }

    pub(super) fn disarm(&self) {
        self.fail(None);
    }

    /// The points of the heap where a request failed, and the operations that failed of it.
    pub(super) fn all_failures(&self) -> Vec<(&'static str, u64)> {
        let points = Point::ALL.map(Point::name).into_iter().zip(self.heap.allocator().failures());
        points.chain(Operation::NAMES.into_iter().zip(self.failures.get())).collect()
    }

    fn fail(&self, failing: Option<Failing>) {
        self.heap.fail(failing);
        let all =
            |failing: Failing| Failing { first: self.heap.requests() + failing.first, ..failing };
        self.failing.set(failing.map(all));
    }
}
