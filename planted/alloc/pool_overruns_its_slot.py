# Bug: a pool has as many blocks as if it had no header
# Origin: invented: the header not subtracted
# Engines: property fuzz alloc
import copy, gc, sys, weakref

a = []
for _ in range(256): a = [a]
