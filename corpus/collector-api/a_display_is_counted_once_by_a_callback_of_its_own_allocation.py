# The items of a display are counted once while it is allocated, whichever request for memory fails and is made again.
# Rule: 4.5 a collection that an allocation starts runs inside that step. The loop uses up the lists that CPython keeps for new ones.
# Differs: 3.13: the collection is only scheduled, and the next call turns it off.
import copy, gc, sys, weakref

class C0: pass

def f0(a):
    print(sys.getrefcount(a))

gc.disable()
b = C0()
b.a = b
a = weakref.ref(b, f0)
c = None
for _ in range(100): c = [c]
gc.set_threshold(1, 0, 0)
b = 0
gc.enable()
d = [a]
gc.disable()
