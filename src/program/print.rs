//! A program's text: Python, in one canonical layout.

use std::fmt;

use super::geometry::Geometry;
use super::syntax::{
    Argument, Attribute, Body, Class, ClassId, Expression, Finalizer, Function, FunctionId, Key,
    Name, Program, Slots, Statement, Step, Value,
};

/// The canonical text. Reading it back with [`Program::parse`] gives the same program, normalized.
impl fmt::Display for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.geometry != Geometry::default() {
            writeln!(f, "# geometry: {}", self.geometry.name())?;
        }
        if let Some(zeal) = self.zeal {
            writeln!(f, "# zeal: {zeal}")?;
        }
        writeln!(f, "import copy, gc, sys, weakref")?;
        self.write_definitions(f)?;
        if !self.main.is_empty() {
            writeln!(f)?;
        }
        self.main.iter().try_for_each(|step| writeln!(f, "{}", self.written(step)))
    }
}

/// The text, on lines of its own: what a failing test shows. What is no part of the text follows it as comments; a program that
/// has no text is shown field by field.
impl fmt::Debug for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { geometry, zeal, names, attributes, classes, functions, main } = self;
        if self.validate().is_err() {
            return f
                .debug_struct("Program")
                .field("geometry", geometry)
                .field("zeal", zeal)
                .field("names", names)
                .field("attributes", attributes)
                .field("classes", classes)
                .field("functions", functions)
                .field("main", main)
                .finish();
        }
        write!(f, "\n{self}")?;
        let normal = self.clone().normalized();
        if normal.names != *names {
            writeln!(f, "# names: {}", names.join(" "))?;
        }
        if normal.attributes != *attributes {
            writeln!(f, "# attributes: {}", attributes.join(" "))?;
        }
        Ok(())
    }
}

impl Program {
    /// A part of this program as its text has it: a step, a statement, a value, a name … Without the final line end, and
    /// without indentation.
    #[must_use]
    pub fn written<'a, T: ?Sized>(&'a self, part: &'a T) -> Written<'a, T> {
        Written { program: self, part }
    }

    /// Definitions are set apart by blank lines, but classes of one line stand together.
    fn write_definitions(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let classes = self.classes.iter().map(|class| self.written(class).to_string());
        let functions = self.functions.iter().map(|function| self.written(function).to_string());
        let mut after_line = false;
        for definition in classes.chain(functions) {
            let is_line = !definition.contains('\n');
            if !(after_line && is_line) {
                writeln!(f)?;
            }
            writeln!(f, "{definition}")?;
            after_line = is_line;
        }
        Ok(())
    }
}

/// A part of a program, to be displayed with the program's spellings; see [`Program::written`].
///
/// An index outside the program's tables is shown as its number in angle brackets, so that what was built by hand can
/// always be looked at.
#[derive(Debug)]
pub struct Written<'a, T: ?Sized> {
    program: &'a Program,
    part: &'a T,
}

impl<'a, T: ?Sized> Written<'a, T> {
    fn of<U: ?Sized>(&self, part: &'a U) -> Written<'a, U> {
        self.program.written(part)
    }
}

fn write_spelling(f: &mut fmt::Formatter<'_>, spelling: Option<&String>, id: u16) -> fmt::Result {
    match spelling {
        Some(spelling) => f.write_str(spelling),
        None => write!(f, "<{id}>"),
    }
}

impl fmt::Display for Written<'_, Name> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = self.part.0;
        write_spelling(f, self.program.names.get(usize::from(id)), id)
    }
}

impl fmt::Display for Written<'_, Attribute> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = self.part.0;
        write_spelling(f, self.program.attributes.get(usize::from(id)), id)
    }
}

impl fmt::Display for Written<'_, ClassId> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = self.part.0;
        write_spelling(f, self.program.classes.get(usize::from(id)).map(|class| &class.name), id)
    }
}

impl fmt::Display for Written<'_, FunctionId> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = self.part.0;
        let function = self.program.functions.get(usize::from(id));
        write_spelling(f, function.map(|function| &function.name), id)
    }
}

