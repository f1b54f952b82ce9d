//! A complete subject that is as simple as can be: objects in a vector, roots counted by the references that the interpreter
//! holds, and a collector that marks from them and sweeps the rest.
//!
//! It is what someone starts from who brings a heap of their own. Nothing dies before a collection, so the contract leaves
//! out all that CPython's reference counts decide.

use std::cell::RefCell;
use std::rc::Rc;

use twinheap::heaps::subject::{Equal, Subject, View};
use twinheap::heaps::{
    Contract, Event, Id, Kind, ObjectState, Observation, Reference, Runtime, Settings, Shared,
};
use twinheap::program::{Attribute, ClassId, FunctionId, Key, Program};

pub(crate) struct Marking {
    arena: Rc<Arena>,
    runtime: Runtime<Marking>,
}

#[derive(Default)]
struct Arena {
    objects: RefCell<Vec<Option<Object>>>,
    /// How many references the interpreter holds to each object.
    roots: RefCell<Vec<u32>>,
}

struct Object {
    body: Body,
    finalized: bool,
}

/// What an object holds, other objects by what they are called.
#[derive(Clone)]
enum Body {
    Int(i128),
    Float(f64),
    Text(String),
    Tuple(Vec<Reference>),
    List(Vec<Reference>),
    Dict(Vec<(Key, Reference)>),
    Set(Vec<(i64, Reference)>),
    Instance(ClassId, Vec<(Attribute, Reference)>),
    WeakReference { referent: Option<Id>, callback: Option<FunctionId> },
    Frame(Vec<Option<Reference>>),
}

/// A root: counted where it is an object.
pub(crate) struct Root {
    arena: Rc<Arena>,
    reference: Reference,
}

impl Clone for Root {
    fn clone(&self) -> Self {
        Self::new(&self.arena, self.reference)
    }
}

impl Drop for Root {
    fn drop(&mut self) {
        if let Reference::Object(id) = self.reference {
            self.arena.roots.borrow_mut()[index(id)] -= 1;
        }
    }
}

impl Root {
    fn new(arena: &Rc<Arena>, reference: Reference) -> Self {
        if let Reference::Object(id) = reference {
            arena.roots.borrow_mut()[index(id)] += 1;
        }
        Self { arena: Rc::clone(arena), reference }
    }
}

fn index(Id(number): Id) -> usize {
    usize::try_from(number).expect("an index fits")
}

fn id(index: usize) -> Id {
    Id(u32::try_from(index).expect("a program makes few objects"))
}

impl Body {
    fn referents(&self) -> Vec<Reference> {
        match self {
            Self::Int(_) | Self::Float(_) | Self::Text(_) | Self::WeakReference { .. } => vec![],
            Self::Tuple(items) | Self::List(items) => items.clone(),
            Self::Dict(items) => items.iter().map(|(_, value)| *value).collect(),
            Self::Set(items) => items.iter().map(|(_, item)| *item).collect(),
            Self::Instance(_, attributes) => attributes.iter().map(|(_, value)| *value).collect(),
            Self::Frame(locals) => locals.iter().flatten().copied().collect(),
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Self::Int(_) => Kind::Int,
            Self::Float(_) => Kind::Float,
            Self::Text(_) => Kind::Text,
            Self::Tuple(_) => Kind::Tuple,
            Self::List(_) => Kind::List,
            Self::Dict(_) => Kind::Dict,
            Self::Set(_) => Kind::Set,
            Self::Instance(..) => Kind::Instance,
            Self::WeakReference { .. } => Kind::WeakReference,
            Self::Frame(_) => Kind::Frame,
        }
    }
}

impl Marking {
    fn root(&self, reference: Reference) -> Root {
        Root::new(&self.arena, reference)
    }

    fn create(&self, body: Body) -> Root {
        let mut objects = self.arena.objects.borrow_mut();
        let id = id(objects.len());
        objects.push(Some(Object { body, finalized: false }));
        self.arena.roots.borrow_mut().push(0);
        self.root(Reference::Object(id))
    }

    /// Looks at, or changes, what an object holds.
    fn with<T>(&self, root: &Root, action: impl FnOnce(&mut Body) -> T) -> T {
        let Reference::Object(id) = root.reference else { panic!("shared objects hold nothing") };
        let mut objects = self.arena.objects.borrow_mut();
        action(&mut objects[index(id)].as_mut().expect("roots keep objects").body)
    }

