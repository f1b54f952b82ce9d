# A callback that deletes another weak reference of the same dead object does not suppress its callback.
# Rule: 3.3 the pending weak references are held until all callbacks have been called.
import copy, gc, sys, weakref

class Sun: pass

def older(ref):
    print('older is called')
def newer(ref):
    refs.clear()
    print('newer clears', len(refs))

sun = Sun()
refs = []
w = weakref.ref(sun, older)
refs.append(w)
w = weakref.ref(sun, newer)
refs.append(w)
del w
del sun
print('night')
