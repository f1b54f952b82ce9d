"""Runs programs step by step inside this interpreter and reports what can be seen after each step.

Started by `src/judge/process.rs`; the frames exchanged are documented in `src/judge/frame.rs`. For CPython 3.8 and
later.

Rules that everything below obeys:

1. What a program can count or compare, the worker must not hold: no reference to a program's object survives a report,
   and the worker's own objects are frozen, so that collections and `gc.get_objects()` see the program's alone.
2. Nothing of one program reaches the next.
3. A report is a few calls over whole lists, because it is made more than 100,000 times a second.
"""

import array
import ast
import copy
import functools
import gc
import io
import itertools
import sys
import types
import weakref

PROGRAM, SECTION, ITEM = '\x1c', '\x1d', '\x1e'
# What a plain script sees: its main block is level 1 of 1000, so that calls can nest 999 deep.
NESTED_CALLS_MAX = 999
# Pieces of text whose code is kept; beyond, all are forgotten at once.
CODES_MAX = 1 << 15
# Programs whose frozen garbage may wait before it is reclaimed.
LEFTOVERS_MAX = 64
# Steps after which a loop runs as it will for ever; CPython 3.11 adapts code from the eighth round on.
WARM_UP = 64

# How often code is run: a line of a script runs once, and what runs more often is specialised for speed, which shifts when
# operands are dropped. CPython 3.11 starts that with the eighth run, 3.12 with the second.
USES_MAX = 1 if sys.version_info >= (3, 12) else 7

CodeType, FunctionType = types.CodeType, types.FunctionType
THRESHOLDS = gc.get_threshold()
# Of a step's report: three numbers, then the columns, one value a name; the third has the counts.
STEP_WORDS, COUNT_COLUMN = 3, 2
# Stands for an unbound name: an object whose class has no name.
UNBOUND = type('', (), {})()
NO_CODE = (lambda *_: None).__code__


class Compiler:
    """Code of pieces of text, each compiled once, with equal constants one object, as they are within one file."""

    def __init__(self):
        # By text, and how often each may still be run. No entry is a container: an unfrozen heap is walked by collections.
        self.codes = {}
        self.uses = {}
        # By kind.
        self.constants = {}
        # The identities of objects that code or the interpreter holds too: their counts mean nothing.
        self.held = set()
        self.forget()

    def forget(self):
        self.codes.clear()
        self.uses.clear()
        self.constants.clear()
        self.held.clear()
        shared = None, False, True, ..., (), '', b'', *range(-5, 257), *map(chr, range(256))
        self.held.update(map(id, shared))

    def code(self, text):
        code = self.codes.get(text)
        if code is None:
            code = self.codes[text] = self.intern(self.compile(text))
            self.uses[text] = USES_MAX
        elif not self.uses[text]:
            code = self.codes[text] = fresh(code)
            self.uses[text] = USES_MAX
        self.uses[text] -= 1
        return code

    def compile(self, text):
        """Code of one piece. The items of a set display are what they are elsewhere before the compiler makes a set of them: its
        order is that of one made of these objects, and cannot be given to another afterwards.
        """
        code = compile(text, '<program>', 'exec')
        if not has_set(code):
            return code
        tree = ast.parse(text)
        for node in ast.walk(tree):
            if type(node) is ast.Set:
                node.elts = list(map(self.item, node.elts))
        return compile(tree, '<program>', 'exec')

    def item(self, node):
        """An item of a display: a constant, folded as the compiler would, or what it is."""
        if any(type(part) in (ast.Name, ast.Call, ast.Set, ast.List, ast.Dict) for part in ast.walk(node)):
            return node
        value = eval(compile(ast.Expression(node), '<program>', 'eval'))
        return ast.copy_location(ast.Constant(self.intern(value)), node)

    def intern(self, constant):
        """The one object that stands for this constant. Code comes back with its own constants replaced."""
        kind = type(constant)
        if kind is CodeType:
            return constant.replace(co_consts=tuple(map(self.intern, constant.co_consts)))
        key = constant
        if kind is tuple:
            constant = tuple(map(self.intern, constant))
            key = tuple(map(id, constant))
        elif kind is float:
            key = constant.hex()
        constant = self.constants.setdefault(kind, {}).setdefault(key, constant)
        self.held.add(id(constant))
        return constant


def has_set(code):
    """Whether a set is among the constants of code, or of code inside it."""
    return any(
        type(value) is frozenset or type(value) is CodeType and has_set(value)
        for value in code.co_consts
    )