    fn body(&self, root: &Root) -> Body {
        match root.reference {
            Reference::Object(_) => self.with(root, |body| body.clone()),
            _ => Body::Tuple(vec![]),
        }
    }

    /// Which objects can be reached from the roots.
    fn marked(&self) -> Vec<bool> {
        let objects = self.arena.objects.borrow();
        let mut marked = vec![false; objects.len()];
        let roots = self.arena.roots.borrow();
        let mut waiting: Vec<usize> = (0..objects.len()).filter(|&root| roots[root] > 0).collect();
        while let Some(object) = waiting.pop() {
            if !std::mem::replace(&mut marked[object], true) {
                let body = &objects[object].as_ref().expect("reachable objects exist").body;
                waiting.extend(body.referents().iter().filter_map(|referent| match referent {
                    Reference::Object(id) => Some(index(*id)),
                    _ => None,
                }));
            }
        }
        marked
    }

    fn unreachable(&self) -> Vec<usize> {
        let marked = self.marked();
        let objects = self.arena.objects.borrow();
        (0..marked.len()).filter(|&it| objects[it].is_some() && !marked[it]).collect()
    }

    /// Clears the weak references to `dead` objects, and returns those that have a callback to be called.
    fn clear_weak_references(&self, dead: &[usize]) -> Vec<(FunctionId, Root)> {
        let mut callbacks = Vec::new();
        for (number, object) in self.arena.objects.borrow_mut().iter_mut().enumerate() {
            let Some(Object { body: Body::WeakReference { referent, callback }, .. }) = object
            else {
                continue;
            };
            if referent.is_some_and(|id| dead.contains(&index(id))) {
                *referent = None;
                let id = id(number);
                self.runtime.event(Event::Cleared(id));
                if !dead.contains(&number) {
                    callbacks.extend(callback.map(|it| (it, self.root(Reference::Object(id)))));
                }
            }
        }
        callbacks
    }

    fn finalize(&self, dead: &[usize]) {
        for &number in dead {
            let class = {
                let mut objects = self.arena.objects.borrow_mut();
                match &mut objects[number] {
                    Some(Object { body: Body::Instance(class, _), finalized }) if !*finalized => {
                        *finalized = true;
                        *class
                    }
                    _ => continue,
                }
            };
            let object = self.root(Reference::Object(id(number)));
            self.runtime.finalize(class, &object);
        }
    }
}

impl Subject for Marking {
    type Ref = Root;

    fn contract() -> Contract {
        Contract {
            reference_counts: false,
            prompt: false,
            order: false,
            generations: false,
            thresholds: false,
            ..Contract::FULL
        }
    }

    fn new(_: &Rc<Program>, _: &Settings, runtime: Runtime<Self>) -> Self {
        Self { arena: Rc::default(), runtime }
    }

    fn shared(&self, shared: Shared) -> Root {
        self.root(Reference::Shared(shared))
    }
    fn int(&self, value: i128) -> Root {
        self.create(Body::Int(value))
    }
    fn float(&self, value: f64) -> Root {
        self.create(Body::Float(value))
    }
    fn text(&self, value: &str) -> Root {
        self.create(Body::Text(value.into()))
    }
    fn tuple(&self, items: Vec<Root>, _: bool) -> Root {
        self.create(Body::Tuple(items.iter().map(|item| item.reference).collect()))
    }
    fn list(&self, items: Vec<Root>) -> Root {
        self.create(Body::List(items.iter().map(|item| item.reference).collect()))
    }
    fn dict(&self, _: usize) -> Root {
        self.create(Body::Dict(vec![]))
    }
    fn dict_copy(&self, dict: &Root) -> Root {
        self.create(self.body(dict))
    }
    fn set(&self, _: usize) -> Root {
        self.create(Body::Set(vec![]))
    }
    fn set_copy(&self, set: &Root) -> Root {
        self.create(self.body(set))
    }
    fn instance(&self, class: ClassId) -> Root {
        self.create(Body::Instance(class, vec![]))
    }
    fn weak_reference(&self, referent: &Root, callback: Option<FunctionId>) -> Root {
        let Reference::Object(id) = referent.reference else { panic!("only objects are given") };
        let known = self.arena.objects.borrow().iter().position(|object| {
            matches!(object, Some(Object { body: Body::WeakReference { referent: Some(it), callback: None }, .. })
                if *it == id)
        });
        match known.filter(|_| callback.is_none()) {
            Some(known) => self.root(Reference::Object(self::id(known))),
            None => self.create(Body::WeakReference { referent: Some(id), callback }),
        }
    }
    fn frame(&self, locals: Vec<Option<Root>>) -> Root {
        let locals = locals.iter().map(|local| local.as_ref().map(|it| it.reference)).collect();
        self.create(Body::Frame(locals))
    }

