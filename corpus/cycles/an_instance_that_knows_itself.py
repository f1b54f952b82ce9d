# The smallest rings: an instance that holds itself by attribute, and one by slot.
# Rule: 4.3 a collection reclaims what cannot be reached from outside.
# Differs: 3.8, 3.9, 3.10: an instance's attributes are a dict of their own, which is counted too.
import copy, gc, sys, weakref

class Free: pass
class Slotted:
    __slots__ = ('me',)

gc.disable()
gc.collect()
thing = Free()
thing.me = thing
thing = Slotted()
print(gc.collect())
thing.me = thing
thing = None
print(gc.collect())
