//! Items, attributes and methods of the built-in kinds. Operands are on the evaluation stack; nothing here outlives its statement.

use crate::code::{Key, Value, Variable};
use crate::evaluate::{Result, raise};
use crate::heap::{Mark, Model};
use crate::object::{Body, Dict, Id, Instance, List, Ref, Shared, Weak};

impl Model {
    /// `type(x).__name__`, and what messages call its type.
    #[must_use]
    pub fn type_name(&self, reference: Ref) -> String {
        let name = match (reference, self.body(reference)) {
            (Ref::Shared(Shared::None), _) => "NoneType",
            (Ref::Shared(Shared::Bool(_)), _) => "bool",
            (Ref::Shared(Shared::Int(_)), _) | (_, Some(Body::Int(_))) => "int",
            (Ref::Shared(Shared::EmptyText | Shared::Character(_)), _)
            | (_, Some(Body::Text(_))) => "str",
            (Ref::Shared(Shared::EmptyTuple), _) | (_, Some(Body::Tuple { .. })) => "tuple",
            (_, Some(Body::Float(_))) => "float",
            (_, Some(Body::List(_))) => "list",
            (_, Some(Body::Dict(_))) => "dict",
            (_, Some(Body::Set(_))) => "set",
            (_, Some(Body::Instance(instance))) => &self.code.classes[instance.class].name,
            (_, Some(Body::Weak(_))) => self.profile.weakref_type,
            (_, Some(Body::Frame(_)) | None) => "frame",
        };
        name.to_owned()
    }

    /// The name in messages: with its module where the type's own name has one.
    pub(crate) fn qualified_type_name(&self, reference: Ref) -> String {
        match self.body(reference) {
            Some(Body::Weak(_)) => "weakref.ReferenceType".to_owned(),
            _ => self.type_name(reference),
        }
    }

    pub(crate) fn no_attribute<T>(&self, reference: Ref, attribute: &str) -> Result<T> {
        let owner = self.qualified_type_name(reference);
        raise("AttributeError", format!("'{owner}' object has no attribute '{attribute}'"))
    }

    /// The items of a list or tuple.
    pub(crate) fn sequence(&self, reference: Ref) -> Option<&[Ref]> {
        match (reference, self.body(reference)) {
            (Ref::Shared(Shared::EmptyTuple), _) => Some(&[]),
            (_, Some(Body::List(items) | Body::Tuple { items, .. })) => Some(items),
            _ => None,
        }
    }

    fn list_mut(&mut self, reference: Ref) -> Option<&mut Vec<Ref>> {
        match reference.id().map(|id| &mut self.object_mut(id).body) {
            Some(Body::List(items)) => Some(items),
            _ => None,
        }
    }

    pub(crate) fn dict(&self, id: Id) -> &Dict {
        match &self.object(id).body {
            Body::Dict(dict) => dict,
            other => unreachable!("o{id} is used as a dict and is {other:?}"),
        }
    }

    pub(crate) fn dict_mut(&mut self, id: Id) -> &mut Dict {
        match &mut self.object_mut(id).body {
            Body::Dict(dict) => dict,
            other => unreachable!("o{id} is used as a dict and is {other:?}"),
        }
    }

    /// `container[key]`, one more reference to it.
    pub(crate) fn item(&mut self, container: Ref, key: &Key) -> Result<Ref> {
        if let Some(text) = self.text_value(container) {
            let index = index_of("string", key, text.len(), "string index out of range")?;
            return Ok(Ref::Shared(Shared::Character(text.as_bytes()[index])));
        }
        let item = match self.body(container) {
            Some(Body::Dict(_)) => {
                self.get_entry(container, key).map_or_else(|| missing_key(key), Ok)?
            }
            _ => match self.sequence(container) {
                Some(items) => {
                    let kind = self.type_name(container);
                    let index =
                        index_of(&kind, key, items.len(), format!("{kind} index out of range"))?;
                    items[index]
                }
                None => {
                    let kind = self.qualified_type_name(container);
                    return raise("TypeError", format!("'{kind}' object is not subscriptable"));
                }
            },
        };
        self.hold(item);
        Ok(item)
    }

