# Bug: a new key takes the place of a removed one, so that the order is wrong
# Origin: invented: order of insertion lost
# Engines: property fuzz
import copy, gc, sys, weakref

a = {'m': None, 0: None}
a[0] = []
del a['m']
a[''] = None
