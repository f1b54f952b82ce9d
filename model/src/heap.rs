//! The heap: objects, the references that count, and which objects the collector knows.

use std::rc::Rc;

use crate::code::{Code, Constant};
use crate::collect::Collector;
use crate::object::{DICT, Dict, Id, Kind, Label, List, Object, Ref, Shared, Slot, Weak, slots};
use crate::profile::Profile;
use crate::trace::{Mark, Trace};

/// A Python heap, and the program that runs on it.
#[derive(Debug)]
pub struct Model {
    /// Which version's rules.
    pub profile: Profile,
    /// The program.
    pub code: Rc<Code>,
    /// What happened since it was last taken.
    pub trace: Trace,
    /// How often each mark was met, in the order of [`Mark::ALL`].
    pub marks: [u64; Mark::ALL.len()],
    /// The collector.
    pub collector: Collector,
    /// How steps are limited and made to fail.
    pub limits: Limits,
    /// One entry per name: what it is bound to in the main block.
    pub globals: Vec<Option<Ref>>,
    /// One entry per constant of the text, until they are taken.
    pub constants: Vec<Ref>,
    /// One entry per object ever created; none once it is gone.
    pub(crate) objects: Vec<Option<Object>>,
    /// The local variables of each call that is running, innermost last.
    pub(crate) frames: Vec<Vec<Option<Ref>>>,
    /// The evaluation stack: operands of the statements that are running, each a counted reference.
    pub(crate) stack: Vec<Ref>,
    /// The attributes that each class's instances share.
    pub(crate) shared_keys: Vec<SharedKeys>,
    /// The last hash that an object was given by identity.
    pub(crate) identity_hash: usize,
    /// The nesting of deallocations, and the objects that wait because it was too deep.
    pub(crate) nesting: usize,
    pub(crate) later: Vec<Id>,
}

/// The names that the instances of a class share, in the order in which one first had them (S2; `Objects/dictobject.c`,
/// `_PyDict_NewKeysForClass`).
#[derive(Debug, Clone)]
pub(crate) struct SharedKeys {
    pub(crate) names: Vec<Label>,
    /// How many more there can be: 30 less the names, and less one for each instance made, down to one.
    pub(crate) usable: usize,
}

/// How steps are limited and made to fail.
#[derive(Debug, Clone, Copy, Default)]
pub struct Limits {
    /// How many steps may be executed.
    pub steps_max: u64,
    /// How many were executed.
    pub steps: u64,
    /// Whether one more was to be executed.
    pub reached: bool,
    /// How deep calls may nest; the main block is level 1.
    pub recursion_max: usize,
    /// The number of the step that raises `MemoryError` instead of being executed.
    pub failing_step: Option<u64>,
}

impl Model {
    /// An empty heap with the program loaded: one object for each constant that is not shared.
    #[must_use]
    pub fn new(profile: Profile, code: Rc<Code>, limits: Limits) -> Self {
        let mut model = Self {
            profile,
            trace: Trace::default(),
            marks: [0; Mark::ALL.len()],
            collector: Collector::new(profile.thresholds),
            limits,
            globals: vec![None; code.names.len()],
            constants: Vec::new(),
            objects: Vec::new(),
            frames: Vec::new(),
            stack: Vec::new(),
            shared_keys: vec![SharedKeys { names: Vec::new(), usable: 30 }; code.classes.len()],
            identity_hash: 0,
            nesting: 0,
            later: Vec::new(),
            code: Rc::clone(&code),
        };
        for constant in &code.constants {
            let object = model.constant(constant);
            model.constants.push(object);
        }
        model
    }

    /// A constant is made before the program starts, and its code holds it (`Python/compile.c`, `merge_const_one`).
    fn constant(&mut self, constant: &Constant) -> Ref {
        match constant {
            Constant::None => Ref::Shared(Shared::None),
            Constant::Bool(value) => Ref::Shared(Shared::Bool(*value)),
            Constant::Int(value) => self.int(*value),
            Constant::Float(value) => self.add(Kind::Float(*value), Vec::new()),
            Constant::Text(value) => self.text(value.clone()),
            Constant::Tuple(items) if items.is_empty() => Ref::Shared(Shared::EmptyTuple),
            Constant::Tuple(items) => {
                let items: Vec<Ref> =
                    items.iter().map(|&item| self.held(self.constants[item])).collect();
                self.add(Kind::Tuple(true), slots(items))
            }
        }
    }

    /// An integer: small ones exist once (S13).
    pub(crate) fn int(&mut self, value: i128) -> Ref {
        match i16::try_from(value) {
            Ok(small) if value >= -5 && value <= self.profile.small_int_max => {
                Ref::Shared(Shared::Int(small))
            }
            _ => self.add(Kind::Int(value), Vec::new()),
        }
    }

    /// A text: the empty one and those of one character exist once.
    pub(crate) fn text(&mut self, value: String) -> Ref {
        match value.as_bytes() {
            [] => Ref::Shared(Shared::EmptyText),
            [code] => Ref::Shared(Shared::Character(*code)),
            _ => self.add(Kind::Text(value), Vec::new()),
        }
    }

