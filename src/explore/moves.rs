//! The moves: statements that lead from one state to the next.

use serde::{Deserialize, Serialize};

use super::bounds::{Bounds, Feature};
use super::state::Graph;
use crate::program::{Attribute, ClassId, Expression, FunctionId, Name, Statement, Value};

/// A statement over the names and fields of some [`Bounds`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Move {
    /// `n0 = C0()`
    New(u8, u8),
    /// `n0 = n1`
    Bind(u8, u8),
    /// `del n0`
    Delete(u8),
    /// `n0.a = n1`
    Store(u8, u8, u8),
    /// `del n0.a`
    Unset(u8, u8),
    /// `n0 = n1.a`
    Load(u8, u8, u8),
    /// `gc.collect()`, or of a generation.
    Collect(Option<u8>),
    /// `w = weakref.ref(n0)`, and whether with a callback.
    Refer(u8, bool),
    /// `del w`
    Forget,
    /// `n0 = w()`
    Upgrade(u8),
}

impl Move {
    /// Its statement.
    pub(super) fn statement(self, bounds: &Bounds) -> Statement {
        let name = |number: u8| Name(number.into());
        let attribute = |number: u8| Attribute(number.into());
        let value = |number| Value::Name(name(number));
        let bind = |number, expression| Statement::Bind(name(number), expression);
        match self {
            Self::New(n, class) => bind(n, Expression::Value(Value::New(ClassId(class.into())))),
            Self::Bind(n, other) => bind(n, Expression::Value(value(other))),
            Self::Delete(n) => Statement::Delete(name(n)),
            Self::Store(n, field, other) => {
                Statement::SetAttribute(name(n), attribute(field), value(other))
            }
            Self::Unset(n, field) => Statement::DeleteAttribute(name(n), attribute(field)),
            Self::Load(n, other, field) => {
                bind(n, Expression::Attribute(name(other), attribute(field)))
            }
            Self::Collect(generation) => Statement::Collect(generation),
            Self::Refer(n, callback) => {
                let callback = callback.then_some(FunctionId(0));
                let reference = Expression::WeakReference(value(n), callback);
                Statement::Bind(bounds.weak_name(), reference)
            }
            Self::Forget => Statement::Delete(bounds.weak_name()),
            Self::Upgrade(n) => bind(n, Expression::Referent(bounds.weak_name())),
        }
    }

    /// The moves that raise nothing in that state.
    pub(super) fn all(bounds: &Bounds, graph: &Graph) -> Vec<Self> {
        let mut moves = Vec::new();
        for n in 0..bounds.names {
            if graph.objects.len() < bounds.objects.into() {
                moves.extend((0..bounds.classes_count()).map(|class| Self::New(n, class)));
            }
            for other in (0..bounds.names).filter(|&other| graph.binding(other).is_some()) {
                if other != n {
                    moves.push(Self::Bind(n, other));
                }
                let is_set = |field| graph.field(other, field).is_some();
                let set = (0..bounds.fields).filter(|&field| is_set(field));
                let loads = set.map(|field| Self::Load(n, other, field));
                moves.extend(loads.filter(|_| bounds.has(Feature::Load)));
            }
            if graph.binding(n).is_some() {
                moves.push(Self::Delete(n));
                Self::of_bound(bounds, graph, n, &mut moves);
            }
        }
        moves.push(Self::Collect(None));
        if bounds.has(Feature::Generations) {
            moves.extend([Self::Collect(Some(0)), Self::Collect(Some(1))]);
        }
        if let Some(weak) = graph.weak {
            moves.push(Self::Forget);
            if weak.referent.is_some() {
                moves.extend((0..bounds.names).map(Self::Upgrade));
            }
        }
        moves
    }

    fn of_bound(bounds: &Bounds, graph: &Graph, n: u8, moves: &mut Vec<Self>) {
        for field in 0..bounds.fields {
            if graph.field(n, field).is_some() {
                moves.push(Self::Unset(n, field));
            }
            let bound = (0..bounds.names).filter(|&other| graph.binding(other).is_some());
            moves.extend(bound.map(|other| Self::Store(n, field, other)));
        }
        if bounds.has(Feature::Weakref) {
            moves.push(Self::Refer(n, false));
        }
        if bounds.has(Feature::Callback) {
            moves.push(Self::Refer(n, true));
        }
    }
}
