# A young ring that an old live list holds survives; when the list lets go, a young collection may take it.
# Rule: 4.3 objects of older generations act as external references.
import copy, gc, sys, weakref

gc.disable()
gc.collect()
old = []
gc.collect()
ring = []
ring.append(ring)
old.append(ring)
del ring
print(gc.collect(0))
old.clear()
print(gc.collect(0), gc.collect(1))
