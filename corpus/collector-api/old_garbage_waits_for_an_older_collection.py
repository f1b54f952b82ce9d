# Garbage in the oldest generation outlasts young collections, automatic ones too, until a full one.
# Rule: 4.5 the oldest generation is collected rarely; 4.3 younger collections do not look at it.
import copy, gc, sys, weakref

class Ring: pass

gc.disable()
ring = Ring()
ring.me = ring
w = weakref.ref(ring)
gc.collect()
del ring
gc.set_threshold(100, 1000, 1000)
gc.enable()
keep = []
for _ in range(900): keep.append([])
print(w() is None)
gc.collect()
print(w() is None)
