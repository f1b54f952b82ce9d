//! The outline of a text: what it imports and defines, and where its main block starts.

use std::collections::{BTreeMap, BTreeSet};

use ruff_python_ast::{Identifier, Stmt, StmtClassDef, StmtFunctionDef, StmtImport};

use super::error::ParseError;
use super::source::Source;
use crate::program::names::{MODULES, reserved_name};
use crate::program::syntax::{ClassId, FunctionId};

/// The statements of a text, sorted. Everything that a step may refer to is known before the first one is read, so that
/// bodies can use what is defined below them, as in Python.
#[derive(Debug, Default)]
pub(super) struct Outline<'a> {
    pub(super) classes: Vec<&'a StmtClassDef>,
    pub(super) functions: Vec<&'a StmtFunctionDef>,
    pub(super) main: &'a [Stmt],
    modules: BTreeSet<&'a str>,
    definitions: BTreeMap<&'a str, Definition>,
}

/// What a defined name stands for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Definition {
    Class(ClassId),
    Function(FunctionId),
}

impl<'a> Outline<'a> {
    pub(super) fn of(source: &Source<'_>, statements: &'a [Stmt]) -> Result<Self, ParseError> {
        let mut outline = Self::default();
        for (index, statement) in statements.iter().enumerate() {
            match statement {
                Stmt::Import(import) => outline.import(source, import)?,
                Stmt::ClassDef(class) => {
                    let id = ClassId(outline_index(source, &class.name, outline.classes.len())?);
                    outline.define(source, &class.name, Definition::Class(id))?;
                    outline.classes.push(class);
                }
                Stmt::FunctionDef(function) => {
                    let number = outline.functions.len();
                    let id = FunctionId(outline_index(source, &function.name, number)?);
                    outline.define(source, &function.name, Definition::Function(id))?;
                    outline.functions.push(function);
                }
                _ => {
                    outline.main = &statements[index..];
                    break;
                }
            }
        }
        Ok(outline)
    }

    pub(super) fn definition(&self, name: &str) -> Option<Definition> {
        self.definitions.get(name).copied()
    }

    pub(super) fn imports(&self, module: &str) -> bool {
        self.modules.contains(module)
    }

    fn import(&mut self, source: &Source<'_>, import: &'a StmtImport) -> Result<(), ParseError> {
        for alias in &import.names {
            let known = MODULES.contains(&alias.name.as_str());
            if !known || alias.asname.is_some() || import.is_lazy {
                let found = format!("the import of {}", source.quoted(alias));
                return Err(source.outside(alias, found, "`import copy, gc, sys, weakref`"));
            }
            self.modules.insert(alias.name.as_str());
        }
        Ok(())
    }

    fn define(
        &mut self,
        source: &Source<'_>,
        name: &'a Identifier,
        definition: Definition,
    ) -> Result<(), ParseError> {
        if let Some(reason) = reserved_name(name) {
            let found = format!("a definition of `{name}`, {reason}");
            return Err(source.outside(name, found, super::FREE_NAMES));
        }
        match self.definitions.insert(name.as_str(), definition) {
            None => Ok(()),
            Some(_) => {
                let found = format!("a second definition of `{name}`");
                Err(source.outside(name, found, "one definition of each name"))
            }
        }
    }
}

fn outline_index(source: &Source<'_>, name: &Identifier, index: usize) -> Result<u16, ParseError> {
    u16::try_from(index).map_err(|_| {
        let found = format!("a definition too many, `{name}`");
        source.outside(name, found, "65,536 classes and as many functions")
    })
}
