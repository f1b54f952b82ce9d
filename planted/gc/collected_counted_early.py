# Bug: what a finalizer resurrected is counted as collected
# Origin: replica of bpo-38379: collect() counted what was resurrected
# Engines: property fuzz sweep
import copy, gc, sys, weakref

class C0:
    def __del__(self):
        del self.a

self = C0()
self.a = self
