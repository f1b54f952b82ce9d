//! Values and expressions.

use super::super::ExceptionKind;
use super::super::subject::{Subject, View};
use super::constants::{shared_int, shared_text};
use super::machine::Machine;
use super::scopes::Frame;
use super::set_order::plan;
use super::unwind::{Operands, Result, Unwind, raise, type_error};
use crate::program::{Attribute, ClassId, Expression, FunctionId, Key, Name, Value};

impl<S: Subject> Machine<S> {
    pub(super) fn expression(
        &self,
        frame: &Frame<'_, S>,
        expression: &Expression,
    ) -> Result<S::Ref, S> {
        match expression {
            Expression::Value(value) => self.value(frame, value),
            Expression::Item(name, key) => self.item(&self.read(frame, *name)?, key),
            Expression::Attribute(name, attribute) => {
                self.attribute(&self.read(frame, *name)?, *attribute)
            }
            Expression::Pop(name) => self.pop(&self.read(frame, *name)?),
            Expression::Referent(name) => self.referent(&self.read(frame, *name)?),
            Expression::Copy(value) => {
                let original = self.value(frame, value)?;
                self.without_collections(|| self.copy(&original))
            }
            Expression::DeepCopy(value) => {
                let original = self.value(frame, value)?;
                self.without_collections(|| self.deep_copy(&original))
            }
            Expression::Add(left, right) => {
                if let Some(constant) = expression.constant() {
                    return Ok(self.constants.constant(&self.heap, &constant));
                }
                let left = self.value(frame, left)?;
                let right = self.value(frame, right)?;
                let result = self.add(&left, &right);
                drop(left);
                drop(right);
                result
            }
            Expression::Call(function, arguments) => {
                self.call(*function, self.values(frame, arguments)?.take())
            }
            Expression::WeakReference(value, callback) => {
                self.weak_reference(&self.value(frame, value)?, *callback)
            }
        }
    }

    pub(super) fn value(&self, frame: &Frame<'_, S>, value: &Value) -> Result<S::Ref, S> {
        match value {
            Value::Name(name) => self.read(frame, *name),
            Value::Literal(literal) => Ok(self.constants.literal(&self.heap, literal)),
            Value::List(items) => Ok(self.heap.list(self.values(frame, items)?.take())),
            Value::Tuple(items) => match value.constant() {
                Some(constant) => Ok(self.constants.constant(&self.heap, &constant)),
                None => Ok(self.heap.tuple(self.values(frame, items)?.take(), false)),
            },
            Value::Dict(items) => self.dict_display(frame, items),
            Value::Set(items) => self.set_display(frame, value, items),
            Value::New(class) => Ok(self.heap.instance(*class)),
        }
    }

    /// Evaluates from left to right.
    pub(super) fn values(
        &self,
        frame: &Frame<'_, S>,
        values: &[Value],
    ) -> Result<Operands<S::Ref>, S> {
        let mut operands = Operands::with_capacity(values.len());
        for value in values {
            operands.push(self.value(frame, value)?);
        }
        Ok(operands)
    }

    fn dict_display(&self, frame: &Frame<'_, S>, items: &[(Key, Value)]) -> Result<S::Ref, S> {
        let mut operands = Operands::with_capacity(items.len());
        for (_, value) in items {
            operands.push(self.value(frame, value)?);
        }
        let dict = self.heap.dict(items.len());
        // The operands are released when the dict is complete, those of repeated keys with their last reference.
        for ((key, _), value) in items.iter().zip(operands.iter()) {
            drop(self.heap.dict_set(&dict, key, value.clone()));
        }
        Ok(dict)
    }

    fn set_display(
        &self,
        frame: &Frame<'_, S>,
        display: &Value,
        items: &[Value],
    ) -> Result<S::Ref, S> {
        match self.program.folded_set(display) {
            Some(items) => self.folded_set(self.values(frame, items)?.take()),
            None => self.set_of(self.values(frame, items)?.take()),
        }
    }

    /// A set of `items`, each released once it is added.
    pub(super) fn set_of(&self, items: Vec<S::Ref>) -> Result<S::Ref, S> {
        let set = self.heap.set(0);
        let mut failed = None;
        for item in items {
            if failed.is_none() {
                failed = self.add_to_set(&set, item).err();
            }
        }
        match failed {
            Some(unwind) => {
                drop(set);
                Err(unwind)
            }
            None => Ok(set),
        }
    }

