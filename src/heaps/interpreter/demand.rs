//! How much memory a step may need at most, so that it can fail before it has done anything.

use super::super::Id;
use super::super::subject::{Demand, New, Subject, View};
use super::machine::Machine;
use super::scopes::Frame;
use crate::program::{Argument, Expression, Name, Statement, Value};

impl<S: Subject> Machine<S> {
    /// The demand of a statement, without what the steps of functions that it calls reserve for themselves.
    pub(super) fn demand(&self, frame: &Frame<'_, S>, statement: &Statement) -> Demand {
        let mut demand = Demand::default();
        match statement {
            Statement::Bind(_, expression) => {
                self.expression_demand(frame, expression, &mut demand);
            }
            Statement::Call(_, arguments) => self.values_demand(arguments, &mut demand),
            Statement::Augment(name, value) => {
                self.values_demand(std::slice::from_ref(value), &mut demand);
                let left = Value::Name(*name);
                self.sum_demand(frame, &left, value, &mut demand);
                self.growth(frame, *name, self.length_of(frame, value), &mut demand);
                self.keys_demand(frame, value, &mut demand);
            }
            Statement::SetItem(name, _, value)
            | Statement::SetAttribute(name, _, value)
            | Statement::Append(name, value)
            | Statement::Insert(name, _, value) => {
                self.values_demand(std::slice::from_ref(value), &mut demand);
                self.growth(frame, *name, 1, &mut demand);
            }
            Statement::Extend(name, value) => {
                self.values_demand(std::slice::from_ref(value), &mut demand);
                self.growth(frame, *name, self.length_of(frame, value), &mut demand);
                self.keys_demand(frame, value, &mut demand);
            }
            Statement::Print(arguments) => {
                arguments.iter().for_each(|it| self.argument_demand(it, &mut demand));
            }
            _ => {}
        }
        demand
    }

    fn expression_demand(
        &self,
        frame: &Frame<'_, S>,
        expression: &Expression,
        demand: &mut Demand,
    ) {
        match expression {
            Expression::Value(value) => self.value_demand(value, demand),
            Expression::Copy(value) => {
                self.value_demand(value, demand);
                match self.peek(frame, value) {
                    Some(original) => {
                        self.copy_demand(&original, demand);
                    }
                    // A display is copied right after it is made.
                    None => self.value_demand(value, demand),
                }
            }
            Expression::DeepCopy(value) => {
                // A display is copied with all that it consists of.
                self.value_demand(value, demand);
                self.value_demand(value, demand);
                self.deep_demand(frame, value, demand);
            }
            Expression::Add(left, right) => {
                self.value_demand(left, demand);
                self.value_demand(right, demand);
                self.sum_demand(frame, left, right, demand);
            }
            Expression::Call(_, arguments) => self.values_demand(arguments, demand),
            Expression::WeakReference(value, _) => {
                self.value_demand(value, demand);
                demand.objects.push(New::WeakReference);
            }
            Expression::Item(..)
            | Expression::Attribute(..)
            | Expression::Pop(_)
            | Expression::Referent(_) => {}
        }
    }

    fn argument_demand(&self, argument: &Argument, demand: &mut Demand) {
        match argument {
            Argument::Is(left, right)
            | Argument::Equal(left, right)
            | Argument::SameId(left, right)
            | Argument::IdDifference(left, right) => {
                self.value_demand(left, demand);
                self.value_demand(right, demand);
            }
            Argument::TypeName(value)
            | Argument::Len(value)
            | Argument::ReferenceCount(value)
            | Argument::IsTracked(value)
            | Argument::IsFinalized(value)
            | Argument::ReferentsLen(value)
            | Argument::InGeneration(value, _) => self.value_demand(value, demand),
            _ => {}
        }
    }

    fn values_demand(&self, values: &[Value], demand: &mut Demand) {
        values.iter().for_each(|value| self.value_demand(value, demand));
    }

    /// Names and literals need nothing: constants exist.
    fn value_demand(&self, value: &Value, demand: &mut Demand) {
        match value {
            Value::Name(_) | Value::Literal(_) => {}
            Value::List(items) => {
                self.values_demand(items, demand);
                demand.objects.push(New::List(items.len()));
            }
            Value::Tuple(items) if self.constants.tuple(items).is_some() => {}
            Value::Tuple(items) => {
                self.values_demand(items, demand);
                demand.objects.push(New::Tuple(items.len()));
            }
            Value::Dict(items) => {
                items.iter().for_each(|(_, value)| self.value_demand(value, demand));
                demand.objects.push(New::Dict(items.len()));
            }
            Value::Set(items) => {
                self.values_demand(items, demand);
                demand.objects.push(New::Set(items.len()));
            }
            Value::New(class) => demand.objects.push(New::Instance(*class, 0)),
        }
    }

