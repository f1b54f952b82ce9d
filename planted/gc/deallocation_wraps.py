# Bug: a deallocation lowers the count of the youngest generation below zero
# Origin: invented: a saturating subtraction that wraps
# Engines: property fuzz
import copy, gc, sys, weakref

a = []
gc.collect()
del a
