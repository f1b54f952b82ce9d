# Bug: an object made during a collection is never tracked
# Origin: replica of dumpster #48 and #50: what is allocated in a destructor during a collection leaks
# Engines: property fuzz
import copy, gc, sys, weakref

class C0:
    def __del__(self):
        self.a = [self]

a = C0()
a.a = a
