# Bug: late survivors move in their old order, not in that in which they were reached
# Origin: invented: order of move_unreachable
# Engines: property fuzz sweep
import copy, gc, sys, weakref

a = [[[]]]
gc.collect()
