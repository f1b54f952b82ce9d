# Bug: a collection can start inside another one
# Origin: replica of Nim #17991: the collector entered again while it frees
# Engines: property fuzz
import copy, gc, sys, weakref

class C0:
    def __del__(self):
        gc.collect()

self = C0()
self.a = self
