//! What is refused, with the exact message.

use std::fmt::Write;

use twinheap::program::{ATTRIBUTES_MAX, Program};

const ZEALS: &str = "one `# zeal: collect at every allocation` (`every 3rd allocation`, `the 7th allocation`, `random \
                     allocations, one in 8, seed 5`), then perhaps `, generation 0`, `, generation 1` or `, generations \
                     in turn`, then perhaps `, verified`";

/// Stands before each text below, whose lines are counted without it.
const IMPORTS: &str = "import copy, gc, sys, weakref\n";

#[test]
fn what_lies_outside_the_language_is_refused() {
    for (text, place, found, supported) in OUTSIDE {
        refused(text, place, &outside(found, supported));
    }
}

#[test]
fn what_is_not_defined_is_refused() {
    UNDEFINED.iter().for_each(|(text, place, problem)| refused(text, place, problem));
}

#[test]
fn what_is_not_python_is_refused() {
    NOT_PYTHON.iter().for_each(|(text, place, problem)| refused(text, place, problem));
    let null = Program::parse("case.py", "x = 1 # \0\n").unwrap_err();
    assert!(null.is_not_python());
    assert_eq!(null.to_string(), "case.py:1:9: not Python: a null character");
}

#[test]
fn a_module_that_is_not_imported_is_refused() {
    let uses = [
        ("import copy, sys, weakref\ngc.collect()", "2:1", "gc.collect", "gc"),
        ("print(len(gc.garbage))", "1:11", "gc.garbage", "gc"),
        ("import gc\nprint(sys.getrefcount(x))", "2:7", "sys.getrefcount", "sys"),
        ("def f0(a): x = copy.copy(a)", "1:16", "copy.copy", "copy"),
        ("x = weakref.ref(y)", "1:5", "weakref.ref", "weakref"),
    ];
    for (text, place, used, module) in uses {
        let found = format!("`{used}` without `import {module}`");
        let problem = outside(&found, "`import copy, gc, sys, weakref` at the start");
        let error = Program::parse("case.py", text).unwrap_err();
        assert_eq!(error.to_string(), format!("case.py:{place}: {problem}"), "{text}");
    }
}

#[test]
fn one_attribute_too_many_is_refused() {
    let mut text = String::new();
    for attribute in 0..ATTRIBUTES_MAX {
        writeln!(text, "x.a{attribute} = 1").unwrap();
    }
    assert!(Program::parse("case.py", &text).is_ok());
    let problem = outside(
        "one attribute more, `another`",
        "30 attributes in a program, as many as CPython keeps in the key table that instances share",
    );
    refused(&(text + "y = x.another"), "31:7", &problem);
}

#[test]
fn what_is_too_much_is_refused() {
    let count = usize::from(u16::MAX);
    let variables: String = (0..=count).map(|index| format!("x{index} = 1\n")).collect();
    let problem = outside("a variable too many, `x65535`", "65,535 variables");
    refused(&variables, "65536:1", &problem);
    let classes: String = (0..=count + 1).map(|index| format!("class C{index}: pass\n")).collect();
    let supported = "65,536 classes and as many functions";
    refused(&classes, "65537:7", &outside("a definition too many, `C65536`", supported));
    let error = Program::parse("case.py", &" ".repeat((64 << 20) + 1)).unwrap_err();
    let problem = outside("a text of 67108865 bytes", "at most 67108864 bytes");
    assert_eq!(error.to_string(), format!("case.py:1:1: {problem}"));
}

#[test]
fn what_nests_too_deep_is_refused() {
    let supported = "displays and blocks as deep as the language has them";
    let long = outside("an expression too long or too deep to be read", supported);
    refused(&format!("\nx = {}", "[".repeat(300)), "2:258", &long);
    let blocks: String = (0..20).map(|level| format!("{}if x:\n", " ".repeat(level))).collect();
    refused(&blocks, "18:18", &outside("a block too deep to be read", supported));
}

fn outside(found: &str, supported: &str) -> String {
    format!("found {found}, which is outside the language; supported here: {supported}")
}

