# Automatic full collections wait until the young survivors are a quarter of all long-lived objects.
# Rule: 4.5 generation 2 is chosen only if the pending objects are at least a quarter of the long-lived total.
import copy, gc, sys, weakref

class Ring: pass

# What is frozen does not count, the interpreter's own objects among it.
gc.disable()
gc.freeze()
keep = []
for _ in range(100): keep.append({1})
ring = Ring()
ring.me = ring
w = weakref.ref(ring)
gc.collect()
del ring
gc.set_threshold(1, 1, 1)
gc.enable()
for _ in range(20): keep.append({1})
print(w() is None)
for _ in range(20): keep.append({1})
print(w() is None)
