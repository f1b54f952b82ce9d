# Bug: unfreezing puts objects into the youngest generation
# Origin: invented: wrong list
# Engines: property fuzz sweep
import copy, gc, sys, weakref

a = []
gc.freeze()
gc.unfreeze()