impl fmt::Display for Written<'_, Class> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Class { name, slots, finalizer } = self.part;
        write!(f, "class {name}:")?;
        if slots.is_none() && finalizer.is_none() {
            return f.write_str(" pass");
        }
        if let Some(slots) = slots {
            write!(f, "\n    __slots__ = {}", self.of(slots))?;
        }
        match finalizer {
            Some(finalizer) => write_indented(f, &self.of(finalizer).to_string()),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Written<'_, Slots> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let attributes = self.part.attributes.iter();
        let mut slots: Vec<_> = attributes.map(|slot| format!("'{}'", self.of(slot))).collect();
        if self.part.weakref {
            slots.push("'__weakref__'".into());
        }
        match slots.as_slice() {
            [slot] => write!(f, "({slot},)"),
            slots => write!(f, "({})", slots.join(", ")),
        }
    }
}

impl fmt::Display for Written<'_, Finalizer> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "def __del__({}):", self.of(&self.part.receiver))?;
        self.of(&self.part.body).write_lines(f, None)
    }
}

impl fmt::Display for Written<'_, Function> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Function { name, parameters, body, returns } = self.part;
        write!(f, "def {name}({}):", self.of(parameters.as_slice()))?;
        self.of(body).write_lines(f, *returns)
    }
}

impl Written<'_, Body> {
    fn write_lines(&self, f: &mut fmt::Formatter<'_>, returns: Option<Name>) -> fmt::Result {
        let Body { globals, steps } = self.part;
        if globals.is_empty() && steps.is_empty() && returns.is_none() {
            return write_indented(f, "pass");
        }
        for name in globals {
            write_indented(f, &format!("global {}", self.of(name)))?;
        }
        for step in steps {
            write_indented(f, &self.of(step).to_string())?;
        }
        match returns {
            Some(name) => write_indented(f, &format!("return {}", self.program.written(&name))),
            None => Ok(()),
        }
    }
}

/// Each line of `text` on a line of its own, one level deeper.
fn write_indented(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    text.lines().try_for_each(|line| write!(f, "\n    {line}"))
}

impl fmt::Display for Written<'_, Step> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.part {
            Step::Plain(statement) => write!(f, "{}", self.of(statement)),
            Step::Guarded(statement) => {
                writeln!(f, "try: {}", self.of(statement))?;
                f.write_str("except Exception as error: print(type(error).__name__)")
            }
            Step::Repeated(count, statement) => {
                write!(f, "for _ in range({count}): {}", self.of(statement))
            }
        }
    }
}

impl fmt::Display for Written<'_, Statement> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use Statement as S;
        match self.part {
            S::Bind(name, expression) => {
                write!(f, "{} = {}", self.of(name), self.of(expression))
            }
            S::Call(function, arguments) => {
                write!(f, "{}({})", self.of(function), self.of(arguments.as_slice()))
            }
            S::Augment(name, value) => write!(f, "{} += {}", self.of(name), self.of(value)),
            S::SetItem(name, key, value) => {
                write!(f, "{}[{key}] = {}", self.of(name), self.of(value))
            }
            S::SetAttribute(name, attribute, value) => {
                write!(f, "{}.{} = {}", self.of(name), self.of(attribute), self.of(value))
            }
            S::Append(name, value) => write!(f, "{}.append({})", self.of(name), self.of(value)),
            S::Insert(name, index, value) => {
                write!(f, "{}.insert({index}, {})", self.of(name), self.of(value))
            }
            S::Extend(name, value) => write!(f, "{}.extend({})", self.of(name), self.of(value)),
            S::Clear(name) => write!(f, "{}.clear()", self.of(name)),
            S::Delete(name) => write!(f, "del {}", self.of(name)),
            S::DeleteItem(name, key) => write!(f, "del {}[{key}]", self.of(name)),
            S::DeleteAttribute(name, attribute) => {
                write!(f, "del {}.{}", self.of(name), self.of(attribute))
            }
            S::Collect(generation) => write_collect(f, *generation),
            S::Enable => f.write_str("gc.enable()"),
            S::Disable => f.write_str("gc.disable()"),
            S::SetThreshold([a, b, c]) => write!(f, "gc.set_threshold({a}, {b}, {c})"),
            S::Freeze => f.write_str("gc.freeze()"),
            S::Unfreeze => f.write_str("gc.unfreeze()"),
            S::SaveAll(true) => f.write_str("gc.set_debug(gc.DEBUG_SAVEALL)"),
            S::SaveAll(false) => f.write_str("gc.set_debug(0)"),
            S::ClearGarbage => f.write_str("gc.garbage.clear()"),
            S::Print(arguments) => write!(f, "print({})", self.of(arguments.as_slice())),
        }
    }
}

fn write_collect(f: &mut fmt::Formatter<'_>, generation: Option<u8>) -> fmt::Result {
    match generation {
        Some(generation) => write!(f, "gc.collect({generation})"),
        None => f.write_str("gc.collect()"),
    }
}

