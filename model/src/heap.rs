//! The heap: objects, the references that count, and which objects the collector knows.

use std::rc::Rc;

use crate::code::{Code, Function};
use crate::collect::Collector;
use crate::object::{DICT, Dict, Entry, Id, Kind, Label, List, Object, SHARED, Slot, Weak, slots};
use crate::profile::Profile;
use crate::trace::{Mark, Met, Trace, Within};

/// How many objects there is room for from the start: as many as a short program creates.
const OBJECTS_EXPECTED: usize = 64;

/// A Python heap, and the program that runs on it.
#[derive(Debug)]
pub struct Model {
    /// Which version's rules.
    pub profile: Profile,
    /// The program.
    pub code: Rc<Code>,
    /// How its results are put into words.
    pub words: &'static dyn Words,
    /// What happened since it was last taken.
    pub trace: Trace,
    /// How often each mark was met.
    pub met: Met,
    /// What is under way.
    pub(crate) within: Within,
    /// The collector.
    pub collector: Collector,
    /// How steps are limited and made to fail.
    pub limits: Limits,
    /// One entry per name: what it is bound to in the main block.
    pub globals: Vec<Option<Id>>,
    /// One entry per constant of the text, until they are taken.
    pub constants: Vec<Id>,
    /// One entry per object ever created; none once it is gone. Private, so that no change of one is missed.
    objects: Vec<Option<Object>>,
    /// What [`Object::changed`] is set to: whoever wants to know what changes from now on counts it up.
    pub moment: u64,
    /// One entry per shared object that the program has met.
    shared: Vec<Object>,
    /// The local variables of each call that is running, innermost last.
    pub(crate) frames: Vec<Vec<Option<Id>>>,
    /// The evaluation stack: operands of the statements that are running, each a counted reference.
    pub(crate) stack: Vec<Id>,
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
#[derive(Debug, Clone, Default)]
pub struct Limits {
    /// How many steps may be executed.
    pub steps_max: u64,
    /// How many were executed.
    pub steps: u64,
    /// Whether one more was to be executed.
    pub reached: bool,
    /// How deep calls may nest; the main block is level 1.
    pub recursion_max: usize,
    /// The numbers of the steps that raise `MemoryError` instead of being executed.
    pub failing_steps: Vec<u64>,
    /// The numbers of the collections that do not run for lack of memory.
    pub failing_collections: Vec<u64>,
}

/// How Python calls and writes things. That is no matter of memory, so whoever runs a model says it.
pub trait Words: std::fmt::Debug {
    /// `str(x)`; nothing if its containers nest deeper than that.
    fn str(&self, model: &Model, id: Id, depth_max: usize) -> Option<String>;

    /// `repr` of a key.
    fn key(&self, key: &Kind) -> String;

    /// `type(x).__name__`
    fn type_name(&self, model: &Model, id: Id) -> String;

    /// The type in messages: with its module where the type's own name has one.
    fn full_type_name(&self, model: &Model, id: Id) -> String;

    /// What `TypeError` says of a call with so many arguments.
    fn wrong_arguments(&self, code: &Code, function: &Function, given: usize) -> String;
}

impl Model {
    /// An empty heap with the program loaded: one object for each constant that is not shared.
    #[must_use]
    pub fn new(
        profile: Profile,
        code: Rc<Code>,
        words: &'static dyn Words,
        limits: Limits,
    ) -> Self {
        let mut model = Self {
            profile,
            words,
            trace: Trace::default(),
            met: Met::default(),
            within: Within::default(),
            collector: Collector {
                enabled: true,
                automatic: true,
                thresholds: profile.thresholds,
                ..Collector::default()
            },
            limits,
            globals: vec![None; code.names.len()],
            constants: Vec::new(),
            objects: Vec::with_capacity(OBJECTS_EXPECTED),
            moment: 0,
            shared: vec![Object::new(Kind::None, Vec::new())],
            frames: Vec::new(),
            stack: Vec::new(),
            shared_keys: vec![SharedKeys { names: Vec::new(), usable: 30 }; code.classes.len()],
            identity_hash: 0,
            nesting: 0,
            later: Vec::new(),
            code: Rc::clone(&code),
        };
        // Constants are made before the program starts, and never tracked (`Python/compile.c`, `merge_const_one`).
        for (kind, items) in &code.constants {
            let items = model.all_held(items.iter().map(|&item| model.constants[item]).collect());
            let object = match items.is_empty() {
                true => model.atom(kind.clone()),
                false => model.add(kind.clone(), slots(items)),
            };
            model.constants.push(object);
        }
        model
    }

