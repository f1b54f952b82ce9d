# Bug: a resurrected object is finalized again when it dies again
# Origin: invented after bpo-37140, gh-113753: the finalized bit wrong
# Engines: property fuzz sweep
import copy, gc, sys, weakref

class C0:
    def __del__(self):
        a.a = self

for _ in range(2): a = C0()
