# Bug: an object made during a collection starts in the middle generation
# Origin: replica of gh-117108: new objects got the wrong space during a collection
# Engines: property fuzz sweep
import copy, gc, sys, weakref

class C0:
    def __del__(self):
        self = []

self = C0()
self.a = self
