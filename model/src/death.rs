//! What happens when a count reaches zero (rule 2.2), and what a weak reference sees of it (section 3).

use crate::heap::Model;
use crate::object::{Dict, FINALIZED, Id, Kind, PERMANENT, UNREACHABLE};
use crate::trace::{Event, Mark, Within};

impl Model {
    /// Deallocates an object whose count is zero, unless its finalizer resurrects it (`subtype_dealloc`, `list_dealloc`, …).
    /// Too deep inside others it has to wait (S18, rule 2.5; `Py_TRASHCAN_BEGIN`).
    pub(crate) fn deallocate(&mut self, id: Id) {
        let object = self.object(id);
        let nests = object.kind.is_container() && !matches!(object.kind, Kind::Weak(_));
        match object.list {
            Some(PERMANENT) => self.mark(Mark::FrozenDied),
            Some(UNREACHABLE | FINALIZED) if !self.within.has(Within::CLEARING) => {
                self.mark(Mark::GarbageDied);
            }
            _ => {}
        }
        self.untrack(id);
        if !nests {
            return self.end(id);
        }
        if self.nesting >= self.profile.nesting_max {
            self.mark(Mark::Deferred);
            return self.later.push(id);
        }
        self.nesting += 1;
        self.end(id);
        self.nesting -= 1;
        if self.nesting == 0 && !self.later.is_empty() {
            // The outermost one works off what had to wait, the newest first (`_PyTrash_thread_destroy_chain`).
            self.nesting = 1;
            while let Some(id) = self.later.pop() {
                self.within(Within::DEFERRED, |model| model.deallocate(id));
            }
            self.nesting = 0;
        }
    }

    fn end(&mut self, id: Id) {
        if self.finalize_dying(id) {
            return;
        }
        self.clear_weak_references(id);
        self.within(Within::DEATH, |model| model.release(id));
        let object = self.remove(id);
        if self.is_collected(&object.kind) {
            self.collector.counts[0] = self.collector.counts[0].saturating_sub(1);
        }
        self.trace.died.push(id);
    }

    /// Runs the finalizer of an object whose count is zero, with a count of one meanwhile; says whether that resurrected it
    /// (`PyObject_CallFinalizerFromDealloc`). The object is in the youngest generation while its finalizer runs.
    fn finalize_dying(&mut self, id: Id) -> bool {
        let Some(finalizer) = self.finalizer(id) else { return false };
        if self.object(id).finalized {
            self.mark(Mark::FinalizedBefore);
            return false;
        }
        let collected = self.is_collected(&self.object(id).kind);
        if collected {
            self.append(0, id);
        }
        self.object_mut(id).count = 1;
        self.mark(Mark::Finalized);
        self.call_ignoring(Event::Finalized(id), finalizer, id);
        let object = self.object_mut(id);
        object.finalized = collected;
        object.count -= 1;
        if object.count > 0 {
            self.mark(Mark::Resurrected);
            return true;
        }
        self.untrack(id);
        false
    }

    /// `__del__` of the class, if it has one.
    pub(crate) fn finalizer(&self, id: Id) -> Option<usize> {
        match self.object(id).kind {
            Kind::Instance(class) => self.code.classes[class].finalizer,
            _ => None,
        }
    }

    /// Clears every weak reference to a dying object, then calls their callbacks, the newest first, which they then no longer
    /// have (`PyObject_ClearWeakRefs`, rule 3.3). One that is dying itself is not called; several are held by a tuple until all
    /// were called.
    fn clear_weak_references(&mut self, id: Id) {
        let mut due = Vec::new();
        for weak in self.object(id).weak_references.clone() {
            self.clear_weak(weak);
            let callback = self.weak(weak).callback.take();
            due.extend(callback.map(|callback| (weak, callback)));
        }
        let held = due.len() > 1 || self.profile.single_callback_held;
        due.retain(|&(weak, _)| self.object(weak).count > 0);
        if held {
            due.iter().for_each(|&(weak, _)| _ = self.held(weak));
        }
        for &(weak, callback) in &due {
            self.mark(Mark::Callback);
            self.call_ignoring(Event::Callback(weak), callback, weak);
        }
        if held {
            self.drop_all(due.into_iter().rev().map(|(weak, _)| weak));
        }
        for weak in self.object(id).weak_references.clone() {
            self.clear_weak(weak);
        }
    }

    /// A weak reference no longer has its target, nor its target it: says whether it had one.
    fn unlink(&mut self, weak: Id) -> bool {
        let Some(target) = self.weak(weak).target.take() else { return false };
        self.object_mut(target).weak_references.retain(|&other| other != weak);
        true
    }

    /// A weak reference loses its target because that is gone, or about to be.
    pub(crate) fn clear_weak(&mut self, weak: Id) {
        if self.unlink(weak) {
            self.mark(Mark::Cleared);
            self.trace.events.push(Event::Cleared(weak));
        }
    }

    /// `tp_clear` and `clear()`: an object drops what it owns. Tuples have no `tp_clear`.
    pub(crate) fn clear(&mut self, id: Id) {
        if !matches!(self.object(id).kind, Kind::Tuple) {
            self.release(id);
        }
    }

    /// Drops what an object owns, which is empty before the first reference is dropped; an instance loses one at a time
    /// (`subtype_clear`, `clear_slots`, `_PyObject_ClearInstanceAttributes`). The callback of a weak reference will never run.
    fn release(&mut self, id: Id) {
        let owned = self.owned(id);
        let object = self.object_mut(id);
        match &mut object.kind {
            Kind::Instance(_) => {
                for (label, _) in owned {
                    let item = self.object_mut(id).take(label);
                    self.drop_all(item);
                }
                return;
            }
            Kind::Weak(weak) => {
                let callback = weak.callback.take();
                if self.unlink(id) {
                    self.mark(Mark::WeakReferenceDied);
                    callback.iter().for_each(|_| self.mark(Mark::CallbackLost));
                }
                return;
            }
            Kind::Dict(dict) => *dict = Dict::default(),
            Kind::Set(finger) => *finger = 0,
            _ => {}
        }
        object.slots.clear();
        self.drop_all(owned.into_iter().map(|(_, item)| item));
    }
}
