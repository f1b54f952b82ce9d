//! The text of programs, to be mutated: what parsers are tested with.

use crate::source::{self, Dice, Options};

/// Edits of texts: of lines, of the words in them, of bytes.
#[derive(Debug)]
pub enum Text {}

/// One in so many results is the text of a program of the source.
const FRESH_ONE_IN: usize = 6;

/// What is put between words: parts of Python, also such as programs don't have.
const WORDS: [&str; 32] = [
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    "=",
    "+",
    "+=",
    ".",
    "-",
    "'",
    "\"",
    "#",
    "\\\n",
    "\n",
    "\n    ",
    "\t",
    "del ",
    "def ",
    "class ",
    "global ",
    "for _ in range(9): ",
    "try: ",
    "lambda",
    "0x_1",
    "1e999",
    "9223372036854775808",
    "'\\n'",
    "\u{e9}",
];

impl Text {
    /// A text near that in `bytes`; now and then that of a program of the source.
    #[must_use]
    pub fn mutated(bytes: &[u8], bytes_max: usize, seed: u64) -> Vec<u8> {
        let mut dice = Dice::new(seed);
        let mut text = bytes.to_vec();
        if text.len() < 8 || dice.below(FRESH_ONE_IN) == 0 {
            text = Self::fresh(seed);
        }
        while dice.percent(70) {
            edit(&mut text, &mut dice);
        }
        text.truncate(bytes_max);
        text
    }

    /// The lines of one text up to some line, then those of the other from some line on.
    #[must_use]
    pub fn crossed(first: &[u8], second: &[u8], bytes_max: usize, seed: u64) -> Vec<u8> {
        let mut dice = Dice::new(seed);
        let head = line(first, &mut dice).end;
        let tail = line(second, &mut dice).start;
        let mut text = [&first[..head], &second[tail..]].concat();
        text.truncate(bytes_max);
        text
    }

    /// The text of a program of the source.
    #[must_use]
    pub fn fresh(seed: u64) -> Vec<u8> {
        source::program(seed, 0, &Options::default()).to_string().into_bytes()
    }
}

fn edit(text: &mut Vec<u8>, dice: &mut Dice) {
    let chosen = line(text, dice);
    let place = dice.below(text.len() + 1);
    match dice.below(7) {
        0 => drop(text.drain(chosen)),
        1 => insert(text, chosen.end, &text[chosen.clone()].to_vec()),
        2 => {
            let moved: Vec<u8> = text.drain(chosen).collect();
            let at = line(text, dice).start;
            insert(text, at, &moved);
        }
        3 => insert(text, place, dice.pick(&WORDS).as_bytes()),
        4 => {
            let word = word(text, dice);
            drop(text.drain(word));
        }
        5 => {
            let (from, to) = (word(text, dice), word(text, dice));
            let copy = text[from].to_vec();
            text.splice(to, copy);
        }
        _ => {
            if let Some(byte) = text.get_mut(place) {
                *byte = u8::try_from(dice.below(256)).unwrap_or(0);
            }
        }
    }
}

fn insert(text: &mut Vec<u8>, at: usize, bytes: &[u8]) {
    text.splice(at..at, bytes.iter().copied());
}

/// A line with its end.
fn line(text: &[u8], dice: &mut Dice) -> std::ops::Range<usize> {
    let place = dice.below(text.len());
    let start = text[..place].iter().rposition(|&byte| byte == b'\n').map_or(0, |end| end + 1);
    let rest = text[start..].iter().position(|&byte| byte == b'\n');
    start..rest.map_or(text.len(), |end| start + end + 1)
}

/// Letters and digits around some place; a single byte where there are none.
fn word(text: &[u8], dice: &mut Dice) -> std::ops::Range<usize> {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let place = dice.below(text.len());
    let before = text[..place].iter().rev().take_while(|byte| is_part(byte)).count();
    let after = text[place..].iter().take_while(|byte| is_part(byte)).count();
    place - before..(place + after.max(1)).min(text.len())
}
