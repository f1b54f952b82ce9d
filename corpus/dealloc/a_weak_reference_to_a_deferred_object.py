# An instance put off by the trashcan reads as dead through a weak reference, until its own finalizer runs.
# Rule: 2.5 trashcan: a deferred object has count zero, its weak references are not cleared yet.
# Differs: 3.13: the limit is the remaining stack, so that nothing is deferred.
import copy, gc, sys, weakref

class Bottom:
    def __del__(self):
        print('bottom: reads as dead', far() is None)
class Shallow:
    def __del__(self):
        print('shallow: reads as dead', far() is None)

def note(ref):
    print('callback: reads as dead', far() is None)

deep = Bottom()
far = weakref.ref(deep)
told = weakref.ref(deep, note)
chain = deep
del deep
for _ in range(49): chain = [chain]
pair = [Shallow(), chain]
del chain
print('now')
del pair
print(far() is None)
