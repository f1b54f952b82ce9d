# Bug: the callbacks of a dying object run in reverse
# Origin: invented: pushed to the front of the chain
# Engines: property fuzz
import copy, gc, sys, weakref

class C0: pass

def f0(a):
    pass

b = C0()
a = weakref.ref(b, f0)
b = weakref.ref(b, f0)
