# An allocation may start a collection whose finalizer needs memory itself: a list that it appends to grows.
# Rule: 4.5 automatic collection inside an allocation; finalizers may do anything.
import copy, gc, sys, weakref

class Plain: pass

class Ring:
    def __del__(self):
        log.append(None)

gc.collect()
log = []
knot = Ring()
knot.me = knot
knot = None
gc.set_threshold(1, 0, 0)
thing = Plain()
thing.a = []
gc.set_threshold(0, 0, 0)
gc.collect()
print(len(log))
