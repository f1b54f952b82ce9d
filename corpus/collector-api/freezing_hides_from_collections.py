# Frozen garbage is not collected; unfrozen again, a full collection takes it.
# Rule: 4.6 freeze moves everything to the permanent generation, unfreeze to the oldest.
import copy, gc, sys, weakref

class Ice: pass

gc.disable()
gc.collect()
ice = Ice()
ice.me = ice
w = weakref.ref(ice)
gc.freeze()
del ice
gc.collect()
print(w() is None)
gc.unfreeze()
gc.collect(1)
print(w() is None)
gc.collect()
print(w() is None)
