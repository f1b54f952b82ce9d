# Bug: the slots of an instance are not traversed
# Origin: replica of bpo-40217: an edge of a heap type not visited
# Engines: property fuzz explore
import copy, gc, sys, weakref

class C0:
    __slots__ = ('a',)

a = C0()
a.a = a
