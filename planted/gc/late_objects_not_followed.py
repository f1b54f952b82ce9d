# Bug: what a late survivor references is not looked at, and is reclaimed though it can be reached
# Origin: replica of RustPython #7511: live objects cleared, as the second traversal missed edges
# Engines: property fuzz sweep
import copy, gc, sys, weakref

a = [[[]]]
gc.collect()