def fresh(code):
    """A copy of code that has not run, and that the interpreter has not specialised."""
    constants = code.co_consts
    return code.replace(
        co_consts=tuple(fresh(value) if type(value) is CodeType else value for value in constants)
    )


class Collector:
    """The module `gc` as a program sees it.

    All of it is real, but that automatic collections stay off (only the flag is remembered) and that counts of frozen
    objects and statistics are relative to the start of the program.
    """

    def __init__(self):
        self.enabled = [True]
        self.frozen = 0
        # How many programs may have left frozen garbage behind.
        self.leftovers = 0
        self.statistics = gc.get_stats()
        self.module = types.ModuleType('gc')
        vars(self.module).update(
            {name: value for name, value in vars(gc).items() if not name.startswith('_')},
            enable=functools.partial(self.enabled.__setitem__, 0, True),
            disable=functools.partial(self.enabled.__setitem__, 0, False),
            isenabled=functools.partial(self.enabled.__getitem__, 0),
            get_freeze_count=lambda: max(0, gc.get_freeze_count() - self.frozen),
            get_stats=self.get_stats,
        )

    def get_stats(self):
        return [
            {key: value - then[key] for key, value in now.items()}
            for now, then in zip(gc.get_stats(), self.statistics)
        ]

    def start(self, program):
        """Before the first step. A program that speaks of freezing has its definitions frozen, to count from there."""
        self.enabled[0] = True
        if program.unfreezes and self.leftovers:
            self.restore()
        if program.freezes:
            gc.freeze()
            self.frozen = gc.get_freeze_count()
        self.statistics = gc.get_stats()

    def finish(self, program):
        """After the last step, with the names unbound: undoes the program's settings and reclaims what is left."""
        gc.set_debug(0)
        gc.garbage.clear()
        if gc.get_threshold() != THRESHOLDS:
            gc.set_threshold(*THRESHOLDS)
        self.leftovers += program.freezes
        if program.unfreezes or self.leftovers > LEFTOVERS_MAX:
            self.restore()
        else:
            gc.collect()
            gc.collect()

    def restore(self):
        """Reclaims frozen garbage. That takes the worker's own objects too, so it waits until it matters."""
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        self.leftovers = 0


class Program:
    """A program's code, or the exception that compiling it raised."""

    __slots__ = 'definitions', 'steps', 'names', 'freezes', 'unfreezes', 'refused'

    def __init__(self, text):
        definitions, steps, self.names = (
            tuple(section.split(ITEM)) if section else () for section in text.split(SECTION)
        )
        self.freezes, self.unfreezes = 'freeze' in text, 'unfreeze' in text
        self.definitions = self.steps = ()
        self.refused = None
        try:
            self.definitions = tuple(map(compiler.code, definitions))
            self.steps = tuple(map(compiler.code, steps))
        except Exception as error:
            self.refused = described(error)


class Report:
    """What is sent back for a program. One is reused, so that a program never meets its lists among its own objects."""

    def __init__(self):
        self.output = io.StringIO()
        # Once written and cut, it copies what it is given, instead of holding on to the program's texts.
        self.output.write('.')
        self.output.truncate(0)
        self.output.seek(0)
        # Traces of the bodies entered, and classes of the exceptions that nobody could catch.
        self.entered = []
        self.ignored = []
        self.words = []
        self.kinds = set()
        self.classes = {}
        self.raised = None

    def clear(self):
        self.output.seek(0)
        self.output.truncate()
        self.entered.clear()
        self.ignored.clear()
        self.words.clear()
        self.classes.clear()
        self.raised = None

    def frame(self):
        header = len(self.entered), len(self.classes), *self.entered, *self.classes
        texts = (
            ITEM.join(self.classes.values()),
            ITEM.join(self.ignored),
            ITEM.join(self.raised or ()),
            self.output.getvalue(),
        )
        text = SECTION.join(texts).encode('utf-8', 'replace')
        words = array.array('Q', [*header, *self.words]).tobytes()
        return b''.join((word(len(words)), word(len(text)), words, text))


def unraisable(arguments):
    # Without calls, so that it fits wherever the finalizer that raised fitted.
    report.ignored += (arguments.exc_type.__name__,)


def ignored_at_limit():
    """Where not even `unraisable` fitted, the interpreter has written that to standard error."""
    report.ignored += ['RecursionError'] * errors.getvalue().count('sys.unraisablehook')
    errors.seek(0)
    errors.truncate()


def described(error):
    return type(error).__name__, str(error)


