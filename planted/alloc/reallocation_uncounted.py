# Bug: a block that grows in place is not counted with its new size
# Origin: invented: realloc in place without accounting
# Engines: property fuzz alloc
import copy, gc, sys, weakref

a = []
for _ in range(77): a.append(None)
