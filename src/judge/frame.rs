//! The frames exchanged with `worker.py`, written and read.
//!
//! Numbers are in the machine's own order of bytes: both ends run on it. Lists of texts are joined with ASCII's own
//! separators, which no program contains.
//!
//! | frame | layout |
//! |---|---|
//! | greeting, once | `u32`: what `sys.getrefcount` reads in the worker for an object with one name |
//! | batch | `u32` bytes; programs joined by 1C, each three lists joined by 1D (definitions, steps, names), items joined by 1E |
//! | reply, one a program | `u32` bytes of words, `u32` bytes of text; `u64` words; text |
//! | — words | number of traces, number of types; the traces; the types' identities; for each step executed its three ends and its columns |
//! | — ends | how many characters were printed, bodies entered and exceptions ignored since the program's start |
//! | — columns | one value a name: identity of the object, of its type, count, held by code, weak references, tracked, finalized |
//! | — text | names of types, classes of exceptions ignored (lists joined by 1E), class and message of what was raised, output; joined by 1D |
//!
//! The object that stands for an unbound name has a type without a name.

use std::str::Chars;
use std::sync::Arc;

use super::JudgedProgram;
use super::verdict::{JudgedStep, NameState, Raised, Verdict};

const PROGRAM: &str = "\x1c";
const SECTION: char = '\x1d';
const ITEM: &str = "\x1e";
/// Values that are reported of each name.
const COLUMNS: usize = 7;
/// How far each step came in what was printed, entered and ignored.
const ENDS: usize = 3;
/// From here on a count is that of an immortal object (CPython 3.12 and later).
const IMMORTAL: u64 = 1 << 29;

/// A reply as it came.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) words: Vec<u8>,
    pub(super) text: Vec<u8>,
}

/// The batch frame for these programs.
pub(super) fn batch(programs: &[JudgedProgram]) -> Vec<u8> {
    let texts: Vec<String> = programs.iter().map(program).collect();
    let text = texts.join(PROGRAM);
    let bytes = u32::try_from(text.len()).expect("a batch is smaller than 4 GiB");
    [&bytes.to_ne_bytes(), text.as_bytes()].concat()
}

fn program(program: &JudgedProgram) -> String {
    let mut trace = 0;
    let definitions: Vec<String> =
        program.definitions.iter().map(|definition| traced(definition, &mut trace)).collect();
    let [definitions, steps, names] =
        [&definitions, &program.steps, &program.names].map(|items| items.join(ITEM));
    format!("{definitions}{SECTION}{steps}{SECTION}{names}")
}

/// The definition with a statement at the start of each body that notes its number. It is no call, which would fail
/// where the body itself still fits under the recursion limit.
fn traced(definition: &str, trace: &mut u32) -> String {
    let mut text = String::with_capacity(definition.len() + 64);
    for line in definition.lines() {
        text.push_str(line);
        text.push('\n');
        let statement = line.trim_start();
        if statement.starts_with("def ") {
            let indent = line.len() - statement.len() + 4;
            let note = format!("{:indent$}global _entered; _entered += {trace},\n", "");
            text.push_str(&note);
            *trace += 1;
        }
    }
    text
}

/// What one has to know to read a reply.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    /// How many names the program has.
    pub(super) names: usize,
    /// From the greeting.
    pub(super) count_of_one_name: u32,
    /// Whether the last column means anything.
    pub(super) knows_finalized: bool,
}

impl Layout {
    /// Reads a reply; `None` if it is not one.
    pub(super) fn verdict(self, reply: &Reply) -> Option<Verdict> {
        let words: Vec<u64> =
            reply.words.as_chunks().0.iter().map(|chunk| u64::from_ne_bytes(*chunk)).collect();
        let text = std::str::from_utf8(&reply.text).ok()?;
        let mut sections = text.splitn(4, SECTION);
        let mut section = || sections.next();
        let (types, ignored, raised, output) = (section()?, section()?, section()?, section()?);

        let (&[traces, identities], words) = words.split_first_chunk()?;
        let (traces, words) = words.split_at_checked(index(traces)?)?;
        let (identities, words) = words.split_at_checked(index(identities)?)?;
        let types = identities.iter().copied().zip(types.split(ITEM).map(Arc::from)).collect();
        let mut logs = Logs { output: output.chars(), entered: traces, ignored: items(ignored) };
        let mut at = [0; ENDS];
        let steps = words.chunks(ENDS + COLUMNS * self.names).map(|step| {
            let (ends, columns) = step.split_first_chunk()?;
            let (output, entered, ignored) = logs.take(&mut at, *ends)?;
            Some(JudgedStep { output, entered, ignored, names: self.columns(columns, &types)? })
        });
        Some(Verdict { steps: steps.collect::<Option<_>>()?, raised: raised_in(raised)? })
    }

