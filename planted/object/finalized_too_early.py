# Bug: an object counts as finalized while its finalizer has not run
# Origin: invented: flag set before the call
# Engines: property fuzz sweep
import copy, gc, sys, weakref

class C0:
    def __del__(self):
        print(gc.is_finalized(self))

self = C0()
