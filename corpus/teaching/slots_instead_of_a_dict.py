# A class with slots has room for its named attributes only, and its instances behave alike otherwise.
# Rule: 1.2 bindings: attributes are slots of the instance.
import copy, gc, sys, weakref

class Point:
    __slots__ = ('x', 'y')

p = Point()
p.x = 1
p.y = 2
q = p
q.x = 10
print(p.x, p.y, q is p, sys.getrefcount(p))
try: p.z = 3
except Exception as error: print(type(error).__name__)
try: w = weakref.ref(p)
except Exception as error: print(type(error).__name__)
