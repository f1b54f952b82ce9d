//! The text of programs: printing and parsing are inverse, and nothing that is not a program gets through or breaks it.

#![expect(clippy::unwrap_used, reason = "a test that fails to prepare itself fails")]

#[path = "../amount/mod.rs"]
mod amount;
mod layout;
mod refusals;
mod strategies;
mod validity;

use std::io::Write;
use std::process::{Command, Stdio};

use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use twinheap::program::{Literal, ParseError, Program};

use strategies::{PIECES, float, mutated, mutations, programs, soups, text};

/// Python that people write, nearly all of it outside the language.
const ORDINARY: &[&str] = &[
    "squares = [x ** 2 for x in range(10) if x % 2]\n",
    "index = {k: v for k, v in pairs}\nunique = {x for x in y}\n",
    "total = sum(x for x in items)\n",
    "key = lambda item, *rest, **options: item[0]\n",
    "@decorated(with_='arguments')\ndef f(a, /, b=1, *args, c: int = 2, **kwargs) -> None:\n    yield from a\n",
    "async def fetch(url):\n    async with session.get(url) as response:\n        return await response.text()\n",
    "match point:\n    case (0, y) if y > 0:\n        pass\n    case {'x': x, **rest} | Point(x=x):\n        pass\n    case _:\n        pass\n",
    "print(f'{name!r:>{width}} and {nested[\"key\"]} {{}}')\n",
    "if (n := len(a)) > 10:\n    print(n)\nelif n:\n    pass\nelse:\n    raise ValueError(n) from None\n",
    "first, *middle, last = values\n",
    "while True:\n    try:\n        step()\n    except (KeyError, IndexError):\n        continue\n    finally:\n        break\n",
    "with open('a') as a, open('b') as b:\n    a.write(b.read())\n",
    "class Node(Base, metaclass=Meta):\n    '''A docstring.'''\n    value: int = 0\n\n    def method(self):\n        return super().method()\n",
    "from collections import defaultdict as dd, OrderedDict\nimport os.path as path\n",
    "x = y = z = 0\nx, y = y, x\nx -= 1\nx @= y\n",
    "assert x is not None, 'message'\n",
    "a[1:2, ::3] = b[...]\ndel a[:], b\n",
    "x = a if b else c or d and not e\n",
    "n = 0x_ff + 0b1010 + 0o17 + 1_000 + 1e3 + 2j\n",
    "t = b'bytes' + rb'\\raw' + u'text' 'joined' r\"raw\\n\"\n",
    "def outer():\n    count = 0\n    def inner():\n        nonlocal count\n        count += 1\n    return inner\n",
    "type Pair[T] = tuple[T, T]\ndef first[T](pair: Pair[T]) -> T: ...\n",
    "try:\n    pass\nexcept* ValueError as group:\n    print(group.exceptions)\n",
    "global x\nprint(*args, sep=', ', **options)\n",
    "x = (yield)\nx = await y\n",
    "a < b <= c != d in e not in f is not g\n",
    "print('a'); print('b'); x = 1\n",
    "x = [\n    1,  # one\n    2,\n]\n",
    "if __name__ == '__main__':\n    main()\n",
    "\"\"\"A module's docstring.\"\"\"\n__all__ = ['a', 'b']\n",
    "import gc, sys\nclass C0: pass\nx = C0()\nx.self = x\ndel x\nprint(gc.collect())\n",
    "t'{x}'\nx = t'template {y!s}'\n",
    "for i, (a, b) in enumerate(zip(x, y)):\n    print(i, a, b)\nelse:\n    print('done')\n",
    "def f():\n\treturn 1\n",
    "%timeit x\n!ls\nx?\n",
];

