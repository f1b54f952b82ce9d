# Bug: the collected generation is put behind the younger ones, so that finalizers run in another order
# Origin: invented: gc_list_merge with its arguments exchanged
# Engines: property fuzz explore sweep
import copy, gc, sys, weakref

gc.set_threshold(1, 0, 0)
a = []
for _ in range(3): a.append([])
