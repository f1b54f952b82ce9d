# Bug: the death of a resurrected object counts as nested for ever
# Origin: replica of gh-98110: begin and end of the trashcan not paired
# Engines: property fuzz sweep
import copy, gc, sys, weakref

class C0:
    def __del__(self):
        self.a = self

self = C0()