    fn frame_set(&self, frame: &Root, slot: usize, value: Option<Root>) -> Option<Root> {
        let value = value.as_ref().map(|value| value.reference);
        let old = self.with(frame, |body| match body {
            Body::Frame(locals) => std::mem::replace(&mut locals[slot], value),
            _ => panic!("a frame is given"),
        });
        old.map(|old| self.root(old))
    }

    fn reference(&self, root: &Root) -> Reference {
        root.reference
    }
    fn view<'a>(&'a self, root: &'a Root) -> View<'a> {
        if let Reference::Shared(shared) = root.reference {
            return shared.into();
        }
        match self.body(root) {
            Body::Int(value) => View::Int(value),
            Body::Float(value) => View::Float(value),
            Body::Text(text) => View::Text(text.into()),
            Body::Tuple(_) => View::Tuple,
            Body::List(_) => View::List,
            Body::Dict(_) => View::Dict,
            Body::Set(_) => View::Set,
            Body::Instance(class, _) => View::Instance(class),
            Body::WeakReference { .. } => View::WeakReference,
            Body::Frame(_) => View::Frame,
        }
    }
    fn len(&self, container: &Root) -> usize {
        self.body(container).referents().len()
    }
    fn item(&self, sequence: &Root, index: usize) -> Root {
        self.root(self.body(sequence).referents()[index])
    }
    fn dict_items(&self, dict: &Root) -> Vec<(Key, Root)> {
        let Body::Dict(items) = self.body(dict) else { panic!("a dict is given") };
        items.into_iter().map(|(key, value)| (key, self.root(value))).collect()
    }
    fn dict_item(&self, dict: &Root, key: &Key) -> Option<Root> {
        self.dict_items(dict).into_iter().find(|(it, _)| it == key).map(|(_, value)| value)
    }
    fn set_items(&self, set: &Root) -> Vec<Root> {
        self.body(set).referents().into_iter().map(|item| self.root(item)).collect()
    }
    fn set_contains(&self, set: &Root, hash: i64, equal: Equal<'_, Self>) -> bool {
        let Body::Set(items) = self.body(set) else { panic!("a set is given") };
        items.iter().any(|(other, item)| *other == hash && equal(&self.root(*item)))
    }
    fn attribute(&self, instance: &Root, attribute: Attribute) -> Option<Root> {
        let attributes = self.attributes(instance);
        attributes.into_iter().find(|(it, _)| *it == attribute).map(|(_, value)| value)
    }
    fn attributes(&self, instance: &Root) -> Vec<(Attribute, Root)> {
        let Body::Instance(_, attributes) = self.body(instance) else { panic!("an instance") };
        attributes.into_iter().map(|(it, value)| (it, self.root(value))).collect()
    }
    fn referent(&self, weak_reference: &Root) -> Option<Root> {
        let Body::WeakReference { referent, .. } = self.body(weak_reference) else {
            panic!("a weak reference is given")
        };
        referent.map(|id| self.root(Reference::Object(id)))
    }

