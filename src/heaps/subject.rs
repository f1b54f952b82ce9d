//! What a heap has to offer to be driven by [`super::Interpreter`]: a handful of primitive operations on objects.
//!
//! Implement [`Subject`] to bring a heap of your own. The interpreter knows Python's evaluation order, its exceptions and
//! its library (`copy`, `print`, `==`); the heap knows objects, references between them and how they die. In short:
//!
//! - [`Subject::Ref`] is a reference that keeps its object alive: counted, or registered as a root, and released when it is
//!   dropped. A heap that reclaims promptly runs finalizers and callbacks during that drop.
//! - Constructors cannot fail. A heap whose allocator can fail reserves in [`Subject::prepare`].
//! - A container is changed before what it held is released: operations that replace something return it, and the
//!   interpreter drops it when Python would.
//! - The heap numbers its objects by [`super::Id`] in the order in which they are constructed, from 0, and tells the [`Runtime`]
//!   what happens to them.
//! - What [`Subject::contract`] leaves out has a default here.
//!
//! `tests/interpreter/marking.rs` is a complete one: a vector of objects, collected by marking and sweeping.
//!
//! The interpreter holds no borrow of its own while it calls the heap, so the heap may call back at any time.

use std::borrow::Cow;
use std::rc::Rc;

use super::interpreter::Runtime;
use super::observation::{CollectorState, Contract, Observation, Reference, Shared, Word};
use super::{Fact, Settings, Violation, Within};
use crate::program::{Attribute, ClassId, FunctionId, Key, Program};

