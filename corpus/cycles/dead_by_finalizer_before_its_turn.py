# A finalized ring that was saved is collected later without a second finalizer call.
# Rule: 2.3 a finalizer runs at most once per object, in collections too.
# Differs: 3.8, 3.9, 3.10: the attributes are a dict of their own, which is counted too.
import copy, gc, sys, weakref

class Cork:
    def __del__(self):
        print('floats up')
        surface.append(self)

gc.disable()
gc.collect()
surface = []
cork = Cork()
cork.me = cork
del cork
print(gc.collect(), len(surface))
cork = surface.pop()
w = weakref.ref(cork)
del cork
print(gc.collect(), len(surface), w() is None)
