# When the first callback runs, every weak reference to the object reads None already.
# Rule: 3.3 all weak references are cleared, then the callbacks are called.
import copy, gc, sys, weakref

class Oak: pass

def check(ref):
    print(plain() is None, old() is None, new() is None, ref is new, ref is old)

oak = Oak()
plain = weakref.ref(oak)
old = weakref.ref(oak, check)
new = weakref.ref(oak, check)
del oak
