# Bug: a weak reference that leaves the list takes those behind it away
# Origin: invented: wrong neighbour linked
# Engines: property fuzz
import copy, gc, sys, weakref

class C0: pass

def f0(a):
    pass

b = C0()
a = weakref.ref(b, f0)
c = weakref.ref(b, f0)
c = weakref.ref(b)
