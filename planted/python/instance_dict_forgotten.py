# Bug: the dict of an instance is not traversed
# Origin: replica of RustPython #8764: a field not visited, cycles leak
# Engines: property fuzz sweep
import copy, gc, sys, weakref

class C0: pass

a = C0()
a.a = a
a = copy.copy(a)
