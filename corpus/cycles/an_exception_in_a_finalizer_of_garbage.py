# A finalizer that raises during a collection is reported and ignored; the ring is collected all the same.
# Rule: 2.3 exceptions of finalizers are unraisable.
# Differs: 3.8, 3.9, 3.10: the attributes are a dict of their own, which is counted too.
import copy, gc, sys, weakref

class Clown:
    def __del__(self):
        print('stumbles')
        x = self.missing

gc.disable()
gc.collect()
clown = Clown()
other = Clown()
clown.mate = other
other.mate = clown
del clown
del other
print(gc.collect())
