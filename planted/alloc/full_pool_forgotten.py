# Bug: a full pool of which a block is freed is not used again
# Origin: invented: no transition from full to used
# Engines: property fuzz alloc
# geometry: odd
import copy, gc, sys, weakref

for _ in range(2): a = [[[]]]
