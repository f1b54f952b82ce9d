# Bug: unfreezing puts objects into the youngest generation
# Origin: invented: wrong list
# Engines: property fuzz
import copy, gc, sys, weakref

a = []
gc.freeze()
b = []
gc.unfreeze()
print(gc.collect(2))
