# Bug: an object is cleared without a reference to it, so that it may end in the middle of that
# Origin: replica of dumpster #1 and #6, bacon-rajan-cc #6: members of a cycle freed while they are read
# Engines: property fuzz
import copy, gc, sys, weakref

class C0: pass

a = C0()
a.a = a
a.b = None
