//! What happens when a count reaches zero (rule 2.2), and what a weak reference sees of it (section 3).

use crate::heap::{Event, Mark, Model};
use crate::object::{Body, Dict, Id, List, Ref, Weak};

impl Model {
    /// Deallocates an object whose count is zero, unless its finalizer resurrects it (`subtype_dealloc`, `list_dealloc`, …).
    pub(crate) fn deallocate(&mut self, id: Id) {
        self.note_frozen_death(id);
        self.untrack(id);
        if !self.object(id).body.in_trashcan() {
            return self.end(id);
        }
        if self.nesting >= self.profile.nesting_max {
            self.mark(Mark::Deferred);
            self.later.push(id);
            return;
        }
        self.nesting += 1;
        self.end(id);
        self.nesting -= 1;
        self.deallocate_later();
    }

    /// The outermost deallocation works off what had to wait, the newest first (`_PyTrash_thread_destroy_chain`).
    fn deallocate_later(&mut self) {
        if self.nesting > 0 || self.later.is_empty() {
            return;
        }
        self.nesting = 1;
        while let Some(id) = self.later.pop() {
            self.deallocate(id);
        }
        self.nesting = 0;
    }

    fn end(&mut self, id: Id) {
        if self.finalize_dying(id) {
            return;
        }
        self.clear_weak_references(id);
        self.release(id);
        let object = self.objects[id].take().expect("an object ends once (invariant R5)");
        self.identities.remove(&id);
        if self.is_collected(&object.body) {
            self.collector.counts[0] = self.collector.counts[0].saturating_sub(1);
        }
        self.trace.died.push(id);
    }

