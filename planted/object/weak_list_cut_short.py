# Bug: a weak reference that leaves the list takes those behind it away
# Origin: invented: wrong neighbour linked
# Engines: property fuzz
import copy, gc, sys, weakref

def f0(a):
    pass

b = {None}
c = weakref.ref(b, f0)
a = weakref.ref(b, f0)
a = weakref.ref(b)
