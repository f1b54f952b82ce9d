# A collection never takes what the locals of a running call hold, however deep the call.
# Rule: 4.3 references from frames come from outside the examined set.
import copy, gc, sys, weakref

class Tent: pass

def inner(tent):
    gc.collect()
    print(type(tent).__name__)

def outer():
    tent = Tent()
    tent.me = tent
    w = weakref.ref(tent)
    inner(tent)
    gc.collect()
    print(w() is None)
    del tent
    gc.collect()
    print(w() is None)

gc.disable()
gc.collect()
outer()
