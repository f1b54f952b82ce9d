# In collected garbage all weak references are dead before the first finalizer runs.
# Rule: 4.4 weak references to the garbage are cleared before finalizers.
# Differs: 3.8, 3.9, 3.10: the attribute dicts are members of the ring and counted too.
import copy, gc, sys, weakref

class Ship:
    def __del__(self):
        print('finalizer', a() is None, b() is None)

def note(ref):
    print('callback', a() is None, b() is None)

gc.disable()
gc.collect()
first = Ship()
second = Ship()
first.other = second
second.other = first
a = weakref.ref(first)
b = weakref.ref(second, note)
del first
del second
print(gc.collect())