    /// The object of that name, which is alive.
    ///
    /// # Panics
    /// If it is not.
    #[must_use]
    pub fn object(&self, id: Id) -> &Object {
        self.objects[id].as_ref().expect("a reference points at a live object (invariant R2)")
    }

    pub(crate) fn object_mut(&mut self, id: Id) -> &mut Object {
        self.objects[id].as_mut().expect("a reference points at a live object (invariant R2)")
    }

    /// The objects that are alive, with their names, in order.
    pub fn live_objects(&self) -> impl Iterator<Item = (Id, &Object)> {
        let objects = self.objects.iter().enumerate();
        objects.filter_map(|(id, object)| Some((id, object.as_ref()?)))
    }

    /// What a reference points at.
    #[must_use]
    pub fn kind(&self, reference: Ref) -> Kind {
        match reference {
            Ref::Object(id) => self.object(id).kind.clone(),
            Ref::Shared(Shared::None) => Kind::None,
            Ref::Shared(Shared::Bool(value)) => Kind::Bool(value),
            Ref::Shared(Shared::Int(value)) => Kind::Int(i128::from(value)),
            Ref::Shared(Shared::EmptyText) => Kind::Text(String::new()),
            Ref::Shared(Shared::Character(code)) => Kind::Text(char::from(code).to_string()),
            Ref::Shared(Shared::EmptyTuple) => Kind::Tuple(true),
        }
    }

    /// What the object of a reference holds, in the order of its slots.
    pub(crate) fn items(&self, reference: Ref) -> Vec<Ref> {
        reference.id().map_or_else(Vec::new, |id| self.object(id).items().collect())
    }

    pub(crate) fn dict_mut(&mut self, id: Id) -> &mut Dict {
        match &mut self.object_mut(id).kind {
            Kind::Dict(dict) => dict,
            other => unreachable!("o{id} is used as a dict and is {other:?}"),
        }
    }

    pub(crate) fn weak(&mut self, id: Id) -> &mut Weak {
        match &mut self.object_mut(id).kind {
            Kind::Weak(weak) => weak,
            other => unreachable!("o{id} is listed as a weak reference and is {other:?}"),
        }
    }

    /// The `__dict__` of an instance, if it has one: then that holds its attributes.
    #[must_use]
    pub fn instance_dict(&self, id: Id) -> Option<Id> {
        match self.object(id).slots.first() {
            Some(Some((DICT, dict))) => dict.id(),
            _ => None,
        }
    }

    pub(crate) fn mark(&mut self, mark: Mark) {
        self.marks[mark as usize] += 1;
    }

    /// One more reference: `Py_INCREF`.
    pub(crate) fn held(&mut self, reference: Ref) -> Ref {
        if let Ref::Object(id) = reference {
            self.object_mut(id).count += 1;
        }
        reference
    }

    /// One reference less: `Py_DECREF`. An object whose count is zero dies at once (rule 2.1).
    pub(crate) fn drop_ref(&mut self, reference: Ref) {
        if let Ref::Object(id) = reference {
            let object = self.object_mut(id);
            object.count -= 1;
            if object.count == 0 {
                self.deallocate(id);
            }
        }
    }

    /// One reference less to each, in that order.
    pub fn drop_all(&mut self, references: impl IntoIterator<Item = Ref>) {
        references.into_iter().for_each(|reference| self.drop_ref(reference));
    }

    /// Creates an object that no collection can be started by: an atom, or something made before the program.
    pub(crate) fn add(&mut self, kind: Kind, slots: Vec<Slot>) -> Ref {
        self.objects.push(Some(Object::new(kind, slots)));
        Ref::Object(self.objects.len() - 1)
    }

    /// Creates an object as the program's allocations do. For a container, a collection may run first, which does not know the
    /// new object (rule 4.5; `_PyObject_GC_Alloc`); then it is tracked, if its kind is at birth (rule 4.2).
    pub(crate) fn create(&mut self, kind: Kind, slots: Vec<Slot>) -> Ref {
        self.count_allocation(&kind);
        self.place(kind, slots)
    }

    /// Counts an allocation, which may start a collection.
    pub(crate) fn count_allocation(&mut self, kind: &Kind) {
        if self.is_collected(kind) {
            self.collector.counts[0] += 1;
            self.collect_if_due();
        }
    }

    /// Puts an object where it was allocated.
    pub(crate) fn place(&mut self, kind: Kind, slots: Vec<Slot>) -> Ref {
        let tracked = self.is_collected(&kind) && self.is_tracked_at_birth(&kind, &slots);
        let reference = self.add(kind, slots);
        if tracked {
            self.append(List::Generation(0), reference.object());
        }
        reference
    }

