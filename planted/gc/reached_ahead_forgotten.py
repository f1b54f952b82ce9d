# Bug: what a survivor references ahead is not marked as reached
# Origin: invented: update of gc_refs left out in visit_reachable
# Engines: property fuzz explore sweep
import copy, gc, sys, weakref

a = [[[]]]
for _ in range(2): print(gc.collect(2))
