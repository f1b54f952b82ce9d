# While its finalizer runs, a dying instance is held by the runtime, by `self` and by the call that counts.
# Rule: 2.3 during the finalizer the count is 1 again, plus what the finalizer itself holds.
import copy, gc, sys, weakref

class Leaf:
    def __del__(self):
        print(sys.getrefcount(self))
        also = self
        print(sys.getrefcount(self))

leaf = Leaf()
print(sys.getrefcount(leaf))
del leaf
row = [Leaf()]
row.clear()
