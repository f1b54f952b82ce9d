//! What reading every part of a text needs: names, attributes, numbers, dotted paths, calls.

use std::collections::BTreeMap;

use ruff_python_ast::{Expr, Identifier, Number, Stmt, UnaryOp};
use ruff_text_size::Ranged;

use super::error::ParseError;
use super::kinds::{expression_kind, statement_kind};
use super::outline::{Definition, Outline};
use super::source::Source;
use crate::program::names::{
    ATTRIBUTES_MAX, MODULES, is_printable, reserved_attribute, reserved_name,
};
use crate::program::syntax::{Attribute, FunctionId, Key, Name};
use crate::program::validate::GENERATION_MAX;

pub(super) type Read<T> = Result<T, ParseError>;

/// Reads the parts of a text into those of a program.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    pub(super) source: &'a Source<'a>,
    pub(super) outline: &'a Outline<'a>,
    pub(super) names: Spellings,
    pub(super) attributes: Spellings,
}

/// The spellings met so far, with their indices.
#[derive(Debug, Default)]
pub(super) struct Spellings {
    pub(super) all: Vec<String>,
    indices: BTreeMap<String, u16>,
}

impl Spellings {
    /// `None` when there are `max` already.
    fn index(&mut self, spelling: &str, max: usize) -> Option<u16> {
        if let Some(index) = self.indices.get(spelling) {
            return Some(*index);
        }
        let index = u16::try_from(self.all.len()).ok().filter(|_| self.all.len() < max)?;
        self.indices.insert(spelling.into(), index);
        self.all.push(spelling.into());
        Some(index)
    }
}

/// A call of something that a dotted path names: `f0(a)`, `gc.collect()`, `x.append(y)`.
pub(super) struct Call<'a> {
    pub(super) path: Vec<&'a str>,
    pub(super) arguments: &'a [Expr],
}

impl<'a> Reader<'a> {
    pub(super) fn new(source: &'a Source<'a>, outline: &'a Outline<'a>) -> Self {
        Self { source, outline, names: Spellings::default(), attributes: Spellings::default() }
    }

    pub(super) fn refused(&self, expression: &Expr, supported: &'static str) -> ParseError {
        let quoted = self.source.quoted(expression);
        let found = format!("{} {quoted}", expression_kind(expression));
        self.source.outside(expression, found, supported)
    }

    pub(super) fn refused_statement(
        &self,
        statement: &Stmt,
        supported: &'static str,
    ) -> ParseError {
        let found = format!("{} {}", statement_kind(statement), self.source.quoted(statement));
        self.source.outside(statement, found, supported)
    }

    /// A variable or parameter.
    pub(super) fn variable(&mut self, spelling: &str, place: impl Ranged) -> Read<Name> {
        let error = |found, supported| Err(self.source.outside(&place, found, supported));
        match self.outline.definition(spelling) {
            Some(Definition::Class(_)) => {
                return error(
                    format!("the class `{spelling}` as a variable"),
                    "instances of classes, `C0()`",
                );
            }
            Some(Definition::Function(_)) => {
                return error(
                    format!("the function `{spelling}` as a variable"),
                    "calls of functions, `f0(a)`",
                );
            }
            None => {}
        }
        if let Some(reason) = reserved_name(spelling) {
            return error(format!("the variable `{spelling}`, {reason}"), super::FREE_NAMES);
        }
        match self.names.index(spelling, usize::from(u16::MAX)) {
            Some(index) => Ok(Name(index)),
            None => error(format!("a variable too many, `{spelling}`"), "65,535 variables"),
        }
    }

    /// The variable that an expression is.
    pub(super) fn variable_of(&mut self, expression: &Expr, supported: &'static str) -> Read<Name> {
        match expression {
            Expr::Name(name) => self.variable(&name.id, name),
            _ => Err(self.refused(expression, supported)),
        }
    }

    /// An instance attribute.
    pub(super) fn attribute(&mut self, identifier: &Identifier) -> Read<Attribute> {
        self.attribute_spelled(identifier, identifier)
    }

    pub(super) fn attribute_spelled(
        &mut self,
        spelling: &str,
        place: impl Ranged,
    ) -> Read<Attribute> {
        if let Some(reason) = reserved_attribute(spelling) {
            let found = format!("the attribute `{spelling}`, {reason}");
            return Err(self.source.outside(place, found, "attributes that no built-in type has"));
        }
        self.attributes.index(spelling, ATTRIBUTES_MAX).map(Attribute).ok_or_else(|| {
            let found = format!("one attribute more, `{spelling}`");
            let supported = format!(
                "{ATTRIBUTES_MAX} attributes in a program, as many as CPython keeps in the key table that instances share"
            );
            self.source.outside(place, found, supported)
        })
    }

