# A finalizer that saves one member of the ring saves the ring; nothing is collected, and weak references stay dead.
# Rule: 4.3 what is reachable from a resurrected object survives; 3.4 weak references were cleared.
# Differs: 3.8, 3.9, 3.10: the attribute dicts are members of the ring and counted too.
import copy, gc, sys, weakref

class Swan:
    def __del__(self):
        lake.append(self)
class Reed: pass

gc.disable()
gc.collect()
lake = []
swan = Swan()
reed = Reed()
swan.reed = reed
reed.swan = swan
w = weakref.ref(reed)
v = weakref.ref(swan)
del swan
del reed
print(gc.collect(), len(lake))
print(w() is None, v() is None)
swan = lake[0]
reed = swan.reed
back = reed.swan
print(back is swan)
del swan
del reed
del back
lake.clear()
print(gc.collect(), len(lake))
