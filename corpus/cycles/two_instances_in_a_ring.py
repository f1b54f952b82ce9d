# Two instances that refer to each other need the collector; a weak reference shows when they go.
# Rule: 4.3 a collection reclaims what cannot be reached from outside.
# Differs: 3.8, 3.9, 3.10: an instance's attributes are a dict of their own, which is counted too.
import copy, gc, sys, weakref

class Node: pass

gc.disable()
gc.collect()
a = Node()
b = Node()
a.other = b
b.other = a
w = weakref.ref(a)
del a
del b
print(w() is None)
print(gc.collect())
print(w() is None)
