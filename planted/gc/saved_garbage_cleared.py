# Bug: garbage that is saved is cleared, too
# Origin: invented: DEBUG_SAVEALL without its else
# Engines: property fuzz sweep
import copy, gc, sys, weakref

a = []
gc.set_debug(gc.DEBUG_SAVEALL)
a.append([a])
del a
gc.collect()
