# Bug: allocations start collections although the collector is disabled
# Origin: replica of gh-97922, gh-116604: a collection ran after gc.disable()
# Engines: property fuzz sweep
import copy, gc, sys, weakref

gc.set_threshold(1, 0, 0)
a = copy.copy([])