fn refused(text: &str, place: &str, problem: &str) {
    let error = match Program::parse("folder/case.py", &format!("{IMPORTS}{text}\n")) {
        Ok(program) => panic!("this was read:\n{text}\nas:\n{program}"),
        Err(error) => error,
    };
    assert_eq!(error.file_name(), "folder/case.py");
    assert_eq!(format!("{}:{}", error.line() - 1, error.column()), place, "{text}\n{error}");
    let place = format!("folder/case.py:{}:{}", error.line(), error.column());
    assert_eq!(error.to_string(), format!("{place}: {problem}"), "{text}");
}

const ARGUMENT: &str = "a name, a literal, `x.a`, `x[0]`, `a is b`, `a == b`, `w() is None`, `type(x).__name__`, \
    `len(x)`, `sys.getrefcount(x)`, `id(a) == id(b)`, `id(a) - id(b)`, `gc.collect()` or \
    another look at the collector";
const CLASS: &str = "`pass`, `__slots__ = ('a', 'b')` and `def __del__(self):`, each once";
const COLLECTOR: &str = "`gc.collect()`, `gc.collect(0)`, `gc.enable()`, `gc.disable()`, `gc.set_threshold(a, b, \
    c)`, `gc.freeze()`, `gc.unfreeze()`, `gc.set_debug(0)`, `gc.set_debug(gc.DEBUG_SAVEALL)`, \
    `gc.garbage.clear()`";
const EXPRESSION: &str = "a name, a literal, a display, `C0()`, `f0(a)`, `y[0]`, `y['k']`, `y.a`, `y.pop()`, `w()`, \
    `a + b`, `copy.copy(y)`, `copy.deepcopy(y)`, `weakref.ref(y)`, `weakref.ref(y, f0)`";
const FREE_NAMES: &str =
    "names of ASCII letters, digits and `_` that neither Python nor this language uses";
const GUARD: &str = "`try: STATEMENT` and `except Exception as error: print(type(error).__name__)`";
const LOOK: &str = "`gc.collect()`, `gc.collect(0)`, `gc.get_count()`, `gc.get_threshold()`, `gc.isenabled()`, \
    `gc.is_tracked(x)`, `gc.is_finalized(x)`, `gc.get_freeze_count()`, `len(gc.garbage)`, \
    `len(gc.get_referents(x))`, `gc.get_stats()[0]['collections']`, `x in gc.get_objects(0)`";
const PARAMETERS: &str = "plain parameters, each once, as in `def f0(a, b):`";
const REPETITION: &str = "`for _ in range(3): STATEMENT`";
const SLOTS: &str = "a tuple of attributes, each once, and `'__weakref__'`";
const STATEMENT: &str = "`x = …`, `x += …`, `y[0] = …`, `y.a = …`, `del x`, `del y[0]`, `del y.a`, `f0(a)`, \
    `y.append(x)`, `y.insert(0, x)`, `y.extend(x)`, `y.clear()`, `gc.collect()` and its like, \
    `print(…)`";
const VALUE: &str =
    "a name, a literal, a display of these (`[a, 'b']`, `(a,)`, `{'k': a}`, `{a, b}`) or `C0()`";

