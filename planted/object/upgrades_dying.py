# Bug: a weak reference hands out an object whose deallocation was put off
# Origin: replica of gh-60806: weak references returned objects with a count of zero
# Engines: property fuzz
import copy, gc, sys, weakref

class C0: pass

class C1:
    def __del__(self):
        global b

class C2:
    def __del__(self):
        print(a() is None)






b = [C2()]
self = C0()
a = weakref.ref(self)
b.append(self)
for _ in range(49): b = [b]
