# A finalizer that collects while its list is dying: what the list still holds counts as held from outside.
# Rule: 2.2 a dying object is untracked first; 4.3 what the collector does not examine holds from outside.
import copy, gc, sys, weakref

class Sweeper:
    def __del__(self):
        print('sweeps', gc.collect(), w() is None)

gc.disable()
gc.collect()
group = {1}
w = weakref.ref(group)
ring = [group]
ring.append(ring)
doomed = [ring, Sweeper()]
del group
del ring
del doomed
print(w() is None)
print(gc.collect(), w() is None)
