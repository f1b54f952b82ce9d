# A callback that runs in the middle of a step finds that step's operands counted once.
# Rule: 4.5 a collection that an allocation starts runs inside that step.
# Differs: 3.12, 3.13: the collection is only scheduled, and runs when the list is made.
import copy, gc, sys, weakref

class C0: pass

def f0(x):
    print(sys.getrefcount(a))

a = [None]
b = a
gc.collect()
gc.set_threshold(10, 0, 0)
c = C0()
c.a = c
d = weakref.ref(c, f0)
c = None
b = [b, [], [], [], [], [], [], [], [], [], []]
gc.set_threshold(0, 0, 0)
print('end')
