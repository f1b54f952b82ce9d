# Bug: the dict of an instance is not traversed
# Origin: replica of RustPython #8764: a field not visited, cycles leak
# Engines: property fuzz
import copy, gc, sys, weakref

class C0: pass

a = []
for _ in range(27): a.append(C0())
a = C0()
a = C0()
a.a = None
a.b = a
