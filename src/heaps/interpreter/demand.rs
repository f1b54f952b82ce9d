//! How much memory a step may need at most, so that it can fail before it has done anything.

use super::super::Id;
use super::super::subject::{Need, Subject, View};
use super::machine::Machine;
use super::scopes::Frame;
use crate::program::{Argument, Expression, Name, Statement, Value};

type Demand<S> = Vec<Need<<S as Subject>::Ref>>;

impl<S: Subject> Machine<S> {
    /// The demand of a statement, without what the steps of functions that it calls reserve for themselves.
    pub(super) fn demand(&self, frame: &Frame<'_, S>, statement: &Statement) -> Demand<S> {
        let mut demand = Demand::<S>::new();
        match statement {
            Statement::Bind(_, expression) => {
                self.expression_demand(frame, expression, &mut demand);
            }
            Statement::Call(_, arguments) => self.values_demand(arguments, &mut demand),
            Statement::Augment(name, value) => {
                self.value_demand(value, &mut demand);
                let left = Value::Name(*name);
                self.sum_demand(frame, &left, value, &mut demand);
                self.growth(frame, *name, self.length_of(frame, value), &mut demand);
                self.keys_demand(frame, value, &mut demand);
            }
            Statement::SetAttribute(name, attribute, value) => {
                self.value_demand(value, &mut demand);
                let owner = self.read(frame, *name).ok();
                let owner = owner.filter(|owner| self.takes_attribute(owner, *attribute));
                demand.extend(owner.map(|owner| Need::Attribute(owner, *attribute)));
            }
            Statement::DeleteAttribute(name, attribute) => {
                let owner = self.read(frame, *name).ok();
                let owner = owner.filter(|owner| self.takes_attribute(owner, *attribute));
                demand.extend(owner.map(|owner| Need::Attribute(owner, *attribute)));
            }
            Statement::SetItem(name, _, value)
            | Statement::Append(name, value)
            | Statement::Insert(name, _, value) => {
                self.value_demand(value, &mut demand);
                self.growth(frame, *name, 1, &mut demand);
            }
            Statement::Extend(name, value) => {
                self.value_demand(value, &mut demand);
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
        demand: &mut Demand<S>,
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
                self.value_demand(value, demand);
                self.display_copy_demand(value, demand);
                self.deep_demand(frame, value, demand);
            }
            Expression::Add(..) if expression.constant().is_some() => {}
            Expression::Add(left, right) => {
                self.value_demand(left, demand);
                self.value_demand(right, demand);
                self.sum_demand(frame, left, right, demand);
            }
            Expression::Call(_, arguments) => self.values_demand(arguments, demand),
            Expression::WeakReference(value, _) => {
                self.value_demand(value, demand);
                demand.push(Need::WeakReference);
            }
            Expression::Item(..)
            | Expression::Attribute(..)
            | Expression::Pop(_)
            | Expression::Referent(_) => {}
        }
    }