    /// An atom or the empty tuple: some exist once (S13; `Objects/longobject.c` `_PyLong_GetZero` and neighbours,
    /// `Objects/unicodeobject.c` `get_latin1_char`, `Objects/tupleobject.c` `tuple_get_empty`).
    pub(crate) fn atom(&mut self, kind: Kind) -> Id {
        let is_shared = match &kind {
            Kind::Int(value) => (-5..=self.profile.small_int_max).contains(value),
            Kind::Text(text) => text.len() < 2,
            kind => !matches!(kind, Kind::Float(_)),
        };
        if !is_shared {
            return self.add(kind, Vec::new());
        }
        let place = self.shared.iter().position(|object| object.kind == kind);
        if place.is_none() {
            self.shared.push(Object::new(kind, Vec::new()));
        }
        SHARED + place.unwrap_or(self.shared.len() - 1)
    }

    /// The object of that name, which is alive.
    ///
    /// # Panics
    /// If it is not.
    #[must_use]
    pub fn object(&self, id: Id) -> &Object {
        let object = match id.checked_sub(SHARED) {
            Some(place) => self.shared.get(place),
            None => self.objects[id].as_ref(),
        };
        object.expect("a reference points at a live object (invariant R2)")
    }

    pub(crate) fn object_mut(&mut self, id: Id) -> &mut Object {
        let object = match id.checked_sub(SHARED) {
            Some(place) => self.shared.get_mut(place),
            None => self.objects[id].as_mut(),
        };
        let object = object.expect("a reference points at a live object (invariant R2)");
        object.changed = self.moment;
        object
    }

    /// Takes away an object that has come to its end.
    pub(crate) fn remove(&mut self, id: Id) -> Object {
        self.objects[id].take().expect("an object ends once (invariant R5)")
    }

    /// How many objects were ever created.
    pub(crate) fn objects_created(&self) -> usize {
        self.objects.len()
    }

    /// The objects that are alive, with their names, in order.
    pub fn live_objects(&self) -> impl Iterator<Item = (Id, &Object)> {
        let objects = self.objects.iter().enumerate();
        objects.filter_map(|(id, object)| Some((id, object.as_ref()?)))
    }

    /// What an object is.
    #[must_use]
    pub fn kind(&self, id: Id) -> &Kind {
        &self.object(id).kind
    }

    /// What an object holds, in the order of its slots.
    pub(crate) fn items(&self, id: Id) -> Vec<Id> {
        self.object(id).items().collect()
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
        let first = self.object(id).slots.first().copied().flatten();
        first.filter(|&(label, _)| label == DICT).map(|(_, dict)| dict)
    }

    pub(crate) fn mark(&mut self, mark: Mark) {
        self.met.add(mark, self.within);
    }

    /// Does something in the course of something.
    pub(crate) fn within<T>(&mut self, within: Within, action: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.within;
        self.within = before.and(within);
        let result = action(self);
        self.within = before;
        result
    }

    /// One more reference: `Py_INCREF`.
    pub(crate) fn held(&mut self, id: Id) -> Id {
        if id < SHARED {
            self.object_mut(id).count += 1;
        }
        id
    }

    pub(crate) fn all_held(&mut self, ids: Vec<Id>) -> Vec<Id> {
        ids.into_iter().map(|id| self.held(id)).collect()
    }

