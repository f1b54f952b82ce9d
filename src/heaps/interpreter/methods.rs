//! Items and methods of containers.

use super::super::ExceptionKind::{IndexError, KeyError};
use super::super::subject::{Subject, View};
use super::ITEMS_MAX;
use super::machine::Machine;
use super::scopes::Frame;
use super::unwind::{Result, Unwind, memory_error, raise, type_error};
use crate::program::{Key, Statement};

impl<S: Subject> Machine<S> {
    /// `y[KEY]`
    pub(super) fn item(&self, container: &S::Ref, key: &Key) -> Result<S::Ref, S> {
        match (self.heap.view(container), key) {
            (View::Dict, key) => self.heap.dict_item(container, key).ok_or_else(|| key_error(key)),
            (View::List, Key::Int(index)) => {
                let index = self.index(container, *index, "list index out of range")?;
                Ok(self.heap.item(container, index))
            }
            (View::Tuple, Key::Int(index)) => {
                let index = self.index(container, *index, "tuple index out of range")?;
                Ok(self.heap.item(container, index))
            }
            (View::Text(text), Key::Int(index)) => {
                let index = position(*index, text.len())
                    .ok_or_else(|| raise(IndexError, "string index out of range"))?;
                Ok(self.text(&text[index..=index]))
            }
            (View::List, Key::Text(_)) => Err(list_index_error()),
            (View::Tuple, Key::Text(_)) => {
                Err(type_error("tuple indices must be integers or slices, not str"))
            }
            (View::Text(_), Key::Text(_)) => {
                Err(type_error("string indices must be integers, not 'str'"))
            }
            _ => Err(type_error(format!(
                "'{}' object is not subscriptable",
                self.type_name(container)
            ))),
        }
    }

    /// `y[KEY] = VALUE`
    pub(super) fn set_item(&self, container: &S::Ref, key: &Key, value: S::Ref) -> Result<(), S> {
        match (self.heap.view(container), key) {
            (View::Dict, key) => drop(self.heap.dict_set(container, key, value)),
            (View::List, Key::Int(index)) => {
                let index = self.index(container, *index, "list assignment index out of range")?;
                drop(self.heap.list_set(container, index, value));
            }
            (View::List, Key::Text(_)) => return Err(list_index_error()),
            _ => {
                return Err(type_error(format!(
                    "'{}' object does not support item assignment",
                    self.type_name(container)
                )));
            }
        }
        Ok(())
    }

    /// `del y[KEY]`
    pub(super) fn delete_item(&self, container: &S::Ref, key: &Key) -> Result<(), S> {
        match (self.heap.view(container), key) {
            (View::Dict, key) => {
                drop(self.heap.dict_remove(container, key).ok_or_else(|| key_error(key))?);
                Ok(())
            }
            (View::List, Key::Int(index)) => {
                let index = self.index(container, *index, "list assignment index out of range")?;
                drop(self.heap.list_remove(container, index));
                Ok(())
            }
            (View::List, Key::Text(_)) => Err(list_index_error()),
            (view, key) => Err(self.deletion_error(container, &view, key)),
        }
    }

    /// CPython words it in two ways: `PySequence_DelItem` is asked where the index is an integer and the type a sequence,
    /// as a set is by its slots, and an instance by its class's.
    fn deletion_error(&self, container: &S::Ref, view: &View<'_>, key: &Key) -> Unwind<S> {
        let sequence = matches!(view, View::Text(_) | View::Tuple | View::Set | View::Instance(_));
        let not = if sequence && matches!(key, Key::Int(_)) { "doesn't" } else { "does not" };
        let name = self.type_name(container);
        type_error(format!("'{name}' object {not} support item deletion"))
    }

    /// `y.pop()`
    pub(super) fn pop(&self, container: &S::Ref) -> Result<S::Ref, S> {
        match self.heap.view(container) {
            View::List => match self.heap.len(container) {
                0 => Err(raise(IndexError, "pop from empty list")),
                len => Ok(self.heap.list_remove(container, len - 1)),
            },
            View::Set => self
                .heap
                .set_pop(container)
                .ok_or_else(|| raise(KeyError, "'pop from an empty set'")),
            View::Dict => Err(type_error("pop expected at least 1 argument, got 0")),
            _ => Err(self.missing(container, "pop")),
        }
    }

