# Bug: what a survivor references ahead is not marked as reached
# Origin: invented: update of gc_refs left out in visit_reachable
# Engines: property fuzz
import copy, gc, sys, weakref

class C0: pass

class C1:
    def __del__(self):
        print('del')

self = C0()
self.a = C1()
gc.collect()
