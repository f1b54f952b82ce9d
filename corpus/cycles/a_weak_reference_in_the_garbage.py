# A weak reference that is garbage itself never calls back, also when it refers to a living object.
# Rule: 3.4 callbacks of weak references in the garbage are never called.
# Differs: 3.8, 3.9, 3.10: the attribute dicts are members of the ring and counted too.
import copy, gc, sys, weakref

class Nest: pass

def note(ref):
    print('never')

gc.disable()
gc.collect()
nest = Nest()
w = weakref.ref(nest, note)
nest.watch = w
nest.me = nest
del w
del nest
print(gc.collect())
live = Nest()
w = weakref.ref(live, note)
ring = [w]
ring.append(ring)
del w
del ring
print(gc.collect())
del live
print('end')
