# Bug: a pool that became full stays on the list of used pools
# Origin: invented: no transition from used to full
# Engines: property fuzz sweep alloc
# geometry: tiny
import copy, gc, sys, weakref

a = [[[]]]
