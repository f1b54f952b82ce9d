# Bug: what a survivor references ahead is not marked as reached
# Origin: invented: update of gc_refs left out in visit_reachable
# Engines: property fuzz
import copy, gc, sys, weakref

a = []
a.append([])
gc.collect(2)