    /// Reads the columns of a step.
    fn columns(self, words: &[u64], types: &Types) -> Option<Vec<Option<NameState>>> {
        let whole = words.len() == COLUMNS * self.names;
        let names = 0..self.names;
        whole.then(|| names.map(|name| self.name(name, words, types)).collect()).flatten()
    }

    /// Reads what is said of one name; `Some(None)` if it is unbound.
    fn name(self, name: usize, words: &[u64], types: &Types) -> Option<Option<NameState>> {
        let [identity, kind, count, held, weak_references, tracked, finalized] =
            std::array::from_fn(|column| words[column * self.names + name]);
        let type_name = types.name(kind)?;
        if type_name.is_empty() {
            return Some(None);
        }
        let same = |other: &u64| *other == identity;
        let identities = &words[..self.names];
        let names = identities.iter().copied().filter(same).count();
        Some(Some(NameState {
            same_as: identities.iter().position(same)?,
            references: self.references(count, names, held != 0)?,
            type_name: Arc::clone(type_name),
            weak_references: u32::try_from(weak_references).ok()?,
            tracked: tracked != 0,
            finalized: self.knows_finalized.then_some(finalized != 0),
        }))
    }

    /// How many references the program has to an object to which `names` of its names are bound, each of which the worker
    /// had in hand when it read `count`. `None` if that cannot be.
    fn references(self, count: u64, names: usize, held: bool) -> Option<Option<u32>> {
        if held || count >= IMMORTAL {
            return Some(None);
        }
        let others = u32::try_from(count).ok()?.checked_sub(self.count_of_one_name)?;
        Some(Some((others + 2).checked_sub(u32::try_from(names).ok()?)?))
    }
}

/// The types that a program's names were bound to.
struct Types(Vec<(u64, Arc<str>)>);

impl FromIterator<(u64, Arc<str>)> for Types {
    fn from_iter<I: IntoIterator<Item = (u64, Arc<str>)>>(types: I) -> Self {
        Self(types.into_iter().collect())
    }
}

impl Types {
    fn name(&self, identity: u64) -> Option<&Arc<str>> {
        self.0.iter().find(|(known, _)| *known == identity).map(|(_, name)| name)
    }
}

/// What a whole program printed, entered and ignored, handed out step by step.
struct Logs<'a> {
    output: Chars<'a>,
    entered: &'a [u64],
    ignored: Vec<&'a str>,
}

impl Logs<'_> {
    /// What lies between `at` and `ends`; moves `at` there.
    fn take(
        &mut self,
        at: &mut [u64; ENDS],
        ends: [u64; ENDS],
    ) -> Option<(String, Vec<u32>, Vec<String>)> {
        let [_, entered_at, ignored_at] = at.map(index);
        let [_, entered_end, ignored_end] = ends.map(index);
        let characters = index(ends[0].checked_sub(at[0])?)?;
        let entered = self.entered.get(entered_at?..entered_end?)?.iter();
        let ignored = self.ignored.get(ignored_at?..ignored_end?)?.iter();
        *at = ends;
        Some((
            self.output.by_ref().take(characters).collect(),
            entered.map(|trace| u32::try_from(*trace).ok()).collect::<Option<_>>()?,
            ignored.map(|class| (*class).to_owned()).collect(),
        ))
    }
}

fn items(list: &str) -> Vec<&str> {
    if list.is_empty() { Vec::new() } else { list.split(ITEM).collect() }
}

fn raised_in(text: &str) -> Option<Option<Raised>> {
    if text.is_empty() {
        return Some(None);
    }
    let (class, message) = text.split_once(ITEM)?;
    Some(Some(Raised { class: class.to_owned(), message: message.to_owned() }))
}

fn index(word: u64) -> Option<usize> {
    usize::try_from(word).ok()
}

#[cfg(test)]
mod tests {
    use super::traced;

    #[test]
    fn every_body_notes_its_number_first() {
        let mut trace = 4;
        let class = "class C0:\n    __slots__ = ()\n    def __del__(self):\n        pass";
        let expected = "class C0:\n    __slots__ = ()\n    def __del__(self):\n        \
                        global _entered; _entered += 4,\n        pass\n";
        assert_eq!(traced(class, &mut trace), expected);
        let function = "def f0(p0):\n    pass";
        let expected = "def f0(p0):\n    global _entered; _entered += 5,\n    pass\n";
        assert_eq!(traced(function, &mut trace), expected);
        assert_eq!(traced("class C1: pass", &mut trace), "class C1: pass\n");
    }
}
