# Each weak reference with a callback is an object of its own, also with the same callback.
# Rule: 3.1 sharing: references with a callback are never shared.
import copy, gc, sys, weakref

class Tower: pass

def note(ref):
    print('fell')

tower = Tower()
plain = weakref.ref(tower)
one = weakref.ref(tower, note)
two = weakref.ref(tower, note)
print(one is two, one is plain, one == two)
del one
del tower
print(two() is None)
