# Bug: from 16 references on, an object is taken for immortal and never dies
# Origin: invented after gh-133261: a count that looks immortal and is not
# Engines: property fuzz sweep
import copy, gc, sys, weakref

a = []
for _ in range(13): a.append(a)
