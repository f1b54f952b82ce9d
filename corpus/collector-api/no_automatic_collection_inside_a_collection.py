# A finalizer of garbage may allocate without end: the collector does not start again before it is done.
# Rule: 4.5 no automatic collection while one is running.
import copy, gc, sys, weakref

class Hoarder:
    def __del__(self):
        global w
        ring = {1}
        w = weakref.ref(ring)
        loop = [ring]
        loop.append(loop)
        del ring
        del loop
        for _ in range(500): keep.append({1})
        print('inside', w() is None)

keep = []
hoarder = Hoarder()
hoarder.me = hoarder
del hoarder
gc.set_threshold(100, 10, 10)
gc.collect()
for _ in range(500): keep.append({1})
print('outside', w() is None)
