# While the collector is disabled, no amount of allocation collects; enabled again, it soon does.
# Rule: 4.5 automatic collection needs the collector enabled.
import copy, gc, sys, weakref

class Ring: pass

gc.set_threshold(100, 10, 10)
gc.disable()
ring = Ring()
ring.me = ring
w = weakref.ref(ring)
del ring
keep = []
for _ in range(900): keep.append([])
print(w() is None)
gc.enable()
for _ in range(900): keep.append([])
print(w() is None)
