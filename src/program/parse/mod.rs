//! From Python text to a program.
//!
//! The text is first looked over by [`guard`], then parsed as Python; its [`outline`] says what is defined; then a
//! [`reader::Reader`] turns each part of the tree into the same part of a program, or refuses it by name and place.

mod argument;
mod definition;
mod error;
mod guard;
mod kinds;
mod outline;
mod reader;
mod source;
mod statement;
mod value;

pub use error::ParseError;

use ruff_python_ast::token::{TokenKind, Tokens};
use ruff_python_parser::parse_module;
use ruff_text_size::Ranged;

use self::outline::Outline;
use self::reader::Reader;
use self::source::Source;
use super::geometry::Geometry;
use super::syntax::Program;
use super::zeal::Zeal;

const FREE_NAMES: &str =
    "names of ASCII letters, digits and `_` that neither Python nor this language uses";

impl Program {
    /// Reads a program's text. `file_name` is what errors call it.
    ///
    /// Accepted is the Python that [`Program`] can say, also where it is laid out in another way than the canonical text:
    /// comments, blank lines, double quotes, several imports or globals on a line, bodies on a line of their own. The result
    /// is [normalized](Program::normalized) and [valid](Program::validate).
    ///
    /// # Errors
    ///
    /// The first thing that is not Python or lies outside the language, with its place and what would do instead.
    pub fn parse(file_name: &str, text: &str) -> Result<Self, ParseError> {
        let source = Source { text, file_name };
        guard::check(&source)?;
        let parsed = parse_module(text).map_err(|error| {
            source.not_python(error.location.start(), lower_first(&error.error.to_string()))
        })?;
        let outline = Outline::of(&source, parsed.suite())?;
        let comments = Comments { source: &source, tokens: parsed.tokens() };
        let geometry = comments.directive("geometry", GEOMETRIES, Geometry::from_name)?;
        let zeal = comments.directive("zeal", ZEALS, Zeal::from_text)?;
        let program = Reader::new(&source, &outline).program()?;
        let geometry = geometry.unwrap_or_default();
        Ok(Program { geometry, zeal, ..program }.normalized())
    }
}

impl Reader<'_> {
    fn program(mut self) -> Result<Program, ParseError> {
        let outline = self.outline;
        let classes =
            outline.classes.iter().map(|class| self.class(class)).collect::<Result<_, _>>()?;
        let functions = outline
            .functions
            .iter()
            .map(|function| self.function_definition(function))
            .collect::<Result<_, _>>()?;
        let main = outline.main.iter().map(|step| self.step(step)).collect::<Result<_, _>>()?;
        let (names, attributes) = (self.names.all, self.attributes.all);
        Ok(Program { names, attributes, classes, functions, main, ..Program::default() })
    }
}

const GEOMETRIES: &str = "one `# geometry: NAME`, with `production`, `tiny`, `odd` or `small`";
const ZEALS: &str = "one `# zeal: collect at every allocation` (`every 3rd allocation`, `the 7th allocation`, `random \
                     allocations, one in 8, seed 5`), then perhaps `, generation 0`, `, generation 1` or `, generations \
                     in turn`, then perhaps `, verified`";

/// The comments of a text, which say how the program is run.
struct Comments<'a> {
    source: &'a Source<'a>,
    tokens: &'a Tokens,
}

impl Comments<'_> {
    /// What the one comment `# KEY: …` says, if there is one.
    fn directive<T>(
        &self,
        key: &str,
        supported: &'static str,
        read: fn(&str) -> Option<T>,
    ) -> Result<Option<T>, ParseError> {
        let mut known = None;
        for comment in self.tokens.iter().filter(|token| token.kind() == TokenKind::Comment) {
            let text = self.source.text[comment.range()].trim_start_matches('#').trim();
            let said = text.strip_prefix(key).and_then(|rest| rest.strip_prefix(':'));
            let Some(said) = said else { continue };
            let read = read(said.trim());
            if read.is_none() || known.is_some() {
                let found = format!("the comment {}", self.source.quoted(comment));
                return Err(self.source.outside(comment, found, supported));
            }
            known = read;
        }
        Ok(known)
    }
}

/// The parser's messages, as part of a sentence.
fn lower_first(message: &str) -> String {
    let mut characters = message.chars();
    characters
        .next()
        .map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}