    /// A method call as a statement: the method is looked up before the argument is evaluated, and the container released
    /// before the argument.
    pub(super) fn method(&self, frame: &Frame<'_, S>, statement: &Statement) -> Result<(), S> {
        match statement {
            Statement::Append(name, value) => {
                let list = self.list_with(self.read(frame, *name)?, "append")?;
                let value = self.value(frame, value)?;
                let result = self.room(&list, 1).map(|()| {
                    self.heap.list_insert(&list, self.heap.len(&list), value.clone());
                });
                drop(list);
                drop(value);
                result
            }
            Statement::Insert(name, index, value) => {
                let list = self.list_with(self.read(frame, *name)?, "insert")?;
                let value = self.value(frame, value)?;
                let result = self.room(&list, 1).map(|()| {
                    let index = clamped(*index, self.heap.len(&list));
                    self.heap.list_insert(&list, index, value.clone());
                });
                drop(list);
                drop(value);
                result
            }
            Statement::Extend(name, value) => {
                let list = self.list_with(self.read(frame, *name)?, "extend")?;
                let value = self.value(frame, value)?;
                let result = self.extend(&list, &value);
                drop(list);
                drop(value);
                result
            }
            Statement::Clear(name) => {
                let container = self.read(frame, *name)?;
                if !matches!(self.heap.view(&container), View::List | View::Dict | View::Set) {
                    return Err(self.missing(&container, "clear"));
                }
                self.heap.clear(&container);
                Ok(())
            }
            _ => unreachable!("only method calls are given"),
        }
    }

    /// `list.extend(iterable)`, also `list += iterable`.
    pub(super) fn extend(&self, list: &S::Ref, iterable: &S::Ref) -> Result<(), S> {
        let items = match self.heap.view(iterable) {
            View::List | View::Tuple => {
                let len = self.heap.len(iterable);
                self.room(list, len)?;
                self.items(iterable)
            }
            View::Dict => {
                let items = self.heap.dict_items(iterable);
                items.iter().map(|(key, _)| self.constants.key(&self.heap, key)).collect()
            }
            View::Set => self.heap.set_items(iterable),
            View::Text(text) => text
                .char_indices()
                .map(|(at, it)| self.text(&text[at..at + it.len_utf8()]))
                .collect(),
            _ => {
                let name = self.type_name(iterable);
                return Err(type_error(format!("'{name}' object is not iterable")));
            }
        };
        self.room(list, items.len())?;
        self.heap.list_extend(list, items);
        Ok(())
    }

    /// The items of a list or tuple.
    pub(super) fn items(&self, sequence: &S::Ref) -> Vec<S::Ref> {
        (0..self.heap.len(sequence)).map(|index| self.heap.item(sequence, index)).collect()
    }

    /// A new list of the items of all these lists. It is made before it takes hold of the items.
    pub(super) fn list_of_items(&self, lists: &[&S::Ref]) -> S::Ref {
        let list = self.heap.list_with_room(lists.iter().map(|list| self.heap.len(list)).sum());
        lists.iter().for_each(|other| self.heap.list_extend(&list, self.items(other)));
        list
    }

    /// Refuses a sequence that would become too long.
    pub(super) fn room(&self, sequence: &S::Ref, additional: usize) -> Result<(), S> {
        if self.heap.len(sequence) + additional > ITEMS_MAX { Err(memory_error()) } else { Ok(()) }
    }

    fn list_with(&self, reference: S::Ref, method: &str) -> Result<S::Ref, S> {
        match self.heap.view(&reference) {
            View::List => {}
            _ => return Err(self.missing(&reference, method)),
        }
        Ok(reference)
    }

    fn index(&self, sequence: &S::Ref, index: i64, message: &str) -> Result<usize, S> {
        position(index, self.heap.len(sequence)).ok_or_else(|| raise(IndexError, message))
    }
}

/// An index that counts from the end where it is negative.
fn position(index: i64, len: usize) -> Option<usize> {
    let index = if index < 0 { index.checked_add_unsigned(len as u64)? } else { index };
    usize::try_from(index).ok().filter(|&index| index < len)
}

/// The place where `insert` puts an item: beyond an end is at it.
fn clamped(index: i64, len: usize) -> usize {
    let index = if index < 0 { index.saturating_add_unsigned(len as u64) } else { index };
    usize::try_from(index.max(0)).map_or(len, |index| index.min(len))
}

fn key_error<S: Subject>(key: &Key) -> Unwind<S> {
    raise(KeyError, key.to_string())
}

fn list_index_error<S: Subject>() -> Unwind<S> {
    type_error("list indices must be integers or slices, not str")
}
