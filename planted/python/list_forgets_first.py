# Bug: the first item of a list is not traversed
# Origin: invented: a field that is not traversed
# Engines: property fuzz sweep
import copy, gc, sys, weakref

print(len(gc.get_referents([None])))
