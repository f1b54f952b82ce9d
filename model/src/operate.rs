//! Items, attributes, methods and weak references. Operands are on the evaluation stack; nothing here outlives its statement.

use crate::code::Class;
use crate::evaluate::{Done, Result, raise};
use crate::heap::Model;
use crate::object::{DICT, Dict, FINALIZED, Id, Kind, Label, SHARED, UNREACHABLE, Weak, slots};
use crate::trace::Mark;

impl Model {
    /// Raises `TypeError` because of what an object is.
    fn refuse<T>(&self, object: Id, why: &str) -> Result<T> {
        raise("TypeError", format!("'{}' object {why}", self.words.full_type_name(self, object)))
    }

    fn no_attribute<T>(&self, object: Id, attribute: &str) -> Result<T> {
        let owner = self.words.full_type_name(self, object);
        raise("AttributeError", format!("'{owner}' object has no attribute '{attribute}'"))
    }

    fn missing_key<T>(&self, key: Label) -> Result<T> {
        raise("KeyError", self.words.key(&self.code.keys[key]))
    }

    /// The place that an index means; negative ones count from the end. `what` is `list`, or `list assignment`, …
    fn index(&self, what: &str, key: Label, length: usize) -> Result<usize> {
        let Kind::Int(index) = self.code.keys[key] else {
            let error = match what.trim_end_matches(" assignment") {
                "string" => "string indices must be integers, not 'str'".to_owned(),
                kind => format!("{kind} indices must be integers or slices, not str"),
            };
            return raise("TypeError", error);
        };
        let from_end = if index < 0 { length as i128 } else { 0 };
        match usize::try_from(index + from_end) {
            Ok(place) if place < length => Ok(place),
            _ => raise("IndexError", format!("{what} index out of range")),
        }
    }

    /// `container[key]`
    pub(crate) fn item(&mut self, container: Id, key: Label) -> Done {
        let object = self.object(container);
        let item = match &object.kind {
            Kind::Text(text) => {
                let place = self.index("string", key, text.len())?;
                let character = char::from(text.as_bytes()[place]);
                self.atom(Kind::Text(character.to_string()))
            }
            Kind::List | Kind::Tuple => {
                let kind = if object.kind == Kind::List { "list" } else { "tuple" };
                let place = self.index(kind, key, object.slots.len())?;
                self.items(container)[place]
            }
            Kind::Dict(_) => match object.get(key) {
                Some(item) => item,
                None => return self.missing_key(key),
            },
            _ => return self.refuse(container, "is not subscriptable"),
        };
        Ok(Some(self.held(item)))
    }

    /// `container[key] = value`
    pub(crate) fn set_item(&mut self, container: Id, key: Label, value: Id) -> Done {
        let object = self.object(container);
        match object.kind {
            Kind::List => {
                let place = self.index("list assignment", key, object.slots.len())?;
                let new = Some((0, self.held(value)));
                let old = std::mem::replace(&mut self.object_mut(container).slots[place], new);
                self.drop_all(old.map(|(_, item)| item));
            }
            Kind::Dict(_) => self.insert_label(container, key, value),
            _ => return self.refuse(container, "does not support item assignment"),
        }
        Ok(None)
    }

    /// `del container[key]`
    pub(crate) fn delete_item(&mut self, container: Id, key: Label) -> Done {
        let object = self.object(container);
        let old = match object.kind {
            Kind::List => {
                let place = self.index("list assignment", key, object.slots.len())?;
                self.object_mut(container).slots.remove(place).map(|(_, item)| item)
            }
            Kind::Dict(_) => match self.object_mut(container).take(key) {
                None => return self.missing_key(key),
                old => old,
            },
            _ => {
                let sequence = self.len_of(container).is_some() || self.class(container).is_some();
                let by_index = sequence && matches!(self.code.keys[key], Kind::Int(_));
                let not = if by_index { "doesn't" } else { "does not" };
                return self.refuse(container, &format!("{not} support item deletion"));
            }
        };
        self.drop_all(old);
        Ok(None)
    }

