# Callbacks of collected garbage go object by object in the collector's order, newest reference first for each.
# Rule: 3.4 for each object in list order, its weak references in their order.
# Differs: 3.8, 3.9, 3.10: the attributes are a dict of their own, which is counted too.
import copy, gc, sys, weakref

class Bell: pass

def ding(ref):
    print('ding', ref is a1, ref is b1)
def dong(ref):
    print('dong', ref is a2, ref is b2)

gc.disable()
gc.collect()
a = Bell()
b = Bell()
a.other = b
b.other = a
b1 = weakref.ref(b, ding)
a1 = weakref.ref(a, ding)
a2 = weakref.ref(a, dong)
b2 = weakref.ref(b, dong)
del a
del b
print(gc.collect())
