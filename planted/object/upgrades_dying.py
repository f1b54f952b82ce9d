# Bug: a weak reference hands out an object whose deallocation was put off
# Origin: replica of gh-60806: weak references returned objects with a count of zero
# Engines: property fuzz
import copy, gc, sys, weakref

class C0:
    def __del__(self):
        print(a() is None)

self = [C0()]
b = {0}
a = weakref.ref(b)
self.append(b)
del b
for _ in range(49): self = [self]
