# Bug: a weak reference with a callback goes before the one without
# Origin: invented: insert_after against insert_head
# Engines: property fuzz
import copy, gc, sys, weakref

class C0: pass

def f0(a):
    pass

b = C0()
c = weakref.ref(b)
a = weakref.ref(b, f0)
