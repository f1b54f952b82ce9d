# Collecting a ring calls each member's callback once; the same function may serve all of them.
# Rule: 3.4 for each object in list order, its weak references; 3.6 a callback runs at most once.
import copy, gc, sys, weakref

def count(ref):
    global calls
    calls += 1

gc.disable()
gc.collect()
calls = 0
a = {1}
b = {2}
ring = [a, b]
ring.append(ring)
refs = []
w = weakref.ref(a, count)
refs.append(w)
w = weakref.ref(b, count)
refs.append(w)
w = weakref.ref(a, count)
refs.append(w)
del a
del b
del ring
print(gc.collect(), calls, w() is None)
print(gc.collect(), calls)
