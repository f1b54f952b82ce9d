# Bug: a deallocation lowers the count of the youngest generation below zero
# Origin: invented: a saturating subtraction that wraps
# Engines: property fuzz explore sweep
import copy, gc, sys, weakref

a = []
gc.collect()
del a
