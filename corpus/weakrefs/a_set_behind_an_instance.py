# A weak reference to a part dies with the whole, in the order in which the parts are dropped.
# Rule: 3.3 each referent clears its own weak references when its count reaches zero; 2.2 release order.
import copy, gc, sys, weakref

def gone(ref):
    print('gone', ref is first, ref is second, first() is None, second() is None)

left = {1}
right = {2}
first = weakref.ref(left, gone)
second = weakref.ref(right, gone)
pair = [left, right]
del left
del right
print('drop')
del pair
