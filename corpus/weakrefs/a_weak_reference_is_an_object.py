# A weak reference is tracked by the collector, can be counted and copied, and its callback is a referent.
# Rule: 3.1 a weak reference is itself a tracked object, which owns its callback.
import copy, gc, sys, weakref

class Lake: pass

def note(ref):
    print('dry')

lake = Lake()
plain = weakref.ref(lake)
told = weakref.ref(lake, note)
print(gc.is_tracked(plain), len(gc.get_referents(plain)), len(gc.get_referents(told)))
also = plain
print(sys.getrefcount(plain))
del lake
print(len(gc.get_referents(told)))
