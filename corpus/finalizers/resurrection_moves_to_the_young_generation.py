# An old instance that is brought back is tracked again as the youngest one of all, and marked finalized.
# Rule: 2.3 resurrection: the object goes on in generation 0; the mark that it was finalized stays.
# Differs: 3.8: gc.is_finalized came with 3.9.
import copy, gc, sys, weakref

class Elder:
    def __del__(self):
        global saved
        saved = self

gc.disable()
saved = None
elder = Elder()
gc.collect()
gc.collect()
print(elder in gc.get_objects(2), gc.is_finalized(elder))
del elder
print(saved in gc.get_objects(0), saved in gc.get_objects(2))
print(gc.is_tracked(saved), gc.is_finalized(saved))
