# Bug: each weak reference without a callback is a new one
# Origin: invented: reuse forgotten
# Engines: property fuzz
import copy, gc, sys, weakref

class C0:
    def __del__(self):
        self = weakref.ref(self)

self = weakref.ref(C0())
