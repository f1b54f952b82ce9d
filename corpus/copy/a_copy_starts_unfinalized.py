# The mark "finalizer has run" belongs to the object: a copy of a resurrected instance can be finalized.
# Rule: 2.3 the finalizer runs at most once per object; a copy is another object.
# Differs: 3.8: gc.is_finalized came with 3.9.
import copy, gc, sys, weakref

class Phoenix:
    def __del__(self):
        global ashes
        print('burns')
        ashes = self

ashes = None
bird = Phoenix()
del bird
chick = copy.copy(ashes)
print(gc.is_finalized(ashes), gc.is_finalized(chick))
ashes = None
print('first is gone')
del chick
print(gc.is_finalized(ashes))
ashes = None
