# An instance whose class has no room for another name gets a dict, which is tracked for the sake of an earlier value.
# Rule: 4.2 a dict that takes over what an instance held itself is tracked if some of it may be tracked.
import copy, gc, sys, weakref

class C0: pass

gc.disable()
gc.collect()
others = []
for _ in range(28): others.append(C0())
ring = C0()
ring.a = ring
ring.b = None
print(len(gc.get_referents(ring)))
del ring
print(gc.collect(0))
