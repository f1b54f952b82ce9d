# Bug: unfreezing puts objects into the youngest generation
# Origin: invented: wrong list
# Engines: property fuzz
import copy, gc, sys, weakref

a = []
gc.freeze()
gc.unfreeze()
b = []
