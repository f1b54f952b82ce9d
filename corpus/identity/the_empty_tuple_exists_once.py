# All empty tuples are one object, also one that comes out of an addition; empty lists never are.
# Rule: 1.1 objects: the empty tuple is a singleton, lists always are new objects.
import copy, gc, sys, weakref

a = ()
b = ()
c = a + b
print(a is b, a is c)
x = []
y = []
print(x is y, x == y)
