# Bug: the search for the fullest arena starts too late
# Origin: invented after bpo-37029: the index of arenas by free pools not kept
# Engines: property fuzz
import copy, gc, sys, weakref

a = None
