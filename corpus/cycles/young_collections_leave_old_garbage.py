# Garbage in an older generation is not found by a younger collection, only by one of its own generation.
# Rule: 4.3 a collection of generation g looks at generations 0 to g only.
import copy, gc, sys, weakref

gc.disable()
gc.collect()
loop = []
loop.append(loop)
gc.collect()
del loop
print(gc.collect(0), gc.collect(1), gc.collect(2))
loop = []
loop.append(loop)
gc.collect(0)
del loop
print(gc.collect(0), gc.collect(1), gc.collect(2))
