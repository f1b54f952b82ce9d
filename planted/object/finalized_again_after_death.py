# Bug: a resurrected object is finalized again when it dies again
# Origin: invented after bpo-37140, gh-113753: the finalized bit wrong
# Engines: property fuzz
import copy, gc, sys, weakref

class C0:
    def __del__(self):
        global a
        a = self

self = None
self += C0()
