# Bug: a count stops at 15, and the object dies too early
# Origin: replica of dumpster #39: use after free once a counter overflowed
# Engines: property fuzz
import copy, gc, sys, weakref

a = []
for _ in range(13): a.append(a)