/// Text, line and column, what is found, what is supported there.
#[rustfmt::skip]
const OUTSIDE: &[(&str, &str, &str, &str)] = &[
    ("x = error", "1:5", "the variable `error`, kept for `except` and `for`", FREE_NAMES),
    ("_ = 1", "1:1", "the variable `_`, kept for `except` and `for`", FREE_NAMES),
    ("gc = 1", "1:1", "the variable `gc`, a module", FREE_NAMES),
    ("match = 1", "1:1", "the variable `match`, a keyword of Python", FREE_NAMES),
    ("len = 1", "1:1", "the variable `len`, a builtin of Python", FREE_NAMES),
    ("__x = 1", "1:1", "the variable `__x`, kept for Python itself", FREE_NAMES),
    ("é = 1", "1:1", "the variable `é`, not an identifier of ASCII letters, digits and `_`", FREE_NAMES),
    ("class C0: pass\nC0 = 1", "2:1", "the class `C0` as a variable", "instances of classes, `C0()`"),
    ("class C0: pass\nx = C0", "2:5", "the class `C0` as a variable", "instances of classes, `C0()`"),
    ("class C0: pass\nx = [C0]", "2:6", "the class `C0` as a variable", "instances of classes, `C0()`"),
    ("class C0: pass\nx = C0(1)", "2:5", "the call `C0(1)`", "`C0()`, without arguments"),
    ("class C0: pass\nC0()", "2:1", "the class `C0` as a function", "`x = C0()`, without arguments"),
    ("class C0: pass\nx = weakref.ref(y, C0)", "2:20", "the class `C0` as a function", "`x = C0()`, without arguments"),
    ("def f0(): pass\nx = f0", "2:5", "the function `f0` as a variable", "calls of functions, `f0(a)`"),
    ("def f0(): pass\nx = [f0()]", "2:6", "the call `f0()`", VALUE),
    ("def f0(): pass\nprint(f0())", "2:7", "the call `f0()`", ARGUMENT),
    ("def f0(): pass\nprint(f0() is None)", "2:7", "the call `f0()`", ARGUMENT),
    ("def f0(): pass\nf0(f0())", "2:4", "the call `f0()`", VALUE),
    ("def C0(): pass\nclass C0: pass", "2:7", "a second definition of `C0`", "one definition of each name"),
    ("def print(): pass", "1:5", "a definition of `print`, a builtin of Python", FREE_NAMES),
    ("class list: pass", "1:7", "a definition of `list`, a builtin of Python", FREE_NAMES),
    ("print(w())", "1:7", "the call `w()`", ARGUMENT),
    ("y.append = 1", "1:3", "the attribute `append`, an attribute of a built-in type", "attributes that no built-in type has"),
    ("x.real = 1", "1:3", "the attribute `real`, an attribute of a built-in type", "attributes that no built-in type has"),
    ("x.__class__ = y", "1:3", "the attribute `__class__`, kept for Python itself", "attributes that no built-in type has"),
    ("x.é = y", "1:3", "the attribute `é`, not an identifier of ASCII letters, digits and `_`", "attributes that no built-in type has"),
    ("a.b.c = 1", "1:1", "the attribute `a.b`", "`y.a = …`, with a name on the left"),
    ("x = a.b.c", "1:5", "the attribute `a.b`", EXPRESSION),
    ("x = a[0][1]", "1:5", "the item `a[0]`", EXPRESSION),
    ("x[y] = 1", "1:3", "the name `y`", "an integer or a text as index or key"),
    ("x[1:2] = 1", "1:3", "the slice `1:2`", "an integer or a text as index or key"),
    ("x[2.5] = 1", "1:3", "the number `2.5`", "an integer or a text as index or key"),
    ("x[True] = 1", "1:3", "the constant `True`", "an integer or a text as index or key"),
    ("x = y, z = 1", "1:1", "the assignment `x = y, z = 1`", "one target, as in `x = y`"),
    ("x = y = 1", "1:1", "the assignment `x = y = 1`", "one target, as in `x = y`"),
    ("x, y = 1", "1:1", "the tuple `x, y`", "`x`, `y[0]`, `y['k']` or `y.a` on the left"),
    ("x -= 1", "1:1", "the augmented assignment `x -= 1`", STATEMENT),
    ("x.a += 1", "1:1", "the attribute `x.a`", "`x += …`, with a name on the left"),
    ("x = y - z", "1:5", "the operation `y - z`", EXPRESSION),
    ("x = y * z", "1:5", "the operation `y * z`", EXPRESSION),
    ("x = -y", "1:5", "the operation `-y`", EXPRESSION),
    ("x = a + b + c", "1:5", "the operation `a + b`", VALUE),
    ("x = not y", "1:5", "the operation `not y`", EXPRESSION),
    ("x = a and b", "1:5", "the operation `a and b`", EXPRESSION),
    ("x = a if b else c", "1:5", "the conditional expression `a if b else c`", EXPRESSION),
    ("x = a < b", "1:5", "the comparison `a < b`", EXPRESSION),
    ("x = a is b", "1:5", "the comparison `a is b`", EXPRESSION),
    ("x = 9223372036854775808", "1:5", "the number `9223372036854775808`", "integers from -2**63 to 2**63 - 1"),
    ("x = -9223372036854775809", "1:5", "the operation `-9223372036854775809`", "integers from -2**63 to 2**63 - 1"),
    ("x = 1e999", "1:5", "the number `1e999`", "finite numbers"),
    ("x = 1j", "1:5", "the number `1j`", EXPRESSION),
    ("x = 'é'", "1:5", "the text `'é'`", "texts of printable ASCII"),
    ("x = 'a\\n'", "1:5", "the text `'a\\n'`", "texts of printable ASCII"),
    ("x = b'a'", "1:5", "the bytes `b'a'`", EXPRESSION),
    ("x = f'{y}'", "1:5", "the formatted text `f'{y}'`", EXPRESSION),
    ("x = t'{y}'", "1:5", "the formatted text `t'{y}'`", EXPRESSION),
    ("x = ...", "1:5", "the constant `...`", EXPRESSION),
    ("x = [[[[[[[[[y]]]]]]]]]", "1:13", "the display `[y]` inside 8 others", "displays 8 deep"),
    ("x = [y for y in z]", "1:5", "the comprehension `[y for y in z]`", EXPRESSION),
    ("x = {**y}", "1:5", "the dict display `{**y}`", "a dict display of integers or texts as keys"),
    ("x = {y: 1}", "1:6", "the name `y`", "an integer or a text as index or key"),
    ("x = [*y]", "1:6", "the starred expression `*y`", VALUE),
    ("x = lambda: 0", "1:5", "the lambda `lambda: 0`", EXPRESSION),
    ("x = (y := 1)", "1:6", "the assignment expression `y := 1`", EXPRESSION),
    ("x = y.pop(0)", "1:5", "the call `y.pop(0)`", EXPRESSION),
    ("x = y.copy()", "1:5", "the call `y.copy()`", EXPRESSION),
    ("x = copy.copy(y, z)", "1:5", "the call `copy.copy(y, z)`", EXPRESSION),
    ("x = weakref.proxy(y)", "1:5", "the call `weakref.proxy(y)`", EXPRESSION),
    ("x = weakref.ref(y, callback=f0)", "1:5", "the call `weakref.ref(y, callback=f0)`", "calls with positional arguments"),
    ("x = gc.garbage", "1:5", "the variable `gc`, a module", FREE_NAMES),
    ("x = gc", "1:5", "the variable `gc`, a module", FREE_NAMES),
    ("x: int = 1", "1:1", "the annotated assignment `x: int = 1`", STATEMENT),
    ("del x, y", "1:1", "the deletion `del x, y`", "`del` of one name, item or attribute"),
    ("del (x, y)", "1:5", "the tuple `(x, y)`", "`del x`, `del y[0]`, `del y['k']` or `del y.a`"),
    ("del x[y]", "1:7", "the name `y`", "an integer or a text as index or key"),
    ("del x[0].a", "1:5", "the item `x[0]`", "`del x`, `del y[0]`, `del y['k']` or `del y.a`"),
    ("if x: pass", "1:1", "the condition `if x: pass`", STATEMENT),
    ("while x: pass", "1:1", "the loop `while x: pass`", STATEMENT),
    ("with x: pass", "1:1", "the `with` statement `with x: pass`", STATEMENT),
    ("assert x", "1:1", "the assertion `assert x`", STATEMENT),
    ("raise x", "1:1", "the `raise` statement `raise x`", STATEMENT),
    ("async def f(): pass", "1:1", "the function `f` with `async`, decorators or annotations", "`def f0(a, b):`"),
    ("match x:\n    case 1: pass", "1:1", "the `match` statement `match x:…`", STATEMENT),
    ("type X = int", "1:1", "the type alias `type X = int`", STATEMENT),
    ("return x", "1:1", "the statement `return x`", "`return x` as the last line of a function"),
    ("global x", "1:1", "the declaration `global x`", "`global x` as the first lines of a function"),
    ("pass", "1:1", "the statement `pass`", "`pass` as the only line of a body"),
    ("'text'", "1:1", "the text `'text'`", STATEMENT),
    ("x", "1:1", "the name `x`", STATEMENT),
    ("x.a", "1:1", "the attribute `x.a`", STATEMENT),
    ("1", "1:1", "the number `1`", STATEMENT),
    ("y.sort()", "1:1", "the call `y.sort()`", STATEMENT),
    ("y.insert(x, 1)", "1:10", "the name `x`", "an integer as the index of `y.insert(0, x)`"),
    ("y.insert(0)", "1:1", "the call `y.insert(0)`", STATEMENT),
    ("gc.collect(3)", "1:12", "the number `3`", "generation 0, 1 or 2"),
    ("gc.collect(-1)", "1:12", "the operation `-1`", "generation 0, 1 or 2"),
    ("gc.collect(x)", "1:12", "the name `x`", "generation 0, 1 or 2"),
    ("gc.collect(generation=1)", "1:1", "the call `gc.collect(generation=1)`", "calls with positional arguments"),
    ("gc.callbacks.clear()", "1:1", "the call `gc.callbacks.clear()`", COLLECTOR),
    ("gc.set_threshold(1)", "1:1", "the call `gc.set_threshold(1)`", COLLECTOR),
    ("gc.set_threshold(1, 2, 2147483648)", "1:24", "the number `2147483648`", "thresholds from 0 to 2**31 - 1"),
    ("gc.set_debug(1)", "1:14", "the number `1`", "`0` or `gc.DEBUG_SAVEALL`"),
    ("gc.get_count()", "1:1", "the call `gc.get_count()`", COLLECTOR),
    ("print(x, sep='')", "1:1", "the call `print(x, sep='')`", "calls with positional arguments"),
    ("print(*x)", "1:7", "the starred expression `*x`", ARGUMENT),
    ("print([x])", "1:7", "the list display `[x]`", ARGUMENT),
    ("print(C0())", "1:7", "the call `C0()`", ARGUMENT),
    ("print(x.a.b)", "1:7", "the attribute `x.a`", ARGUMENT),
    ("print(x[0][1])", "1:7", "the item `x[0][1]`", ARGUMENT),
    ("print(a is not b)", "1:7", "the comparison `a is not b`", ARGUMENT),
    ("print(a is b is c)", "1:7", "the comparison `a is b is c`", ARGUMENT),
    ("print(a != b)", "1:7", "the comparison `a != b`", ARGUMENT),
    ("print(id(a))", "1:7", "the call `id(a)`", ARGUMENT),
    ("print(id(a) == b)", "1:7", "the call `id(a)`", VALUE),
    ("print(id(a) + id(b))", "1:7", "the operation `id(a) + id(b)`", ARGUMENT),
    ("print(x in y)", "1:7", "the comparison `x in y`", ARGUMENT),
    ("print(x in gc.get_objects())", "1:7", "the comparison `x in gc.get_objects()`", ARGUMENT),
    ("print(x in gc.get_objects(3))", "1:27", "the number `3`", "generation 0, 1 or 2"),
    ("print(type(x))", "1:7", "the call `type(x)`", ARGUMENT),
    ("print(gc.get_stats())", "1:7", "the call `gc.get_stats()`", LOOK),
    ("print(gc.get_stats()[3]['collections'])", "1:22", "the number `3`", "generation 0, 1 or 2"),
    ("print(gc.get_stats()[0]['collected'])", "1:7", "the item `gc.get_stats()[0]['collected']`", ARGUMENT),
    ("print(gc.garbage)", "1:7", "the variable `gc`, a module", FREE_NAMES),
    ("print(len(gc.get_objects(1)))", "1:11", "the call `gc.get_objects(1)`", VALUE),
    ("print(sys.getsizeof(x))", "1:7", "the call `sys.getsizeof(x)`", ARGUMENT),
    ("input()", "1:1", "the call `input()`", STATEMENT),
    ("for i in range(3): x = 1", "1:1", "the loop `for i in range(3): x = 1`", REPETITION),
    ("for _ in range(4294967296): x = 1", "1:16", "the number `4294967296`", "repetitions from 0 to 2**32 - 1"),
    ("for _ in range(-1): x = 1", "1:16", "the operation `-1`", "repetitions from 0 to 2**32 - 1"),
    ("for _ in range(1, 2): x = 1", "1:1", "the loop `for _ in range(1, 2): x = 1`", REPETITION),
    ("for _ in y: x = 1", "1:1", "the loop `for _ in y: x = 1`", REPETITION),
    ("for _ in range(3):\n    x = 1\n    y = 2", "1:1", "the loop `for _ in range(3):…`", REPETITION),
    ("for _ in range(3): pass", "1:20", "the statement `pass`", "`pass` as the only line of a body"),
    ("for _ in range(3):\n    for _ in range(3): x = 1", "2:5", "the loop `for _ in range(3): x = 1`", "one statement a line, or one after `try:` or `for _ in range(3):`"),
    ("for _ in range(3): x = 1\nelse: y = 2", "1:1", "the loop `for _ in range(3): x = 1…`", REPETITION),
    ("try: x = 1\nexcept Exception as error: pass", "1:1", "the `try` statement `try: x = 1…`", GUARD),
    ("try: x = 1\nexcept Exception as e: print(type(e).__name__)", "1:1", "the `try` statement `try: x = 1…`", GUARD),
    ("try: x = 1\nexcept: print(1)", "1:1", "the `try` statement `try: x = 1…`", GUARD),
    ("try: x = 1\nfinally: y = 1", "1:1", "the `try` statement `try: x = 1…`", GUARD),
    ("x = 1\nclass C0: pass", "2:1", "the class `class C0: pass`", "definitions before the first statement, not inside others"),
    ("x = 1\ndef f0(): pass", "2:1", "the function `def f0(): pass`", "definitions before the first statement, not inside others"),
    ("x = 1\nimport gc", "2:1", "the import `import gc`", "`import copy, gc, sys, weakref` before the first statement"),
    ("class C0(Base): pass", "1:1", "the class `C0` with bases, parameters or decorators", "`class C0:`"),
    ("@x\nclass C0: pass", "1:1", "the class `C0` with bases, parameters or decorators", "`class C0:`"),
    ("class C0:\n    a = 1", "2:5", "the assignment `a = 1`", CLASS),
    ("class C0:\n    '''Doc.'''", "2:5", "the text `'''Doc.'''`", CLASS),
    ("class C0:\n    __slots__ = 'a'", "2:17", "the text `'a'`", SLOTS),
    ("class C0:\n    __slots__ = ('a', 'a')", "2:23", "the slot `'a'` again", SLOTS),
    ("class C0:\n    __slots__ = ('__weakref__', '__weakref__')", "2:33", "the slot `'__weakref__'` again", SLOTS),
    ("class C0:\n    __slots__ = ('__dict__',)", "2:18", "the attribute `__dict__`, kept for Python itself", "attributes that no built-in type has"),
    ("class C0:\n    __slots__ = ('append',)", "2:18", "the attribute `append`, an attribute of a built-in type", "attributes that no built-in type has"),
    ("class C0:\n    __slots__ = (a,)", "2:18", "the name `a`", SLOTS),
    ("class C0:\n    def __init__(self): pass", "2:5", "the function `def __init__(self): pass`", CLASS),
    ("class C0:\n    def __del__(self, x): pass", "2:5", "the function `def __del__(self, x): pass`", "`def __del__(self):`"),
    ("class C0:\n    def __del__(self): return x", "2:24", "the statement `return x`", "`return x` as the last line of a function"),
    ("def f0(a, a): pass", "1:7", "the parameters `(a, a)`", PARAMETERS),
    ("def f0(a=1): pass", "1:7", "the parameters `(a=1)`", PARAMETERS),
    ("def f0(*a): pass", "1:7", "the parameters `(*a)`", PARAMETERS),
    ("def f0(a, /): pass", "1:7", "the parameters `(a, /)`", PARAMETERS),
    ("def f0(a: int): pass", "1:7", "the parameters `(a: int)`", PARAMETERS),
    ("def f0() -> int: pass", "1:1", "the function `f0` with `async`, decorators or annotations", "`def f0(a, b):`"),
    ("def f0(): return", "1:11", "the statement `return`", "`return x`, the value of a name"),
    ("def f0(): return 1", "1:11", "the statement `return 1`", "`return x`, the value of a name"),
    ("def f0():\n    return x\n    x = 1", "2:5", "the statement `return x`", "`return x` as the last line of a function"),
    ("def f0(a):\n    global a", "2:12", "`global a`, a parameter or global already", "`global` of each name once, and of no parameter"),
    ("def f0():\n    global a\n    global a", "3:12", "`global a`, a parameter or global already", "`global` of each name once, and of no parameter"),
    ("def f0():\n    x = 1\n    global y", "3:5", "the declaration `global y`", "`global x` as the first lines of a function"),
    ("def f0():\n    pass\n    x = 1", "2:5", "the statement `pass`", "`pass` as the only line of a body"),
    ("def f0():\n    def f1(): pass", "2:5", "the function `def f1(): pass`", "definitions before the first statement, not inside others"),
    ("def f0(error): pass", "1:8", "the variable `error`, kept for `except` and `for`", FREE_NAMES),
    ("import os", "1:8", "the import of `os`", "`import copy, gc, sys, weakref`"),
    ("import gc as g", "1:8", "the import of `gc as g`", "`import copy, gc, sys, weakref`"),
    ("from gc import collect", "1:1", "the import `from gc import collect`", "`import copy, gc, sys, weakref` before the first statement"),
    ("# geometry: huge", "1:1", "the comment `# geometry: huge`", "one `# geometry: NAME`, with `production`, `tiny`, `odd` or `small`"),
    ("# geometry: tiny\n# geometry: odd", "2:1", "the comment `# geometry: odd`", "one `# geometry: NAME`, with `production`, `tiny`, `odd` or `small`"),
    ("# zeal: much", "1:1", "the comment `# zeal: much`", ZEALS),
    ("# zeal: collect at every 3th allocation", "1:1", "the comment `# zeal: collect at every 3th allocation`", ZEALS),
    ("# zeal: collect at every 0th allocation", "1:1", "the comment `# zeal: collect at every 0th allocation`", ZEALS),
    ("# zeal: collect at every 256th allocation", "1:1", "the comment `# zeal: collect at every 256th allocatio…`", ZEALS),
    ("# zeal: collect at random allocations", "1:1", "the comment `# zeal: collect at random allocations`", ZEALS),
    ("# zeal: collect at every allocation, often", "1:1", "the comment `# zeal: collect at every allocation, oft…`", ZEALS),
    ("print(f'{x}')\nprint(1)", "1:7", "the formatted text `f'{x}'`", ARGUMENT),
    ("class C0: pass\nx = C0\n", "2:5", "the class `C0` as a variable", "instances of classes, `C0()`"),
];