def run(program):
    """Leaves in `report` what the program does."""
    report.clear()
    report.raised = program.refused
    if program.refused:
        return
    names = NAMES
    try:
        for code in program.definitions:
            exec(code, names)
    except BaseException as error:
        report.raised = described(error)
    else:
        run_steps(program, names, bodies_of(names))
    names.clear()
    names.update(GLOBALS)
    collector.finish(program)


def bodies_of(names):
    """The functions and finalizers that were just defined."""
    values = (vars(value).get('__del__') if type(value) is type else value for value in names.values())
    return tuple(value for value in values if type(value) is FunctionType)


def run_steps(program, names, bodies):
    entered, ignored, words = report.entered, report.ignored, report.words
    value_of, unbound = names.get, itertools.repeat(UNBOUND)
    is_held, add_kinds, tell = compiler.held.__contains__, report.kinds.update, report.output.tell
    spellings, steps = program.names, iter(program.steps)
    collector.start(program)
    for code in steps:
        try:
            exec(code, names)
        except BaseException as error:
            report.raised = described(error)
        if errors.tell():
            ignored_at_limit()
        words += tell(), len(entered), len(ignored)
        objects = list(map(value_of, spellings, unbound))
        kinds = list(map(type, objects))
        ids = list(map(id, objects))
        words += ids
        words += map(id, kinds)
        words += map(getrefcount, objects)
        words += map(is_held, ids)
        words += map(getweakrefcount, objects)
        words += map(is_tracked, objects)
        words += map(is_finalized, objects)
        add_kinds(kinds)
        del objects, kinds, ids
        if report.raised:
            break
    report.classes = {id(kind): kind.__name__ for kind in report.kinds}
    report.kinds.clear()
    # What is reclaimed from here on must not run the program's code: that could leave something behind.
    for body in bodies:
        body.__code__ = NO_CODE


def calibrate():
    """Makes a program nest as many calls as a plain script; returns what the count of an object with one name reads."""
    probe = 'def probe():\n    global _entered; _entered += 0,\n    probe()'
    fresh = 'x = list(range(1000, 1002))[0]'
    # A loop that has run for a while calls `exec` by another path than a new one, which nests less deep (3.11); and the
    # interpreter makes some objects of its own when a container is printed for the first time.
    run(Program(SECTION.join(('', ITEM.join(['print([0])'] * WARM_UP), 'x'))))
    run(Program(SECTION.join((ITEM.join((probe, fresh)), 'probe()', 'x'))))
    sys.setrecursionlimit(sys.getrecursionlimit() + NESTED_CALLS_MAX - len(report.entered))
    return report.words[STEP_WORDS + COUNT_COLUMN]


def word(number):
    return number.to_bytes(4, sys.byteorder)


def serve(source, sink):
    """Answers batches until the input ends."""
    while True:
        size = source.read(4)
        if len(size) < 4:
            return
        if len(compiler.codes) > CODES_MAX:
            compiler.forget()
        text = source.read(int.from_bytes(size, sys.byteorder)).decode()
        programs = list(map(Program, text.split(PROGRAM)))
        del text
        # The first collection untracks tuples of constants that are new; what remains tracked is the batch itself.
        gc.collect()
        gc.freeze()
        for program in programs:
            run(program)
            sink.write(report.frame())
            sink.flush()


getrefcount, getweakrefcount, is_tracked = sys.getrefcount, weakref.getweakrefcount, gc.is_tracked
# Before 3.9 there is no `gc.is_finalized`; the stand-in answers 0 to everything.
is_finalized = getattr(gc, 'is_finalized', [].count)
compiler, collector, report = Compiler(), Collector(), Report()
errors = io.StringIO()
GLOBALS = {
    '__name__': '__main__',
    '__builtins__': __builtins__,
    'copy': copy,
    'gc': collector.module,
    'sys': sys,
    'weakref': weakref,
    '_entered': report.entered,
}
# The globals of every program: one dict, frozen with the rest, so that its references count as coming from outside. A new
# dict would be tracked among the program's objects, and where it stands on the collector's lists would decide their order.
# It is never left empty, or a full collection would untrack it.
NAMES = GLOBALS.copy()
gc.disable()
sys.unraisablehook, sys.stdout, sys.stderr = unraisable, report.output, errors

try:
    one_name = calibrate()
    gc.collect()
    gc.freeze()
    with open(0, 'rb') as source, open(1, 'wb') as sink:
        sink.write(word(one_name))
        sink.flush()
        serve(source, sink)
finally:
    sys.stderr = sys.__stderr__
