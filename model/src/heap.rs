//! The heap: objects, the references that count, and the collector's lists.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::code::{Code, Constant, Key};
use crate::collect::Collector;
use crate::object::{Body, Dict, Id, List, Object, Ref, Shared};
use crate::profile::Profile;

/// A Python heap, and the program that runs on it.
#[derive(Debug)]
pub struct Model {
    /// Which version's rules.
    pub profile: &'static Profile,
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
    /// One entry per object ever created; none once it is gone.
    pub(crate) objects: Vec<Option<Object>>,
    /// One entry per name: what it is bound to in the main block.
    pub(crate) globals: Vec<Option<Ref>>,
    /// One entry per constant of the text.
    pub(crate) constants: Vec<Ref>,
    /// The local variables of each call that is running, innermost last.
    pub(crate) frames: Vec<Vec<Option<Ref>>>,
    /// The evaluation stack: operands of the statements that are running, each a counted reference.
    pub(crate) stack: Vec<Ref>,
    /// The attributes that each class's instances share.
    pub(crate) shared_keys: Vec<SharedKeys>,
    /// The hashes of the objects that have been hashed by identity, and the last one given.
    pub(crate) identities: BTreeMap<Id, i64>,
    pub(crate) identity_next: i64,
    /// The nesting of deallocations, and the objects that wait because it was too deep.
    pub(crate) nesting: usize,
    pub(crate) later: Vec<Id>,
}

/// The names that the instances of a class share, in the order in which one first had them (S2; `Objects/dictobject.c`,
/// `_PyDict_NewKeysForClass`).
#[derive(Debug, Clone)]
pub(crate) struct SharedKeys {
    pub(crate) names: Vec<Key>,
    /// How many more there can be: 30 less the names, and less one for each instance made, down to one.
    pub(crate) usable: usize,
}

/// How steps are limited and made to fail.
#[derive(Debug, Clone)]
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

/// What happened, in order.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    /// The text printed.
    pub output: String,
    /// Exceptions that finalizers and callbacks raised, as a traceback's last line.
    pub ignored: Vec<String>,
    /// What happened to objects.
    pub events: Vec<Event>,
    /// The objects that are gone.
    pub died: Vec<Id>,
}

/// Something that the heap did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each says what happened to the object of that number")]
pub enum Event {
    Finalized(Id),
    Entered(usize),
    Callback(Id),
    Cleared(Id),
    Collected { generation: usize, collected: usize, uncollectable: usize },
}

/// Declares the marks with their names.
macro_rules! marks {
    ($($mark:ident $name:literal,)*) => {
        /// A behaviour that a program can reach, for those who ask what was tested.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[expect(missing_docs, reason = "each is named by `name`")]
        pub enum Mark { $($mark,)* }

        impl Mark {
            /// Every mark.
            pub const ALL: [Self; [$($name),*].len()] = [$(Self::$mark),*];

            /// What was reached, in words.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$mark => $name,)* }
            }
        }
    };
}

marks! {
    Finalized "finalized when its count reached zero",
    FinalizedByCollector "finalized by a collection",
    Resurrected "resurrected when its count reached zero",
    ResurrectedByCollector "resurrected during a collection",
    FinalizedBefore "died again after its finalizer had run",
    FinalizerRaised "a finalizer or callback raised an exception",
    Callback "callback of a dead object's weak reference",
    CallbackByCollector "callback of a weak reference to garbage",
    GarbageCallback "callback of a weak reference that is garbage itself: not called",
    CallbackFreed "weak reference dropped by its own callback during a collection",
    WeakReferenceShared "weak reference shared with an earlier one",
    WeakReferenceDied "weak reference died before its referent",
    DyingReferent "weak reference read while its referent is dying",
    TupleUntracked "tuple untracked by a collection",
    DictUntracked "dict untracked by a full collection",
    DictTracked "dict tracked by an insertion",
    Promoted "survivor moved to an older generation",
    SurvivorMoved "survivor that was reached late moved behind the others",
    Reclaimed "garbage cycle reclaimed",
    ClearedSurvivor "cleared garbage that something kept alive",
    Automatic "automatic collection",
    AutomaticFull "automatic full collection",
    Zealous "collection at an allocation out of zeal",
    QuarterRule "automatic full collection put off by the quarter rule",
    Nested "collection asked for during a collection",
    CollectedInFinalizer "collection inside a finalizer or callback",
    Frozen "object frozen",
    Unfrozen "object unfrozen",
    FrozenDied "frozen object died",
    Uncollectable "garbage kept by DEBUG_SAVEALL",
    DeepCall "finalizer or callback run nearly too deep to deallocate",
    Deferred "deallocation put off because it nested too deep",
    Repopulated "container filled again while it was being cleared",
    DictMaterialised "dict of an instance made",
    FrameKept "frame kept alive by an exception",
    RecursionError "recursion too deep",
    MemoryError "out of memory",
}

