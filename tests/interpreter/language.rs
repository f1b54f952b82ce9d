//! What does not depend on when objects die.

use twinheap::heaps::{Interpreter, Settings};

use super::marking::Marking;

fn check(text: &str, expected: &str) {
    let (text, expected) = (text.trim_start(), expected.trim_start());
    let mut heap = Interpreter::<Marking>::new();
    assert_eq!(super::run(&mut heap, text, &Settings::default()), expected, "{text}");
}

#[test]
fn containers_show_themselves_within() {
    check(
        "
x = []
x.append(x)
print(x)
y = (x,)
x.append(y)
print(x)
print(y)
d = {'k': x}
x.append(d)
print(d)
z = copy.deepcopy(x)
print(z)
print(x == x)
t = copy.deepcopy(y)
print(t)
u = copy.deepcopy((1, 2))
v = (1, 'abc', 2.5)
",
        "
[[...]]
[[...], ([...],)]
([[...], (...)],)
{'k': [[...], ([...],), {...}]}
[[...], ([...],), {'k': [...]}]
True
([[...], (...), {'k': [...]}],)
",
    );
}

#[test]
fn immutable_copies_are_the_original() {
    check(
        "
x = (1, 'abc', 2.5)
y = copy.deepcopy(x)
print(x is y)
y = copy.copy(x)
print(x is y)
a = [1]
x = (a, a, x)
y = copy.deepcopy(x)
print(x is y, x == y)
b = y[0]
c = y[1]
print(b is c, b is a)
",
        "True\nTrue\nFalse True\nTrue False\n",
    );
}

#[test]
fn lists_extend_by_any_iterable() {
    check(
        "
x = {'a': 1, 'b': [2]}
l = [0]
l += x
print(l)
l.extend(x)
l += 'xyz'
l += (1, 2)
print(l)
l.extend(l)
print(l)
print(len(l))
x['a'] = 5
del x['b']
x['b'] = 6
print(x)
",
        "
[0, 'a', 'b']
[0, 'a', 'b', 'a', 'b', 'x', 'y', 'z', 1, 2]
[0, 'a', 'b', 'a', 'b', 'x', 'y', 'z', 1, 2, 0, 'a', 'b', 'a', 'b', 'x', 'y', 'z', 1, 2]
20
{'a': 5, 'b': 6}
",
    );
}

#[test]
fn ints_have_128_bits() {
    check(
        "
x = 9223372036854775807
y = x + x
print(y)
y += y
print(y)
y += 1.5
print(y)
y = True + True
print(y)
z = y + 2.5
print(z)
w = 0.1 + 0.2
print(w, -5, -1.5)
x = -9223372036854775808
x += x
print(x)
",
        "
18446744073709551614
36893488147419103228
3.6893488147419103e+19
2
4.5
0.30000000000000004 -5 -1.5
-18446744073709551616
",
    );
}

#[test]
fn floats_overflow_to_infinity() {
    check(
        "
x = 1e308
x += x
print(x)
y = x + -1.5
print(x == y)
z = -1e308
z += z
n = x + z
print(n, n == n, n is n)
l = [n]
m = [n]
print(l == m, l == l)
",
        "inf\nTrue\nnan False True\nTrue True\n",
    );
}

#[test]
fn equal_numbers_of_different_types() {
    check(
        "
x = 1
y = 1.0
print(x == y, x is y, x == True, y == True)
l = [1, 2]
m = [1.0, True]
print(l == m)
a = {'k': l}
b = {'k': l}
print(a == b, a is b)
s = {1, 2}
t = {2.0, True}
print(s == t)
print((1, 2) == (1, 2), (1, 2) is (1, 2), 'ab' is 'ab', 1000 is 1000)
",
        "True False True True\nFalse\nTrue False\nTrue\nTrue True True True\n",
    );
}

#[test]
fn instances_are_copied_by_their_state() {
    check(
        "
class C0:
    __slots__ = ('b', 'a', '__weakref__')

class C1: pass

x = C0()
x.a = 1
x.b = [2]
y = copy.copy(x)
print(y.a, y.b)
z = copy.deepcopy(x)
print(z.a, z.b)
b = z.b
c = x.b
print(b is c)
x = C1()
x.c = x
x.d = [x]
y = copy.deepcopy(x)
c = y.c
print(c is y, c is x)
y = copy.copy(x)
c = y.c
print(c is y, c is x)
",
        "1 [2]\n1 [2]\nFalse\nTrue False\nFalse True\n",
    );
}

#[test]
fn endless_recursion_raises() {
    check(
        "
def f0(p0):
    x = [p0]
    y = f0(x)
    return y

z = f0(1)
",
        "raised RecursionError: maximum recursion depth exceeded\n",
    );
}

#[test]
fn globals_and_locals_in_calls() {
    check(
        "
def f0(p0):
    global x
    x = p0
    print(x)

def f1():
    print(x)
    try: f0(y)
    except Exception as error: print(type(error).__name__)
    y = 1

x = 3
f1()
f0(7)
print(x)
f1(1)
",
        "
3
UnboundLocalError
7
7
raised TypeError: f1() takes 0 positional arguments but 1 was given
",
    );
}

#[test]
fn repetitions_and_texts() {
    check(
        r#"
for _ in range(5): x = [1]
print(x)
for _ in range(0): y = 1
try: print(y)
except Exception as error: print(type(error).__name__)
for _ in range(3): x += x
print(len(x))
for _ in range(3): print(x, 'it\'s', "a\"b'")
"#,
        r#"
[1]
NameError
8
[1, 1, 1, 1, 1, 1, 1, 1] it's a"b'
[1, 1, 1, 1, 1, 1, 1, 1] it's a"b'
[1, 1, 1, 1, 1, 1, 1, 1] it's a"b'
"#,
    );
}

