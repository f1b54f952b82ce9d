# With DEBUG_SAVEALL, found garbage goes to gc.garbage instead of being cleared; finalizers have run.
# Rule: 4.6 gc.garbage with DEBUG_SAVEALL: weak references cleared, finalizers run, nothing cleared.
# Differs: 3.8, 3.9, 3.10: the attributes are a dict of their own, which is saved too.
import copy, gc, sys, weakref

class Rag:
    def __del__(self):
        print('finalizer')

def note(ref):
    print('callback')

gc.disable()
gc.collect()
gc.set_debug(gc.DEBUG_SAVEALL)
rag = Rag()
rag.me = rag
w = weakref.ref(rag, note)
del rag
print(gc.collect(), len(gc.garbage), w() is None)
gc.set_debug(0)
gc.garbage.clear()
print(gc.collect(), len(gc.garbage))
