# Bug: a collection can start inside another one
# Origin: replica of Nim #17991: the collector entered again while it frees
# Engines: property fuzz
import copy, gc, sys, weakref

class C0: pass

class C1:
    def __del__(self):
        print(gc.collect(0))

a = C1()
b = C0()
self = {}
a.a = b
b.a = self
self[0] = a
