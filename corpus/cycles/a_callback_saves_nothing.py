# A callback gets a dead weak reference: it cannot bring the garbage back, but can record the death.
# Rule: 3.4 the weak references are cleared before any callback.
import copy, gc, sys, weakref

class Whale: pass

def record(ref):
    global last
    last = ref()
    count.append(1)

gc.disable()
gc.collect()
count = []
last = 'nobody'
group = {1}
w = weakref.ref(group, record)
ring = [group]
ring.append(ring)
del group
del ring
print(gc.collect())
print(last, len(count))