proptest! {
    #![proptest_config(amount::config(400))]

    #[test]
    fn a_program_is_what_its_text_says(program in programs()) {
        prop_assert_eq!(program.validate(), Ok(()));
        let text = program.to_string();
        let read = Program::parse("case.py", &text);
        prop_assert_eq!(read.as_ref().map(ToString::to_string), Ok(text));
        prop_assert_eq!(read, Ok(program.normalized()));
    }

    #[test]
    fn normalizing_changes_no_text(program in programs()) {
        let normal = program.clone().normalized();
        prop_assert_eq!(normal.to_string(), program.to_string());
        prop_assert_eq!(normal.clone().normalized(), normal);
    }

    #[test]
    fn bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        check(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn soups_are_read_or_refused(soup in soups()) {
        check(&soup);
    }

    #[test]
    fn spoiled_programs_are_read_or_refused(program in programs(), mutations in mutations()) {
        check(&mutated(&program.to_string(), &mutations));
    }

    #[test]
    fn spoiled_python_is_read_or_refused(text in select(ORDINARY), mutations in mutations()) {
        check(&mutated(text, &mutations));
    }
}

#[test]
fn ordinary_python_is_read_or_refused() {
    ORDINARY.iter().for_each(|text| check(text));
}

/// What is read is a valid program in normal form, and its text says the same; an error is inside the file.
fn check(text: &str) {
    match Program::parse("case.py", text) {
        Ok(program) => {
            assert_eq!(program.validate(), Ok(()), "{text:?}");
            assert_eq!(program.clone().normalized(), program, "{text:?}");
            assert_eq!(Program::parse("case.py", &program.to_string()), Ok(program), "{text:?}");
        }
        Err(error) => assert!(is_inside(&error, text), "{error}\n{text:?}"),
    }
}

fn is_inside(error: &ParseError, text: &str) -> bool {
    let unix = text.replace("\r\n", "\n").replace('\r', "\n");
    let line = usize::try_from(error.line()).unwrap();
    let length = unix.split('\n').nth(line.wrapping_sub(1)).map(|line| line.chars().count());
    let column = usize::try_from(error.column()).unwrap();
    // A line end of two characters lies behind the end of its line, and counts as two.
    length.is_some_and(|length| (1..=length + 2).contains(&column))
}

#[test]
fn deep_and_long_texts_are_refused() {
    let deep = [
        "[".repeat(100_000),
        format!("x = {}", "(".repeat(100_000)),
        format!("x = {}1{}", "[".repeat(100_000), "]".repeat(100_000)),
        format!("x = {}", "{'k': ".repeat(100_000)),
        format!("x = 1{}", " + 1".repeat(100_000)),
        format!("x = {}1", "-".repeat(100_000)),
        format!("x = {}1", "not ".repeat(100_000)),
        format!("x = {}1", "lambda a, b: ".repeat(100_000)),
        format!("x = {}1", "yield a, ".repeat(100_000)),
        format!("x = 1{}", " if x else 1".repeat(100_000)),
        format!("x = 1{}", "**1".repeat(100_000)),
        format!("x = f{}", "()".repeat(100_000)),
        format!("x = f{}", ".a".repeat(100_000)),
        format!("x = f{}", "[0]".repeat(100_000)),
        format!("x = f'{}'", "{x:".repeat(100_000)),
        "async ".repeat(100_000),
        "class A: ".repeat(100_000),
        "class A: x, ".repeat(100_000),
        "if x: ".repeat(100_000),
        "for x in y: ".repeat(100_000),
        "@".repeat(100_000),
        (0..1000).map(|level| format!("{}if x:\n", " ".repeat(level))).collect(),
        "match x:\n case ".to_owned() + &"(".repeat(100_000),
        format!("x = {}\n", "1 if x else ".repeat(100_000)),
    ];
    for text in deep {
        let error = Program::parse("case.py", &text).unwrap_err();
        assert!(is_inside(&error, &text), "{error}");
    }
    for piece in PIECES {
        check(&piece.repeat(20_000));
        check(&format!("{piece}, ").repeat(20_000));
        check(&format!("{piece}x, ").repeat(20_000));
    }
}

#[test]
fn what_is_wide_or_as_deep_as_the_language_is_read() {
    let (open, close) = ("{'k': ".repeat(8), "}".repeat(8));
    let display = format!("{open}x{close}");
    let wide = vec!["x"; 100_000].join(", ");
    let many = "x.a = [x, (y, 2.5)]\n".repeat(20_000);
    let texts = [
        format!("for _ in range(3): print({display} is {display}, {display} is {display})\n"),
        format!("x = [{wide}]\n"),
        format!("print({wide})\n"),
        format!("x = {{{}}}\n", vec!["'k': x"; 50_000].join(", ")),
        many,
    ];
    for text in texts {
        let text = format!("import copy, gc, sys, weakref\n\n{text}");
        assert_eq!(Program::parse("case.py", &text).map(|program| program.to_string()), Ok(text));
    }
}

/// Runs `script` under `python3` with `input`, and returns what it printed; `None` where there is no `python3`.
fn python(script: &str, input: &str) -> Option<String> {
    let mut child = Command::new("python3")
        .args(["-c", script])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    Some(String::from_utf8(output.stdout).unwrap())
}

fn samples<S: Strategy>(strategy: S, count: usize) -> Vec<S::Value> {
    let mut runner = TestRunner::deterministic();
    (0..count).map(|_| strategy.new_tree(&mut runner).unwrap().current()).collect()
}

#[test]
fn python_compiles_every_text_that_is_read() {
    const SCRIPT: &str = "import sys, warnings\nwarnings.simplefilter('ignore')\n\
        for text in sys.stdin.read().split('\\0'): compile(text, 'case.py', 'exec')";
    let canonical = samples(programs(), 200).into_iter().map(|program| program.to_string());
    let spoiled = samples((programs(), mutations()), 2000);
    let read = spoiled
        .into_iter()
        .map(|(program, mutations)| mutated(&program.to_string(), &mutations))
        .filter(|text| Program::parse("case.py", text).is_ok());
    let texts: Vec<String> = canonical.chain(read).collect();
    assert!(texts.len() > 300, "few spoiled programs are still programs: {}", texts.len());
    if python(SCRIPT, &texts.join("\0")).is_none() {
        eprintln!("there is no python3 here");
    }
}

#[test]
fn literals_are_what_python_writes() {
    const SCRIPT: &str =
        "import ast, sys\nfor line in sys.stdin: print(repr(ast.literal_eval(line)))";
    let floats = samples(float(), 1000).into_iter().map(Literal::Float);
    let texts = samples(text(), 1000).into_iter().map(Literal::Text);
    let literals: String = floats.chain(texts).map(|literal| format!("{literal}\n")).collect();
    match python(SCRIPT, &literals) {
        Some(written) => assert_eq!(written, literals),
        None => eprintln!("there is no python3 here"),
    }
}