/// Text, line and column, message.
#[rustfmt::skip]
const UNDEFINED: &[(&str, &str, &str)] = &[
    ("x = C3(1)", "1:5", "function C3 is not defined in this program"),
    ("x = [C3()]", "1:6", "class C3 is not defined in this program"),
    ("f3()", "1:1", "function f3 is not defined in this program"),
    ("f3(x, y)", "1:1", "function f3 is not defined in this program"),
    ("x = weakref.ref(y, f3)", "1:20", "function f3 is not defined in this program"),
    ("print(len(w()))", "1:11", "class w is not defined in this program"),
];

/// Text, line and column, message: the parser's own.
#[rustfmt::skip]
const NOT_PYTHON: &[(&str, &str, &str)] = &[
    ("x = (", "2:1", "not Python: unexpected EOF while parsing"),
    ("if x:", "1:6", "not Python: expected an indented block after `if` statement"),
    ("x = 'abc", "1:5", "not Python: missing closing quote in string literal"),
    ("  x = 1", "1:1", "not Python: unexpected indentation"),
    ("x = 0777", "1:5", "not Python: invalid decimal integer literal"),
    ("while = 1", "1:7", "not Python: expected an expression"),
    ("x = \"\"\"a", "1:5", "not Python: missing closing quote in string literal"),
];
