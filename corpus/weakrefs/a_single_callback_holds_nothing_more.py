# While the callback of an only weak reference runs, just its name and the call hold the reference; of several, each is held
# once more until all callbacks are done.
# Rule: 3.3 clearing by count: temporaries hold the weak references only where there are several.
# Differs: 3.13: a single one is held too.
import copy, gc, sys, weakref

class Bell: pass

def ring(ref):
    print(sys.getrefcount(ref))

bell = Bell()
only = weakref.ref(bell, ring)
del bell
bell = Bell()
one = weakref.ref(bell, ring)
two = weakref.ref(bell, ring)
del bell