    /// Puts a value into a dict or an instance, then drops the one that was there. A dict is tracked from then on if the value
    /// may be (rule 4.2; `MAINTAIN_TRACKING`).
    pub(crate) fn insert_label(&mut self, id: Id, label: Label, value: Id) {
        let value = self.held(value);
        let object = self.object(id);
        if matches!(object.kind, Kind::Dict(_)) {
            let tracks = object.list.is_none() && !self.is_embedded(&object.kind);
            if tracks && self.may_be_tracked(value) {
                self.mark(Mark::DictTracked);
                self.append(0, id);
            }
            self.dict_mut(id).general |= matches!(self.code.keys[label], Kind::Int(_));
        }
        let old = self.object_mut(id).put(label, value);
        self.drop_all(old);
    }

    /// The class of an instance, and its number.
    pub(crate) fn class(&self, owner: Id) -> Option<(usize, &Class)> {
        match self.kind(owner) {
            Kind::Instance(class) => Some((*class, &self.code.classes[*class])),
            _ => None,
        }
    }

    fn slots_of(&self, owner: Id) -> Option<&[Label]> {
        self.class(owner)?.1.slots.as_deref()
    }

    /// What holds an instance's attributes: itself or its `__dict__`.
    pub(crate) fn holder(&self, owner: Id) -> Id {
        self.instance_dict(owner).unwrap_or(owner)
    }

    fn attribute(&self, owner: Id, name: Label) -> Option<Id> {
        self.class(owner).and_then(|_| self.object(self.holder(owner)).get(name))
    }

    /// `owner.name`
    pub(crate) fn get_attribute(&mut self, owner: Id, name: Label) -> Done {
        match self.attribute(owner, name) {
            Some(value) => Ok(Some(self.held(value))),
            None => self.no_attribute(owner, self.code.text(name)),
        }
    }

    /// `owner.name = value`
    pub(crate) fn set_attribute(&mut self, owner: Id, name: Label, value: Id) -> Done {
        let slots = self.slots_of(owner);
        if self.class(owner).is_none() || slots.is_some_and(|slots| !slots.contains(&name)) {
            return self.no_attribute(owner, self.code.text(name));
        }
        if slots.is_none() && !self.profile.inline_attributes {
            self.materialise(owner, true);
        }
        self.store_attribute(owner, name, value);
        Ok(None)
    }

    /// Makes an instance; each leaves less room for names that all share (`init_inline_values`).
    pub(crate) fn new_instance(&mut self, class: usize) -> Id {
        let usable = &mut self.shared_keys[class].usable;
        *usable = if *usable > 1 { *usable - 1 } else { *usable };
        self.create(Kind::Instance(class), Vec::new())
    }

    /// Stores an attribute where the instance has it; without room for a name its dict shares no keys.
    pub(crate) fn store_attribute(&mut self, owner: Id, name: Label, value: Id) {
        if !self.share_name(owner, name) {
            let dict = self.materialise(owner, false);
            self.dict_mut(dict).shares_keys_of = None;
        }
        self.insert_label(self.holder(owner), name, value);
    }

    /// Lets a name join those that the instances of a class share, if this one does share them. Says whether there was room
    /// (`insert_into_dictkeys`).
    fn share_name(&mut self, owner: Id, name: Label) -> bool {
        let Some((class, _)) = self.class(owner) else { return true };
        let shares = match self.instance_dict(owner) {
            Some(dict) => self.dict_mut(dict).shares_keys_of.is_some(),
            None => self.profile.class_key_order && self.slots_of(owner).is_none(),
        };
        let keys = &mut self.shared_keys[class];
        if !shares || keys.names.contains(&name) {
            return true;
        }
        let room = keys.usable > 0;
        if room {
            keys.usable -= 1;
            keys.names.push(name);
        } else {
            self.mark(Mark::KeysFull);
        }
        room
    }

