//! How far an exploration goes, and the programs that it is made of.

use serde::{Deserialize, Serialize};

use super::moves::Move;
use super::state::{Graph, State};
use crate::program::{
    Attribute, Body, Class, Expression, Finalizer, Function, Geometry, Name, Program, Slots,
    Statement, Step, Value,
};

/// What may be in a state, and which moves there are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bounds {
    /// How many objects may live at a time, unreachable ones included.
    pub objects: u8,
    /// How many fields each has, at most [`Bounds::FIELDS_MAX`].
    pub fields: u8,
    /// How many names there are, at most [`Bounds::NAMES_MAX`].
    pub names: u8,
    /// What there is besides.
    pub features: Vec<Feature>,
}

/// What an exploration may have besides objects, fields and names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Feature {
    /// Names may be bound to what a field refers to.
    Load,
    /// One weak reference at a time.
    Weakref,
    /// The weak reference may have a callback.
    Callback,
    /// Objects may have a finalizer, which does nothing.
    Finalizer,
    /// Objects may have a finalizer that binds the first name to them.
    Resurrection,
    /// Collections of the two younger generations; objects are told apart by their generation.
    Generations,
}

impl Feature {
    /// Every feature.
    pub const ALL: [Self; 6] = [
        Self::Load,
        Self::Weakref,
        Self::Callback,
        Self::Finalizer,
        Self::Resurrection,
        Self::Generations,
    ];

    /// Its name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Load => "load",
            Self::Weakref => "weakref",
            Self::Callback => "callback",
            Self::Finalizer => "finalizer",
            Self::Resurrection => "resurrection",
            Self::Generations => "generations",
        }
    }

    /// The feature of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|feature| feature.name() == name)
    }
}

impl Bounds {
    /// Most fields, one letter each.
    pub const FIELDS_MAX: u8 = 8;
    /// Most names: a state is compared under each of their orders.
    pub const NAMES_MAX: u8 = 4;
    /// Most objects: what is unreachable is compared in each order.
    pub const OBJECTS_MAX: u8 = 6;

    /// Whether it has that feature.
    #[must_use]
    pub fn has(&self, feature: Feature) -> bool {
        self.features.contains(&feature)
    }

    /// Whether states that differ only by the names of names and objects are the same. Not so where a finalizer tells a name
    /// from the others: then the order in which finalizers run, that of the collector's lists, decides what it is bound to.
    #[must_use]
    pub fn is_symmetric(&self) -> bool {
        !self.has(Feature::Resurrection)
    }

    /// The program that makes these moves, one statement each, after a first one that turns automatic collections off.
    #[must_use]
    pub fn program(&self, moves: &[Move]) -> Program {
        let mut main = vec![Step::Plain(Statement::Disable)];
        main.extend(moves.iter().map(|one| Step::Plain(one.statement(self))));
        let mut names: Vec<String> = (0..self.names).map(|number| format!("n{number}")).collect();
        names.extend(["w", "self", "r"].map(str::to_owned));
        Program {
            geometry: Geometry::Tiny,
            zeal: None,
            names,
            attributes: (b'a'..).take(self.fields.into()).map(|a| char::from(a).into()).collect(),
            classes: self.classes(),
            functions: vec![Function {
                name: "f0".to_owned(),
                parameters: vec![Name(u16::from(self.names) + 2)],
                ..Function::default()
            }],
            main,
        }
    }

    /// The state of an empty heap.
    #[must_use]
    pub fn start(&self) -> State {
        Graph::empty(self).state(self)
    }

    /// The name of the weak reference.
    pub(super) fn weak_name(&self) -> Name {
        Name(self.names.into())
    }

    /// How many classes there are.
    pub(super) fn classes_count(&self) -> u8 {
        let finalizers = [Feature::Finalizer, Feature::Resurrection];
        1 + finalizers.into_iter().filter(|&feature| self.has(feature)).map(|_| 1).sum::<u8>()
    }

    /// A plain class, then one for each kind of finalizer.
    fn classes(&self) -> Vec<Class> {
        let mut finalizers = vec![None];
        let receiver = Name(u16::from(self.names) + 1);
        if self.has(Feature::Finalizer) {
            finalizers.push(Some(Body::default()));
        }
        if self.has(Feature::Resurrection) {
            let first = Name(0);
            let resurrect = Statement::Bind(first, Expression::Value(Value::Name(receiver)));
            finalizers
                .push(Some(Body { globals: vec![first], steps: vec![Step::Plain(resurrect)] }));
        }
        let slots =
            Slots { attributes: (0..self.fields.into()).map(Attribute).collect(), weakref: true };
        let class = |(number, body): (usize, Option<Body>)| Class {
            name: format!("C{number}"),
            slots: Some(slots.clone()),
            finalizer: body.map(|body| Finalizer { receiver, body }),
        };
        finalizers.into_iter().enumerate().map(class).collect()
    }
}
