# Bug: the callback of a weak reference that is garbage itself is called
# Origin: replica of bpo-38006: callbacks of unreachable weak references ran in the clear phase
# Engines: property fuzz
import copy, gc, sys, weakref

class C0: pass

def f0(a):
    pass

a = C0()
a.a = a
b = weakref.ref(a, f0)
a.b = b