    /// `del owner.name`. A slot that is empty is named alone in the message (`Objects/descrobject.c`).
    pub(crate) fn delete_attribute(&mut self, owner: Id, name: Label) -> Done {
        if self.attribute(owner, name).is_none() {
            self.note_missing(owner, name);
            return match self.slots_of(owner).is_some_and(|slots| slots.contains(&name)) {
                true => raise("AttributeError", self.code.text(name)),
                false => self.no_attribute(owner, self.code.text(name)),
            };
        }
        let holder = self.holder(owner);
        let old = self.object_mut(holder).take(name);
        self.drop_all(old);
        Ok(None)
    }

    /// An instance that holds its attributes itself lets the name join those of its class even to find that there is nothing
    /// to delete (`_PyObject_StoreInstanceAttribute`).
    fn note_missing(&mut self, owner: Id, name: Label) {
        let own = self.instance_dict(owner).is_none();
        if own && !self.share_name(owner, name) && self.profile.deletion_makes_dict {
            self.materialise(owner, true);
        }
    }

    /// Gives an instance its `__dict__`, which takes over what the instance held itself (S1; `Objects/dictobject.c`,
    /// `make_dict_from_instance_attributes`). It shares the class's keys unless they had no room for a name.
    pub(crate) fn materialise(&mut self, owner: Id, shares: bool) -> Id {
        let class = self.class(owner).map(|(class, _)| class);
        let shares_keys_of = class.filter(|_| shares && self.profile.class_key_order);
        let kind = Kind::Dict(Dict { shares_keys_of, general: false });
        if let Some(dict) = self.instance_dict(owner) {
            return dict;
        }
        self.mark(Mark::DictMaterialised);
        self.count_allocation(&kind);
        // A finalizer that the allocation ran may have asked for it too: then this one is not needed.
        if let Some(dict) = self.instance_dict(owner) {
            self.mark(Mark::DictMaterialisedMeanwhile);
            let unneeded = self.place(kind, Vec::new());
            self.drop_ref(unneeded);
            return dict;
        }
        let attributes = std::mem::take(&mut self.object_mut(owner).slots);
        let dict = self.place(kind, attributes);
        self.object_mut(owner).slots.push(Some((DICT, dict)));
        dict
    }

    /// Whether an object has a method of that name, of those that the language knows.
    pub(crate) fn look_up(&self, object: Id, method: &str) -> Done {
        match self.kind(object) {
            Kind::List => Ok(None),
            Kind::Dict(_) | Kind::Set(_) if matches!(method, "clear" | "pop") => Ok(None),
            _ => self.no_attribute(object, method),
        }
    }

    /// `y.insert(index, x)`, also `y.append(x)`: the call holds the list and the item until it is over (`CALL`).
    pub(crate) fn insert(&mut self, index: i64) -> Done {
        let (value, list) = (self.held(self.top(0)), self.top(1));
        let slots = &mut self.object_mut(list).slots;
        let distance = usize::try_from(index.unsigned_abs()).unwrap_or(usize::MAX);
        let from_end = slots.len().saturating_sub(distance);
        let place = if index < 0 { from_end } else { distance.min(slots.len()) };
        slots.insert(place, Some((0, value)));
        Ok(None)
    }

    /// `y.extend(x)`: appends the items of any iterable to a list (`list_extend`).
    pub(crate) fn extend(&mut self, list: Id, iterable: Id) -> Done {
        let items = match self.kind(iterable) {
            Kind::Text(text) => {
                let characters: Vec<char> = text.chars().collect();
                characters.iter().map(|one| self.atom(Kind::Text(one.to_string()))).collect()
            }
            Kind::List | Kind::Tuple | Kind::Set(_) => self.items(iterable),
            Kind::Dict(_) => {
                let keys = self.object(iterable).entries();
                keys.filter_map(|(key, _)| self.key_object(key)).collect()
            }
            _ => return self.refuse(iterable, "is not iterable"),
        };
        let items = self.all_held(items);
        self.object_mut(list).slots.extend(slots(items));
        Ok(None)
    }

    /// A dict's key as an object: a constant of the text.
    fn key_object(&self, key: Label) -> Option<Id> {
        let key = &self.code.keys[key];
        let place = self.code.constants.iter().position(|(constant, _)| constant == key)?;
        Some(self.constants[place])
    }

