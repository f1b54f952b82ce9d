# Bug: finalizers run before the weak references to garbage are cleared
# Origin: replica of gh-135552: weak references cleared after finalizers
# Engines: property fuzz explore sweep
import copy, gc, sys, weakref

class C0:
    def __del__(self):
        pass

a = C0()
a.a = a
b = weakref.ref(a)
a.b = b
