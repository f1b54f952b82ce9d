# get_referents counts what traversal visits: items with multiplicity, keys and values, attributes and class.
# Rule: 4.6 get_referents; atoms included, the class too for instances.
import copy, gc, sys, weakref

class Open: pass
class Closed:
    __slots__ = ('a', 'b')

x = []
print(len(gc.get_referents([x, x, 1])), len(gc.get_referents((x,))), len(gc.get_referents({1, 2})))
print(len(gc.get_referents({'k': x, 'm': 2})), len(gc.get_referents({'k': 1})))
print(len(gc.get_referents(5)), len(gc.get_referents('text')), len(gc.get_referents(())))
c = Closed()
print(len(gc.get_referents(c)))
c.a = x
c.b = 1
print(len(gc.get_referents(c)))
