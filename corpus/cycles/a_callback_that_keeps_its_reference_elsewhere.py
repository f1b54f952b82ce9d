# A called-back weak reference that is still in use moves to the next older generation and is not counted.
# Rule: 3.4 a surviving called-back weak reference is moved to the next older generation.
import copy, gc, sys, weakref

def note(ref):
    print('called back', ref() is None)

gc.disable()
gc.collect()
group = {1}
ring = [group]
ring.append(ring)
w = weakref.ref(group, note)
print(w in gc.get_objects(0))
del group
del ring
print(gc.collect(0), w in gc.get_objects(0), w in gc.get_objects(1))
