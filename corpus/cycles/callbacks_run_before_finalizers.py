# Callbacks of all garbage come first, then all finalizers, then the clearing.
# Rule: 4.4 the stages of a collection.
# Differs: 3.8, 3.9, 3.10: the attribute dicts are members of the ring and counted too.
import copy, gc, sys, weakref

class Town:
    def __del__(self):
        print('finalizer', self.name)

def note(ref):
    print('callback', ref is w, ref is v)

gc.disable()
gc.collect()
rome = Town()
rome.name = 'rome'
oslo = Town()
oslo.name = 'oslo'
rome.road = oslo
oslo.road = rome
v = weakref.ref(oslo, note)
w = weakref.ref(rome, note)
del rome
del oslo
print(gc.collect())
