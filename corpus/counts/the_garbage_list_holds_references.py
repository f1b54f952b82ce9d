# With DEBUG_SAVEALL an unreachable ring is kept whole in gc.garbage, and goes on holding what it held.
# Rule: 4.6 gc.garbage is a list; saved objects are not cleared.
import copy, gc, sys, weakref

gc.disable()
gc.collect()
rope = []
loop = [rope]
loop.append(loop)
del loop
print(sys.getrefcount(rope))
gc.set_debug(gc.DEBUG_SAVEALL)
print(gc.collect(), len(gc.garbage))
gc.set_debug(0)
print(sys.getrefcount(rope))
gc.garbage.clear()
print(sys.getrefcount(rope))
print(gc.collect(), sys.getrefcount(rope))
