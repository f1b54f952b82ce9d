# Old garbage counts as an outside reference: what it holds survives young collections.
# Rule: 4.3 objects of older generations act as external references.
import copy, gc, sys, weakref

class Young: pass

gc.disable()
gc.collect()
old = []
old.append(old)
gc.collect()
young = Young()
old.append(young)
w = weakref.ref(young)
del young
del old
print(gc.collect(0), gc.collect(1), w() is None)
print(gc.collect(2), w() is None)
