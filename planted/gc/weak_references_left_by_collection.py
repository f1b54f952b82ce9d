# Bug: a collection clears no weak references
# Origin: invented: handle_weakrefs left out
# Engines: property fuzz
import copy, gc, sys, weakref

class C0: pass

a = C0()
b = C0()
a.a = b
b.a = a
c = weakref.ref(a)
d = weakref.ref(b)
del a
b = None
print(gc.collect(0))
