# The list that is appended to grows under way: making the item starts a collection, whose callback appends as well.
# Rule: 4.5 automatic collection inside an allocation; callbacks may do anything.
import copy, gc, sys, weakref

class Loop: pass

def note(ref):
    log.append([])
    log.append(None)

gc.collect()
log = []
knot = Loop()
knot.me = knot
ref = weakref.ref(knot, note)
knot = None
gc.set_threshold(1, 0, 0)
log.append([])
log.append([])
gc.set_threshold(0, 0, 0)
gc.collect()
print(len(log))
