# Bug: an object with a finalizer is tracked while its weak references are called back
# Origin: replica of bpo-26617: a collection in a callback met the dying object
# Engines: property fuzz
import copy, gc, sys, weakref

class C0:
    def __del__(self):
        pass

def f0(self):
    gc.collect()

self = weakref.ref(C0(), f0)
