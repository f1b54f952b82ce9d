# Bug: a weak reference freed by its own callback is not counted as collected
# Origin: invented: the result of handle_weakrefs dropped
# Engines: property fuzz
import copy, gc, sys, weakref

class C0: pass

def f0(a):
    b.clear()

b = []
a = C0()
a.a = a
a = weakref.ref(a, f0)
b.append(a)
del a
gc.collect(0)