    fn list_set(&self, list: &Root, index: usize, item: Root) -> Root {
        let old = self.with(list, |body| match body {
            Body::List(items) => std::mem::replace(&mut items[index], item.reference),
            _ => panic!("a list is given"),
        });
        self.root(old)
    }
    fn list_insert(&self, list: &Root, index: usize, item: Root) {
        self.with(list, |body| match body {
            Body::List(items) => items.insert(index, item.reference),
            _ => panic!("a list is given"),
        });
    }
    fn list_remove(&self, list: &Root, index: usize) -> Root {
        let old = self.with(list, |body| match body {
            Body::List(items) => items.remove(index),
            _ => panic!("a list is given"),
        });
        self.root(old)
    }
    fn list_extend(&self, list: &Root, more: Vec<Root>) {
        self.with(list, |body| match body {
            Body::List(items) => items.extend(more.iter().map(|item| item.reference)),
            _ => panic!("a list is given"),
        });
    }
    fn dict_set(&self, dict: &Root, key: &Key, value: Root) -> Option<Root> {
        let old = self.with(dict, |body| {
            let Body::Dict(items) = body else { panic!("a dict is given") };
            match items.iter_mut().find(|(it, _)| it == key) {
                Some((_, old)) => Some(std::mem::replace(old, value.reference)),
                None => {
                    items.push((key.clone(), value.reference));
                    None
                }
            }
        });
        old.map(|old| self.root(old))
    }
    fn dict_remove(&self, dict: &Root, key: &Key) -> Option<Root> {
        let old = self.with(dict, |body| {
            let Body::Dict(items) = body else { panic!("a dict is given") };
            items.iter().position(|(it, _)| it == key).map(|place| items.remove(place).1)
        });
        old.map(|old| self.root(old))
    }
    fn set_add(&self, set: &Root, hash: i64, item: Root, equal: Equal<'_, Self>) -> Option<Root> {
        if self.set_contains(set, hash, equal) {
            return Some(item);
        }
        self.with(set, |body| match body {
            Body::Set(items) => items.push((hash, item.reference)),
            _ => panic!("a set is given"),
        });
        None
    }
    fn set_pop(&self, set: &Root) -> Option<Root> {
        let old = self.with(set, |body| match body {
            Body::Set(items) if !items.is_empty() => Some(items.remove(0).1),
            _ => None,
        });
        old.map(|old| self.root(old))
    }
    fn clear(&self, container: &Root) {
        self.with(container, |body| match body {
            Body::List(items) => items.clear(),
            Body::Dict(items) => items.clear(),
            Body::Set(items) => items.clear(),
            _ => panic!("a container is given"),
        });
    }
    fn set_attribute(&self, instance: &Root, attribute: Attribute, value: Root) -> Option<Root> {
        let old = self.with(instance, |body| {
            let Body::Instance(_, attributes) = body else { panic!("an instance is given") };
            match attributes.iter_mut().find(|(it, _)| *it == attribute) {
                Some((_, old)) => Some(std::mem::replace(old, value.reference)),
                None => {
                    attributes.push((attribute, value.reference));
                    None
                }
            }
        });
        old.map(|old| self.root(old))
    }
    fn delete_attribute(&self, instance: &Root, attribute: Attribute) -> Option<Root> {
        let old = self.with(instance, |body| {
            let Body::Instance(_, attributes) = body else { panic!("an instance is given") };
            let place = attributes.iter().position(|(it, _)| *it == attribute);
            place.map(|place| attributes.remove(place).1)
        });
        old.map(|old| self.root(old))
    }

    fn collect(&self, _generation: u8) -> usize {
        let dead = self.unreachable();
        for (function, weak_reference) in self.clear_weak_references(&dead) {
            self.runtime.callback(function, weak_reference);
        }
        self.finalize(&dead);
        let still: Vec<usize> =
            self.unreachable().into_iter().filter(|number| dead.contains(number)).collect();
        for &number in &still {
            self.arena.objects.borrow_mut()[number] = None;
            self.runtime.died(id(number));
        }
        let collected = u32::try_from(still.len()).expect("a program makes few objects");
        self.runtime.event(Event::Collected { generation: 2, collected, uncollectable: 0 });
        still.len()
    }

    fn observe(&self, observation: &mut Observation) {
        observation.collector(&self.collector());
        (0..4).for_each(|generation| observation.generation(generation, []));
        observation.garbage([]);
        for (number, object) in (0..).zip(self.arena.objects.borrow().iter()) {
            let Some(object) = object else { continue };
            let state = ObjectState {
                id: Id(number),
                kind: object.body.kind(),
                count: 0,
                finalized: object.finalized,
            };
            observation.object(state, []);
            object.body.referents().into_iter().for_each(|it| observation.reference(it));
        }
    }

    fn objects_live(&self) -> usize {
        self.arena.objects.borrow().iter().flatten().count()
    }
}