    /// `container[key] = value`, with the value below the container on the stack.
    pub(crate) fn set_item(&mut self, key: &Key) -> Result<()> {
        let (container, value) = (self.top(0), self.top(1));
        let old = match self.body(container) {
            Some(Body::List(items)) => {
                let index =
                    index_of("list", key, items.len(), "list assignment index out of range")?;
                self.hold(value);
                self.list_mut(container).map(|items| std::mem::replace(&mut items[index], value))
            }
            Some(Body::Dict(_)) => {
                self.hold(value);
                container.id().and_then(|id| self.dict_insert(id, key.clone(), value))
            }
            _ => {
                let kind = self.qualified_type_name(container);
                let error = format!("'{kind}' object does not support item assignment");
                return raise("TypeError", error);
            }
        };
        self.drop_all(old);
        Ok(())
    }

    /// `del container[key]`
    pub(crate) fn delete_item(&mut self, variable: Variable, key: &Key) -> Result<()> {
        self.push_variable(variable)?;
        let container = self.top(0);
        let old = match self.body(container) {
            Some(Body::List(items)) => {
                let index =
                    index_of("list", key, items.len(), "list assignment index out of range")?;
                self.list_mut(container).map(|items| items.remove(index))
            }
            Some(Body::Dict(_)) => match self.take_entry(container, key) {
                None => return missing_key(key),
                old => old,
            },
            _ => {
                let kind = self.qualified_type_name(container);
                let sequence =
                    self.len_of(container).is_some() || self.instance(container).is_some();
                let by_index = sequence && matches!(key, Key::Int(_));
                let not = if by_index { "doesn't" } else { "does not" };
                return raise("TypeError", format!("'{kind}' object {not} support item deletion"));
            }
        };
        self.drop_all(old);
        self.drop_top();
        Ok(())
    }

    /// The items of a dict, or the attributes of an instance wherever they are.
    pub(crate) fn entries(&self, owner: Ref) -> Option<&[(Key, Ref)]> {
        match self.body(owner)? {
            Body::Dict(dict) => Some(&dict.items),
            Body::Instance(Instance { dict: Some(dict), .. }) => self.entries(Ref::Object(*dict)),
            Body::Instance(instance) => Some(&instance.attributes),
            _ => None,
        }
    }

    fn entries_mut(&mut self, owner: Ref) -> Option<&mut Vec<(Key, Ref)>> {
        let owner = self.instance_dict(owner).or(owner.id())?;
        match &mut self.object_mut(owner).body {
            Body::Dict(dict) => Some(&mut dict.items),
            Body::Instance(instance) => Some(&mut instance.attributes),
            _ => None,
        }
    }

    fn get_entry(&self, owner: Ref, key: &Key) -> Option<Ref> {
        self.entries(owner)?.iter().find(|(other, _)| other == key).map(|&(_, value)| value)
    }

    /// Puts a value that is handed over; returns the one that was there.
    fn put_entry(&mut self, owner: Ref, key: Key, value: Ref) -> Option<Ref> {
        let entries = self.entries_mut(owner)?;
        if let Some((_, old)) = entries.iter_mut().find(|(other, _)| *other == key) {
            return Some(std::mem::replace(old, value));
        }
        entries.push((key, value));
        None
    }

    pub(crate) fn take_entry(&mut self, owner: Ref, key: &Key) -> Option<Ref> {
        let entries = self.entries_mut(owner)?;
        let position = entries.iter().position(|(other, _)| other == key)?;
        Some(entries.remove(position).1)
    }

    /// Puts a value that is handed over into a dict, which is tracked from then on if the value may be (rule 4.2;
    /// `MAINTAIN_TRACKING`). Returns the value that was there.
    pub(crate) fn dict_insert(&mut self, id: Id, key: Key, value: Ref) -> Option<Ref> {
        let tracks = !self.is_embedded(self.dict(id)) && self.may_be_tracked(value);
        if tracks && self.object(id).list.is_none() {
            self.mark(Mark::DictTracked);
            self.append(List::Generation(0), id);
        }
        self.dict_mut(id).general |= matches!(key, Key::Int(_));
        self.put_entry(Ref::Object(id), key, value)
    }

    /// S3: whether the values of a dict lie in an instance, which then visits them; such a dict is not tracked.
    pub(crate) fn is_embedded(&self, dict: &Dict) -> bool {
        dict.shares_keys_of.is_some() && !self.profile.instance_dicts_tracked
    }

    fn instance(&self, reference: Ref) -> Option<&Instance> {
        match self.body(reference) {
            Some(Body::Instance(instance)) => Some(instance),
            _ => None,
        }
    }