    /// `y.clear()`; items are dropped once it is empty (rule 1.2).
    pub(crate) fn clear_container(&mut self, container: Id) -> Done {
        self.clear(container);
        if self.len_of(container) > Some(0) {
            self.mark(Mark::Repopulated);
        }
        Ok(None)
    }

    /// `y.pop()`, of a list or set.
    pub(crate) fn pop_from(&mut self, container: Id) -> Done {
        let object = self.object_mut(container);
        let (popped, kind, why) = match &mut object.kind {
            Kind::Set(finger) => {
                let again = *finger > 0;
                let item = crate::set::pop(&mut object.slots, finger);
                if again && item.is_some() {
                    self.mark(Mark::PoppedAgain);
                }
                (item, "KeyError", "'pop from an empty set'")
            }
            Kind::List => {
                let item = object.slots.pop().flatten().map(|(_, item)| item);
                (item, "IndexError", "pop from empty list")
            }
            _ => (None, "TypeError", "pop expected at least 1 argument, got 0"),
        };
        popped.map_or_else(|| raise(kind, why), |item| Ok(Some(item)))
    }

    /// `w()`: an object whose count is zero is as good as gone (rule 3.2).
    pub(crate) fn referent(&mut self, weak: Id) -> Done {
        let &Kind::Weak(Weak { target, .. }) = self.kind(weak) else {
            return self.refuse(weak, "is not callable");
        };
        let alive = target.filter(|&id| self.object(id).count > 0);
        if target.is_some() {
            self.mark(if alive.is_some() { Mark::Upgraded } else { Mark::DyingReferent });
        }
        Ok(Some(self.held(alive.unwrap_or(SHARED))))
    }

    /// `weakref.ref(target, callback)` (rule 3.1): one without a callback is shared, one with a callback comes first after it.
    pub(crate) fn weak_reference(&mut self, target: Id, callback: Option<usize>) -> Done {
        let supported = match self.class(target) {
            Some((_, class)) => class.weakly_referenceable,
            None => matches!(self.kind(target), Kind::Set(_)),
        };
        if !supported {
            let kind = self.words.full_type_name(self, target);
            return raise("TypeError", format!("cannot create weak reference to '{kind}' object"));
        }
        if callback.is_none()
            && let Some(shared) = self.basic_reference(target)
        {
            self.mark(Mark::WeakReferenceShared);
            return Ok(Some(self.held(shared)));
        }
        let is_garbage = matches!(self.object(target).list, Some(UNREACHABLE | FINALIZED));
        self.mark(if is_garbage { Mark::WeakReferenceToGarbage } else { Mark::WeakReferenceMade });
        let weak = self.create(Kind::Weak(Weak { target: None, callback }), Vec::new());
        let basic = self.basic_reference(target).filter(|_| callback.is_some());
        let references = &mut self.object_mut(target).weak_references;
        references.insert(usize::from(basic.is_some()), weak);
        self.weak(weak).target = Some(target);
        Ok(Some(weak))
    }

    /// The weak reference without a callback: the first, if there is one.
    fn basic_reference(&mut self, target: Id) -> Option<Id> {
        let first = *self.object(target).weak_references.first()?;
        self.weak(first).callback.is_none().then_some(first)
    }

    /// `len(x)`
    pub(crate) fn len_of(&self, id: Id) -> Option<usize> {
        let object = self.object(id);
        match &object.kind {
            Kind::Text(text) => Some(text.len()),
            Kind::List | Kind::Tuple | Kind::Dict(_) | Kind::Set(_) => Some(object.items().count()),
            _ => None,
        }
    }

    /// `gc.is_finalized` is looked up before its argument is evaluated.
    pub(crate) fn look_up_is_finalized(&self) -> Done {
        match self.profile.has_is_finalized {
            true => Ok(None),
            false => raise("AttributeError", "module 'gc' has no attribute 'is_finalized'"),
        }
    }
}