impl Model {
    /// An empty heap with the program loaded: one object for each constant that is not shared.
    #[must_use]
    pub fn new(profile: &'static Profile, code: Rc<Code>, limits: Limits) -> Self {
        let mut model = Self {
            profile,
            trace: Trace::default(),
            marks: [0; Mark::ALL.len()],
            collector: Collector::new(profile.thresholds),
            limits,
            objects: Vec::new(),
            globals: vec![None; code.names.len()],
            constants: Vec::new(),
            frames: Vec::new(),
            stack: Vec::new(),
            shared_keys: vec![SharedKeys { names: Vec::new(), usable: 30 }; code.classes.len()],
            identities: BTreeMap::new(),
            identity_next: 0,
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
            Constant::Float(value) => self.add_object(Body::Float(*value)),
            Constant::Text(value) => self.text(value.clone()),
            Constant::Tuple(items) if items.is_empty() => Ref::Shared(Shared::EmptyTuple),
            Constant::Tuple(items) => {
                let items: Vec<Ref> = items.iter().map(|&item| self.constants[item]).collect();
                items.iter().for_each(|&item| self.hold(item));
                self.add_object(Body::Tuple { items, constant: true })
            }
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

    /// The objects that are alive, with their names, in order.
    pub fn live_objects(&self) -> impl Iterator<Item = (Id, &Object)> {
        let objects = self.objects.iter().enumerate();
        objects.filter_map(|(id, object)| Some((id, object.as_ref()?)))
    }

    pub(crate) fn object_mut(&mut self, id: Id) -> &mut Object {
        self.objects[id].as_mut().expect("a reference points at a live object (invariant R2)")
    }

    /// What a reference points at, unless it is shared.
    #[must_use]
    pub fn body(&self, reference: Ref) -> Option<&Body> {
        match reference {
            Ref::Shared(_) => None,
            Ref::Object(id) => Some(&self.object(id).body),
        }
    }

    pub(crate) fn mark(&mut self, mark: Mark) {
        self.marks[mark as usize] += 1;
    }

    /// One more reference: `Py_INCREF`.
    pub(crate) fn hold(&mut self, reference: Ref) {
        if let Ref::Object(id) = reference {
            self.object_mut(id).count += 1;
        }
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

    pub(crate) fn drop_all(&mut self, references: impl IntoIterator<Item = Ref>) {
        references.into_iter().for_each(|reference| self.drop_ref(reference));
    }

    /// Creates an object that no collection can be started by: an atom, or something made before the program.
    pub(crate) fn add_object(&mut self, body: Body) -> Ref {
        let object =
            Object { count: 1, body, list: None, finalized: false, weak_references: Vec::new() };
        self.objects.push(Some(object));
        Ref::Object(self.objects.len() - 1)
    }

    /// Creates an object as the program's allocations do. For a container, a collection may run first, which does not know the
    /// new object (rule 4.5; `_PyObject_GC_Alloc`); then it is tracked, if its kind is at birth (rule 4.2).
    pub(crate) fn create(&mut self, body: Body) -> Ref {
        self.count_allocation(&body);
        self.place(body)
    }

    /// Counts an allocation of such an object, which may start a collection.
    pub(crate) fn count_allocation(&mut self, body: &Body) {
        if self.is_collected(body) {
            self.collector.counts[0] += 1;
            self.collect_if_due();
        }
    }

    /// Puts an object where it was allocated.
    pub(crate) fn place(&mut self, body: Body) -> Ref {
        let tracked = self.is_collected(&body) && self.tracked_at_birth(&body);
        let reference = self.add_object(body);
        if tracked && let Ref::Object(id) = reference {
            self.append(List::Generation(0), id);
        }
        reference
    }

    /// Whether objects like this have a header for the collector.
    pub(crate) fn is_collected(&self, body: &Body) -> bool {
        match body {
            Body::Instance(instance) => {
                let slots = self.code.classes[instance.class].slots.as_ref();
                self.profile.empty_slots_collected || slots.is_none_or(|slots| !slots.is_empty())
            }
            _ => body.is_container(),
        }
    }

    /// Rule 4.2.
    fn tracked_at_birth(&self, body: &Body) -> bool {
        match body {
            Body::Tuple { items, constant } => {
                !constant
                    && (self.profile.track_all_tuples
                        || items.iter().any(|&item| self.is_container(item)))
            }
            Body::Dict(dict) => {
                let holds = dict.items.iter().any(|&(_, value)| self.may_be_tracked(value));
                !self.profile.lazy_dicts || (holds && !self.is_embedded(dict))
            }
            _ => true,
        }
    }

    fn is_container(&self, reference: Ref) -> bool {
        match self.body(reference) {
            None => reference == Ref::Shared(Shared::EmptyTuple),
            Some(body) => self.is_collected(body),
        }
    }

    /// `_PyObject_GC_MAY_BE_TRACKED`: a container; but a tuple only if it is tracked.
    pub(crate) fn may_be_tracked(&self, reference: Ref) -> bool {
        match reference {
            Ref::Shared(_) => false,
            Ref::Object(id) => {
                let object = self.object(id);
                self.is_collected(&object.body)
                    && (object.list.is_some() || !matches!(object.body, Body::Tuple { .. }))
            }
        }
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

    /// The references that an object owns, in the order in which its traversal visits them (`tp_traverse`): lists and tuples
    /// from the last to the first.
    #[must_use]
    pub fn references(&self, id: Id) -> Vec<Ref> {
        match &self.object(id).body {
            Body::Int(_) | Body::Float(_) | Body::Text(_) | Body::Weak(_) => Vec::new(),
            Body::Tuple { items, .. } | Body::List(items) => items.iter().rev().copied().collect(),
            Body::Dict(dict) if self.is_embedded(dict) => Vec::new(),
            Body::Dict(dict) => self.values_in_order(dict),
            Body::Set(table) => table.items().collect(),
            Body::Instance(instance) => {
                let embedded = instance.dict.map(|dict| self.dict(dict));
                let embedded = embedded.filter(|dict| self.is_embedded(dict));
                let embedded = embedded.map_or_else(Vec::new, |dict| self.values_in_order(dict));
                let own = self.attributes_in_order(id).into_iter().map(|(_, value)| value);
                own.chain(embedded).chain(instance.dict.map(Ref::Object)).collect()
            }
            Body::Frame(locals) => locals.iter().flatten().copied().collect(),
        }
    }

    /// The values of a dict in the order in which it visits them.
    fn values_in_order(&self, dict: &Dict) -> Vec<Ref> {
        let mut items = dict.items.clone();
        if let Some(class) = dict.shares_keys_of {
            self.sort_by_class(class, &mut items);
        }
        items.into_iter().map(|(_, value)| value).collect()
    }

    /// The attributes that an instance holds itself, in the order in which they are dropped (rule 2.2, S2): slots by their
    /// names; others in the order in which the class first had them, or in order of insertion.
    #[must_use]
    pub fn attributes_in_order(&self, id: Id) -> Vec<(Key, Ref)> {
        let Body::Instance(instance) = &self.object(id).body else { return Vec::new() };
        let mut attributes = instance.attributes.clone();
        if self.code.classes[instance.class].slots.is_some() {
            attributes.sort_by_key(|(key, _)| match key {
                Key::Attribute(attribute) => &self.code.attributes[*attribute],
                Key::Int(_) | Key::Text(_) => unreachable!("an instance has only attributes"),
            });
        } else if self.profile.class_key_order {
            self.sort_by_class(instance.class, &mut attributes);
        }
        attributes
    }

    /// Sorts by the order in which instances of the class first had the attributes.
    pub(crate) fn sort_by_class(&self, class: usize, attributes: &mut [(Key, Ref)]) {
        let names = &self.shared_keys[class].names;
        attributes.sort_by_key(|(key, _)| names.iter().position(|other| other == key));
    }

    /// Proves that each count is the number of references that point at the object: from other objects, variables, constants,
    /// `gc.garbage`, operands.
    ///
    /// # Errors
    /// Names the first object whose count is wrong.
    pub fn audit(&self) -> Result<(), String> {
        let mut counts = vec![0; self.objects.len()];
        let mut count = |reference: Ref| {
            if let Ref::Object(id) = reference {
                counts[id] += 1;
            }
        };
        let frames = self.frames.iter().flatten().flatten();
        let roots = self.globals.iter().flatten().chain(frames).chain(&self.constants);
        roots.chain(&self.stack).chain(&self.collector.garbage).for_each(|&root| count(root));
        self.live_objects()
            .for_each(|(id, _)| self.references(id).into_iter().for_each(&mut count));
        match self.live_objects().find(|&(id, object)| object.count != counts[id]) {
            None => Ok(()),
            Some((id, object)) => {
                let kept = object.count;
                Err(format!("o{id} has count {kept}, but {} references point at it", counts[id]))
            }
        }
    }
}
