# An int and a float make a float, bools count as ints, and the operands stay as they were.
# Rule: 1.1 objects: numbers are immutable; an addition makes a new value.
import copy, gc, sys, weakref

n = 3
f = 0.5
t = True
a = n + f
b = t + n
c = f + t
print(a, b, c)
print(n, f, t)
d = f + f
print(d, type(d).__name__, d == 1)