    /// The dict that holds an instance's attributes, if it is not the instance itself.
    fn instance_dict(&self, owner: Ref) -> Option<Id> {
        self.instance(owner)?.dict
    }

    fn slots(&self, owner: Ref) -> Option<&[usize]> {
        self.code.classes[self.instance(owner)?.class].slots.as_deref()
    }

    /// `owner.attribute`, borrowed.
    pub(crate) fn attribute(&self, owner: Ref, attribute: usize) -> Result<Ref> {
        let found =
            self.instance(owner).and_then(|_| self.get_entry(owner, &Key::Attribute(attribute)));
        found.map_or_else(|| self.no_attribute(owner, &self.code.attributes[attribute]), Ok)
    }

    /// `owner.attribute = value`, with the value below the owner on the stack.
    pub(crate) fn set_attribute(&mut self, attribute: usize) -> Result<()> {
        let (owner, value) = (self.top(0), self.top(1));
        let refused = self.slots(owner).is_some_and(|slots| !slots.contains(&attribute));
        if refused || self.instance(owner).is_none() {
            return self.no_attribute(owner, &self.code.attributes[attribute]);
        }
        if self.slots(owner).is_none() && !self.profile.inline_attributes {
            self.materialise(owner);
        }
        self.hold(value);
        let old = self.store_attribute(owner, Key::Attribute(attribute), value);
        self.drop_all(old);
        Ok(())
    }

    /// Makes an instance; each leaves less room for names that all share (`init_inline_values`).
    pub(crate) fn new_instance(&mut self, class: usize) -> Ref {
        let usable = &mut self.shared_keys[class].usable;
        *usable = if *usable > 1 { *usable - 1 } else { *usable };
        self.create(Body::Instance(Instance::new(class)))
    }

    /// Stores an attribute where the instance has it; without room for a name its dict shares no keys. Returns what was there.
    pub(crate) fn store_attribute(&mut self, owner: Ref, key: Key, value: Ref) -> Option<Ref> {
        if !self.share_name(owner, &key)
            && let Some(dict) = self.materialise(owner)
        {
            self.dict_mut(dict).shares_keys_of = None;
        }
        match self.instance_dict(owner) {
            Some(dict) => self.dict_insert(dict, key, value),
            None => self.put_entry(owner, key, value),
        }
    }

    /// Lets a name join those that the instances of a class share, if this one does share them. Says whether there was room
    /// (`insert_into_dictkeys`).
    fn share_name(&mut self, owner: Ref, key: &Key) -> bool {
        let Some(class) = self.instance(owner).map(|instance| instance.class) else { return true };
        let shares = match self.instance_dict(owner) {
            Some(dict) => self.dict(dict).shares_keys_of.is_some(),
            None => self.profile.class_key_order && self.slots(owner).is_none(),
        };
        let keys = &mut self.shared_keys[class];
        if !shares || keys.names.contains(key) {
            return true;
        }
        let room = keys.usable > 0;
        if room {
            keys.usable -= 1;
            keys.names.push(key.clone());
        }
        room
    }

    /// `del owner.attribute`. A slot that is empty is named alone in the message (`Objects/descrobject.c`).
    pub(crate) fn delete_attribute(&mut self, variable: Variable, attribute: usize) -> Result<()> {
        self.push_variable(variable)?;
        let (owner, name) = (self.top(0), self.code.attributes[attribute].clone());
        let known = self.slots(owner).is_some_and(|slots| slots.contains(&attribute));
        if let Err(error) = self.attribute(owner, attribute) {
            self.note_missing(owner, &Key::Attribute(attribute));
            return if known { raise("AttributeError", name) } else { Err(error) };
        }
        let old = self.take_entry(owner, &Key::Attribute(attribute));
        self.drop_all(old);
        self.drop_top();
        Ok(())
    }

    /// An instance that holds its attributes itself lets the name join those of its class even to find that there is nothing
    /// to delete (`_PyObject_StoreInstanceAttribute`).
    fn note_missing(&mut self, owner: Ref, key: &Key) {
        if self.instance_dict(owner).is_none()
            && !self.share_name(owner, key)
            && self.profile.deletion_makes_dict
        {
            self.materialise(owner);
        }
    }

