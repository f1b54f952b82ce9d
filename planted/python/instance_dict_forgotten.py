# Bug: the dict of an instance is not traversed
# Origin: replica of RustPython #8764: a field not visited, cycles leak
# Engines: property fuzz
import copy, gc, sys, weakref

class C0:
    def __del__(self):
        pass

self = C0()
self.a = self
self = copy.copy(self)
