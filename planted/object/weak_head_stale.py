# Bug: the list of weak references is read before the allocation that may change it
# Origin: replica of bpo-46417, gh-149816: stale list head
# Engines: property fuzz
import copy, gc, sys, weakref

class C0:
    def __del__(self):
        a = weakref.ref(self, f0)

def f0(self):
    pass

a = C0()
self = weakref.ref(a)
self = [self]
self.append(self)
gc.set_threshold(1, 0, 0)