    /// Gives an instance its `__dict__`, which takes over what the instance held itself (S1; `Objects/dictobject.c`,
    /// `make_dict_from_instance_attributes`).
    pub(crate) fn materialise(&mut self, owner: Ref) -> Option<Id> {
        let instance = self.instance(owner)?;
        if instance.dict.is_some() {
            return instance.dict;
        }
        let shares_keys_of = self.profile.class_key_order.then_some(instance.class);
        let items = instance.attributes.clone();
        self.mark(Mark::DictMaterialised);
        let dict = self.create(Body::Dict(Dict { items, shares_keys_of, general: false })).id();
        self.entries_mut(owner).into_iter().for_each(Vec::clear);
        if let Some(Body::Instance(instance)) = owner.id().map(|id| &mut self.object_mut(id).body) {
            instance.dict = dict;
        }
        dict
    }

    /// `y.append(x)`: the method is looked up before the argument is evaluated.
    pub(crate) fn append_to(&mut self, variable: Variable, value: &Value) -> Result<()> {
        self.insert_at(variable, "append", value, usize::MAX)
    }

    /// `y.insert(index, x)`
    pub(crate) fn insert(&mut self, variable: Variable, index: i64, value: &Value) -> Result<()> {
        self.push_variable(variable)?;
        let length = self.sequence(self.top(0)).map_or(0, <[Ref]>::len);
        self.drop_top();
        let place = usize::try_from(index).unwrap_or_else(|_| {
            length.saturating_sub(usize::try_from(index.unsigned_abs()).unwrap_or(length))
        });
        self.insert_at(variable, "insert", value, place)
    }

    fn insert_at(
        &mut self,
        variable: Variable,
        method: &str,
        value: &Value,
        index: usize,
    ) -> Result<()> {
        self.push_variable(variable)?;
        let list = self.top(0);
        if self.list_mut(list).is_none() {
            return self.no_attribute(list, method);
        }
        self.push(value)?;
        let value = self.pop();
        if let Some(items) = self.list_mut(list) {
            items.insert(index.min(items.len()), value);
        }
        self.drop_top();
        Ok(())
    }

    /// `y.extend(x)`
    pub(crate) fn extend(&mut self, variable: Variable, value: &Value) -> Result<()> {
        self.push_variable(variable)?;
        if self.list_mut(self.top(0)).is_none() {
            return self.no_attribute(self.top(0), "extend");
        }
        self.push(value)?;
        let result = self.extend_list(self.top(1), self.top(0));
        self.consume(2, result)
    }

    /// Appends the items of any iterable to a list (`list_extend`).
    pub(crate) fn extend_list(&mut self, list: Ref, iterable: Ref) -> Result<()> {
        let items = self.iterate(iterable)?;
        items.iter().for_each(|&item| self.hold(item));
        if let Some(list) = self.list_mut(list) {
            list.extend(items);
        }
        Ok(())
    }

    /// Appends an item that is handed over.
    pub(crate) fn extend_items(&mut self, list: Ref, item: Ref) {
        self.list_mut(list).into_iter().for_each(|items| items.push(item));
    }

    /// The items that a `for` loop would meet.
    fn iterate(&mut self, iterable: Ref) -> Result<Vec<Ref>> {
        if let Some(text) = self.text_value(iterable) {
            return Ok(text.bytes().map(|code| Ref::Shared(Shared::Character(code))).collect());
        }
        if let Some(items) = self.sequence(iterable) {
            return Ok(items.to_vec());
        }
        match self.body(iterable) {
            Some(Body::Set(table)) => Ok(table.items().collect()),
            Some(Body::Dict(dict)) => {
                let keys: Vec<Key> = dict.items.iter().map(|(key, _)| key.clone()).collect();
                Ok(keys.iter().filter_map(|key| self.key_object(key)).collect())
            }
            _ => {
                let kind = self.qualified_type_name(iterable);
                raise("TypeError", format!("'{kind}' object is not iterable"))
            }
        }
    }

    /// `y.clear()`, of a list, dict or set; its items are dropped once it is empty (rule 1.2).
    pub(crate) fn clear_container(&mut self, variable: Variable) -> Result<()> {
        self.push_variable(variable)?;
        let container = self.top(0);
        match (container, self.body(container)) {
            (Ref::Object(id), Some(Body::List(_) | Body::Dict(_) | Body::Set(_))) => {
                self.clear(id);
                if self.len_of(container).is_some_and(|length| length > 0) {
                    self.mark(Mark::Repopulated);
                }
                self.drop_top();
                Ok(())
            }
            _ => self.no_attribute(container, "clear"),
        }
    }

