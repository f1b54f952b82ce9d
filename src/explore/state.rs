//! States: what can be reached from where, up to renaming.

use serde::{Deserialize, Serialize};

use super::bounds::{Bounds, Feature};
use crate::heaps::{Id, Observation, Reference};
use crate::program::Attribute;

/// A state in its canonical form: of all encodings that renaming gives, the smallest.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct State(Vec<u8>);

/// A state as the names of one program show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Graph {
    /// What each name is bound to: a number of `objects`.
    names: Vec<Option<usize>>,
    /// The live instances, in the order of the collector's lists, oldest generation last.
    pub(super) objects: Vec<Object>,
    pub(super) weak: Option<Weak>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Object {
    /// Its class, whether its finalizer has run, and its generation where that matters.
    kind: [u8; 3],
    /// What each field refers to.
    fields: Vec<Option<usize>>,
}

/// The weak reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Weak {
    pub(super) referent: Option<usize>,
    has_callback: bool,
}

/// The encoding of what is not there.
const NOTHING: u8 = 0;
/// The encoding of a weak reference whose referent is gone.
const CLEARED: u8 = 1;

impl Graph {
    pub(super) fn empty(bounds: &Bounds) -> Self {
        Self { names: vec![None; bounds.names.into()], objects: Vec::new(), weak: None }
    }

    /// Reads it off what can be observed; the program is one of [`Bounds::program`].
    pub(super) fn read(bounds: &Bounds, observation: &Observation) -> Self {
        let ids: Vec<(u8, Id)> =
            observation.generations().filter(|&(_, id)| observation.class(id).is_some()).collect();
        let number = |reference| match reference {
            Reference::Object(id) => ids.iter().position(|&(_, other)| other == id),
            Reference::Unbound | Reference::Shared(_) => None,
        };
        let object = |&(generation, id): &(u8, Id)| {
            let class = observation.class(id).map_or(0, |class| class.0);
            let finalized = observation.state(id).is_some_and(|(state, _)| state.finalized);
            let generation = if bounds.has(Feature::Generations) { generation } else { 0 };
            let attributes = observation.attributes(id);
            let field = |field: u8| {
                let found = attributes.iter().find(|(a, _)| *a == Attribute(field.into()));
                found.and_then(|&(_, reference)| number(reference))
            };
            Object {
                kind: [u8::try_from(class).unwrap_or(u8::MAX), finalized.into(), generation],
                fields: (0..bounds.fields).map(field).collect(),
            }
        };
        let weak = observation.weak_reference(observation.binding(bounds.weak_name().0));
        Self {
            names: (0..bounds.names.into()).map(|n| number(observation.binding(n))).collect(),
            objects: ids.iter().map(object).collect(),
            weak: weak
                .map(|(referent, has_callback)| Weak { referent: number(referent), has_callback }),
        }
    }

    /// What a name is bound to.
    pub(super) fn binding(&self, name: u8) -> Option<usize> {
        self.names[usize::from(name)]
    }

    /// What a field of the object that a name is bound to refers to.
    pub(super) fn field(&self, name: u8, field: u8) -> Option<usize> {
        self.binding(name).and_then(|object| self.objects[object].fields[usize::from(field)])
    }

    /// Its canonical form.
    pub(super) fn state(&self, bounds: &Bounds) -> State {
        if !bounds.is_symmetric() {
            let order = (0..self.objects.len()).collect();
            return State(Labels { order }.encode(self, &self.names));
        }
        let mut smallest = None;
        permutations(&mut self.names.clone(), 0, &mut |names| {
            let mut labels = Labels { order: Vec::new() };
            labels.discover(names.iter().copied().chain([self.weak.and_then(|w| w.referent)]));
            labels.complete(self, 0, &mut |labels| {
                let encoding = labels.encode(self, names);
                if smallest.as_ref().is_none_or(|smallest| encoding < *smallest) {
                    smallest = Some(encoding);
                }
            });
        });
        State(smallest.unwrap_or_default())
    }
}

/// New numbers for objects: the place of the old one in `order`.
#[derive(Clone)]
struct Labels {
    order: Vec<usize>,
}

impl Labels {
    fn discover(&mut self, objects: impl Iterator<Item = Option<usize>>) {
        for object in objects.flatten() {
            if !self.order.contains(&object) {
                self.order.push(object);
            }
        }
    }

    /// Follows the fields of the objects from number `next` on; where that ends, each object that is left may be the next.
    fn complete(mut self, graph: &Graph, mut next: usize, visit: &mut dyn FnMut(&Self)) {
        while let Some(&object) = self.order.get(next) {
            self.discover(graph.objects[object].fields.iter().copied());
            next += 1;
        }
        if self.order.len() == graph.objects.len() {
            return visit(&self);
        }
        for object in (0..graph.objects.len()).filter(|object| !self.order.contains(object)) {
            let mut labels = self.clone();
            labels.order.push(object);
            labels.complete(graph, next, visit);
        }
    }

    fn encode(&self, graph: &Graph, names: &[Option<usize>]) -> Vec<u8> {
        let label = |object: Option<usize>| match object {
            None => NOTHING,
            Some(object) => {
                let place = self.order.iter().position(|&other| other == object);
                place.and_then(|place| u8::try_from(place + 2).ok()).unwrap_or(u8::MAX)
            }
        };
        let mut encoding: Vec<u8> = names.iter().map(|&object| label(object)).collect();
        match graph.weak {
            None => encoding.push(NOTHING),
            Some(Weak { referent, has_callback }) => {
                encoding.push(if referent.is_some() { label(referent) } else { CLEARED });
                encoding.push(has_callback.into());
            }
        }
        for &object in &self.order {
            let Object { kind, fields } = &graph.objects[object];
            encoding.extend(kind);
            encoding.extend(fields.iter().map(|&field| label(field)));
        }
        encoding
    }
}

/// Shows every order of the items from `start` on.
fn permutations<T>(items: &mut [T], start: usize, visit: &mut dyn FnMut(&[T])) {
    if start + 1 >= items.len() {
        return visit(items);
    }
    for index in start..items.len() {
        items.swap(start, index);
        permutations(items, start + 1, visit);
        items.swap(start, index);
    }
}
