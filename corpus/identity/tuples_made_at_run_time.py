# Tuples of names are made anew each time; a tuple of constants is a constant itself and shared.
# Rule: 1.1 objects: compile-time constants are shared, run-time tuples are not.
import copy, gc, sys, weakref

def corner():
    place = (4, 5)
    return place

x = 4
a = (x, 5)
b = (x, 5)
print(a == b, a is b)
c = corner()
d = corner()
print(a == c, a is c, c is d)
