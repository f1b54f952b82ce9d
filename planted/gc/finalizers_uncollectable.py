# Bug: garbage with a finalizer goes to gc.garbage
# Origin: replica of CPython before PEP 442: cycles with __del__ went to gc.garbage
# Engines: property fuzz explore sweep
import copy, gc, sys, weakref

class C0:
    def __del__(self):
        self.a = self

self = C0()
