# With a first threshold of zero, garbage stays however much is allocated, until a collection is asked for.
# Rule: 4.5 no automatic collection when the first threshold is zero.
import copy, gc, sys, weakref

class Ring: pass

gc.collect()
gc.set_threshold(0, 10, 10)
ring = Ring()
ring.me = ring
w = weakref.ref(ring)
del ring
keep = []
for _ in range(1000): keep.append([])
print(w() is None)
gc.collect()
print(w() is None)
