//! `repr` and `str`.

use super::super::Reference;
use super::super::subject::{Subject, View};
use super::ITEMS_MAX;
use super::equality::Progress;
use super::machine::Machine;
use super::unwind::{Result, memory_error};
use crate::program::{Key, Literal};

/// A representation being written.
struct Writer {
    text: String,
    progress: Progress,
    /// The containers that are open, for those that contain themselves.
    open: Vec<Reference>,
}

impl<S: Subject> Machine<S> {
    /// `str(reference)`
    pub(super) fn displayed(&self, reference: &S::Ref) -> Result<String, S> {
        if let View::Text(text) = self.heap.view(reference) {
            return Ok(text.into_owned());
        }
        let mut writer =
            Writer { text: String::new(), progress: self.progress(), open: Vec::new() };
        self.represent(reference, &mut writer)?;
        Ok(writer.text)
    }

    fn represent(&self, reference: &S::Ref, writer: &mut Writer) -> Result<(), S> {
        self.descend(&mut writer.progress, "while getting the repr of an object")?;
        match self.heap.view(reference) {
            View::None => writer.text.push_str("None"),
            View::Bool(value) => writer.text.push_str(if value { "True" } else { "False" }),
            View::Int(value) => writer.text.push_str(&value.to_string()),
            View::Float(value) => writer.text.push_str(&float_text(value)),
            View::Text(text) => writer.text.push_str(&Key::Text(text.into_owned()).to_string()),
            View::Frame => writer.text.push_str("<frame>"),
            View::Instance(class) => {
                let (class, name) = (self.class_name(class), self.name_of(reference));
                writer.text.push_str(&format!("<__main__.{class} object at {name}>"));
            }
            View::WeakReference => {
                let text = self.weak_reference_text(reference);
                writer.text.push_str(&text);
            }
            view @ (View::Tuple | View::List | View::Dict | View::Set) => {
                self.represent_container(reference, &view, writer)?;
            }
        }
        writer.progress.depth -= 1;
        if writer.text.len() > ITEMS_MAX { Err(memory_error()) } else { Ok(()) }
    }

    fn represent_container(
        &self,
        reference: &S::Ref,
        view: &View<'_>,
        writer: &mut Writer,
    ) -> Result<(), S> {
        let (opening, closing) = match view {
            View::List => ("[", "]"),
            View::Tuple => ("(", ")"),
            _ => ("{", "}"),
        };
        let name = self.heap.reference(reference);
        if writer.open.contains(&name) {
            let set = if matches!(view, View::Set) { ("set(", ")") } else { (opening, closing) };
            writer.text.push_str(&[set.0, "...", set.1].concat());
            return Ok(());
        }
        let len = self.heap.len(reference);
        if len == 0 && matches!(view, View::Set) {
            writer.text.push_str("set()");
            return Ok(());
        }
        writer.open.push(name);
        writer.text.push_str(opening);
        match view {
            View::Dict => self.represent_dict(reference, writer)?,
            View::Set => self.represent_items(self.heap.set_items(reference), writer)?,
            _ => self
                .represent_items((0..len).map(|index| self.heap.item(reference, index)), writer)?,
        }
        if len == 1 && matches!(view, View::Tuple) {
            writer.text.push(',');
        }
        writer.text.push_str(closing);
        writer.open.pop();
        Ok(())
    }

    fn represent_items(
        &self,
        items: impl IntoIterator<Item = S::Ref>,
        writer: &mut Writer,
    ) -> Result<(), S> {
        for (index, item) in items.into_iter().enumerate() {
            if index > 0 {
                writer.text.push_str(", ");
            }
            self.represent(&item, writer)?;
        }
        Ok(())
    }

    fn represent_dict(&self, dict: &S::Ref, writer: &mut Writer) -> Result<(), S> {
        for (index, (key, value)) in self.heap.dict_items(dict).into_iter().enumerate() {
            if index > 0 {
                writer.text.push_str(", ");
            }
            self.descend(&mut writer.progress, "while getting the repr of an object")?;
            writer.progress.depth -= 1;
            writer.text.push_str(&key.to_string());
            writer.text.push_str(": ");
            self.represent(&value, writer)?;
        }
        Ok(())
    }

    fn weak_reference_text(&self, reference: &S::Ref) -> String {
        let name = self.name_of(reference);
        match self.heap.referent(reference) {
            None => format!("<weakref at {name}; dead>"),
            Some(referent) => format!(
                "<weakref at {name}; to '{}' at {}>",
                self.type_name(&referent),
                self.name_of(&referent)
            ),
        }
    }

    /// What stands in place of the address.
    fn name_of(&self, reference: &S::Ref) -> String {
        self.id(reference).map_or_else(String::new, |id| id.to_string())
    }
}

fn float_text(value: f64) -> String {
    // No literal is this one.
    if value.is_nan() { "nan".into() } else { Literal::Float(value).to_string() }
}