impl fmt::Display for Written<'_, Expression> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use Expression as E;
        match self.part {
            E::Value(value) => write!(f, "{}", self.of(value)),
            E::Item(name, key) => write!(f, "{}[{key}]", self.of(name)),
            E::Attribute(name, attribute) => {
                write!(f, "{}.{}", self.of(name), self.of(attribute))
            }
            E::Pop(name) => write!(f, "{}.pop()", self.of(name)),
            E::Referent(name) => write!(f, "{}()", self.of(name)),
            E::Copy(value) => write!(f, "copy.copy({})", self.of(value)),
            E::DeepCopy(value) => write!(f, "copy.deepcopy({})", self.of(value)),
            E::Add(left, right) => write!(f, "{} + {}", self.of(left), self.of(right)),
            E::Call(function, arguments) => {
                write!(f, "{}({})", self.of(function), self.of(arguments.as_slice()))
            }
            E::WeakReference(value, None) => write!(f, "weakref.ref({})", self.of(value)),
            E::WeakReference(value, Some(callback)) => {
                write!(f, "weakref.ref({}, {})", self.of(value), self.of(callback))
            }
        }
    }
}

impl fmt::Display for Written<'_, Value> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.part {
            Value::Name(name) => write!(f, "{}", self.of(name)),
            Value::Literal(literal) => write!(f, "{literal}"),
            Value::List(items) => write!(f, "[{}]", self.of(items.as_slice())),
            Value::Tuple(items) => match items.as_slice() {
                [item] => write!(f, "({},)", self.of(item)),
                items => write!(f, "({})", self.of(items)),
            },
            Value::Dict(items) => write!(f, "{{{}}}", self.of(items.as_slice())),
            Value::Set(items) => write!(f, "{{{}}}", self.of(items.as_slice())),
            Value::New(class) => write!(f, "{}()", self.of(class)),
        }
    }
}

impl fmt::Display for Written<'_, (Key, Value)> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (key, value) = self.part;
        write!(f, "{key}: {}", self.of(value))
    }
}

impl<'a, T> fmt::Display for Written<'a, [T]>
where
    Written<'a, T>: fmt::Display,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        for item in self.part {
            write!(f, "{separator}{}", self.of(item))?;
            separator = ", ";
        }
        Ok(())
    }
}

impl fmt::Display for Written<'_, Argument> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use Argument as A;
        match self.part {
            A::Literal(literal) => write!(f, "{literal}"),
            A::Name(name) => write!(f, "{}", self.of(name)),
            A::Attribute(name, attribute) => {
                write!(f, "{}.{}", self.of(name), self.of(attribute))
            }
            A::Item(name, key) => write!(f, "{}[{key}]", self.of(name)),
            A::Is(left, right) => write!(f, "{} is {}", self.of(left), self.of(right)),
            A::Equal(left, right) => write!(f, "{} == {}", self.of(left), self.of(right)),
            A::TypeName(value) => write!(f, "type({}).__name__", self.of(value)),
            A::Len(value) => write!(f, "len({})", self.of(value)),
            A::ReferenceCount(value) => write!(f, "sys.getrefcount({})", self.of(value)),
            A::SameId(left, right) => {
                write!(f, "id({}) == id({})", self.of(left), self.of(right))
            }
            A::IdDifference(left, right) => {
                write!(f, "id({}) - id({})", self.of(left), self.of(right))
            }
            A::IsDead(name) => write!(f, "{}() is None", self.of(name)),
            A::Collect(generation) => write_collect(f, *generation),
            A::Counts => f.write_str("gc.get_count()"),
            A::Thresholds => f.write_str("gc.get_threshold()"),
            A::IsEnabled => f.write_str("gc.isenabled()"),
            A::IsTracked(value) => write!(f, "gc.is_tracked({})", self.of(value)),
            A::IsFinalized(value) => write!(f, "gc.is_finalized({})", self.of(value)),
            A::GarbageLen => f.write_str("len(gc.garbage)"),
            A::FreezeCount => f.write_str("gc.get_freeze_count()"),
            A::Collections(generation) => {
                write!(f, "gc.get_stats()[{generation}]['collections']")
            }
            A::ReferentsLen(value) => write!(f, "len(gc.get_referents({}))", self.of(value)),
            A::InGeneration(value, generation) => {
                write!(f, "{} in gc.get_objects({generation})", self.of(value))
            }
        }
    }
}
