//! How Python calls and writes things, for the model: type names, `str`, and what one error says.

use twinheap_model::code::{Code, Function};
use twinheap_model::heap::{Model, Words};
use twinheap_model::object::{Id, Kind};

/// CPython's words. An address is replaced by the object's name.
#[derive(Debug)]
pub(super) struct Python;

impl Words for Python {
    fn str(&self, model: &Model, id: Id, depth_max: usize) -> Option<String> {
        if let Kind::Text(text) = model.kind(id) {
            return Some(text.clone());
        }
        let mut writer = Writer { model, depth_max, open: Vec::new(), text: String::new() };
        writer.write(id).then_some(writer.text)
    }

    fn key(&self, key: &Kind) -> String {
        match key {
            Kind::Int(value) => value.to_string(),
            Kind::Text(text) => quoted(text),
            other => unreachable!("no key is {other:?}"),
        }
    }

    fn type_name(&self, model: &Model, id: Id) -> String {
        let name = match model.kind(id) {
            Kind::None => "NoneType",
            Kind::Bool(_) => "bool",
            Kind::Int(_) => "int",
            Kind::Float(_) => "float",
            Kind::Text(_) => "str",
            Kind::Tuple => "tuple",
            Kind::List => "list",
            Kind::Dict(_) => "dict",
            Kind::Set(_) => "set",
            Kind::Instance(class) => &model.code.classes[*class].name,
            Kind::Weak(_) => model.profile.weakref_type,
            Kind::Frame => "frame",
        };
        name.to_owned()
    }

    fn full_type_name(&self, model: &Model, id: Id) -> String {
        match model.kind(id) {
            Kind::Weak(_) => "weakref.ReferenceType".to_owned(),
            _ => self.type_name(model, id),
        }
    }

    fn wrong_arguments(&self, code: &Code, function: &Function, given: usize) -> String {
        let (name, expected) = (&function.name, function.parameters);
        let plural = |count: usize| if count == 1 { "" } else { "s" };
        if given > expected {
            let takes = format!("takes {expected} positional argument{}", plural(expected));
            let were = if given == 1 { "was" } else { "were" };
            return format!("{name}() {takes} but {given} {were} given");
        }
        let missing = function.locals[given..expected].iter();
        let missing: Vec<_> = missing.map(|&name| format!("'{}'", code.names[name])).collect();
        let list = match missing.as_slice() {
            [many @ .., last] if many.len() > 1 => format!("{}, and {last}", many.join(", ")),
            few => few.join(" and "),
        };
        let (count, plural) = (missing.len(), plural(missing.len()));
        format!("{name}() missing {count} required positional argument{plural}: {list}")
    }
}

/// A `repr` being written.
struct Writer<'a> {
    model: &'a Model,
    depth_max: usize,
    /// The containers that are open (`Py_ReprEnter`).
    open: Vec<Id>,
    text: String,
}

impl Writer<'_> {
    /// Writes an object; says whether it did not nest too deep.
    fn write(&mut self, id: Id) -> bool {
        let object = self.model.object(id);
        let (left, right) = match (&object.kind, object.items().count()) {
            (Kind::Tuple, 1) => ("(", ",)"),
            (Kind::Tuple, 2..) => ("(", ")"),
            (Kind::List, _) => ("[", "]"),
            (Kind::Set(_), 0) => ("set(", ")"),
            (Kind::Dict(_) | Kind::Set(_), _) => ("{", "}"),
            (kind, _) => {
                self.text.push_str(&self.without_items(id, kind));
                return true;
            }
        };
        if self.open.contains(&id) {
            let right = right.trim_start_matches(',');
            self.text.push_str(&format!("{left}...{right}"));
            return true;
        }
        if self.open.len() >= self.depth_max {
            return false;
        }
        self.open.push(id);
        self.text.push_str(left);
        for (index, (label, item)) in object.entries().enumerate() {
            self.text.push_str(if index > 0 { ", " } else { "" });
            if matches!(object.kind, Kind::Dict(_)) {
                let key = Python.key(&self.model.code.keys[label]);
                self.text.push_str(&format!("{key}: "));
            }
            if !self.write(item) {
                return false;
            }
        }
        self.text.push_str(right);
        self.open.pop();
        true
    }

    fn without_items(&self, id: Id, kind: &Kind) -> String {
        match kind {
            Kind::None => "None".to_owned(),
            Kind::Bool(true) => "True".to_owned(),
            Kind::Bool(false) => "False".to_owned(),
            Kind::Int(value) => value.to_string(),
            Kind::Float(value) => float(*value),
            Kind::Text(text) => quoted(text),
            Kind::Instance(class) => {
                format!("<__main__.{} object at o{id}>", self.model.code.classes[*class].name)
            }
            Kind::Weak(weak) => match weak.target {
                Some(target) => {
                    let kind = Python.type_name(self.model, target);
                    format!("<weakref at o{id}; to '{kind}' at o{target}>")
                }
                None => format!("<weakref at o{id}; dead>"),
            },
            _ => "()".to_owned(),
        }
    }
}

/// The shortest digits that give the float back, with an exponent below 1e-4 and from 1e16 on, as Rust has them
/// (`Objects/floatobject.c`, `float_repr`).
fn float(value: f64) -> String {
    let text = format!("{value:?}").to_lowercase();
    match text.split_once('e') {
        Some((digits, exponent)) if value.is_finite() => {
            let exponent: i32 = exponent.parse().unwrap_or(0);
            format!("{digits}e{exponent:+03}")
        }
        _ => text,
    }
}

/// `repr` of a text of printable ASCII.
fn quoted(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let text = text.replace('\\', "\\\\").replace(quote, &format!("\\{quote}"));
    format!("{quote}{text}{quote}")
}
