# Bug: a first threshold of 0 does not keep allocations from starting collections
# Origin: invented: the special value forgotten
# Engines: property fuzz
import copy, gc, sys, weakref

gc.set_threshold(0, 0, 0)
a = []
