# Bug: the search for the fullest arena starts too late
# Origin: invented after bpo-37029: the index of arenas by free pools not kept
# Engines: property fuzz
# geometry: odd
import copy, gc, sys, weakref

a = []
for _ in range(13): a.append([])
