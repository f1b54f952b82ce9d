//! What depends on when objects die, and in what order.

use twinheap::heaps::{Interpreter, Settings, Twinheap};

fn check(text: &str, expected: &str) {
    let (text, expected) = (text.trim_start(), expected.trim_start());
    let mut heap = Interpreter::<Twinheap>::new();
    let printed = super::run(&mut heap, text, &Settings::default());
    // What finalizers raise goes to standard error.
    let lines = printed.lines().filter(|line| !line.starts_with("ignored"));
    assert_eq!(lines.collect::<Vec<_>>(), expected.lines().collect::<Vec<_>>(), "{text}");
}

#[test]
fn lists_release_their_items_last_first() {
    check(
        "
class C0:
    def __del__(self):
        print('del', self.a)

x = C0()
x.a = 1
y = C0()
y.a = 2
l = [x, y]
del x
del y
print(sys.getrefcount(l))
l.clear()
print('cleared')
x = C0()
x.a = 3
x = 5
t = (C0(), C0())
a = t[0]
a.a = 'first'
a = t[1]
a.a = 'second'
a = None
print(sys.getrefcount(t))
del t
d = {'a': C0(), 'b': C0()}
a = d['a']
a.a = 'da'
a = d['b']
a.a = 'db'
del a
d.clear()
",
        "2\ndel 2\ndel 1\ncleared\ndel 3\n2\ndel second\ndel first\ndel da\ndel db\n",
    );
}

#[test]
fn resurrection_keeps_weak_references() {
    check(
        "
class C0:
    def __del__(self):
        global z
        z = self
        print('del', sys.getrefcount(self))

def f0(p0):
    print('cb', p0() is None)
    print(sys.getrefcount(p0))

x = C0()
w = weakref.ref(x, f0)
v = weakref.ref(x)
u = weakref.ref(x)
print(v is u, sys.getrefcount(v))
del x
print(w() is None)
print(gc.is_finalized(z))
del z
print(w() is None)
print(v() is None)
",
        "True 3\ndel 4\nFalse\nTrue\ncb True\n3\nTrue\nTrue\n",
    );
}

#[test]
fn callbacks_come_newest_first() {
    check(
        "
class C0: pass

def f0(p0):
    print('f0')

def f1(p0):
    print('f1', sys.getrefcount(p0))

x = C0()
w = weakref.ref(x, f0)
v = weakref.ref(x, f1)
x = weakref.ref(x, f1)
del x
x = weakref.ref(C0(), f1)
print(x() is None)
",
        "f1 5\nf1 4\nf0\nf1 3\nTrue\n",
    );
}

#[test]
fn arguments_and_results_are_counted() {
    check(
        "
class C0:
    def __del__(self):
        print('D', id(self) - id(self))

def f0(p0):
    x = C0()
    return p0

x = f0(C0())
print('bound')
y = f0(x)
print(sys.getrefcount(x))
del x
y = None
",
        "D 0\nbound\nD 0\n3\nD 0\n",
    );
}

#[test]
fn every_kind_of_referent_is_counted() {
    check(
        "
class C0: pass

class C1:
    __slots__ = ('b', 'a')

x = C0()
print(len(gc.get_referents(x)))
x.a = 1
x.b = []
print(len(gc.get_referents(x)))
y = copy.copy(x)
print(len(gc.get_referents(x)), len(gc.get_referents(y)))
z = C1()
z.a = 1
print(len(gc.get_referents(z)))
y = copy.copy(z)
print(len(gc.get_referents(y)))
w = weakref.ref(x)
print(len(gc.get_referents(w)))
",
        "1\n3\n2 2\n2\n2\n0\n",
    );
}

#[test]
fn attributes_are_released_in_the_layouts_order() {
    check(
        "
class C0:
    def __del__(self):
        print('del', self.n)

class C1:
    __slots__ = ('b', 'a')

x = C1()
x.b = C0()
x.a = C0()
a = x.a
a.n = 'a'
a = x.b
a.n = 'b'
a = 0
del x
p = C0()
p.n = 'p'
p.c = C0()
p.b = C0()
a = p.c
a.n = 'c'
a = p.b
a.n = 'b'
a = 0
q = copy.copy(p)
q.n = 'q'
print(sys.getrefcount(p))
del p
del q.b
del q.c
del q
",
        "del a\ndel b\n2\ndel p\ndel b\ndel c\ndel q\n",
    );
}

#[test]
fn a_failed_display_releases_its_operands() {
    check(
        "
class C0:
    def __del__(self):
        print('del', self.n)

x = C0()
x.n = 1
d = {'a': x, 'b': 1}
y = C0()
y.n = 2
d['a'] = y
del x
print('x gone')
try: x = [C0(), undefined]
except Exception as error: print(type(error).__name__)
del y
d['a'] = 5
s = {C0(), 1}
a = s.pop()
s.clear()
a = None
x = C0()
x.n = 'again'
x = weakref.ref(x)
print(x() is None)
",
        "del 1\nx gone\nNameError\ndel 2\ndel again\nTrue\n",
    );
}

