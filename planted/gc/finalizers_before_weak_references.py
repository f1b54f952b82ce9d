# Bug: finalizers run before the weak references to garbage are cleared
# Origin: replica of gh-135552: weak references cleared after finalizers
# Engines: property fuzz
import copy, gc, sys, weakref

class C0:
    def __del__(self):
        pass

self = C0()
a = [self]
self.a = a
self = weakref.ref(self)
a.append(self)
