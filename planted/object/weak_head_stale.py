# Bug: the list of weak references is read before the allocation that may change it
# Origin: replica of bpo-46417, gh-149816: stale list head
# Engines: property fuzz
import copy, gc, sys, weakref

def f0(a):
    pass

b = {0}
a = weakref.ref(b, f0)
a = [a]
a.append(a)
a = 0
gc.set_threshold(1, 0, 0)
a = weakref.ref(b)