    /// `y.pop()`, of a list or set.
    pub(crate) fn pop_from(&mut self, variable: Variable) -> Result<Ref> {
        self.push_variable(variable)?;
        let container = self.top(0);
        let popped = match container.id().map(|id| &mut self.object_mut(id).body) {
            Some(Body::List(items)) => {
                items.pop().map_or_else(|| raise("IndexError", "pop from empty list"), Ok)?
            }
            Some(Body::Set(table)) => {
                table.pop().map_or_else(|| raise("KeyError", "'pop from an empty set'"), Ok)?
            }
            Some(Body::Dict(_)) => {
                return raise("TypeError", "pop expected at least 1 argument, got 0");
            }
            _ => return self.no_attribute(container, "pop"),
        };
        self.drop_top();
        Ok(popped)
    }

    /// `w()`, borrowed: an object whose count is zero is as good as gone (rule 3.2).
    pub(crate) fn referent(&mut self, weak: Ref) -> Result<Ref> {
        let target = match self.body(weak) {
            Some(Body::Weak(weak)) => weak.target,
            _ => {
                let kind = self.qualified_type_name(weak);
                return raise("TypeError", format!("'{kind}' object is not callable"));
            }
        };
        match target {
            Some(id) if self.object(id).count > 0 => Ok(Ref::Object(id)),
            Some(_) => {
                self.mark(Mark::DyingReferent);
                Ok(Ref::Shared(Shared::None))
            }
            None => Ok(Ref::Shared(Shared::None)),
        }
    }

    /// `weakref.ref(target, callback)` (rule 3.1): one without a callback is shared, one with a callback comes first after it.
    pub(crate) fn weak_reference(&mut self, target: Ref, callback: Option<usize>) -> Result<Ref> {
        let supported = match self.body(target) {
            Some(Body::Set(_)) => true,
            Some(Body::Instance(instance)) => {
                self.code.classes[instance.class].weakly_referenceable
            }
            _ => false,
        };
        let (Ref::Object(id), true) = (target, supported) else {
            let kind = self.qualified_type_name(target);
            return raise("TypeError", format!("cannot create weak reference to '{kind}' object"));
        };
        if callback.is_none()
            && let Some(shared) = self.basic_reference(id)
        {
            self.mark(Mark::WeakReferenceShared);
            self.hold(Ref::Object(shared));
            return Ok(Ref::Object(shared));
        }
        let weak = self.create(Body::Weak(Weak { target: None, callback, hash: None }));
        let Ref::Object(weak_id) = weak else { unreachable!("a new object is no shared one") };
        let place = usize::from(callback.is_some() && self.basic_reference(id).is_some());
        self.object_mut(id).weak_references.insert(place, weak_id);
        self.weak_mut(weak_id).target = Some(id);
        Ok(weak)
    }

    /// The weak reference without a callback: the first, if there is one.
    fn basic_reference(&self, target: Id) -> Option<Id> {
        let first = *self.object(target).weak_references.first()?;
        self.weak(first).callback.is_none().then_some(first)
    }

    /// `len(x)`
    pub(crate) fn len_of(&self, reference: Ref) -> Option<usize> {
        match self.body(reference) {
            Some(Body::Dict(dict)) => Some(dict.items.len()),
            Some(Body::Set(table)) => Some(table.len()),
            _ => match self.text_value(reference) {
                Some(text) => Some(text.len()),
                None => self.sequence(reference).map(<[Ref]>::len),
            },
        }
    }
}

fn missing_key<T>(key: &Key) -> Result<T> {
    match key {
        Key::Text(text) => raise("KeyError", crate::value::quoted(text)),
        Key::Int(value) => raise("KeyError", value.to_string()),
        Key::Attribute(_) => unreachable!("no statement names the items of an instance's dict"),
    }
}

/// The place that an index means; negative ones count from the end.
fn index_of(
    kind: &str,
    key: &Key,
    length: usize,
    out_of_range: impl Into<String>,
) -> Result<usize> {
    let Key::Int(index) = key else {
        return raise(
            "TypeError",
            match kind {
                "string" => "string indices must be integers, not 'str'".to_owned(),
                _ => format!("{kind} indices must be integers or slices, not str"),
            },
        );
    };
    let distance = usize::try_from(index.unsigned_abs()).unwrap_or(usize::MAX);
    let place = if *index < 0 { length.checked_sub(distance) } else { Some(distance) };
    match place {
        Some(place) if place < length => Ok(place),
        _ => raise("IndexError", out_of_range),
    }
}
