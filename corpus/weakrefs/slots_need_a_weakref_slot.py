# A class with slots allows weak references only if '__weakref__' is one of them.
# Rule: 3.1 which kinds can be weakly referenced.
import copy, gc, sys, weakref

class Closed:
    __slots__ = ('name',)
class Reachable:
    __slots__ = ('name', '__weakref__')

closed = Closed()
try: w = weakref.ref(closed)
except Exception as error: print(type(error).__name__)
reachable = Reachable()
reachable.name = 'r'
w = weakref.ref(reachable)
r = w()
print(r.name)
del r
del reachable
print(w() is None)
