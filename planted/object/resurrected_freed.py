# Bug: an object that its finalizer resurrected is freed all the same
# Origin: invented: the count not looked at after the finalizer
# Engines: property fuzz sweep
import copy, gc, sys, weakref

class C0:
    def __del__(self):
        self.a = self

self = C0()
