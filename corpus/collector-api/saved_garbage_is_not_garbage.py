# What is in gc.garbage can be reached again: a second collection saves nothing more.
# Rule: 4.6 gc.garbage is a list that holds its items.
import copy, gc, sys, weakref

gc.disable()
gc.collect()
gc.set_debug(gc.DEBUG_SAVEALL)
loop = [[]]
loop.append(loop)
del loop
print(gc.collect(), len(gc.garbage))
print(gc.collect(), len(gc.garbage))
gc.set_debug(0)
gc.garbage.clear()
print(gc.collect(), gc.collect())
