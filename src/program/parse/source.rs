//! The text that is being read: from places in it to errors.

use std::borrow::Cow;

use ruff_source_file::LineIndex;
use ruff_text_size::{Ranged, TextSize};

use super::error::{Kind, ParseError};

/// How many characters of the text an error quotes.
const QUOTED_MAX: usize = 40;

/// A text with its name.
#[derive(Debug)]
pub(super) struct Source<'a> {
    pub(super) text: &'a str,
    pub(super) file_name: &'a str,
}

impl Source<'_> {
    /// The text is Python up to `offset`, at best.
    pub(super) fn not_python(&self, offset: TextSize, problem: String) -> ParseError {
        self.error(offset, Kind::NotPython(problem))
    }

    /// What stands at `place` lies outside the language.
    pub(super) fn outside(
        &self,
        place: impl Ranged,
        found: impl Into<String>,
        supported: impl Into<Cow<'static, str>>,
    ) -> ParseError {
        let kind = Kind::Outside { found: found.into(), supported: supported.into() };
        self.error(place.start(), kind)
    }

    /// What stands at `place` uses a class or function that the program does not define.
    pub(super) fn undefined(
        &self,
        place: impl Ranged,
        what: &'static str,
        name: &str,
    ) -> ParseError {
        self.error(place.start(), Kind::Undefined { what, name: name.into() })
    }

    /// The start of what stands at `place`, in backquotes.
    pub(super) fn quoted(&self, place: impl Ranged) -> String {
        let line = self.text[place.range()].lines().next().unwrap_or_default();
        let complete = line.len() == usize::from(place.range().len());
        let quoted: String = line.chars().take(QUOTED_MAX).collect();
        let rest = if complete && quoted.len() == line.len() { "" } else { "…" };
        format!("`{quoted}{rest}`")
    }

    fn error(&self, offset: TextSize, kind: Kind) -> ParseError {
        let place = LineIndex::from_source_text(self.text).line_column(offset, self.text);
        ParseError {
            file_name: self.file_name.into(),
            line: u32::try_from(place.line.get()).unwrap_or(u32::MAX),
            column: u32::try_from(place.column.get()).unwrap_or(u32::MAX),
            kind,
        }
    }
}
