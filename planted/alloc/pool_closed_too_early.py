# Bug: a pool goes back to its arena with one block in use
# Origin: invented: a page released with a live block
# Engines: property fuzz
# geometry: odd
import copy, gc, sys, weakref

a = []
for _ in range(5): a.append([])