    /// Whether objects like this have a header for the collector (S4).
    pub(crate) fn is_collected(&self, kind: &Kind) -> bool {
        match kind {
            Kind::Instance(class) => {
                let slots = self.code.classes[*class].slots.as_ref();
                self.profile.empty_slots_collected || slots.is_none_or(|slots| !slots.is_empty())
            }
            _ => kind.is_container(),
        }
    }

    /// Rule 4.2 (S11, S12).
    fn is_tracked_at_birth(&self, kind: &Kind, slots: &[Slot]) -> bool {
        let mut items = slots.iter().flatten().map(|&(_, item)| item);
        match kind {
            Kind::Tuple(true) => false,
            Kind::Tuple(false) => {
                self.profile.track_all_tuples
                    || items.any(|item| self.is_collected(&self.kind(item)))
            }
            Kind::Dict(_) => {
                !self.profile.lazy_dicts
                    || (!self.is_embedded(kind) && items.any(|item| self.may_be_tracked(item)))
            }
            _ => true,
        }
    }

    /// S3: whether the values of a dict lie in an instance, which then visits them; such a dict is not tracked.
    pub(crate) fn is_embedded(&self, kind: &Kind) -> bool {
        matches!(kind, Kind::Dict(Dict { shares_keys_of: Some(_), .. }))
            && !self.profile.instance_dicts_tracked
    }

    /// `_PyObject_GC_MAY_BE_TRACKED`: a container; but a tuple only if it is tracked.
    pub(crate) fn may_be_tracked(&self, reference: Ref) -> bool {
        reference.id().map(|id| self.object(id)).is_some_and(|object| {
            self.is_collected(&object.kind)
                && (object.list.is_some() || !matches!(object.kind, Kind::Tuple(_)))
        })
    }

    /// Puts an object at the end of a list, taking it from the list that it was on.
    pub(crate) fn append(&mut self, list: List, id: Id) {
        self.untrack(id);
        self.object_mut(id).list = Some(list);
        self.collector.list_mut(list).push(id);
    }

    /// Takes an object off the collector's lists.
    pub(crate) fn untrack(&mut self, id: Id) {
        if let Some(list) = self.object_mut(id).list.take() {
            let list = self.collector.list_mut(list);
            let index = list.iter().rposition(|&other| other == id);
            list.remove(index.expect("a tracked object is on its list (invariant G1)"));
        }
    }

    /// What an object owns, in the order in which its death drops it (rule 2.2): items of lists and tuples from the last to
    /// the first, slots by their names, attributes in the order in which the class first had them (S2), all else as it lies.
    #[must_use]
    pub fn owned(&self, id: Id) -> Vec<(Label, Ref)> {
        let object = self.object(id);
        let mut owned: Vec<(Label, Ref)> = object.slots.iter().flatten().copied().collect();
        match object.kind {
            Kind::Tuple(_) | Kind::List => owned.reverse(),
            Kind::Instance(class) if self.code.classes[class].slots.is_some() => {
                owned.sort_by_key(|&(label, _)| self.code.text(label));
            }
            Kind::Instance(class) | Kind::Dict(Dict { shares_keys_of: Some(class), .. })
                if self.profile.class_key_order && owned.len() > 1 =>
            {
                let names = &self.shared_keys[class].names;
                owned.sort_by_key(|(label, _)| names.iter().position(|name| name == label));
            }
            _ => {}
        }
        owned
    }

    /// The references that an object's traversal visits, in that order (`tp_traverse`): those that it owns, and an instance
    /// also those that its `__dict__` owns in its place (S3).
    #[must_use]
    pub fn references(&self, id: Id) -> Vec<Ref> {
        let own = self.owned(id).into_iter().map(|(_, item)| item);
        if self.profile.instance_dicts_tracked {
            return own.collect();
        }
        match self.instance_dict(id) {
            _ if self.is_embedded(&self.object(id).kind) => Vec::new(),
            Some(dict) if self.is_embedded(&self.object(dict).kind) => {
                self.owned(dict).into_iter().map(|(_, item)| item).chain(own).collect()
            }
            _ => own.collect(),
        }
    }

    /// Proves that each count is the number of references that point at the object: from other objects, variables, constants,
    /// `gc.garbage`, operands.
    ///
    /// # Errors
    /// Names the first object whose count is wrong.
    pub fn audit(&self) -> Result<(), String> {
        let mut counts = vec![0; self.objects.len()];
        let variables = self.globals.iter().chain(self.frames.iter().flatten()).flatten();
        let roots = variables.chain(&self.constants).chain(&self.stack);
        let inside = self.live_objects().flat_map(|(id, _)| self.references(id));
        roots.chain(&self.collector.garbage).copied().chain(inside).for_each(|reference| {
            reference.id().into_iter().for_each(|id| counts[id] += 1);
        });
        match self.live_objects().find(|&(id, object)| object.count != counts[id]) {
            None => Ok(()),
            Some((id, object)) => Err(format!(
                "o{id} has count {}, but {} references point at it",
                object.count, counts[id]
            )),
        }
    }
}
