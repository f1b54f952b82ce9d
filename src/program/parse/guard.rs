//! A cheap look at a text before it is parsed, so that no text can make the parser nest without end.
//!
//! The parser of Python asks for more stack as it nests, but the tree it builds is dropped by recursion, and chains like
//! `x + x + x` or `x.a.a.a` make deep trees too. So what counts is the length of the way into the tree: how many tokens of
//! a statement stand before a token, those left out that a comma or a closing bracket has ended.

use ruff_python_ast::token::TokenKind;
use ruff_python_parser::{Mode, lexer};
use ruff_text_size::{TextRange, TextSize};

use super::error::ParseError;
use super::source::Source;

/// The longest text that is read, in bytes.
pub(super) const TEXT_BYTES_MAX: usize = 64 << 20;

/// The longest way into the tree of a statement, in tokens. The language itself needs fewer than a hundred: a repeated
/// `print` of two dict displays of the greatest depth.
const WAY_MAX: usize = 256;

/// How deep blocks may nest; the language needs 3.
const BLOCKS_MAX: usize = 16;

/// Refuses what is too large or too deep to be parsed.
pub(super) fn check(source: &Source<'_>) -> Result<(), ParseError> {
    if source.text.len() > TEXT_BYTES_MAX {
        let found = format!("a text of {} bytes", source.text.len());
        let supported = format!("at most {TEXT_BYTES_MAX} bytes");
        // Places in a text are 32 bits wide, so this one is not looked at any further.
        let unread = Source { text: "", ..*source };
        return Err(unread.outside(TextRange::default(), found, supported));
    }
    if let Some(offset) = source.text.find('\0') {
        return Err(source.not_python(text_size(offset), "a null character".into()));
    }
    match too_deep(source.text) {
        None => Ok(()),
        Some(found) => {
            let place = TextRange::empty(text_size(first_too_deep(source.text)));
            Err(source.outside(
                place,
                found,
                "displays and blocks as deep as the language has them",
            ))
        }
    }
}

fn text_size(offset: usize) -> TextSize {
    TextSize::try_from(offset).expect("a text is at most TEXT_BYTES_MAX long")
}

/// The lexer does not tell where it is, so the place is found by looking at starts of the text. It may be a token early:
/// an open bracket at the end of a text is a token of its own.
fn first_too_deep(text: &str) -> usize {
    let (mut fits, mut deep) = (0_usize, text.len());
    loop {
        let middle = text.floor_char_boundary(fits.midpoint(deep));
        if middle == fits {
            return fits;
        }
        if too_deep(&text[..middle]).is_some() {
            deep = middle;
        } else {
            fits = middle;
        }
    }
}

/// What nests too deep in this text, if anything does.
fn too_deep(text: &str) -> Option<&'static str> {
    let mut tokens = lexer::lex(text, Mode::Module);
    let mut way = Way::default();
    let mut blocks = 0_usize;
    loop {
        let token = tokens.next_token();
        match token {
            TokenKind::EndOfFile => return None,
            TokenKind::Indent => blocks += 1,
            TokenKind::Dedent => blocks = blocks.saturating_sub(1),
            _ => way.step(token),
        }
        if way.length > WAY_MAX {
            return Some("an expression too long or too deep to be read");
        }
        if blocks > BLOCKS_MAX {
            return Some("a block too deep to be read");
        }
    }
}

/// The way from the root of a statement's tree to a token.
#[derive(Default)]
struct Way {
    length: usize,
    /// To what a comma outside brackets falls back.
    start: usize,
    /// To what a comma inside each open bracket falls back.
    brackets: Vec<usize>,
}

impl Way {
    fn step(&mut self, token: TokenKind) {
        use TokenKind as T;
        self.length += 1;
        match token {
            T::Newline => *self = Self::default(),
            T::Comment | T::NonLogicalNewline => self.length -= 1,
            T::Lpar | T::Lsqb | T::Lbrace | T::FStringStart | T::TStringStart => {
                self.brackets.push(self.length);
            }
            T::Rpar | T::Rsqb | T::Rbrace | T::FStringEnd | T::TStringEnd => {
                self.length = self.brackets.pop().unwrap_or(self.length) + 1;
            }
            T::Comma => self.length = self.fallback(),
            T::Lambda | T::Yield => *self.fallback_mut() = self.length,
            // What follows the colon of a compound statement stands inside it.
            T::Colon if self.brackets.is_empty() => self.start = self.length,
            _ => {}
        }
    }

    fn fallback(&self) -> usize {
        self.brackets.last().copied().unwrap_or(self.start)
    }

    fn fallback_mut(&mut self) -> &mut usize {
        self.brackets.last_mut().unwrap_or(&mut self.start)
    }
}
