# Bug: an empty pool of a larger class is used without a new header
# Origin: invented: > against !=
# Engines: property fuzz explore sweep alloc
# geometry: odd
import copy, gc, sys, weakref

a = []
for _ in range(20): a.append([])
