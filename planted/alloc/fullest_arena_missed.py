# Bug: the search for the fullest arena starts too late
# Origin: invented after bpo-37029: the index of arenas by free pools not kept
# Engines: property fuzz explore sweep alloc
# geometry: odd
import copy, gc, sys, weakref

a = {0}
