# Bug: a finalizer that a collection ran is run again when the object dies
# Origin: invented after bpo-37140, gh-113753: the finalized bit wrong
# Engines: property fuzz explore sweep
import copy, gc, sys, weakref

class C0:
    def __del__(self):
        pass

self = C0()
self.a = self
