# Bug: an object that something keeps alive although it was cleared is in no generation any more
# Origin: invented after gh-108362: the lists wrong after a collection
# Engines: property fuzz sweep
import copy, gc, sys, weakref

a = []
a.append(a)
gc.set_debug(gc.DEBUG_SAVEALL)
del a
gc.collect(2)
