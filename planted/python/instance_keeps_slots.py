# Bug: clearing an instance leaves its slots
# Origin: replica of bpo-33418: a type with a traversal whose clearing does nothing
# Engines: property fuzz explore
import copy, gc, sys, weakref

class C0:
    __slots__ = ('a', '__weakref__')

a = C0()
a.a = a
