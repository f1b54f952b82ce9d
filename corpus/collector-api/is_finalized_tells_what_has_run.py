# The mark is set by the runtime when the finalizer runs; without a finalizer it is never set.
# Rule: 2.3 is_finalized is true once the finalizer has run, for objects that have one.
# Differs: 3.8: gc.is_finalized came with 3.9.
import copy, gc, sys, weakref

class Once:
    def __del__(self):
        global kept
        print(gc.is_finalized(self))
        kept = self
class Never: pass

gc.disable()
kept = None
once = Once()
never = Never()
print(gc.is_finalized(once), gc.is_finalized(never), gc.is_finalized([]), gc.is_finalized(5))
del once
print(gc.is_finalized(kept))
