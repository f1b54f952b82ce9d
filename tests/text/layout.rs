//! How texts are laid out, and in which other layouts they are read.

use twinheap::program::{ClassId, Program, Value};

/// Every form of the language, in its canonical layout.
const CANONICAL: &str = r#"# geometry: tiny
import copy, gc, sys, weakref

class C0: pass
class C1: pass

class C2:
    __slots__ = ()

class C3:
    __slots__ = ('a',)

class C4:
    __slots__ = ('a', 'b', '__weakref__')
    def __del__(self):
        pass

class C5:
    def __del__(me):
        global x
        global y
        x = me
        try: y = me.a
        except Exception as error: print(type(error).__name__)

class C6:
    __slots__ = ('__weakref__',)

def f0():
    pass

def f1(p0, p1):
    for _ in range(3): p0 = [p0, p1]
    return p0

def f2():
    return x

x = 10
x = -3
x = 2.5
x = 1e+16
x = 'text'
x = "it's"
x = None
x = True
x = y
x = []
x = [x, 1]
x = ()
x = (x,)
x = (x, (1, 'a'))
x = {}
x = {'k': x, -1: [y]}
x = {x, C0()}
x = C4()
x = f0()
x = f1(x, [C0()])
f1(x, 1)
x = y[0]
x = y[-1]
x = y['k']
x = y.a
x = y.pop()
x = w()
x = copy.copy(y)
x = copy.deepcopy([y])
x += 1
x += [y]
x = y + z
x = 'a' + -1
y[0] = x
y['k'] = C0()
y.a = None
y.append(x)
y.insert(-1, x)
y.extend((x,))
y.clear()
del x
del y[0]
del y['k']
del y.a
try: x = y[0]
except Exception as error: print(type(error).__name__)
for _ in range(1000): x = [x]
w = weakref.ref(x)
w = weakref.ref(x, f1)
gc.collect()
gc.collect(0)
gc.enable()
gc.disable()
gc.set_threshold(700, 10, 0)
gc.freeze()
gc.unfreeze()
gc.set_debug(0)
gc.set_debug(gc.DEBUG_SAVEALL)
gc.garbage.clear()
print()
print(x)
print('text', -1.5, None, x.a, x[0], x['k'])
print(x is y, x == y, x is None, C0() is None)
print(type(x).__name__, len(x), sys.getrefcount(x))
print(id(x) == id(y), id(x) - id(y))
print(w() is None)
print(gc.collect(), gc.collect(2))
print(gc.get_count(), gc.get_threshold(), gc.isenabled())
print(gc.is_tracked(x), gc.is_finalized(x))
print(len(gc.garbage), gc.get_freeze_count())
print(gc.get_stats()[2]['collections'])
print(len(gc.get_referents(x)), x in gc.get_objects(0))
"#;

#[test]
fn every_form_has_one_canonical_layout() {
    let program = Program::parse("case.py", CANONICAL).unwrap();
    assert_eq!(program.to_string(), CANONICAL);
}

#[test]
fn an_empty_program_has_a_text() {
    let text = "import copy, gc, sys, weakref\n";
    assert_eq!(Program::default().to_string(), text);
    for text in [text, "", "\n\n", "# nothing", "\u{feff}import gc\n"] {
        assert_eq!(Program::parse("case.py", text), Ok(Program::default()), "{text:?}");
    }
}

/// A new name in place of each `$`, and a new attribute in place of each `@`.
const FORMS_WITH_NAMES: &str = "\
class C0:
    __slots__ = ('@', '@')
    def __del__($):
        global $
        $ = [$, ($, {'k': $}), {$}]

def f0($, $):
    global $
    $ = $ + $
    return $

f0($, $)
$ += $
$[0] = $
$.@ = $
$.append($)
$.insert(0, $)
$.extend($)
$.clear()
del $
del $[0]
del $.@
$ = $[0]
$ = $.@
$ = $.pop()
$ = $()
$ = copy.copy($)
$ = copy.deepcopy($)
$ = f0($, $)
$ = weakref.ref($, f0)
try: $ = $
except Exception as error: print(type(error).__name__)
for _ in range(3): $ = $
print($, $.@, $[0], $ is $, $ == $, type($).__name__, len($), sys.getrefcount($))
print(id($) == id($), id($) - id($), $() is None, gc.is_tracked($), gc.is_finalized($))
print(len(gc.get_referents($)), $ in gc.get_objects(0))
";

#[test]
fn tables_are_in_the_order_of_the_text() {
    let (mut text, mut names, mut attributes) = (String::new(), Vec::new(), Vec::new());
    for character in FORMS_WITH_NAMES.chars() {
        let (prefix, table) = match character {
            '$' => ('n', &mut names),
            '@' => ('a', &mut attributes),
            other => {
                text.push(other);
                continue;
            }
        };
        table.push(format!("{prefix}{}", table.len()));
        text.extend(table.last().map(String::as_str));
    }
    let text = format!("import copy, gc, sys, weakref\n\n{text}");
    let program = Program::parse("case.py", &text).unwrap();
    assert_eq!(program.to_string(), text);
    assert_eq!(program.names, names);
    assert_eq!(program.attributes, attributes);
}

