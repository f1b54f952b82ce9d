# Objects that die as soon as they are made do not add up to an automatic collection.
# Rule: 4.5 the count goes up with an allocation and down with a deallocation.
import copy, gc, sys, weakref

class Ring: pass
class Passing: pass

gc.collect()
gc.set_threshold(100, 10, 10)
ring = Ring()
ring.me = ring
w = weakref.ref(ring)
del ring
for _ in range(900): passing = Passing()
print(w() is None)
keep = []
for _ in range(900): keep.append(Passing())
print(w() is None)