/// A heap, through primitive operations.
///
/// Each is called only on references of the kind that its documentation names, and with indices in range.
pub trait Subject: Sized + 'static {
    /// A reference that keeps its object alive. Cloning must not run code of the program; dropping may.
    type Ref: Clone;

    /// What this heap promises.
    fn contract() -> Contract;

    /// An empty heap for `program`, whose classes and functions it may look up. `runtime` runs the bodies of finalizers and
    /// callbacks and writes down events. [`Settings::automatic`], [`Settings::fault`], the geometry of the program and, with a
    /// [`Schedule`](super::Schedule), its zeal are for the heap to obey.
    fn new(program: &Rc<Program>, settings: &Settings, runtime: Runtime<Self>) -> Self;

    /// The constants of the program's text exist, and it is about to begin: what the collector and the allocator have counted
    /// so far is forgotten.
    fn begin(&self) {}

    /// The program is over: nothing is made to fail any more.
    fn end(&self) {}
    /// The places in this heap where memory can be made to fail, each with how often it failed.
    fn failures(&self) -> Vec<(&'static str, u64)> {
        Vec::new()
    }

    /// This is under way from now on, for [`Self::facts`]: finalizers, callbacks, and what [`Runtime::collecting`] says.
    fn turn(&self, _within: Within) {}

    /// Tells what the heap has done since the program began, as far as it counts that: each fact with how often.
    fn facts(&self, _tell: &mut dyn FnMut(Fact, u64)) {}

    // Construction.

    /// A reference to an object that is always there.
    fn shared(&self, shared: Shared) -> Self::Ref;
    /// A new int; never a value that is shared.
    fn int(&self, value: i128) -> Self::Ref;
    /// A new float.
    fn float(&self, value: f64) -> Self::Ref;
    /// A new text of at least two characters.
    fn text(&self, value: &str) -> Self::Ref;
    /// A new tuple, not empty. A constant of the program's text is never tracked by the collector.
    fn tuple(&self, items: Vec<Self::Ref>, constant: bool) -> Self::Ref;
    /// The sum of two tuples that are not empty. Where an allocation may start a collection, it holds their items only after
    /// that (CPython 3.11, `Objects/tupleobject.c`, `tupleconcat`).
    fn tuple_sum(&self, left: &Self::Ref, right: &Self::Ref) -> Self::Ref {
        let parts = [left, right].into_iter();
        let items = parts.flat_map(|part| (0..self.len(part)).map(|at| self.item(part, at)));
        self.tuple(items.collect(), false)
    }
    /// A new list.
    fn list(&self, items: Vec<Self::Ref>) -> Self::Ref;
    /// A new empty list, which will get `capacity` items.
    fn list_with_room(&self, capacity: usize) -> Self::Ref {
        self.list(Vec::with_capacity(capacity))
    }
    /// A new empty dict, which will get at most `capacity` items at first.
    fn dict(&self, capacity: usize) -> Self::Ref;
    /// A new dict with the items of `dict`, as `dict.copy` makes it.
    fn dict_copy(&self, dict: &Self::Ref) -> Self::Ref;
    /// A new empty set. Its table has room for `elements` elements that come from another set (CPython `set_merge`), or is the
    /// smallest where that is 0: what matters is the order of iteration.
    fn set(&self, elements: usize) -> Self::Ref;
    /// A new set with the elements of `set`, as `set.copy` makes it.
    fn set_copy(&self, set: &Self::Ref) -> Self::Ref;
    /// A new instance without attributes.
    fn instance(&self, class: ClassId) -> Self::Ref;
    /// A weak reference to an instance or a set. Without a callback there is one for each referent, which is returned again.
    fn weak_reference(&self, referent: &Self::Ref, callback: Option<FunctionId>) -> Self::Ref;
    /// The frame of a function that an exception has left, with its locals in slot order; also the exception and the entries of
    /// its traceback. A tracked object. It must neither fail nor start a collection.
    fn frame(&self, locals: Vec<Option<Self::Ref>>) -> Self::Ref;

    /// Replaces what a frame has in a slot, and returns the old reference.
    fn frame_set(
        &self,
        frame: &Self::Ref,
        slot: usize,
        value: Option<Self::Ref>,
    ) -> Option<Self::Ref>;

    // Reading.

    /// What `reference` points at: its name in observations.
    fn reference(&self, reference: &Self::Ref) -> Reference;
    /// The same as observations have it, where the heap keeps that.
    fn word(&self, reference: &Self::Ref) -> Word {
        self.reference(reference).into()
    }
    /// What the object is, with its value where it has no parts.
    fn view<'a>(&'a self, reference: &'a Self::Ref) -> View<'a>;
    /// How many items a tuple, list, dict or set has.
    fn len(&self, container: &Self::Ref) -> usize;
    /// The item of a tuple or list at `index`.
    fn item(&self, sequence: &Self::Ref, index: usize) -> Self::Ref;
    /// The items of a dict in the order of insertion.
    fn dict_items(&self, dict: &Self::Ref) -> Vec<(Key, Self::Ref)>;
    /// The value under `key`.
    fn dict_item(&self, dict: &Self::Ref, key: &Key) -> Option<Self::Ref>;
    /// The elements of a set in the order of iteration.
    fn set_items(&self, set: &Self::Ref) -> Vec<Self::Ref>;
    /// Whether the set has an element with that hash for which `equal` says yes.
    fn set_contains(&self, set: &Self::Ref, hash: i64, equal: Equal<'_, Self>) -> bool;
    /// An instance's attribute.
    fn attribute(&self, instance: &Self::Ref, attribute: Attribute) -> Option<Self::Ref>;
    /// An instance's attributes. Those of one that was [materialised](Self::materialise) are in the order in which its
    /// `__dict__` iterates: that of their first assignment.
    fn attributes(&self, instance: &Self::Ref) -> Vec<(Attribute, Self::Ref)>;
    /// What a weak reference refers to, while that is alive.
    fn referent(&self, weak_reference: &Self::Ref) -> Option<Self::Ref>;

    // Mutation.

    /// Replaces a list's item, and returns the old one.
    fn list_set(&self, list: &Self::Ref, index: usize, item: Self::Ref) -> Self::Ref;
    /// Inserts before `index`, at most the length.
    fn list_insert(&self, list: &Self::Ref, index: usize, item: Self::Ref);
    /// Removes and returns the item at `index`.
    fn list_remove(&self, list: &Self::Ref, index: usize) -> Self::Ref;
    /// Appends all of `items`.
    fn list_extend(&self, list: &Self::Ref, items: Vec<Self::Ref>);
    /// Stores under `key`, and returns what was there.
    fn dict_set(&self, dict: &Self::Ref, key: &Key, value: Self::Ref) -> Option<Self::Ref>;
    /// Removes and returns what is under `key`.
    fn dict_remove(&self, dict: &Self::Ref, key: &Key) -> Option<Self::Ref>;
    /// Adds an element unless `equal` says that one with that hash is there already: then returns `item`.
    fn set_add(
        &self,
        set: &Self::Ref,
        hash: i64,
        item: Self::Ref,
        equal: Equal<'_, Self>,
    ) -> Option<Self::Ref>;
    /// Removes and returns some element, the one that CPython's `set.pop` takes.
    fn set_pop(&self, set: &Self::Ref) -> Option<Self::Ref>;
    /// Empties a list, dict or set, then releases what it held.
    fn clear(&self, container: &Self::Ref);
    /// Stores an attribute that the class allows, and returns the old value.
    fn set_attribute(
        &self,
        instance: &Self::Ref,
        attribute: Attribute,
        value: Self::Ref,
    ) -> Option<Self::Ref>;
    /// Removes and returns an attribute.
    fn delete_attribute(&self, instance: &Self::Ref, attribute: Attribute) -> Option<Self::Ref>;
    /// Reads the `__dict__` of an instance whose class has no slots: in CPython 3.11, that is an object of its own from now on.
    fn materialise(&self, _instance: &Self::Ref) {}
    /// `to.__dict__.update(from.__dict__)`, on a new instance `to` of the same class; `from` is materialised.
    fn copy_attributes(&self, from: &Self::Ref, to: &Self::Ref) {
        for (attribute, value) in self.attributes(from) {
            self.set_attribute(to, attribute, value);
        }
    }
    /// `instance.__dict__.update({…})` on a new instance, from a dict made for that.
    fn fill_attributes(&self, instance: &Self::Ref, attributes: Vec<(Attribute, Self::Ref)>) {
        for (attribute, value) in attributes {
            self.set_attribute(instance, attribute, value);
        }
    }

    // What `sys` and `gc` tell. `reference` may be shared.

    /// How many references there are, the one given included.
    fn reference_count(&self, _reference: &Self::Ref) -> usize {
        0
    }
    /// `gc.is_tracked`
    fn is_tracked(&self, _reference: &Self::Ref) -> bool {
        false
    }
    /// `gc.is_finalized`
    fn is_finalized(&self, _reference: &Self::Ref) -> bool {
        false
    }
    /// `len(gc.get_referents(reference))`: an instance also refers to its class, a weak reference to its callback.
    fn referents_len(&self, _reference: &Self::Ref) -> usize {
        0
    }

    // The collector.

    /// `gc.collect(generation)`: how many objects were found unreachable. A heap without generations collects everything.
    fn collect(&self, generation: u8) -> usize;
    /// `gc.enable()`, `gc.disable()`
    fn set_enabled(&self, _enabled: bool) {}
    /// `gc.set_threshold(…)`
    fn set_thresholds(&self, _thresholds: [u32; 3]) {}
    /// `gc.freeze()`
    fn freeze(&self) {}
    /// `gc.unfreeze()`
    fn unfreeze(&self) {}
    /// `gc.set_debug(…)`: whether unreachable objects are put into `gc.garbage`.
    fn set_save_all(&self, _save_all: bool) {}
    /// `gc.garbage.clear()`
    fn clear_garbage(&self) {}
    /// `len(gc.garbage)`
    fn garbage_len(&self) -> usize {
        0
    }
    /// `gc.get_freeze_count()`
    fn freeze_count(&self) -> usize {
        0
    }
    /// The collector's numbers.
    fn collector(&self) -> CollectorState {
        CollectorState::default()
    }
    /// `gc.get_objects(generation)`, in the collector's order.
    fn objects_in(&self, _generation: u8) -> Vec<Self::Ref> {
        Vec::new()
    }

    // What lockstep looks at.

    /// Writes the sections of an observation that follow the names: collector, generations, garbage, objects.
    fn observe(&self, observation: &mut Observation);
    /// How many objects there are.
    fn objects_live(&self) -> usize;
    /// Checks the heap's own invariants.
    ///
    /// # Errors
    /// Says which does not hold.
    fn check(&self) -> Result<(), Violation> {
        Ok(())
    }

    /// Checks those that hold as soon as a collection is over, also in the middle of an operation.
    ///
    /// # Errors
    /// Says which does not hold.
    fn check_inside(&self) -> Result<(), Violation> {
        Ok(())
    }

    // Allocation failures.

    /// Reserves what the next step may need at most. Reservations of nested steps stack; each is followed by
    /// [`Self::settle`] unless it fails. Only called when the settings ask for a failing request.
    ///
    /// # Errors
    /// A request failed; nothing stays reserved.
    fn prepare(&self, _demand: &[Need<Self::Ref>]) -> Result<(), OutOfMemory> {
        Ok(())
    }
    /// Gives back what is left of the latest reservation.
    fn settle(&self) {}
}