    /// `left + right`, of whatever kind they are.
    fn sum_demand(&self, frame: &Frame<'_, S>, left: &Value, right: &Value, demand: &mut Demand) {
        let len = self.length_of(frame, left) + self.length_of(frame, right);
        let object = match self.peek(frame, left) {
            None if matches!(left, Value::List(_)) => New::List(len),
            None => New::Tuple(len),
            Some(object) => match self.heap.view(&object) {
                View::Bool(_) | View::Int(_) | View::Float(_) => {
                    demand.objects.push(New::Int);
                    New::Float
                }
                View::Text(_) => New::Text(len),
                View::Tuple => New::Tuple(len),
                View::List => New::List(len),
                _ => return,
            },
        };
        demand.objects.push(object);
    }

    /// The keys of a dict become objects when a list is extended by them.
    fn keys_demand(&self, frame: &Frame<'_, S>, value: &Value, demand: &mut Demand) {
        use crate::program::Key;
        let keys: Vec<Key> = match (value, self.peek(frame, value)) {
            (Value::Dict(items), _) => items.iter().map(|(key, _)| key.clone()).collect(),
            (_, Some(dict)) if matches!(self.heap.view(&dict), View::Dict) => {
                self.heap.dict_items(&dict).into_iter().map(|(key, _)| key).collect()
            }
            _ => return,
        };
        demand.objects.extend(keys.iter().map(|key| match key {
            Key::Int(_) => New::Int,
            Key::Text(text) => New::Text(text.len()),
        }));
    }

    fn copy_demand(&self, original: &S::Ref, demand: &mut Demand) {
        match self.heap.view(original) {
            View::List => demand.objects.push(New::List(self.heap.len(original))),
            View::Tuple => demand.objects.push(New::Tuple(self.heap.len(original))),
            View::Dict => demand.objects.push(New::Dict(self.heap.len(original))),
            View::Set => demand.objects.push(New::Set(self.heap.len(original))),
            View::Instance(class) => {
                let attributes = self.heap.attributes(original).len();
                demand.objects.push(New::Instance(class, attributes));
                // Its own `__dict__`, and the copy's.
                demand.objects.extend([New::Dict(attributes); 2]);
            }
            _ => {}
        }
    }

    /// A copy of every object that can be reached.
    fn deep_demand(&self, frame: &Frame<'_, S>, value: &Value, demand: &mut Demand) {
        let mut known: Vec<Id> = Vec::new();
        let mut waiting = self.names_in(frame, value);
        while let Some(object) = waiting.pop() {
            let Some(id) = self.id(&object) else { continue };
            let Err(place) = known.binary_search(&id) else { continue };
            known.insert(place, id);
            self.copy_demand(&object, demand);
            match self.heap.view(&object) {
                View::List | View::Tuple => waiting.extend(self.items(&object)),
                View::Set => waiting.extend(self.heap.set_items(&object)),
                View::Dict => {
                    waiting.extend(self.heap.dict_items(&object).into_iter().map(|(_, it)| it));
                }
                View::Instance(_) => {
                    waiting.extend(self.heap.attributes(&object).into_iter().map(|(_, it)| it));
                }
                _ => {}
            }
        }
    }

    /// What the names in a display are bound to.
    fn names_in(&self, frame: &Frame<'_, S>, value: &Value) -> Vec<S::Ref> {
        match value {
            Value::List(items) | Value::Tuple(items) | Value::Set(items) => {
                items.iter().flat_map(|item| self.names_in(frame, item)).collect()
            }
            Value::Dict(items) => {
                items.iter().flat_map(|(_, item)| self.names_in(frame, item)).collect()
            }
            value => self.peek(frame, value).into_iter().collect(),
        }
    }

    fn growth(&self, frame: &Frame<'_, S>, name: Name, items: usize, demand: &mut Demand) {
        let object = self.read(frame, name).ok();
        demand.growth.extend(object.and_then(|object| self.id(&object)).map(|id| (id, items)));
    }

    /// The object that a value is before it is evaluated: what a name is bound to, or a constant.
    fn peek(&self, frame: &Frame<'_, S>, value: &Value) -> Option<S::Ref> {
        match value {
            Value::Name(name) => self.read(frame, *name).ok(),
            Value::Literal(literal) => Some(self.constants.literal(&self.heap, literal)),
            Value::Tuple(items) => self.constants.tuple(items),
            _ => None,
        }
    }

    fn length_of(&self, frame: &Frame<'_, S>, value: &Value) -> usize {
        match value {
            Value::List(items) | Value::Tuple(items) | Value::Set(items) => items.len(),
            Value::Dict(items) => items.len(),
            Value::New(_) => 0,
            Value::Name(_) | Value::Literal(_) => {
                let Some(object) = self.peek(frame, value) else { return 0 };
                match self.heap.view(&object) {
                    View::Text(text) => text.len(),
                    View::Tuple | View::List | View::Dict | View::Set => self.heap.len(&object),
                    _ => 0,
                }
            }
        }
    }
}
