# Bug: the dict that an instance gets is not tracked for what it holds already
# Origin: replica of gh-133543: a materialised __dict__ was not tracked, cycles through it leaked
# Engines: property fuzz sweep
import copy, gc, sys, weakref

class C0: pass

a = C0()
a.a = []
b = copy.copy(a)
