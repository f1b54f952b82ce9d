//! The normal form of a program: what its text carries, and nothing else.

use std::mem;

use super::parts::Part;
use super::syntax::{Attribute, Name, Program};

impl Program {
    /// This program with its names and attributes numbered by their first appearance in the text, and without those that
    /// do not appear.
    ///
    /// A text does not carry the order of [`Program::names`] and [`Program::attributes`]. So two programs have the same text
    /// exactly if they are equal once normalized, and reading the text of a normalized program gives that program.
    /// Classes and functions keep their order: it is the text's.
    ///
    /// # Panics
    ///
    /// If an index lies outside its table; see [`Program::validate`].
    #[must_use]
    pub fn normalized(mut self) -> Self {
        let mut names = Renumbering::of(mem::take(&mut self.names));
        let mut attributes = Renumbering::of(mem::take(&mut self.attributes));
        self.parts(&mut |part| match part {
            Part::Name(Name(index)) => names.renumber(index),
            Part::Attribute(Attribute(index)) => attributes.renumber(index),
            _ => {}
        });
        Self { names: names.kept, attributes: attributes.kept, ..self }
    }

    fn parts(&mut self, visit: &mut dyn FnMut(Part<'_>)) {
        self.classes.iter_mut().for_each(|class| class.parts(visit));
        self.functions.iter_mut().for_each(|function| function.parts(visit));
        self.main.iter_mut().for_each(|step| step.parts(visit));
    }
}

/// A table that is being put in order of first appearance.
struct Renumbering {
    spellings: Vec<String>,
    /// The new index of each that has appeared.
    indices: Vec<Option<u16>>,
    kept: Vec<String>,
}

impl Renumbering {
    fn of(spellings: Vec<String>) -> Self {
        Self { indices: vec![None; spellings.len()], spellings, kept: Vec::new() }
    }

    fn renumber(&mut self, index: &mut u16) {
        let old = usize::from(*index);
        *index = *self.indices[old].get_or_insert_with(|| {
            self.kept.push(mem::take(&mut self.spellings[old]));
            u16::try_from(self.kept.len() - 1).expect("no more are kept than a u16 could name")
        });
    }
}
