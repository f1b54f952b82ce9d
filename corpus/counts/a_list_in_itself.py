# A list that contains itself counts its own reference, so deleting the name does not bring it to zero.
# Rule: 2.6 invariant R1: the count is the number of strong references, wherever they come from.
import copy, gc, sys, weakref

gc.disable()
gc.collect()
loop = []
loop.append(loop)
print(sys.getrefcount(loop))
loop.append(loop)
print(sys.getrefcount(loop))
loop.clear()
print(sys.getrefcount(loop))
