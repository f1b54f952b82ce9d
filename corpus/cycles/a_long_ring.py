# A ring of a thousand lists is found as a whole, whatever the depth.
# Rule: 4.3 a collection reclaims what cannot be reached from outside.
import copy, gc, sys, weakref

gc.disable()
gc.collect()
start = []
chain = start
for _ in range(999): chain = [chain]
start.append(chain)
w = {1}
probe = weakref.ref(w)
start.append(w)
del w
del start
print(gc.collect(), probe() is None)
del chain
print(gc.collect(), probe() is None)
