# Lists, sets, instances and weak references are tracked from birth, whatever they hold, and stay tracked.
# Rule: 4.2 tracked at birth.
import copy, gc, sys, weakref

class Full: pass
class Empty:
    __slots__ = ()

row = []
group = {1}
full = Full()
empty = Empty()
w = weakref.ref(full)
print(gc.is_tracked(row), gc.is_tracked(group), gc.is_tracked(full), gc.is_tracked(w))
gc.collect()
print(gc.is_tracked(row), gc.is_tracked(group), gc.is_tracked(full), gc.is_tracked(w))
print(gc.is_tracked([1, 2]), gc.is_tracked({3}), gc.is_tracked(Full()))
