# Bug: a callback runs before the other weak references to the dead object are cleared
# Origin: replica of bpo-1055820: callbacks that run before all weak references to the dead are cleared
# Engines: property fuzz explore sweep
import copy, gc, sys, weakref

class C0: pass

def f0(a):
    pass

a = weakref.ref(C0(), f0)
