# Allocating many more containers than the threshold makes a collection happen, which takes the garbage.
# Rule: 4.5 automatic collection when the count of generation 0 exceeds its threshold.
import copy, gc, sys, weakref

class Ring: pass

gc.collect()
gc.set_threshold(50, 10, 10)
ring = Ring()
ring.me = ring
w = weakref.ref(ring)
del ring
print(w() is None)
keep = []
for _ in range(700): keep.append([])
print(w() is None, len(keep))
