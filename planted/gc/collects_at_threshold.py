# Bug: a generation is collected when its count reaches the threshold, not when it exceeds it
# Origin: invented: > against >=
# Engines: property fuzz sweep
import copy, gc, sys, weakref

gc.set_threshold(1, 0, 0)
a = []
