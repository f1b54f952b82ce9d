//! `repr` and `str`.

use super::super::Reference;
use super::super::subject::{Subject, View};
use super::ITEMS_MAX;
use super::equality::Progress;
use super::machine::Machine;
use super::unwind::{Result, memory_error};

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
            View::Float(value) => writer.text.push_str(&float(value)),
            View::Text(text) => writer.text.push_str(&quoted(&text)),
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
            writer.text.push_str(&key_text(&key));
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

/// A dict's key as it is displayed.
pub(super) fn key_text(key: &crate::program::Key) -> String {
    match key {
        crate::program::Key::Int(value) => value.to_string(),
        crate::program::Key::Text(text) => quoted(text),
    }
}

/// A text as a literal: in single quotes, unless it has those and no double ones.
pub(super) fn quoted(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push(quote);
    for character in text.chars() {
        if character == quote || character == '\\' {
            quoted.push('\\');
        }
        quoted.push(character);
    }
    quoted.push(quote);
    quoted
}

/// A float with the fewest digits that read back as it (CPython `float_repr_style` 'short').
fn float(value: f64) -> String {
    const EXPONENTS_PLAIN: std::ops::Range<i32> = -4..16;
    if value.is_nan() {
        return "nan".into();
    }
    if value.is_infinite() {
        return if value > 0.0 { "inf".into() } else { "-inf".into() };
    }
    let scientific = format!("{value:e}");
    let (digits, exponent) = scientific.split_once('e').expect("the format has an exponent");
    let exponent: i32 = exponent.parse().expect("the exponent is a number");
    if EXPONENTS_PLAIN.contains(&exponent) {
        let plain = value.to_string();
        return if plain.contains('.') { plain } else { plain + ".0" };
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_are_written_as_python_does() {
        let cases = [
            (1e16, "1e+16"),
            (1e15, "1000000000000000.0"),
            (123_456_789_012_345_678.0, "1.2345678901234568e+17"),
            (1e-4, "0.0001"),
            (1e-5, "1e-05"),
            (1.5e300, "1.5e+300"),
            (-0.0, "-0.0"),
            (5e-324, "5e-324"),
            (0.1 + 0.2, "0.30000000000000004"),
        ];
        for (value, expected) in cases {
            assert_eq!(float(value), expected);
        }
    }

    #[test]
    fn texts_are_quoted_as_python_does() {
        assert_eq!(quoted("it's"), "\"it's\"");
        assert_eq!(quoted("say \"x\" it's"), "'say \"x\" it\\'s'");
        assert_eq!(quoted("a\\b"), "'a\\\\b'");
    }
}