/// Whether an element of a set equals the one looked for.
pub type Equal<'a, S> = &'a mut dyn FnMut(&<S as Subject>::Ref) -> bool;

/// A request for memory failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutOfMemory;

/// What a step may need memory for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need<R> {
    /// A new int.
    Int,
    /// A new float.
    Float,
    /// A new text of at most so many bytes.
    Text(usize),
    /// A new tuple of at most so many items.
    Tuple(usize),
    /// A new list with room for so many items.
    List(usize),
    /// A new dict with room for so many items.
    Dict(usize),
    /// A new set of at most so many elements, added one by one or merged from another.
    Set(usize),
    /// A copy of this set.
    SetCopy(R),
    /// A new instance.
    Instance(ClassId),
    /// A new weak reference.
    WeakReference,
    /// So many more items in this list or dict.
    Items(R, usize),
    /// This attribute of this instance, stored.
    Attribute(R, Attribute),
    /// The `__dict__` of this instance, and that of a new instance with as many attributes.
    Dicts(R),
}

/// What an object is, with its value where it has no parts.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "each is Python's kind of that name")]
pub enum View<'a> {
    None,
    Bool(bool),
    Int(i128),
    Float(f64),
    Text(Cow<'a, str>),
    Tuple,
    List,
    Dict,
    Set,
    Instance(ClassId),
    WeakReference,
    Frame,
}

impl From<Shared> for View<'_> {
    fn from(shared: Shared) -> Self {
        match shared {
            Shared::None => Self::None,
            Shared::Bool(value) => Self::Bool(value),
            Shared::Int(value) => Self::Int(value.into()),
            Shared::EmptyText => Self::Text(Cow::Borrowed("")),
            Shared::Character(code) => Self::Text(Cow::Owned(char::from(code).to_string())),
            Shared::EmptyTuple => Self::Tuple,
        }
    }
}