/// Each text with the canonical one that says the same, both without their imports.
const VARIANTS: &[(&str, &str)] = &[
    ("x = \"a\"", "x = 'a'"),
    ("x = \"\"\"a\"\"\"", "x = 'a'"),
    ("x = 'a' \"b\"", "x = 'ab'"),
    ("x = r'\\d'", "x = '\\\\d'"),
    ("x = u'\\x41'", "x = 'A'"),
    ("x = 0x1F", "x = 31"),
    ("x = 1_000", "x = 1000"),
    ("x = -0", "x = 0"),
    ("x = -0.0", "x = -0.0"),
    ("x = 1e2", "x = 100.0"),
    ("x = -9223372036854775808", "x = -9223372036854775808"),
    ("x = a, b", "x = (a, b)"),
    ("x = a,", "x = (a,)"),
    ("x = ((a))", "x = a"),
    ("x=[a ,b,]", "x = [a, b]"),
    ("x = [\n    a,  # first\n\n    b,\n]", "x = [a, b]"),
    ("x = \\\n    y", "x = y"),
    ("x = 1; y = 2", "x = 1\ny = 2"),
    ("# a comment\n\nx = 1  # another\n\n\n# the last", "x = 1"),
    ("x = 1\r\ny = 2\r\n", "x = 1\ny = 2"),
    ("del (x)", "del x"),
    ("f3 = w()", "f3 = w()"),
    ("for _ in range(3):\n    x = [x]", "for _ in range(3): x = [x]"),
    (
        "try:\n  x = y\nexcept Exception as error:\n  print(type(error).__name__)",
        "try: x = y\nexcept Exception as error: print(type(error).__name__)",
    ),
    ("class C0():\n\tpass", "class C0: pass"),
    ("class C0: __slots__ = 'a',", "class C0:\n    __slots__ = ('a',)"),
    (
        "class C0:\n    def __del__(self): pass\n    __slots__ = ('__weakref__', 'a')",
        "class C0:\n    __slots__ = ('a', '__weakref__')\n    def __del__(self):\n        pass",
    ),
    ("def f0(): x = 1; return x", "def f0():\n    x = 1\n    return x"),
    (
        "def f0():\n    global x, y\n    global z\n    x = y",
        "def f0():\n    global x\n    global y\n    global z\n    x = y",
    ),
    ("def f0(a, b,): pass", "def f0(a, b):\n    pass"),
    ("def f0(): f1()\nimport gc\ndef f1(): pass", "def f0():\n    f1()\n\ndef f1():\n    pass"),
    ("def f0(): pass\nclass C0: pass", "class C0: pass\n\ndef f0():\n    pass"),
];

#[test]
fn other_layouts_are_read() {
    for (variant, canonical) in VARIANTS {
        let imports = "import gc\nimport copy, weakref\nimport sys, gc\n";
        let read = Program::parse("case.py", &format!("{imports}{variant}\n"));
        let expected = format!("import copy, gc, sys, weakref\n\n{canonical}\n");
        assert_eq!(read.map(|program| program.to_string()), Ok(expected), "{variant}");
    }
}

#[test]
fn the_geometry_may_stand_in_any_comment() {
    for geometry in ["tiny", "odd", "small"] {
        let canonical = format!("# geometry: {geometry}\nimport copy, gc, sys, weakref\n\nx = 1\n");
        let variant = format!("import gc\nx = 1 #geometry:  {geometry} \n");
        let read = Program::parse("case.py", &variant).map(|program| program.to_string());
        assert_eq!(read.as_ref(), Ok(&canonical));
    }
    let production = Program::parse("case.py", "# geometry: production").unwrap();
    assert_eq!(production, Program::default());
}

#[test]
fn the_zeal_may_stand_in_any_comment() {
    for zeal in [
        "collect at every allocation",
        "collect at every 3rd allocation, generations in turn",
        "collect at the 12th allocation, generation 0, verified",
        "collect at random allocations, one in 8, seed 5, generation 1",
    ] {
        let canonical = format!("# zeal: {zeal}\nimport copy, gc, sys, weakref\n\nx = 1\n");
        let variant = format!("import gc\nx = 1 #zeal:  {} \n", zeal.replace(", ", " ,  "));
        let read = Program::parse("case.py", &variant).map(|program| program.to_string());
        assert_eq!(read.as_ref(), Ok(&canonical));
    }
}

#[test]
fn a_part_is_written_with_the_spellings_of_its_program() {
    let program = Program::parse("case.py", CANONICAL).unwrap();
    let step = program.main.last().unwrap();
    let line = "print(len(gc.get_referents(x)), x in gc.get_objects(0))";
    assert_eq!(program.written(step).to_string(), line);
    assert_eq!(program.written(&Value::New(ClassId(99))).to_string(), "<99>()");
}
