# Bug: a request that failed is counted as a block
# Origin: invented: a counter left by the path without memory
# Engines: property sweep alloc
import copy, gc, sys, weakref

a = []
