# Bug: a buffer that cannot grow forgets the block that it has
# Origin: invented after the classic p = realloc(p, n)
# Engines: property sweep
import copy, gc, sys, weakref

a = [None]
a[0] = None
