# Bug: if a finalizer resurrects one object, the collection keeps all garbage
# Origin: replica of bpo-38379 (gh-82560): one resurrection leaked everything else
# Engines: property fuzz
import copy, gc, sys, weakref

class C0:
    def __del__(self):
        self.a = [self]

for _ in range(2): a = C0()
a.a = a