#[test]
fn repeated_call_stops_at_the_first_exception() {
    check(
        "
def f0(p0, p1): pass

for _ in range(2): f0(1, q)
",
        "raised NameError: name 'q' is not defined\n",
    );
}

#[test]
fn sets_hash_by_value() {
    check(
        "
s = {(1, 2), 'abc', 3, 2.5, None, (None, ('x', 1))}
print(len(s))
t = {3.0, 'abc', (1, 2), 3}
print(len(t))
t = copy.copy(s)
print(s == t, s is t)
t = copy.deepcopy(s)
print(s == t)
x = t.pop()
print(len(t))
t.clear()
print(t)
y = t.pop()
",
        "6\n3\nTrue False\nTrue\n5\nset()\nraised KeyError: 'pop from an empty set'\n",
    );
}

#[test]
fn texts_share_single_characters() {
    check(
        "
x = ''
x += 'a'
x += 'b'
y = x[0]
z = x[0]
print(x, y, y is z)
z = x + ''
print(z is x)
z = '' + x
print(z is x)
",
        "ab a True\nTrue\nTrue\n",
    );
}

#[test]
fn lists_insert_and_remove_at_any_index() {
    check(
        "
l = [1, 2, 3]
l.insert(-1, 4)
l.insert(-100, 5)
l.insert(100, 6)
x = l.pop()
print(l, x)
del l[-1]
l[-2] = 'q'
print(l)
l.clear()
print(l)
x = l.pop()
",
        "
[5, 1, 2, 4, 3] 6
[5, 1, 'q', 4]
[]
raised IndexError: pop from empty list
",
    );
}

#[test]
fn a_failed_store_changes_nothing() {
    check(
        "
x = ([1],)
try: x[0] = 2
except Exception as error: print(type(error).__name__)
x += (3,)
print(x)
y = [x, {'k': x}, {1}]
",
        "TypeError\n([1], 3)\n",
    );
}

#[test]
fn dicts_keep_insertion_order() {
    check(
        "
d = {}
print(d)
d[1] = 'one'
d['1'] = 'ONE'
d[-1] = d
print(d)
print(d[1], d['1'], len(d))
e = copy.copy(d)
print(e)
print(d == e)
e = copy.deepcopy(d)
f = e[-1]
print(f is e)
d.clear()
print(d)
",
        "
{}
{1: 'one', '1': 'ONE', -1: {...}}
one ONE 3
{1: 'one', '1': 'ONE', -1: {1: 'one', '1': 'ONE', -1: {...}}}
True
True
{}
",
    );
}

#[test]
fn repeated_keys_keep_the_last_value() {
    check(
        "
d = {'a': 1, 'b': 2, 'a': 3}
print(d)
print(d['zz'])
",
        "{'a': 3, 'b': 2}\nraised KeyError: 'zz'\n",
    );
}

#[test]
fn displays_nest() {
    check(
        "
x = {'k': {'k': [(), (1,), {1}, {}]}}
print(x)
",
        "{'k': {'k': [(), (1,), {1}, {}]}}\n",
    );
}

#[test]
fn a_method_is_looked_up_before_its_argument() {
    check(
        "
x = 5
x.append(q)
",
        "raised AttributeError: 'int' object has no attribute 'append'\n",
    );
}

#[test]
fn an_argument_is_evaluated_after_the_method() {
    check(
        "
x = []
x.append(q)
",
        "raised NameError: name 'q' is not defined\n",
    );
}

#[test]
fn the_value_is_evaluated_before_the_container() {
    check(
        "
x[0] = q
",
        "raised NameError: name 'q' is not defined\n",
    );
}

#[test]
fn stores_need_a_container() {
    check(
        "
q = 1
x[0] = q
",
        "raised NameError: name 'x' is not defined\n",
    );
}

#[test]
fn unbound_locals_raise() {
    check(
        "
def f0(p0):
    del p0
    print(p0)

f0(1)
",
        "
raised UnboundLocalError: cannot access local variable 'p0' where it is not associated with a value
",
    );
}

#[test]
fn returning_an_unbound_local_raises() {
    check(
        "
def f0(p0):
    del p0
    return p0

f0(1)
",
        "
raised UnboundLocalError: cannot access local variable 'p0' where it is not associated with a value
",
    );
}

#[test]
fn arity_is_checked() {
    check(
        "
def f0(): pass

x = f0()
print(x)
x = f0(1)
",
        "
None
raised TypeError: f0() takes 0 positional arguments but 1 was given
",
    );
}

#[test]
fn deep_structures_raise() {
    check(
        "
x = []
for _ in range(1200): x = [x]
y = []
for _ in range(1200): y = [y]
try: print(x)
except Exception as error: print(type(error).__name__)
try: print(x == y)
except Exception as error: print(type(error).__name__)
try: z = copy.deepcopy(x)
except Exception as error: print(type(error).__name__)
for _ in range(500): x = (x,)
for _ in range(5000): z = ((),)
print(x == y)
",
        "RecursionError\nRecursionError\nRecursionError\nFalse\n",
    );
}

#[test]
fn deep_tuples_hash() {
    check(
        "
z = (1, 2)
for _ in range(5000): z = (z, 1)
s = {z}
print(len(s))
",
        "1\n",
    );
}
