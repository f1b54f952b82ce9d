# Bug: a pool that became full stays on the list of used pools
# Origin: invented: no transition from used to full
# Engines: property fuzz
# geometry: odd
import copy, gc, sys, weakref

a = []
for _ in range(5): a.append([])
