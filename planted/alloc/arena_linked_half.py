# Bug: an arena put first on a list is not linked to from the one behind it
# Origin: invented: half of a doubly linked list
# Engines: property fuzz
# geometry: tiny
import copy, gc, sys, weakref

class C0: pass
class C1: pass
class C2: pass

def f0():
    pass

def f1():
    print('call', type(None).__name__)

def f2():
    pass
