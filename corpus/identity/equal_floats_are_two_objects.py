# Floats that are computed are never shared, even when they are equal.
# Rule: 1.1 objects: a float made at run time is a fresh object.
import copy, gc, sys, weakref

half = 0.5
a = half + half
b = half + half
print(a, a == b, a is b)
c = a
print(c is a)
zero = 0.0
d = a + zero
print(d == a, d is a)