    /// One reference less: `Py_DECREF`. An object whose count is zero dies at once (rule 2.1).
    pub(crate) fn drop_ref(&mut self, id: Id) {
        if id < SHARED {
            let object = self.object_mut(id);
            object.count -= 1;
            if object.count == 0 {
                self.deallocate(id);
            }
        }
    }

    /// One reference less to each, in that order.
    pub fn drop_all(&mut self, ids: impl IntoIterator<Item = Id>) {
        ids.into_iter().for_each(|id| self.drop_ref(id));
    }

    /// Creates an object that no collection can be started by: an atom, or something made before the program.
    pub(crate) fn add(&mut self, kind: Kind, slots: Vec<Slot>) -> Id {
        self.objects.push(Some(Object { changed: self.moment, ..Object::new(kind, slots) }));
        self.objects.len() - 1
    }

    /// Creates an object as the program's allocations do. For a container, a collection may run first, which does not know the
    /// new object (rule 4.5; `_PyObject_GC_Alloc`); then it is tracked, if its kind is at birth (rule 4.2).
    pub(crate) fn create(&mut self, kind: Kind, slots: Vec<Slot>) -> Id {
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
    pub(crate) fn place(&mut self, kind: Kind, slots: Vec<Slot>) -> Id {
        let tracked = self.is_collected(&kind) && self.is_tracked_at_birth(&kind, &slots);
        let id = self.add(kind, slots);
        if tracked {
            self.append(0, id);
        }
        id
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
            Kind::Tuple => {
                self.profile.track_all_tuples
                    || items.any(|item| self.is_collected(self.kind(item)))
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
    pub(crate) fn may_be_tracked(&self, id: Id) -> bool {
        let object = self.object(id);
        let is_tuple = matches!(object.kind, Kind::Tuple);
        self.is_collected(&object.kind) && (object.list.is_some() || !is_tuple)
    }

    /// Puts an object at the end of a list, taking it from the list that it was on.
    pub(crate) fn append(&mut self, list: List, id: Id) {
        self.untrack(id);
        self.object_mut(id).list = Some(list);
        self.collector.lists[list].push(id);
    }

    /// Takes an object off the collector's lists.
    pub(crate) fn untrack(&mut self, id: Id) {
        if let Some(list) = self.object_mut(id).list.take() {
            let list = &mut self.collector.lists[list];
            let index = list.iter().rposition(|&other| other == id);
            list.remove(index.expect("a tracked object is on its list (invariant G1)"));
        }
    }

    /// What an object owns, in the order in which its death drops it (rule 2.2): items of lists and tuples from the last to
    /// the first, slots by their names, attributes in the order in which the class first had them (S2), all else as it lies.
    #[must_use]
    pub fn owned(&self, id: Id) -> Vec<Entry> {
        let object = self.object(id);
        let mut owned: Vec<Entry> = object.entries().collect();
        match object.kind {
            Kind::Tuple | Kind::List => owned.reverse(),
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
    pub fn references(&self, id: Id) -> Vec<Entry> {
        let is_embedded = |id: &Id| self.is_embedded(self.kind(*id));
        let mut references = if is_embedded(&id) { Vec::new() } else { self.owned(id) };
        if let Some(dict) = self.instance_dict(id).filter(is_embedded) {
            references.splice(0..0, self.owned(dict));
        }
        references
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
        let inside =
            self.live_objects().flat_map(|(id, _)| self.references(id)).map(|entry| entry.1);
        let all = roots.chain(&self.collector.garbage).copied().chain(inside);
        all.filter(|&id| id < SHARED).for_each(|id| counts[id] += 1);
        match self.live_objects().find(|&(id, object)| object.count != counts[id]) {
            None => Ok(()),
            Some((id, object)) => Err(format!(
                "o{id} has count {}, but {} references point at it",
                object.count, counts[id]
            )),
        }
    }
}
