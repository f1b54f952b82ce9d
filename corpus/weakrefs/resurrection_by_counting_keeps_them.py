# An object that its finalizer saves keeps its weak references, and the callback waits for the real death.
# Rule: 2.3 resurrection on the way by counting leaves weak references untouched.
import copy, gc, sys, weakref

class Lazarus:
    def __del__(self):
        global saved
        saved = self

def note(ref):
    print('really dead')

saved = None
man = Lazarus()
w = weakref.ref(man, note)
del man
print(w() is None)
again = w()
print(again is saved)
del again
saved = None
print(w() is None)