#[test]
fn sets_stand_in_table_order() {
    check(
        "
x = {16, 1, 2, 3, 32}
print(x)
x = {16, 1, 2, 32}
print(x)
x = {7, 15, 23}
print(x)
y = copy.copy(x)
print(y)
x = {0, 64, 128, 192, 256, 320, 384}
print(x)
a = 16
y = {a, 1, 2, 3, 32}
print(y)
z = {8, 16, 0, 24, 32, 40, a}
print(z)
z = copy.copy(z)
print(z)
z = copy.deepcopy(z)
print(z)
b = z.pop()
b = z.pop()
print(z, b)
z = copy.copy(z)
print(z)
x = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 100, 200, 300, 400}
print(x)
x = {1, 100, 2, 200, 3, 300, 4, 400, 5, 500, 6, 600, 7, 700, 8, 800}
print(x)
x = {True, 1.0, 1, 2.5, 3}
print(x)
x = {(1, 2), (2, 1), 5, 2.5, -1, -2, 1e300}
print(x)
",
        "
{32, 1, 2, 3, 16}
{16, 1, 2, 32}
{23, 7, 15}
{23, 7, 15}
{0, 256, 64, 128, 192, 320, 384}
{32, 1, 2, 3, 16}
{32, 0, 8, 40, 16, 24}
{32, 0, 16, 8, 24, 40}
{32, 0, 8, 40, 16, 24}
{8, 40, 16, 24} 0
{8, 16, 40, 24}
{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 400, 100, 300, 200}
{1, 2, 3, 4, 5, 6, 7, 200, 8, 400, 600, 800, 100, 300, 500, 700}
{True, 2.5, 3}
{2.5, (1, 2), (2, 1), 5, -2, 1e+300, -1}
",
    );
}

#[test]
fn long_chains_die() {
    check(
        "
x = []
for _ in range(2000): x = [x]
x = None
y = ()
for _ in range(3000): y = (y, 1)
y = None
print('ok')
",
        "ok\n",
    );
}

#[test]
fn deep_structures_die_in_chunks() {
    check(
        "
class C0:
    def __del__(self):
        print('del', self.n)

x = None
for _ in range(60): x = [x, C0()]
a = x[1]
a.n = 'outer'
a = x[0]
a = a[1]
a.n = 'second'
a = None
x = None
",
        "del outer\ndel second\n",
    );
}

#[test]
fn copies_of_temporaries() {
    check(
        "
class C0:
    def __del__(self):
        print('del')

x = copy.deepcopy([C0(), C0()])
print('copied')
x = copy.deepcopy({'a': C0(), 'b': (C0(), 1)})
print('again')
x = copy.copy([C0(), C0()])
print('shallow')
x = copy.copy((C0(), 1))
x = 0
",
        "del\ndel\ncopied\ndel\ndel\ndel\ndel\nagain\ndel\ndel\nshallow\ndel\ndel\ndel\n",
    );
}

#[test]
fn copied_attributes_keep_or_leave_the_layout() {
    check(
        "
class C0: pass

class C1:
    def __del__(self):
        print('C1', self.n)

x = C0()
x.a = 1
x.b = 2
y = C0()
y.b = C1()
y.a = C1()
a = y.a
a.n = 'a'
a = y.b
a.n = 'b'
a = 0
z = copy.deepcopy(y)
del y
print('y gone')
del z
z = C0()
z.b = C1()
z.a = C1()
a = z.b
a.n = 'b'
a = z.a
a.n = 'a'
a = 0
w = copy.copy(z)
del z
del w
",
        "C1 a\nC1 b\ny gone\nC1 b\nC1 a\nC1 a\nC1 b\n",
    );
}

#[test]
fn references_to_numbers_are_counted() {
    check(
        "
x = [1000, 2.5, 'abc']
y = x[0]
print(sys.getrefcount(x))
z = 1000 + y
print(z, sys.getrefcount(z))
for _ in range(10): z += z
print(z, sys.getrefcount(z))
w = z
print(sys.getrefcount(z), z is w)
",
        "2\n2000 3\n2048000 3\n3 True\n",
    );
}

#[test]
fn references_are_counted_in_calls_and_copies() {
    check(
        "
def f0(p0):
    print(sys.getrefcount(p0))
    p0 = 1

x = [1]
f0(x)
f0([1])
y = [x, x, (x, x), {'k': x}]
f0(x)
print(sys.getrefcount(x))
z = copy.copy(y)
print(sys.getrefcount(x))
z.extend(z)
print(sys.getrefcount(x))
z = copy.deepcopy(z)
a = z[0]
print(sys.getrefcount(a))
",
        "3\n2\n8\n7\n9\n11\n9\n",
    );
}

#[test]
fn repeated_keys_release_from_the_last() {
    check(
        "
class C0:
    def __del__(self):
        print('end')

class C1:
    def __del__(self):
        print('END')

x = {'a': C0(), 'b': C1(), 'b': 1, 'a': 2}
print(x)
x = [C0(), C1()]
x = (C1(), C0(), 1)
x = None
",
        "END\nend\n{'a': 2, 'b': 1}\nEND\nend\nend\nEND\n",
    );
}

#[test]
fn frames_keep_their_locals_until_handled() {
    check(
        "
class C0:
    def __del__(self):
        print('first')

class C1:
    def __del__(self):
        print('second')

class C2:
    def __del__(self):
        print('third')

def f0(p0):
    x = C1()
    y = undefined

def f1(p0):
    z = C2()
    f0(C0())

try: f1(1)
except Exception as error: print(type(error).__name__)
try: f0(C0(), C1())
except Exception as error: print(type(error).__name__)
try: x = [C0(), C1(), undefined]
except Exception as error: print(type(error).__name__)
x = 1
",
        "
NameError
first
second
third
second
first
TypeError
second
first
NameError
",
    );
}
