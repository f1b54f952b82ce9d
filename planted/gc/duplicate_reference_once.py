# Bug: several references from one object to another are subtracted once
# Origin: invented: edges as a set
# Engines: property fuzz sweep
import copy, gc, sys, weakref

a = []
for _ in range(2): a.append(a)