    /// A function of this program.
    pub(super) fn function(&self, spelling: &str, place: impl Ranged) -> Read<FunctionId> {
        match self.outline.definition(spelling) {
            Some(Definition::Function(function)) => Ok(function),
            Some(Definition::Class(_)) => {
                let found = format!("the class `{spelling}` as a function");
                Err(self.source.outside(place, found, "`x = C0()`, without arguments"))
            }
            None => Err(self.source.undefined(place, "function", spelling)),
        }
    }

    /// The error for a call of what is no definition: if the name is Python's or the language's own, the call itself is
    /// what is outside.
    pub(super) fn undefined_call(
        &self,
        expression: &Expr,
        name: &str,
        what: &'static str,
        supported: &'static str,
    ) -> ParseError {
        match reserved_name(name) {
            Some(_) => self.refused(expression, supported),
            None => self.source.undefined(expression, what, name),
        }
    }

    /// `gc.garbage` as `["gc", "garbage"]`; `None` for what isn't a dotted path. Modules have to be imported.
    pub(super) fn path<'e>(&self, expression: &'e Expr) -> Read<Option<Vec<&'e str>>> {
        let path = dotted_path(expression);
        match path.as_deref() {
            Some([module, _, ..]) if MODULES.contains(module) && !self.outline.imports(module) => {
                let found = format!("{} without `import {module}`", self.source.quoted(expression));
                let supported = "`import copy, gc, sys, weakref` at the start";
                Err(self.source.outside(expression, found, supported))
            }
            _ => Ok(path),
        }
    }

    /// A call by path with plain arguments; `None` for any other expression.
    pub(super) fn call<'e>(&self, expression: &'e Expr) -> Read<Option<Call<'e>>> {
        let Expr::Call(call) = expression else { return Ok(None) };
        if !call.arguments.keywords.is_empty() {
            return Err(self.refused(expression, "calls with positional arguments"));
        }
        let path = self.path(&call.func)?;
        Ok(path.map(|path| Call { path, arguments: &call.arguments.args }))
    }

    /// The integer that an expression is, if it is an integer literal.
    pub(super) fn integer(&self, expression: &Expr) -> Read<Option<i64>> {
        let (negative, digits) = match expression {
            Expr::UnaryOp(unary) if unary.op == UnaryOp::USub => (true, unary.operand.as_ref()),
            _ => (false, expression),
        };
        let Expr::NumberLiteral(literal) = digits else { return Ok(None) };
        let Number::Int(value) = &literal.value else { return Ok(None) };
        let value =
            value.as_u64().map(i128::from).map(|value| if negative { -value } else { value });
        match value.and_then(|value| i64::try_from(value).ok()) {
            Some(value) => Ok(Some(value)),
            None => Err(self.refused(expression, "integers from -2**63 to 2**63 - 1")),
        }
    }

    /// An integer literal from 0 to `max`.
    pub(super) fn integer_to(
        &self,
        expression: &Expr,
        max: u32,
        supported: &'static str,
    ) -> Read<u32> {
        let value = self.integer(expression)?.and_then(|value| u32::try_from(value).ok());
        value.filter(|value| *value <= max).ok_or_else(|| self.refused(expression, supported))
    }

    pub(super) fn generation(&self, expression: &Expr) -> Read<u8> {
        let max = u32::from(GENERATION_MAX);
        let generation = self.integer_to(expression, max, "generation 0, 1 or 2")?;
        Ok(u8::try_from(generation).expect("a generation is at most GENERATION_MAX"))
    }

    /// The text that an expression is, if it is a text literal.
    pub(super) fn text(&self, expression: &Expr) -> Read<Option<String>> {
        let Expr::StringLiteral(literal) = expression else { return Ok(None) };
        let text = literal.value.to_str();
        if is_printable(text) {
            Ok(Some(text.into()))
        } else {
            Err(self.refused(expression, "texts of printable ASCII"))
        }
    }

    /// An index or key.
    pub(super) fn key(&self, expression: &Expr) -> Read<Key> {
        if let Some(value) = self.integer(expression)? {
            return Ok(Key::Int(value));
        }
        let text = self.text(expression)?;
        text.map(Key::Text)
            .ok_or_else(|| self.refused(expression, "an integer or a text as index or key"))
    }
}

fn dotted_path(expression: &Expr) -> Option<Vec<&str>> {
    match expression {
        Expr::Name(name) => Some(vec![name.id.as_str()]),
        Expr::Attribute(attribute) => {
            let mut path = dotted_path(&attribute.value)?;
            path.push(attribute.attr.as_str());
            Some(path)
        }
        _ => None,
    }
}
