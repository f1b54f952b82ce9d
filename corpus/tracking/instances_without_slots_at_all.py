# An instance of a class with empty slots holds nothing, but is tracked all the same.
# Rule: 4.2 every instance of a class is tracked at birth.
import copy, gc, sys, weakref

class Empty:
    __slots__ = ()
class One:
    __slots__ = ('a',)

empty = Empty()
one = One()
print(gc.is_tracked(empty), gc.is_tracked(one))
print(len(gc.get_referents(one)))
one.a = 5
print(len(gc.get_referents(one)))