    fn argument_demand(&self, argument: &Argument, demand: &mut Demand<S>) {
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

    fn values_demand(&self, values: &[Value], demand: &mut Demand<S>) {
        values.iter().for_each(|value| self.value_demand(value, demand));
    }

    /// Names and literals need nothing: constants exist.
    fn value_demand(&self, value: &Value, demand: &mut Demand<S>) {
        match value {
            Value::Name(_) | Value::Literal(_) => {}
            Value::List(items) => {
                self.values_demand(items, demand);
                demand.push(Need::List(items.len()));
            }
            Value::Tuple(_) if value.constant().is_some() => {}
            Value::Tuple(items) => {
                self.values_demand(items, demand);
                demand.push(Need::Tuple(items.len()));
            }
            Value::Dict(items) => {
                items.iter().for_each(|(_, value)| self.value_demand(value, demand));
                demand.push(Need::Dict(items.len()));
            }
            Value::Set(items) => {
                self.values_demand(items, demand);
                demand.push(Need::Set(items.len()));
            }
            Value::New(class) => demand.push(Need::Instance(*class)),
        }
    }

    /// `left + right`, of whatever kind they are.
    fn sum_demand(
        &self,
        frame: &Frame<'_, S>,
        left: &Value,
        right: &Value,
        demand: &mut Demand<S>,
    ) {
        let len = self.length_of(frame, left) + self.length_of(frame, right);
        let object = match self.peek(frame, left) {
            None if matches!(left, Value::List(_)) => Need::List(len),
            None => Need::Tuple(len),
            Some(object) => match self.heap.view(&object) {
                View::Bool(_) | View::Int(_) | View::Float(_) => {
                    demand.push(Need::Int);
                    Need::Float
                }
                View::Text(_) => Need::Text(len),
                View::Tuple => Need::Tuple(len),
                View::List => Need::List(len),
                _ => return,
            },
        };
        demand.push(object);
    }

    /// The keys of a dict become objects when a list is extended by them.
    fn keys_demand(&self, frame: &Frame<'_, S>, value: &Value, demand: &mut Demand<S>) {
        use crate::program::Key;
        let keys: Vec<Key> = match (value, self.peek(frame, value)) {
            (Value::Dict(items), _) => items.iter().map(|(key, _)| key.clone()).collect(),
            (_, Some(dict)) if matches!(self.heap.view(&dict), View::Dict) => {
                self.heap.dict_items(&dict).into_iter().map(|(key, _)| key).collect()
            }
            _ => return,
        };
        demand.extend(keys.iter().map(|key| match key {
            Key::Int(_) => Need::Int,
            Key::Text(text) => Need::Text(text.len()),
        }));
    }

    /// A copy of one object.
    fn copy_demand(&self, original: &S::Ref, demand: &mut Demand<S>) {
        match self.heap.view(original) {
            View::List => demand.push(Need::List(self.heap.len(original))),
            View::Tuple => demand.push(Need::Tuple(self.heap.len(original))),
            View::Dict => demand.push(Need::Dict(self.heap.len(original))),
            View::Set => {
                demand.push(Need::Set(self.heap.len(original)));
                demand.push(Need::SetCopy(original.clone()));
            }
            View::Instance(class) => {
                demand.push(Need::Instance(class));
                if !self.has_slots(original) {
                    demand.push(Need::Dicts(original.clone()));
                }
            }
            _ => {}
        }
    }

    /// A copy of every object that can be reached.
    fn deep_demand(&self, frame: &Frame<'_, S>, value: &Value, demand: &mut Demand<S>) {
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

    /// A display is copied with all that it consists of.
    fn display_copy_demand(&self, value: &Value, demand: &mut Demand<S>) {
        let items: Vec<&Value> = match value {
            Value::Name(_) | Value::Literal(_) => return,
            Value::New(class) => return demand.push(Need::Instance(*class)),
            Value::List(items) | Value::Tuple(items) | Value::Set(items) => items.iter().collect(),
            Value::Dict(items) => items.iter().map(|(_, item)| item).collect(),
        };
        demand.push(match value {
            Value::Tuple(_) => Need::Tuple(items.len()),
            Value::Set(_) => Need::Set(items.len()),
            Value::Dict(_) => Need::Dict(items.len()),
            _ => Need::List(items.len()),
        });
        items.into_iter().for_each(|item| self.display_copy_demand(item, demand));
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

    fn growth(&self, frame: &Frame<'_, S>, name: Name, items: usize, demand: &mut Demand<S>) {
        let Ok(container) = self.read(frame, name) else { return };
        if matches!(self.heap.view(&container), View::List | View::Dict) {
            demand.push(Need::Items(container, items));
        }
    }

    /// The object that a value is before it is evaluated: what a name is bound to, or a constant.
    fn peek(&self, frame: &Frame<'_, S>, value: &Value) -> Option<S::Ref> {
        match value {
            Value::Name(name) => self.read(frame, *name).ok(),
            Value::Literal(literal) => Some(self.constants.literal(&self.heap, literal)),
            Value::Tuple(_) => {
                let constant = value.constant()?;
                Some(self.constants.constant(&self.heap, &constant))
            }
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