    /// Runs the finalizer of an object whose count is zero, with a count of one meanwhile; says whether that resurrected it
    /// (`PyObject_CallFinalizerFromDealloc`). The object is in the youngest generation while its finalizer runs.
    fn finalize_dying(&mut self, id: Id) -> bool {
        if !self.has_finalizer(id) {
            return false;
        }
        if self.object(id).finalized {
            self.mark(Mark::FinalizedBefore);
            return false;
        }
        let collected = self.is_collected(&self.object(id).body);
        if collected {
            self.append(List::Generation(0), id);
        }
        self.object_mut(id).count = 1;
        self.mark(Mark::Finalized);
        self.run_finalizer(id);
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

    /// Whether the class has `__del__`.
    pub(crate) fn has_finalizer(&self, id: Id) -> bool {
        match &self.object(id).body {
            Body::Instance(instance) => self.code.classes[instance.class].finalizer.is_some(),
            _ => false,
        }
    }

    /// Calls `__del__` and swallows what it raises (`slot_tp_finalize`).
    pub(crate) fn run_finalizer(&mut self, id: Id) {
        let Body::Instance(instance) = &self.object(id).body else { return };
        let class = instance.class;
        self.trace.events.push(Event::Finalized(id));
        self.hold(Ref::Object(id));
        self.call_ignoring(
            |code| code.classes[class].finalizer.as_ref().map(|function| (function, None)),
            Ref::Object(id),
        );
    }

    /// Clears every weak reference to a dying object, then calls their callbacks, the newest first
    /// (`PyObject_ClearWeakRefs`, rule 3.3), which they then no longer have. One that is dying itself is not called; several are held by a tuple until
    /// all were called.
    fn clear_weak_references(&mut self, id: Id) {
        let references = std::mem::take(&mut self.object_mut(id).weak_references);
        let mut due = Vec::new();
        for weak in references {
            self.forget_target(weak);
            let callback = self.weak_mut(weak).callback.take();
            due.extend(callback.map(|callback| (weak, callback)));
        }
        let held = due.len() > 1 || self.profile.single_callback_held;
        due.retain(|&(weak, _)| self.object(weak).count > 0);
        if held {
            due.iter().for_each(|&(weak, _)| self.hold(Ref::Object(weak)));
        }
        for &(weak, callback) in &due {
            self.mark(Mark::Callback);
            self.call_back(weak, callback);
        }
        if held {
            self.drop_all(due.into_iter().rev().map(|(weak, _)| Ref::Object(weak)));
        }
        for weak in std::mem::take(&mut self.object_mut(id).weak_references) {
            self.forget_target(weak);
        }
    }

    /// Calls the callback of a weak reference with it.
    pub(crate) fn call_back(&mut self, weak: Id, function: usize) {
        self.trace.events.push(Event::Callback(weak));
        self.hold(Ref::Object(weak));
        self.call_ignoring(
            |code| Some((&code.functions[function], Some(function))),
            Ref::Object(weak),
        );
    }

    /// Takes a weak reference's target away.
    pub(crate) fn forget_target(&mut self, weak: Id) {
        if self.weak_mut(weak).target.take().is_some() {
            self.trace.events.push(Event::Cleared(weak));
        }
    }

    pub(crate) fn weak(&self, id: Id) -> &Weak {
        match &self.object(id).body {
            Body::Weak(weak) => weak,
            other => unreachable!("o{id} is listed as a weak reference and is {other:?}"),
        }
    }

    pub(crate) fn weak_mut(&mut self, id: Id) -> &mut Weak {
        match &mut self.object_mut(id).body {
            Body::Weak(weak) => weak,
            other => unreachable!("o{id} is listed as a weak reference and is {other:?}"),
        }
    }

    /// Takes a weak reference off its target's list; its callback will never run.
    pub(crate) fn unlink_weak(&mut self, weak: Id) {
        if let Some(target) = self.weak_mut(weak).target.take() {
            self.mark(Mark::WeakReferenceDied);
            self.object_mut(target).weak_references.retain(|&other| other != weak);
        }
    }

    /// Drops the references that a dying object owns, in the order of its kind: lists and tuples from the last to the first.
    fn release(&mut self, id: Id) {
        match &self.object(id).body {
            Body::Weak(_) => self.unlink_weak(id),
            Body::Tuple { .. } => {
                if let Body::Tuple { items, .. } = &mut self.object_mut(id).body {
                    let items = std::mem::take(items);
                    self.drop_all(items.into_iter().rev());
                }
            }
            _ => self.clear(id),
        }
    }

    /// `tp_clear` and `clear()`: an object drops what it owns. It is empty before the first reference is dropped; an instance
    /// and a frame lose one at a time. Tuples have no `tp_clear`.
    pub(crate) fn clear(&mut self, id: Id) {
        match &mut self.object_mut(id).body {
            Body::Int(_) | Body::Float(_) | Body::Text(_) | Body::Tuple { .. } => {}
            Body::List(items) => {
                let items = std::mem::take(items);
                self.drop_all(items.into_iter().rev());
            }
            Body::Dict(dict) => {
                let dict = std::mem::take(dict);
                self.drop_items(dict);
            }
            Body::Set(table) => {
                let items = table.take();
                self.drop_all(items);
            }
            Body::Weak(weak) => {
                weak.callback = None;
                self.unlink_weak(id);
            }
            Body::Instance(_) => self.clear_instance(id),
            Body::Frame(locals) => {
                let locals = std::mem::take(locals);
                self.drop_all(locals.into_iter().flatten());
            }
        }
    }

    /// A dict drops its values in order of insertion; one that shares its class's keys, in the order of those.
    fn drop_items(&mut self, mut dict: Dict) {
        if let Some(class) = dict.shares_keys_of {
            self.sort_by_class(class, &mut dict.items);
        }
        self.drop_all(dict.items.into_iter().map(|(_, value)| value));
    }

    /// Slot after slot is emptied before its value is dropped (`subtype_clear`, `clear_slots`,
    /// `_PyObject_ClearInstanceAttributes`).
    fn clear_instance(&mut self, id: Id) {
        for (key, _) in self.attributes_in_order(id) {
            let value = self.take_entry(Ref::Object(id), &key);
            self.drop_all(value);
        }
        let Body::Instance(instance) = &mut self.object_mut(id).body else { return };
        if let Some(dict) = instance.dict.take() {
            self.drop_ref(Ref::Object(dict));
        }
    }

    fn note_frozen_death(&mut self, id: Id) {
        if self.object(id).list == Some(List::Permanent) {
            self.mark(Mark::FrozenDied);
        }
    }
}