    /// A set of constants in the order in which CPython folds and merges them.
    fn folded_set(&self, items: Vec<S::Ref>) -> Result<S::Ref, S> {
        let mut distinct: Vec<(i64, S::Ref)> = Vec::with_capacity(items.len());
        for item in items {
            let hash = self.hash(&item)?;
            let mut known = false;
            for (other_hash, other) in &distinct {
                known |= *other_hash == hash && self.equal_items(other, &item)?;
            }
            if !known {
                distinct.push((hash, item));
            }
        }
        let hashes: Vec<i64> = distinct.iter().map(|(hash, _)| *hash).collect();
        let plan = plan(&hashes);
        let set = self.heap.set(plan.elements);
        for index in plan.order {
            let (hash, item) = distinct[index].clone();
            self.heap.set_add(&set, hash, item, &mut |_| false);
        }
        Ok(set)
    }

    fn add_to_set(&self, set: &S::Ref, item: S::Ref) -> Result<(), S> {
        let hash = self.hash(&item)?;
        let mut failed = None;
        let other = item.clone();
        let duplicate = self.heap.set_add(set, hash, item, &mut |element| {
            match self.equal_items(element, &other) {
                Ok(equal) => equal,
                // Says that it is there, to end the search.
                Err(unwind) => {
                    failed = Some(unwind);
                    true
                }
            }
        });
        drop(other);
        drop(duplicate);
        failed.map_or(Ok(()), Err)
    }

    fn attribute(&self, owner: &S::Ref, attribute: Attribute) -> Result<S::Ref, S> {
        let value = match self.heap.view(owner) {
            View::Instance(_) => self.heap.attribute(owner, attribute),
            _ => None,
        };
        value.ok_or_else(|| self.missing(owner, self.attribute_spelling(attribute)))
    }

    /// `y.a`, of which an argument of `print` may consist.
    pub(super) fn attribute_of(
        &self,
        frame: &Frame<'_, S>,
        name: Name,
        attribute: Attribute,
    ) -> Result<S::Ref, S> {
        self.attribute(&self.read(frame, name)?, attribute)
    }

    /// `w()`
    pub(super) fn referent(&self, callee: &S::Ref) -> Result<S::Ref, S> {
        match self.heap.view(callee) {
            View::WeakReference => Ok(self.heap.referent(callee).unwrap_or_else(|| self.none())),
            _ => Err(type_error(format!("'{}' object is not callable", self.type_name(callee)))),
        }
    }

    /// `weakref.ref(VALUE, f0)`
    fn weak_reference(&self, referent: &S::Ref, callback: Option<FunctionId>) -> Result<S::Ref, S> {
        let possible = match self.heap.view(referent) {
            View::Set => true,
            View::Instance(class) => {
                let slots = &self.program.classes[usize::from(class.0)].slots;
                slots.as_ref().is_none_or(|slots| slots.weakref)
            }
            _ => false,
        };
        if possible {
            return Ok(self.heap.weak_reference(referent, callback));
        }
        let name = self.type_name(referent);
        Err(type_error(format!("cannot create weak reference to '{name}' object")))
    }

    /// The int of that value, new unless it is always there.
    pub(super) fn int(&self, value: i128) -> S::Ref {
        shared_int(value).map_or_else(|| self.heap.int(value), |shared| self.heap.shared(shared))
    }

    /// The text, new unless it is always there.
    pub(super) fn text(&self, value: &str) -> S::Ref {
        shared_text(value).map_or_else(|| self.heap.text(value), |shared| self.heap.shared(shared))
    }

    pub(super) fn attribute_spelling(&self, attribute: Attribute) -> &str {
        &self.program.attributes[usize::from(attribute.0)]
    }

    /// What exceptions call the type.
    pub(super) fn type_name(&self, reference: &S::Ref) -> &str {
        match self.heap.view(reference) {
            View::None => "NoneType",
            View::Bool(_) => "bool",
            View::Int(_) => "int",
            View::Float(_) => "float",
            View::Text(_) => "str",
            View::Tuple => "tuple",
            View::List => "list",
            View::Dict => "dict",
            View::Set => "set",
            View::Instance(ClassId(class)) => &self.program.classes[usize::from(class)].name,
            View::WeakReference => "weakref.ReferenceType",
            View::Frame => "frame",
        }
    }

    /// The exception of reading an attribute that isn't there; it refers to the owner.
    pub(super) fn missing(&self, owner: &S::Ref, attribute: &str) -> Unwind<S> {
        self.no_attribute(owner, attribute).holding(owner.clone())
    }

    /// The exception of storing or deleting an attribute that cannot be there.
    pub(super) fn no_attribute(&self, owner: &S::Ref, attribute: &str) -> Unwind<S> {
        raise(
            ExceptionKind::AttributeError,
            format!("'{}' object has no attribute '{attribute}'", self.type_name(owner)),
        )
    }
}
