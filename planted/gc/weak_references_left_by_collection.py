# Bug: a collection clears no weak references
# Origin: invented: handle_weakrefs left out
# Engines: property fuzz explore sweep
import copy, gc, sys, weakref

class C0: pass

a = C0()
b = [a]
a.a = b
a = weakref.ref(a)
b.append(a)
