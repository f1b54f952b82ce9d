# Bug: a weak reference with a callback goes before the one without
# Origin: invented: insert_after against insert_head
# Engines: property fuzz
import copy, gc, sys, weakref

def f0(a):
    pass

b = {0}
a = weakref.ref(b)
b = weakref.ref(b, f0)
