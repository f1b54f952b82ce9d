# What is frozen acts as an outside reference: a ring that a frozen dead list holds is not collected.
# Rule: 4.6 frozen objects act as external references.
import copy, gc, sys, weakref

gc.disable()
gc.collect()
anchor = []
gc.freeze()
ring = [anchor]
anchor.append(ring)
del ring
del anchor
print(gc.collect())
gc.unfreeze()
print(gc.collect())
